"""Looks after the disk of a running interview, once a second: is it there, full, slow?"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from app.core.events import DiskTold, StoreFailed
from app.store.disk import refusal
from app.store.files import JOURNAL
from app.store.folder import free_bytes
from app.wiring.beside import beside

EVERY_S = 1.0
PATIENCE_S = 1.0
"""With a disk that has no answer: what waits for it is told all the same."""


class DiskWatch:
    """Tells the interview. Loop thread only; what may hang is asked on a thread of its own.

    Args:
        folder: The interview's folder, with its journal.
        behind_s: Tells how long the oldest of what is not yet saved has waited, in seconds.
        tell: Takes what was seen.
    """

    def __init__(
        self,
        folder: Path,
        behind_s: Callable[[], float],
        tell: Callable[[DiskTold | StoreFailed], None],
    ) -> None:
        self._folder = folder
        self._behind_s = behind_s
        self._tell = tell

    async def run(self) -> None:
        """Watch until cancelled."""
        known: tuple[int, int] | None = None
        free: int | None = None
        look: asyncio.Task[tuple[tuple[int, int], int]] | None = None
        try:
            while True:
                look = look or asyncio.create_task(beside(_look, self._folder))
                await asyncio.wait({look}, timeout=PATIENCE_S)
                if look.done():
                    found, free = look.result()
                    look, known = None, known or found
                    if found != known:
                        raise FileNotFoundError(2, "another file has its name", JOURNAL)
                if free is not None:
                    self._tell(DiskTold(free, self._behind_s()))
                await asyncio.sleep(EVERY_S)
        except OSError as error:
            # A file that was taken away can still be written to, and what is written is lost.
            what = f"The interview can no longer be saved in {self._folder}"
            self._tell(StoreFailed(refusal(what, error)))
        finally:
            if look is not None:
                look.cancel()


def _look(folder: Path) -> tuple[tuple[int, int], int]:
    """Return which file the journal is, and how much room is left on the disk."""
    return _identity(folder / JOURNAL), free_bytes(folder)


def _identity(path: Path) -> tuple[int, int]:
    """Return what tells this file from another of the same name."""
    status = path.stat()
    return status.st_dev, status.st_ino
