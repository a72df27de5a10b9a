"""Resumption handles: which conversation each one stands for, and which sessions are open.

A handle is good for two hours, as the service's is. With a file they outlive the server, so
that a restarted one still knows them.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.core.faults import StoreFault
from app.practice.conversation import Conversation
from app.practice.messages import Setup
from app.practice.private import read_private, write_private
from app.practice.refusal import INTERNAL, INVALID, Refusal

log = logging.getLogger("app.practice")

VALID_S: Final = 2 * 3600.0
"""Documented for the service: https://ai.google.dev/gemini-api/docs/live-session"""

_KEPT: Final = 64
"""The newest so many; an interview of an hour makes about as many."""


@dataclass(frozen=True, slots=True)
class _Snapshot:
    session: str
    conversation: Conversation
    expires_at: float  # seconds since 1970: it must hold over a restart


class Handles:
    """All sessions of one server.

    Args:
        file: Where the handles are kept, or None to keep them in memory only.
        clock: Seconds since 1970.
    """

    def __init__(self, file: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        self._file = file
        self._clock = clock
        self._snapshots = {} if file is None else _load(file)
        self._open: set[str] = set()

    def enter(self, setup: Setup) -> tuple[str, Conversation]:
        """Open a session, new or resumed.

        Returns:
            The session's name, to ``leave`` with, and what its model knows.

        Raises:
            Refusal: With 1007 if the handle is unknown, expired or of another model; with 1011
                while the socket before this one is still open.
        """
        if setup.handle is None:
            name, conversation = secrets.token_hex(8), Conversation(setup.model, setup.instruction)
        else:
            name, conversation = self._resume(setup, setup.handle)
        self._open.add(name)
        return name, conversation

    def leave(self, session: str) -> None:
        """Note that a session's socket is gone."""
        self._open.discard(session)

    def issue(self, session: str, conversation: Conversation) -> str:
        """Return a new handle that stands for a conversation as it is now."""
        handle = secrets.token_urlsafe(24)
        expires_at = self._clock() + VALID_S
        self._snapshots[handle] = _Snapshot(session, conversation, expires_at)
        while len(self._snapshots) > _KEPT:
            del self._snapshots[next(iter(self._snapshots))]  # the oldest
        self._keep()
        return handle

    def _resume(self, setup: Setup, handle: str) -> tuple[str, Conversation]:
        found = self._snapshots.get(handle)
        if found is None or found.expires_at <= self._clock():
            raise Refusal(1007, INVALID, "the handle is unknown or has expired")
        if found.conversation.model != setup.model:
            raise Refusal(1007, INVALID, "the handle belongs to another model")
        if found.session in self._open:
            raise Refusal(1011, INTERNAL, "the socket before this one is still open")
        known = found.conversation
        instruction = setup.instruction or known.instruction
        return found.session, Conversation(setup.model, instruction, known.entries)

    def _keep(self) -> None:
        if self._file is None:
            return
        rows = [
            {"handle": handle, "session": one.session, "expires_at": one.expires_at}
            | {"conversation": one.conversation.as_json()}
            for handle, one in self._snapshots.items()
        ]
        try:
            write_private(self._file, json.dumps(rows).encode())
        except StoreFault:  # this run can do without
            log.warning("the handles cannot be kept on disk")


def fingerprint(handle: str) -> str:
    """Return eight letters by which a handle is known in the record, which must not hold it."""
    return hashlib.sha256(handle.encode()).hexdigest()[:8]


def _load(file: Path) -> dict[str, _Snapshot]:
    kept = read_private(file)
    if kept is None:
        return {}
    try:
        rows: list[dict[str, Any]] = json.loads(kept)
        return {row["handle"]: _snapshot(row) for row in rows}
    except (ValueError, KeyError, TypeError):
        log.warning("the kept handles cannot be read; none is known")
        return {}


def _snapshot(row: dict[str, Any]) -> _Snapshot:
    conversation = Conversation.from_json(row["conversation"])
    return _Snapshot(row["session"], conversation, float(row["expires_at"]))
