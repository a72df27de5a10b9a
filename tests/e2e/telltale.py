"""The application, which says what it keeps, as it keeps it, to the descriptor ``TELLTALE``.

    d N     the microphone has delivered frame N
    b N     utterance N has begun
    s E F   safe on disk are E events and F frames of the candidate

One line is one write, so whoever reads what a killed process had written reads whole lines.

``TELLTALE_KEEP`` changes how the record is kept. ``often`` lets the journal checkpoint each 8 pages
instead of each 1,000, so that a short run meets many. Two are bad on purpose, and tests that judge
the record must then fail: ``journal`` commits with synchronous=OFF, ``sound`` syncs no recording.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from app.__main__ import main
from app.store import recording
from app.store.files import InterviewFiles
from app.store.journal import Json
from app.store.recent import FRAME_SAMPLES
from app.store.record import InterviewRecord

_FD = int(os.environ["TELLTALE"])
_sync, _keep, _note = InterviewFiles.sync, InterviewRecord.keep_frame, InterviewRecord.note


def _tell(line: str) -> None:
    os.write(_FD, f"{line}\n".encode())


def sync(self: InterviewFiles) -> None:
    """Sync, then tell what is safe."""
    _sync(self)
    _tell(f"s {self.journal.committed} {self.candidate.saved_samples // FRAME_SAMPLES}")


def keep_frame(self: InterviewRecord, index: int, pcm: bytes) -> None:
    """Tell of a frame that was delivered, then keep it."""
    _tell(f"d {index}")
    _keep(self, index, pcm)


def note(self: InterviewRecord, kind: str, payload: Mapping[str, Json], at_s: float) -> None:
    """Tell of an utterance that begins, then note it."""
    if kind == "utterance.began":
        _tell(f"b {payload['said']}")
    _note(self, kind, payload, at_s)


def keep(how: str) -> None:
    """Keep the record in another way."""
    pragma = {"journal": "synchronous = OFF", "often": "wal_autocheckpoint = 8"}.get(how)
    if how == "sound":
        recording.sync_file = lambda descriptor: None  # type: ignore[assignment]  # any signature
    if pragma:
        make = InterviewFiles.__init__

        def unsafe(self: InterviewFiles, *given: object, **named: object) -> None:
            make(self, *given, **named)  # type: ignore[arg-type]  # whatever it takes
            database = self.journal._database  # nobody may set this but a test
            database.execute(f"PRAGMA {pragma}")

        InterviewFiles.__init__ = unsafe  # type: ignore[method-assign]  # as wide as it


if __name__ == "__main__":
    InterviewFiles.sync = sync  # type: ignore[method-assign]  # the same signatures
    InterviewRecord.keep_frame = keep_frame  # type: ignore[method-assign]  # as above
    InterviewRecord.note = note  # type: ignore[method-assign]  # as above
    keep(os.environ.get("TELLTALE_KEEP", ""))
    sys.exit(main())
