"""A candidate without end: speaks when the floor is open, waits for the reply, speaks again.

The application is itself, as from its own command line; only its microphone is this.

    python -m tests.bench.patient SEED talk ...
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from app import __main__ as command_line
from app.audio import choice
from app.audio.choice import Chosen
from app.audio.file_microphone import FileMicrophone
from app.audio.ring import BLOCK_BYTES, BLOCK_S, BlockRing
from app.audio.sound import Stream
from app.core.turns import Floor
from app.core.view import View
from app.practice.candidate import SampleCandidate
from app.wiring import interview
from tests.sound import ROOT

VOICES = sorted((ROOT / "resources" / "answers").glob("*.wav"))
ANSWERS_S = 3.0, 60.0
_NOISE = 6.0  # of 32,768: inaudible, and no two frames are alike
_GOES_ON_S = 45.0  # of an open floor without a reply: longer than every ladder


class EndlessMicrophone(FileMicrophone):
    """Speaks in sample voices under a little noise, for a random time whenever it is cued.

    Args:
        ring: As for ``FileMicrophone``, and so is ``wake``.
        wake: Called after each block.
        seed: Of the lengths, the pauses between clips and the noise.
    """

    def __init__(self, ring: BlockRing, wake: Callable[[], None], seed: int) -> None:
        super().__init__(VOICES, ring, wake)
        self._draw = Random(seed)
        self._noise = np.random.default_rng(seed)
        self._left = 0  # blocks to speak; set by the loop's thread, counted by the pacing one

    def cue(self) -> None:
        """Begin an answer of 3 to 60 s."""
        self._left = round(self._draw.uniform(*ANSWERS_S) / BLOCK_S)

    def _next_block(self) -> bytes:
        block = np.zeros(BLOCK_BYTES // 2)
        if self._left:
            self._left -= 1
            if self.exhausted:
                self._clip = 0
            self._cued = self._clip + 1
            block += np.frombuffer(super()._next_block(), "<i2")
        block += self._noise.normal(0.0, _NOISE, len(block))
        return np.clip(block, -32_768, 32_767).astype("<i2").tobytes()


class PatientCandidate(SampleCandidate):
    """Waits for the interviewer, but not for ever: where no reply comes it says more."""

    _heard_at = 0.0

    def view(self, view: View, now: float) -> None:
        """Begin to answer, or go on after a long silence."""
        if view.floor is not Floor.NOBODY:
            self._heard_at = now
        elif now - self._heard_at >= _GOES_ON_S:
            self._was_asked = True
        super().view(view, now)


def main() -> int:
    """Run the application with this candidate."""
    seed, *argv = sys.argv[1:]

    async def chosen(
        _worker: Any, ring: BlockRing, wake: Callable[[], None], _name: str, _samples: list[Path]
    ) -> Chosen[Stream]:
        microphone = EndlessMicrophone(ring, wake, int(seed))
        return Chosen(microphone, samples=microphone)

    choice.choose_microphone = chosen
    interview.SampleCandidate = PatientCandidate  # type: ignore[misc]  # a class is no variable
    return command_line.main(argv)


if __name__ == "__main__":
    sys.exit(main())
