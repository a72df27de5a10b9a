from __future__ import annotations

import json

import app.core.entries as en
from app.core.account import Account, Telling
from app.core.ledger import Share, Whose
from app.terminal.account import STRIP_COLUMNS, as_json, draw, strip


def interview(*more: tuple[int, en.Entry]) -> Account:
    """Return an interview of one greeting, an answer over a lost connection, and what is given."""
    telling = Telling()
    for at_ms, entry in (
        (0, en.TimeGoesTo("interviewer")),
        (2000, en.Said("interviewer", 0.0, "Hello.", reply=1, seconds=2.0)),
        (2000, en.TimeGoesTo("candidate")),
        (3000, en.UtteranceBegan(0, 0, 100, 110)),
        (4000, en.LinkMoved("waiting", 1, "LinkLost", 1006)),
        (6400, en.LinkMoved("up", 2)),
        (8000, en.UtteranceEnded(0, ((100, 399),), 390)),
        (8000, en.TimeGoesTo("interviewer")),
        (9000, en.Said("candidate", 2.2, None, exchange=0, seconds=6.0)),
        (9000, en.AnswerEnded(0, "held", 6.0)),
        *more,
    ):
        telling.feed(at_ms, entry)
    return telling.account(10.0)


def text(account: Account) -> list[str]:
    return [line.plain.rstrip() for line in draw(account)]


def test_words_and_incidents_stand_in_order_with_their_times() -> None:
    lines = text(interview())
    assert lines[0] == "  0:00.0  Interviewer  Hello."
    assert lines[1] == "  0:02.2  You          Answer, 0:06 (not answered yet)"
    assert lines[2] == "  0:04.0  —            the connection was lost for 0:02.4"


def test_a_reply_that_was_cut_says_so_and_ends_where_it_was_cut() -> None:
    cut = en.Said("interviewer", 9.5, "Thank", reply=2, seconds=0.4, whole=False)
    assert "  0:09.5  Interviewer  Thank (cut off here)" in text(interview((9900, cut)))


def test_a_stop_is_told_with_what_is_missing() -> None:
    resumed = en.SessionResumed("1", 75.0, candidate_missing_s=0.6)
    lines = text(interview((10_000, resumed)))
    assert " 0:10.0  —            the application stopped, and went on after 1:15.0" in lines[3]
    assert lines[4].endswith("sound of the recordings is missing: 0:00.6")


def test_a_stop_of_unknown_length_is_told_without_it() -> None:
    assert text(interview((10_000, en.SessionResumed("1", None))))[3].endswith(
        "the application stopped"
    )


def test_the_strip_gives_each_stretch_to_whoever_has_most_of_it() -> None:
    shares = (
        Share(Whose.CANDIDATE, 0, 600),
        Share(Whose.NETWORK, 600, 1000),
        Share(Whose.PAUSE, 1000, 2000),
    )
    assert strip(shares, 2).plain == "CP"
    assert len(strip(shares).plain) == STRIP_COLUMNS


def test_the_legend_names_whoever_had_time_and_adds_up() -> None:
    assert text(interview())[-1].strip() == "C candidate 0:06.0 · I interviewer 0:04.0"


def test_without_a_ledger_there_is_no_strip() -> None:
    assert text(Telling().account()) == []


def test_what_a_server_said_does_not_steer_the_terminal() -> None:
    said = en.Said("interviewer", 9.5, "\x1b[2JHi", reply=2, seconds=0.4)
    assert not any("\x1b" in line for line in text(interview((9900, said))))


def test_a_program_gets_the_same_as_json() -> None:
    told = json.loads(json.dumps(as_json(interview())))
    assert told["length_s"] == 10.0
    assert told["how"] is None
    assert [one["speaker"] for one in told["lines"]] == ["interviewer", "candidate"]
    assert told["lines"][1]["fate"] == "held"
    assert told["incidents"] == [{"at_s": 4.0, "what": "connection lost", "seconds": 2.4}]
    assert told["totals_s"]["candidate"] == 6.0
    assert sum(told["totals_s"].values()) == told["length_s"]
    assert told["shares_ms"][0] == ["interviewer", 0, 2000]
