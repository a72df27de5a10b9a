"""Does the record have each reply where the microphone heard it?

The microphone's sound is at hand on the timeline, unspoilt by the canceller, with the loudspeaker
softly in it. The beginning of each reply, as the record has it, is looked for there.
"""

from __future__ import annotations

import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soxr

from app.store.journal_reader import JournalReader

HZ = 24_000
_LOOK_S = 3.0
_AROUND_S = 0.6
_LIKE = 0.5


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reply lies.

    Attributes:
        at_s: In the record, in seconds of the timeline.
        late_ms: How much later it was heard.
        likeness: The correlation there, in [0, 1].
    """

    at_s: float
    late_ms: float
    likeness: float


def places(record: Path, timeline: Path) -> list[Place]:
    """Return the place of each reply that was heard for long enough.

    Args:
        record: The interview's folder.
        timeline: What the microphone heard: mono int16 at 48 kHz, sample 0 at the timeline's 0.
    """
    heard = np.memmap(timeline, np.int16, "r")
    with wave.open(str(record / "interviewer.wav")) as file:
        assert file.getframerate() == HZ
        played = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    found = [place(played, heard, at_s) for at_s in _begins(record)]
    return [one for one in found if one is not None and one.likeness >= _LIKE]


def place(played: npt.NDArray[np.int16], heard: npt.NDArray[np.int16], at_s: float) -> Place | None:
    """Look for what was played from ``at_s`` on in what was heard around it."""
    first = round(at_s * HZ)
    piece = played[first : first + round(_LOOK_S * HZ)].astype(np.float64)
    begin = round((at_s - _AROUND_S) * 2 * HZ)
    stretch = heard[max(0, begin) : begin + round((_LOOK_S + 2 * _AROUND_S) * 2 * HZ)]
    if begin < 0 or len(piece) < _LOOK_S * HZ or not piece.any():
        return None
    around = soxr.resample(stretch.astype(np.float64), 2 * HZ, HZ)
    if len(around) < len(piece):
        return None
    size = 1 << (len(around) + len(piece)).bit_length()
    products = np.fft.irfft(np.fft.rfft(around, size) * np.conj(np.fft.rfft(piece, size)), size)
    powers = np.concatenate([[0.0], np.cumsum(around**2)])
    energy = powers[len(piece) :] - powers[: -len(piece)]
    likeness = products[: len(energy)] / np.sqrt(np.maximum(energy, 1) * np.sum(piece**2))
    best = int(np.argmax(likeness))
    return Place(at_s, (best / HZ - _AROUND_S) * 1000, float(likeness[best]))


def _begins(record: Path) -> list[float]:
    """Return when each reply began to be heard, in seconds of the timeline."""
    began = {}
    with JournalReader(record / "journal.db") as journal:
        for one in journal.events():
            if one.kind == "said" and one.payload["speaker"] == "interviewer":
                began[one.payload["reply"]] = float(str(one.payload["at_s"]))
    return sorted(began.values())
