from __future__ import annotations

import re

import pytest

from app.core.status import Report, SessionStatus, Standing, judge
from app.core.view import ENDS, Situation
from app.monitor.report import as_json, as_text, nothing

S = "2026-11-23-1412-7k3f"
TALKING = SessionStatus(Situation.TALKING, 12.4, 2, 3, 41.26, 8.04, 0, 0.52)
# What only those who built it would understand.
JARGON = re.compile(
    r"vad|socket|link|epoch|handle|resum|backlog|outbox|server|none|null|traceback|_", re.IGNORECASE
)


def live(situation: Situation, **changes: float | int) -> str:
    """Return the line of a live interview, without its name."""
    usual = {"for_s": 12.4, "question": 2, "questions": 3, "saved_s": 41.26, **changes}
    status = SessionStatus(situation, **usual)  # type: ignore[arg-type]  # the counts are int
    return as_text(Report(Standing.LIVE, status, 0.3), S).removeprefix(f"{S}: ")


def test_a_live_interview_says_what_goes_on_where_it_is_and_what_is_saved() -> None:
    assert live(Situation.TALKING) == "talking 12 s · question 2 of 3 · saved to 0:41"


def test_a_lost_connection_says_which_try_it_is_and_how_much_of_the_answer_is_safe() -> None:
    line = live(Situation.RECONNECTING, attempts=2, answer_s=41.9)
    assert line.startswith("reconnecting, attempt 2, 41 s safe · ")


def test_the_first_try_is_number_one_before_it_has_failed() -> None:
    assert "attempt 1," in live(Situation.RECONNECTING, attempts=0)


@pytest.mark.parametrize("situation", Situation)
def test_every_situation_has_words_of_its_own_and_none_is_jargon(situation: Situation) -> None:
    lines = {one: live(one) for one in Situation}
    assert len(set(lines.values())) == len(lines)
    assert not JARGON.search(lines[situation])
    assert "{" not in lines[situation]


def test_an_old_status_is_unknown_and_never_as_it_was() -> None:
    line = as_text(judge(TALKING, 7.4, None), S)
    assert line == f"{S}: unknown, last seen 7 s ago · question 2 of 3 · saved to 0:41"


@pytest.mark.parametrize(
    ("age_s", "ago"),
    [(59.9, "59 s"), (60, "1:00 min"), (3_599, "59:59 min"), (3_600, "1 h 0 min")],
)
def test_long_ago_is_said_in_longer_units(age_s: float, ago: str) -> None:
    assert f"last seen {ago} ago" in as_text(judge(TALKING, age_s, None), S)


def test_very_long_ago_is_said_in_days() -> None:
    assert "last seen 47 h 59 min ago" in as_text(judge(TALKING, 48 * 3600 - 1, None), S)
    assert "last seen 3 days ago" in as_text(judge(TALKING, 80 * 3600, None), S)


def test_a_status_from_later_than_now_is_unknown_and_says_why() -> None:
    line = as_text(judge(TALKING, -3600.0, None), S)
    assert "unknown, this computer's clock was set back" in line
    assert "talking" not in line


def test_an_interview_without_a_status_is_unknown() -> None:
    assert as_text(judge(None, 0.0, None), S) == f"{S}: unknown, nothing is written yet"
    assert as_text(judge(None, 9.0, None), S) == f"{S}: unknown, last seen 9 s ago"


@pytest.mark.parametrize("how", [*ENDS, "exploded"])
def test_an_interview_that_ended_says_how_for_ever(how: str) -> None:
    line = as_text(judge(TALKING, 1e6, how), S)
    assert line.startswith(f"{S}: ended: ")
    assert line.endswith(" · saved to 0:41")
    assert "talking" not in line
    assert "question" not in line


def test_an_end_without_any_status_does_not_say_that_nothing_was_saved() -> None:
    assert as_text(judge(None, 5.0, "finished"), S) == f"{S}: ended: finished"


def test_only_a_finished_interview_reads_as_finished() -> None:
    lines = {how: as_text(judge(TALKING, 1.0, how), S) for how in ENDS}
    assert [how for how, line in lines.items() if "finished" in line] == ["finished"]


def test_for_a_program_it_is_numbers() -> None:
    assert as_json(judge(TALKING, 0.44, None), S, 1.23456) == {
        "t": 1.235,
        "session": S,
        "standing": "live",
        "situation": "talking",
        "for_s": 12.4,
        "question": 2,
        "questions": 3,
        "saved_s": 41.26,
        "answer_s": 8.0,
        "attempts": 0,
        "to_send_s": 0.5,
        "age_s": 0.4,
    }


def test_for_a_program_what_is_not_known_is_none_and_the_names_are_the_same() -> None:
    full = as_json(judge(TALKING, 0.0, None), S, 0.0)
    unknown = as_json(judge(None, 9.0, None), S, 0.0)
    assert unknown.keys() == full.keys() == nothing(0.0).keys()
    known = {name: value for name, value in unknown.items() if value is not None}
    assert known == {"t": 0.0, "session": S, "standing": "unknown", "age_s": 9.0}
    assert {name for name, value in nothing(0.0).items() if value is not None} == {"t"}
