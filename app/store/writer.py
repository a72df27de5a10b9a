"""One thread that owns the journal and the recordings, so that the loop thread never waits.

    loop thread                   writer thread
    put(Sound | Note) --inbox-->  write at once; sync when the oldest unsafe sound is 0.5 s old,
                                  an event 0.1 s
    save() -> Future  --inbox-->  sync now, then the future is done

A sync makes the sound safe before the events: no event on disk speaks of sound that is not there.
After the first failure of the disk nothing more is written. What was written is made safe as far
as the disk lets us, the fault is reported once, and every later item is counted as lost.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass

from app.core.faults import StoreFault
from app.store.disk import DISK_ERRORS, refusal
from app.store.files import InterviewFiles
from app.store.inbox import Backlog, Inbox
from app.store.recording import Recording

# Half of what law 5 allows (on disk within 1 s), the other half is the disk's for the sync.
SYNC_EVERY_S = 0.5
NOTES_EVERY_S = 0.1
"""Events speak of what a restart needs (an utterance began, a handle is clean), and there are few
of them: they are made safe sooner. The statuses, one a second, can wait with the sound."""
INBOX_ITEMS = 20_000
"""Two minutes of both voices (50 items a second each) with as many events as anybody has seen."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Write this at its place in a recording."""

    recording: Recording
    first_sample: int
    pcm: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """Append this event to the journal; the payload is JSON."""

    session_ms: int
    wall: str
    kind: str
    payload: str


@dataclass(frozen=True, slots=True)
class _Save:
    """Make all before this safe, then tell."""

    done: Future[None]


class Writer:
    """Writes what it is given, in order.

    Its methods are for the loop thread and never block, but for ``close``.

    Args:
        files: Its own from now on; it closes them.
        on_fault: Called once, in the writer thread, when the disk fails; and once, in the caller's,
            when nothing more finds room in the queue.
        sync_every_s: How long what was written may stay unsafe.
        clock: Seconds that never jump.
    """

    def __init__(
        self,
        files: InterviewFiles,
        *,
        on_fault: Callable[[StoreFault], None],
        sync_every_s: float = SYNC_EVERY_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._files = files
        self._on_fault = on_fault
        self._sync_every_s = sync_every_s
        self._clock = clock
        self._inbox: Inbox[Sound | Note | _Save] = Inbox(clock, INBOX_ITEMS)
        # Counted from the writing, not from ``put``: behind a slow disk every item is old, and a
        # sync after each would never catch up.
        self._sync_at: float | None = None  # written by the writer thread only
        self.fault: StoreFault | None = None  # written by the writer thread only
        self.lost_items = 0  # written by the writer thread only
        self.refused_items = 0  # written by the loop thread only
        # A daemon: a disk that hangs in a system call must not keep the process from ending.
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    @property
    def backlog(self) -> Backlog:
        """What is not yet safe on disk."""
        return self._inbox.backlog

    def put(self, item: Sound | Note) -> None:
        """Write this after everything before it."""
        assert self._thread.is_alive(), "the writer thread died of a bug"
        if not self._inbox.put(item):
            self._refuse(item)

    def save(self) -> Future[None]:
        """Make everything so far safe at once.

        Returns:
            Done when it is; it holds the ``StoreFault`` if the disk has failed.
        """
        assert self._thread.is_alive(), "the writer thread died of a bug"
        done: Future[None] = Future()
        if not self._inbox.put(_Save(done)):
            self._refuse(_Save(done))
        return done

    def close(self, timeout_s: float) -> None:
        """Write all that waits, make it safe and close the files. This one blocks.

        Raises:
            StoreFault: If it takes longer than ``timeout_s``; the thread goes on trying for as
                long as the process lives.
        """
        self._inbox.close()
        self._thread.join(timeout_s)
        if self._thread.is_alive():
            raise StoreFault(
                f"The disk of {self._files.folder} is too slow: {self._inbox.backlog.items} "
                f"items were not saved within {timeout_s:.0f} s. Look after that disk."
            )
        assert self._inbox.is_drained, "the writer thread died of a bug"

    def _run(self) -> None:
        """The writer thread: whatever ends it, what was written is made safe."""
        try:
            while not self._inbox.is_drained:
                item = self._inbox.take(self._time_to_sync_s())
                if self.fault is None:
                    self._write(item)
                else:
                    self._count_lost(item)
            if self.fault is None:
                self._write(None)
        finally:
            self._files.save_what_can_be()
            self._files.close()

    def _time_to_sync_s(self) -> float | None:
        if self._sync_at is None:
            return None
        return max(0.0, self._sync_at - self._clock())

    def _write(self, item: Sound | Note | _Save | None) -> None:
        """Write one item, and sync when it is time or nothing came until it was."""
        try:
            match item:
                case Sound(recording, first_sample, pcm):
                    recording.write_at(first_sample, pcm)
                case Note(session_ms, wall, kind, payload):
                    self._files.journal.append(session_ms, wall, kind, payload)
                case _Save() | None:
                    self._sync()
                    _finish(item)
                    return
            self._make_due(item)
            if self._time_to_sync_s() == 0.0:
                self._sync()
        except DISK_ERRORS as error:
            self._give_up(error)
            self._count_lost(item)

    def _make_due(self, item: Sound | Note) -> None:
        """Let what was just written be safe in time."""
        is_urgent = isinstance(item, Note) and item.kind != "status"
        within_s = min(NOTES_EVERY_S, self._sync_every_s) if is_urgent else self._sync_every_s
        due = self._clock() + within_s
        self._sync_at = due if self._sync_at is None else min(self._sync_at, due)

    def _sync(self) -> None:
        self._files.sync()
        self._sync_at = None
        self._inbox.mark_safe()

    def _refuse(self, item: Sound | Note | _Save) -> None:
        """There was no room: the disk has not kept up for minutes. What waits is still written."""
        fault = StoreFault(
            f"The disk of {self._files.folder} is too slow: the interview can no longer be saved. "
            "Look after that disk, or choose another folder with --data."
        )
        if isinstance(item, _Save):
            _finish(item, fault)
        elif not self.refused_items:
            self._on_fault(fault)
        self.refused_items += not isinstance(item, _Save)

    def _give_up(self, error: Exception) -> None:
        """Save what can be saved, and report once."""
        self._files.save_what_can_be()
        self._sync_at = None  # there is nothing more to wait for
        what = f"The interview can no longer be saved in {self._files.folder}"
        fault = refusal(what, error)
        fault.__cause__ = error  # it is handed over, not raised
        self.fault = fault
        self._on_fault(fault)

    def _count_lost(self, item: Sound | Note | _Save | None) -> None:
        match item:
            case Sound() | Note():
                self.lost_items += 1
            case _Save() | None:
                _finish(item, self.fault)


def _finish(item: _Save | None, fault: StoreFault | None = None) -> None:
    """Tell whoever waits for a save, unless they no longer do."""
    if item is None or not item.done.set_running_or_notify_cancel():
        return
    if fault is None:
        item.done.set_result(None)
    else:
        item.done.set_exception(fault)
