from __future__ import annotations

import pytest

from app.core.conduct import Conduct, Script
from app.core.plan import Plan, Question


@pytest.fixture
def conduct() -> Conduct:
    questions = tuple(Question(name, f"{name}?", 1.0) for name in ("who", "why"))
    return Conduct(Plan("en", questions), Script("Please begin.", "Please go on."))


def test_the_first_question_is_asked_before_any_answer(conduct: Conduct) -> None:
    assert (conduct.place, conduct.question.id, conduct.is_over) == (1, "who", False)


def test_each_answer_leads_to_the_next_question(conduct: Conduct) -> None:
    conduct.answered = 1
    assert (conduct.place, conduct.question.id, conduct.is_over) == (2, "why", False)


@pytest.mark.parametrize("answered", [2, 3])
def test_the_interview_is_over_after_the_last_answer_and_stays_at_the_last_question(
    conduct: Conduct, answered: int
) -> None:
    conduct.answered = answered
    assert (conduct.place, conduct.question.id, conduct.is_over) == (2, "why", True)
