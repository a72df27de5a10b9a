from __future__ import annotations

import pytest

from app.core.plan import Plan, Question


def test_a_plan_keeps_its_questions_in_order() -> None:
    first, second = Question("a", "Who are you?", 2.0), Question("b", "What next?", 3.0)
    assert Plan("en", (first, second)).questions == (first, second)


def test_a_plan_without_a_question_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one question"):
        Plan("en", ())


def test_two_questions_of_the_same_id_are_refused_by_its_name() -> None:
    questions = tuple(Question(name, "Why?", 1.0) for name in ("a", "b", "c", "b"))
    with pytest.raises(ValueError, match='two questions have the id "b"'):
        Plan("en", questions)
