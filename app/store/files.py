"""The three files of one interview, synced in the order in which they depend on each other."""

from __future__ import annotations

import contextlib
from pathlib import Path

from app.store.disk import DISK_ERRORS, refusal
from app.store.journal import Journal
from app.store.recording import Recording

JOURNAL = "journal.db"
CANDIDATE = "candidate.wav"
INTERVIEWER = "interviewer.wav"

# What the model hears and what it speaks (ai.google.dev/gemini-api/docs/live: 16 kHz in, 24 out).
CANDIDATE_HZ = 16_000
INTERVIEWER_HZ = 24_000


class InterviewFiles:
    """Makes the files in the folder of a new interview, or opens those of another; blocks.

    Args:
        folder: From ``DataFolder.new_session``, or one that ``recovery.recover`` has mended.
        exists: The files are there, and are gone on with.

    Raises:
        StoreFault: If they cannot be made.
        OSError, sqlite3.Error: From ``sync``, when the disk fails.
    """

    def __init__(self, folder: Path, *, exists: bool = False) -> None:
        self.folder = folder
        with contextlib.ExitStack() as undo:
            try:
                self.journal = Journal(folder / JOURNAL)
                undo.callback(self.journal.close)
                self.candidate = Recording(folder / CANDIDATE, CANDIDATE_HZ, exists=exists)
                undo.callback(self.candidate.close)
                self.interviewer = Recording(folder / INTERVIEWER, INTERVIEWER_HZ, exists=exists)
            except DISK_ERRORS as error:
                raise refusal(f"The interview cannot be kept in {folder}", error) from error
            undo.pop_all()

    def sync(self) -> None:
        """Make the sound safe, then the events, which may speak of that sound."""
        self.candidate.sync()
        self.interviewer.sync()
        self.journal.commit()

    def save_what_can_be(self) -> None:
        """Sync each for itself, after one of them has failed."""
        for sync in (self.candidate.sync, self.interviewer.sync, self.journal.commit):
            with contextlib.suppress(*DISK_ERRORS):
                sync()

    def close(self) -> None:
        """Close all three; after a failure there is nothing left to report."""
        for close in (self.candidate.close, self.interviewer.close, self.journal.close):
            with contextlib.suppress(*DISK_ERRORS):
                close()
