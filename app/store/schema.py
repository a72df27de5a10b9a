"""Reads entries: a kind and a payload, checked against ``core/entries.py``, the one schema.

What format 1 wrote is known by its fields and read as if it had been written today: the file itself
is append-only, so nothing in it is rewritten.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.core.entries import KINDS, Entry
from app.core.faults import StoreFault

if TYPE_CHECKING:
    from pydantic import TypeAdapter

    from app.store.journal import Json

_SINCE_2 = {"utterance.began": "exchange", "utterance.ended": "last_speech"}


def read_entry(kind: str, payload: Mapping[str, Json]) -> Entry | None:
    """Return an entry, or None for one of format 1 that does not say enough to be of use.

    Args:
        kind: As it stands in the file.
        payload: The same.

    Raises:
        StoreFault: There is no such kind, or the payload is not of its kind; the message says which
            field, but nothing of what was said.
    """
    if kind in _SINCE_2 and _SINCE_2[kind] not in payload and "said" in payload:
        return None
    if kind == "session.started" and "plan" not in payload:
        payload = _upgrade(payload)
    if kind not in KINDS:
        raise StoreFault(f'there is no kind "{kind[:40]}"')
    from pydantic import ValidationError  # noqa: PLC0415  # 0.1 s that a window need not wait for

    try:
        _refuse_infinite(payload)
        return _adapter(kind).validate_python(payload)
    except ValidationError as error:
        # Not "from error": that one quotes what was said, and may come into a log.
        place = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"])
        raise StoreFault(f'the field "{place}" of its kind "{kind}" is wrong') from None
    except RecursionError:
        raise StoreFault(f'its kind "{kind}" nests too deep') from None


def prepare() -> None:
    """Build what checks each kind: once, ahead of the first note, on whatever thread may block."""
    for kind in KINDS:
        _adapter(kind)


def check(kind: str, payload: Mapping[str, Json]) -> None:
    """Assert that what is written now can be read back."""
    try:
        read_entry(kind, payload)
    except StoreFault as fault:
        raise AssertionError(f"a bug of ours: {kind}: {fault}") from fault


@functools.cache
def _adapter(kind: str) -> TypeAdapter[Entry]:
    from pydantic import TypeAdapter  # noqa: PLC0415  # as above

    return TypeAdapter(KINDS[kind])


def _refuse_infinite(value: Json) -> None:
    """JSON can hold numbers that no clock can show."""
    if isinstance(value, float) and not math.isfinite(value):
        raise StoreFault("a number in it is infinite")
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            _refuse_infinite(one)


def _upgrade(payload: Mapping[str, Json]) -> Mapping[str, Json]:
    """Return the beginning of an interview that format 1 wrote, as format 2 would have."""
    ids = payload.get("questions")
    questions: list[Json] = [
        {"id": str(one), "text": str(one), "minutes": 1.0}
        for one in (ids if isinstance(ids, list) else [])
    ]
    texts: Mapping[str, Json] = {
        "server": None,
        "ca": None,
        "instruction": "",
        "script": {"opening": "", "nudge": "", "again": ""},
        "plan": {"language": "en", "questions": questions},
    }
    return {**payload, **texts}
