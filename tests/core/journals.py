"""Entries as a journal gives them back, and entries that nobody would write."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, cast, get_type_hints

from hypothesis import strategies as st
from pydantic import TypeAdapter

import app.core.entries as en
from app.core.actions import Note
from app.core.conduct import Script
from app.core.plan import Plan, Question
from tests.core.builders import SCRIPT, plan


def started(questions: int = 2) -> en.SessionStarted:
    """Return the beginning of an interview of so many questions."""
    return en.SessionStarted(
        version="1.0",
        consent=True,
        practice=True,
        model="models/m",
        server=None,
        ca=None,
        instruction="Ask the candidate.",
        script=SCRIPT,
        plan=plan(questions),
    )


def read_back(note: Note) -> en.Entry:
    """Return the entry that a note is, by way of the file; ``store/schema.py`` does the same."""
    return cast(en.Entry, _adapter(note.kind).validate_python(json.loads(json.dumps(note.payload))))


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(en.KINDS[kind])


# --- entries that nobody would write

_FINITE = st.floats(allow_nan=False, allow_infinity=False)
_QUESTIONS = st.lists(
    st.builds(Question, st.text(), st.text(), _FINITE), min_size=1, unique_by=lambda one: one.id
)
_FIELDS: dict[Any, st.SearchStrategy[Any]] = {
    float: _FINITE,
    float | None: st.none() | _FINITE,
    Plan: st.builds(Plan, st.text(), _QUESTIONS.map(tuple)),
    Script: st.builds(Script, st.text(), st.text(), st.text()),
}


def entries_of(
    kind: type[en.Entry], numbers: st.SearchStrategy[int] | None = None
) -> st.SearchStrategy[en.Entry]:
    """Return entries of a kind that are well typed and no more.

    Args:
        kind: Its class.
        numbers: What stands where an integer does; any if None.
    """
    known = dict(_FIELDS)
    if numbers is not None:
        pairs = st.lists(st.tuples(numbers, numbers), max_size=4).map(tuple)
        known |= {
            int: numbers,
            int | None: st.none() | numbers,
            tuple[int, ...]: st.lists(numbers, max_size=4).map(tuple),
            tuple[tuple[int, int], ...]: pairs,
        }
    hints = get_type_hints(kind)
    fields = {
        name: known[hints[name]] if hints[name] in known else st.from_type(hints[name])
        for name in kind.__dataclass_fields__
    }
    return st.builds(kind, **fields)
