"""What the sound was like at each station, as WAV files: for support, and for tests.

    raw -> cancelled -> scored -> sent        the candidate, from the device to the socket
    received -> played                        the interviewer, from the socket to the device

Sound, not silence: what was never there leaves no gap, so each file is shorter than the interview.
Nobody waits for the disk: a thread writes, and what it cannot keep up with is dropped and counted.
"""

from __future__ import annotations

import logging
import queue
import threading
import wave
from pathlib import Path

from app.core.faults import InputFault

log = logging.getLogger("app.taps")

STATIONS = {
    "raw": 48_000,
    "cancelled": 16_000,
    "scored": 16_000,
    "sent": 16_000,
    "received": 24_000,
    "played": 24_000,
}
"""Each station's rate, in Hz; all are mono int16."""

_WAITING = 1000  # pieces; ten seconds of all six


class Taps:
    """Writes what it is given. ``put`` may be called by any thread and never blocks.

    Args:
        folder: Is made if it is not there, for its owner's eyes alone.

    Attributes:
        dropped: Pieces that the disk was too slow, or too full, for.

    Raises:
        InputFault: The folder cannot be used, or holds another interview's taps.
    """

    def __init__(self, folder: Path) -> None:
        self.dropped = 0
        self._folder = folder
        _make(folder)
        self._waiting: queue.Queue[tuple[str, bytes] | None] = queue.Queue(_WAITING)
        self._thread = threading.Thread(target=self._write_all, name="taps", daemon=True)
        self._thread.start()

    def put(self, station: str, pcm: bytes) -> None:
        """Keep what passed a station."""
        try:
            self._waiting.put_nowait((station, pcm))
        except queue.Full:
            self.dropped += 1

    def close(self) -> None:
        """Write what waits, and end the files."""
        self._waiting.put(None)
        self._thread.join()
        if self.dropped:
            log.warning("taps are not whole", extra={"dropped": self.dropped})

    def _write_all(self) -> None:
        files: dict[str, wave.Wave_write] = {}
        while (one := self._waiting.get()) is not None:
            station, pcm = one
            try:
                if station not in files:
                    files[station] = _new_file(self._folder, station)
                files[station].writeframes(pcm)  # keeps the header true, so that a crash may come
            except OSError as error:
                self.dropped += 1
                log.warning("a tap cannot be written", extra={"why": type(error).__name__})
        for file in files.values():
            file.close()


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        there = [name for name in STATIONS if _path(folder, name).exists()]
        (folder / ".fairhearing").touch()
        (folder / ".fairhearing").unlink()
    except OSError as error:
        why = error.strerror or type(error).__name__
        msg = f"--tap {folder}: nothing can be written there ({why}). Name another folder."
        raise InputFault(msg) from error
    if there:
        msg = f"--tap {folder}: there are taps of another interview already. Name a new folder."
        raise InputFault(msg)


def _path(folder: Path, station: str) -> Path:
    return folder / f"{station}.wav"


def _new_file(folder: Path, station: str) -> wave.Wave_write:
    file = wave.open(str(_path(folder, station)), "wb")  # noqa: SIM115  # closed at the end of all
    file.setnchannels(1)
    file.setsampwidth(2)
    file.setframerate(STATIONS[station])
    return file
