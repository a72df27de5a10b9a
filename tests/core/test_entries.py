"""What the journal can hold: kinds, and what they look like in the file."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app.core.entries as en
from app.core.actions import Note
from app.core.conduct import Script
from app.core.plan import Plan, Question
from app.core.status import SessionStatus
from app.core.view import Situation
from tests.core.journals import entries_of, read_back

STARTED = en.SessionStarted(
    version="1.0",
    consent=True,
    practice=False,
    model="models/m",
    server=None,
    ca=None,
    instruction="Ask.",
    script=Script("Begin.", "Go on.", "Again."),
    plan=Plan("en", (Question("who", "Who?", 2.0), Question("why", "Why?", 1.5))),
)


def test_every_entry_has_one_kind_and_every_kind_an_entry() -> None:
    assert set(en.KINDS.values()) == set(get_args(en.Entry))
    assert len(set(en.KINDS.values())) == len(en.KINDS)


@pytest.mark.parametrize("kind", en.KINDS.values())
def test_an_entry_is_a_value(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]  # every dataclass has it
    assert "__slots__" in vars(kind)


def test_an_entry_is_written_with_all_its_fields() -> None:
    assert en.note(en.LinkMoved("up", 2)) == Note(
        "link", {"state": "up", "epoch": 2, "fault": None, "code": None}
    )
    assert en.note(en.HandleForgotten()) == Note("handle.forgotten", {})


def test_what_is_ordered_is_a_list_in_the_file() -> None:
    assert en.note(en.UtteranceEnded(3, ((1, 4), (9, 9)), 8)).payload == {
        "said": 3,
        "spans": [[1, 4], [9, 9]],
        "last_speech": 8,
    }


def test_the_beginning_holds_the_plan_and_the_texts() -> None:
    payload = en.note(STARTED).payload
    assert payload["script"] == {"opening": "Begin.", "nudge": "Go on.", "again": "Again."}
    assert payload["plan"] == {
        "language": "en",
        "questions": [
            {"id": "who", "text": "Who?", "minutes": 2.0},
            {"id": "why", "text": "Why?", "minutes": 1.5},
        ],
        "may_interrupt": True,
    }


def test_a_status_is_written_as_it_always_was() -> None:
    status = SessionStatus(Situation.LISTENING, for_s=1.23, saved_s=4.567)
    assert en.note(status) == Note("status", status.payload())


def test_only_what_a_file_can_hold_is_written() -> None:
    with pytest.raises(AssertionError):
        en.note(en.ToolCalled({"a", "set"}))  # type: ignore[arg-type]  # a bug of ours


def test_a_field_that_may_be_missing_in_an_older_journal_stays_optional() -> None:
    """A released field is never taken away; one that was added later has a default."""
    assert en.SessionResumed("1.0", 3.0) == en.SessionResumed("1.0", 3.0, 0.0, 0.0, 0)
    assert en.AnswerEnded(0, "held", 1.0).reply is en.PromptEnded(0, "held").reply is None
    assert en.Said("candidate", 0.0, None).whole


ENTRIES = st.sampled_from([*en.KINDS.items()]).flatmap(
    lambda one: st.tuples(st.just(one[0]), entries_of(one[1]))
)


def as_told(entry: en.Entry) -> Any:
    """Return an entry as it can be told: a status is rounded when it is written."""
    if isinstance(entry, SessionStatus):
        return SessionStatus.of(entry.payload())
    return entry


@given(ENTRIES)
def test_whatever_is_written_can_be_read_back(drawn: tuple[str, en.Entry]) -> None:
    kind, entry = drawn
    written = en.note(entry)
    assert written.kind == kind
    assert as_told(read_back(written)) == as_told(entry)
