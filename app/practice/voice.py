"""The interviewer's voice: recorded clips, cut to pieces for the wire.

The sentences of the default plan have clips in ``resources/voice`` (``packaging/make_voice.py``
makes them); a question of another plan has none, and a clip asks the candidate to read it on
the screen, while the transcription carries the question's own words.
"""

from __future__ import annotations

import json
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.core.faults import StoreFault
from app.practice.interviewer import Line

RATE_HZ: Final = 24_000
PIECE_SAMPLES: Final = 2_400
"""100 ms. Frames of the recorded service came every 20 to 100 ms."""

READ_IT: Final = "Here is your next question. Please read it on the screen."
"""The clip for a sentence that has none."""

INDEX: Final = "clips.json"
"""Which file says which sentence: ``{sentence: file name}``."""

_GAP_SAMPLES: Final = RATE_HZ // 4  # between two sentences


@dataclass(frozen=True, slots=True)
class Piece:
    """Some sound and the words that begin in it."""

    pcm: bytes
    """PCM16 little-endian mono, 24 kHz, at most 100 ms."""
    text: str
    """Whole words, each with the space before it; empty if none begins here."""

    @property
    def seconds(self) -> float:
        """How long it sounds."""
        return len(self.pcm) / 2 / RATE_HZ


class Voice:
    """Turns a line into pieces.

    Args:
        folder: Where the clips and their index are.

    Raises:
        StoreFault: If a clip or the index is missing or is not what it should be.
    """

    def __init__(self, folder: Path) -> None:
        try:
            index: dict[str, str] = json.loads((folder / INDEX).read_text(encoding="utf-8"))
            self._clips = {text: _read(folder / name) for text, name in index.items()}
            self._stand_in = self._clips[READ_IT]
        except (OSError, EOFError, ValueError, KeyError, wave.Error) as error:
            raise StoreFault(
                f"The interviewer's voice in {folder} is incomplete. Install the application again."
            ) from error

    def has(self, sentence: str) -> bool:
        """Whether there is a clip that says this very sentence."""
        return sentence in self._clips

    def pieces(self, line: Line) -> list[Piece]:
        """Return the sound of a line with its words, in order.

        The texts of all pieces, joined, are the sentences of the line with one space between.
        """
        pieces: list[Piece] = []
        for number, sentence in enumerate(line.sentences):
            sound = self._clips.get(sentence, self._stand_in)
            words = sentence.split(" ")
            if number:
                words[0] = " " + words[0]
            pieces += _cut(sound + bytes(2 * _GAP_SAMPLES), words, len(sound))
        return pieces


def _read(path: Path) -> bytes:
    with wave.open(str(path), "rb") as clip:
        if (clip.getframerate(), clip.getnchannels(), clip.getsampwidth()) != (RATE_HZ, 1, 2):
            raise ValueError(f"{path.name} is not 24 kHz mono PCM16")
        return clip.readframes(clip.getnframes())


def _cut(pcm: bytes, words: list[str], spoken_bytes: int) -> list[Piece]:
    """Cut a sentence; a word begins where its share of the letters before it puts it."""
    step = 2 * PIECE_SAMPLES
    texts = [""] * -(-len(pcm) // step)
    letters = sum(len(word) + 1 for word in words)
    begun = 0
    for word in words:
        texts[spoken_bytes * begun // letters // step] += f" {word}" if begun else word
        begun += len(word) + 1
    return [Piece(pcm[n * step : (n + 1) * step], text) for n, text in enumerate(texts)]
