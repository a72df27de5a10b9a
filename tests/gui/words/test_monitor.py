from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from app.core.status import Report, SessionStatus, Standing, judge
from app.core.view import ENDS, Situation
from app.gui.words import monitor as words

TALKING = SessionStatus(Situation.TALKING, 12.9, 2, 3, 761.0, 41.0)


def live(situation: Situation, **changes: float) -> Report:
    values = {**{name: getattr(TALKING, name) for name in TALKING.__dataclass_fields__}, **changes}
    return judge(SessionStatus(**{**values, "situation": situation}), 0.2, None)


def test_a_live_interview_says_what_goes_on_how_long_how_much_is_safe_and_where_it_is() -> None:
    report = live(Situation.TALKING)
    assert words.title(report) == "Talking 0:12"
    assert words.detail(report) == "saved to 12:41 · question 2 of 3"
    assert words.whole(report) == "Talking 0:12 · saved to 12:41 · question 2 of 3"


def test_a_lost_connection_says_which_try_it_is_and_how_much_of_the_answer_is_safe() -> None:
    report = live(Situation.RECONNECTING, attempts=2)
    assert words.whole(report) == "Reconnecting, attempt 2 · 0:41 of answer safe · question 2 of 3"
    assert words.title(live(Situation.RECONNECTING, attempts=0)).endswith("attempt 1")
    assert "saved to 12:41" in words.detail(live(Situation.RECONNECTING, answer_s=0.2))


@pytest.mark.parametrize("situation", Situation)
def test_every_situation_has_words_of_its_own(situation: Situation) -> None:
    titles = [words.title(live(one)) for one in Situation]
    assert titles.count(words.title(live(situation))) == 1
    assert "%" not in words.whole(live(situation))


def test_an_old_status_says_neither_what_went_on_nor_which_question() -> None:
    report = judge(TALKING, 7.9, None)
    assert words.whole(report) == "Unknown · last seen 7 s ago · saved to 12:41"
    assert "last seen 2 min ago" in words.detail(judge(TALKING, 125.0, None))
    assert words.whole(judge(None, 4.0, None)) == "Unknown · last seen 4 s ago"


@pytest.mark.parametrize("how", ENDS)
def test_an_end_says_how_and_only_a_good_one_says_finished(how: str) -> None:
    report = judge(TALKING, 99.0, how)
    assert words.title(report).startswith("Ended: ")
    assert ("finished" in words.title(report)) is (how == "finished")
    assert words.detail(report) == "saved to 12:41"
    assert words.detail(judge(None, 99.0, how)) == ""


def test_no_interview_is_said_in_two_words() -> None:
    assert words.whole(None) == "No interview"


class Marking(QTranslator):
    """Puts every text that is translated into brackets."""

    def translate(self, _context: str, text: str, _comment: str = "", _n: int = -1) -> str:
        return f"⟦{text}⟧"


@pytest.fixture
def marked(qapp: QCoreApplication) -> Iterator[None]:
    marking = Marking()
    QCoreApplication.installTranslator(marking)
    yield
    QCoreApplication.removeTranslator(marking)


@pytest.mark.usefixtures("marked")
@pytest.mark.parametrize("situation", Situation)
@pytest.mark.parametrize("age_s", [0.1, 9.0, 99.0])
def test_every_word_can_be_translated(situation: Situation, age_s: float) -> None:
    how = {one: how for how, one in ENDS.items()}.get(situation)
    status = SessionStatus(situation, 12.0, 2, 3, 41.0, 30.0, 2)
    bare = re.sub("⟦[^⟧]*⟧", "", words.whole(judge(status, age_s, how)))
    assert not re.search("[a-zA-Z]", bare), bare


@pytest.mark.usefixtures("marked")
def test_the_menu_can_be_translated() -> None:
    for text in (words.show_window(), words.switch_strip(), words.leave(), words.title(None)):
        assert re.fullmatch("⟦[^⟧]+⟧", text)


def test_a_report_that_stands_for_nothing_known_is_unknown() -> None:
    assert words.title(Report(Standing.LIVE, None, 0.0)) == "Unknown"
