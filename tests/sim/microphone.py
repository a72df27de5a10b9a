"""A simulated microphone: frames with scores, of which it keeps what was really said.

Two things go wrong with real ones: frames are never captured (the index goes on, a gap), or they
are captured, held back, and come in a burst with the times at which they were captured.
"""

from __future__ import annotations

import enum
from collections.abc import Callable

from app.core.events import FRAME_S, MicFrame
from tests.sim.world import World

_SPEECH, _SOFT, _SILENCE = 0.9, 0.45, 0.05  # soft: counts within speech, begins none
_SOFT_EVERY = 11


class Truth(enum.IntEnum):
    """What a frame of the timeline was."""

    NOT_CAPTURED = 0
    SILENCE = 1
    SPEECH = 2
    MUFFLED = 3
    """Speech that nobody has to believe: muted, or over a loudspeaker."""


class Microphone:
    """Captures a frame every 20 ms.

    Attributes:
        truth: What each frame was, by index.
        is_open: The application has opened it.
        is_speaking: The candidate speaks.
        is_muffled: Whether what is said now need not be believed, and whether it is silent.
    """

    def __init__(self, world: World, deliver: Callable[[list[MicFrame]], None]) -> None:
        self.truth: list[Truth] = []
        self.is_open = False
        self.is_speaking = False
        self.is_muffled: Callable[[], tuple[bool, bool]] = lambda: (False, False)
        self._world = world
        self._deliver = deliver
        self._lost_until = 0.0
        self._held_until = 0.0
        self._held: list[MicFrame] = []
        world.after(FRAME_S, self._capture)

    def lose(self, seconds: float) -> None:
        """Capture nothing for so long."""
        self._lost_until = self._world.now + seconds

    def hold_back(self, seconds: float) -> None:
        """Deliver nothing for so long, then everything."""
        self._held_until = self._world.now + seconds

    def _capture(self) -> None:
        index, now = len(self.truth), self._world.now
        self._world.at((index + 2) * FRAME_S, self._capture)
        if not self.is_open:
            self._forget_held()
        if not self.is_open or now < self._lost_until:
            self.truth.append(Truth.NOT_CAPTURED)
        else:
            self._take(index, now)
        if now >= self._held_until:
            held, self._held = self._held, []
            self._deliver(held)

    def _forget_held(self) -> None:
        """What a device holds when it is closed is gone."""
        for frame in self._held:
            self.truth[frame.index] = Truth.NOT_CAPTURED
        self._held.clear()

    def _take(self, index: int, now: float) -> None:
        score, truth = _SILENCE, Truth.SILENCE
        if self.is_speaking:
            is_muffled, is_silent = self.is_muffled()
            truth = Truth.MUFFLED if is_muffled else Truth.SPEECH
            score = _SPEECH if index % _SOFT_EVERY else _SOFT
            score = _SILENCE if is_silent else score
        self.truth.append(truth)
        self._held.append(MicFrame(index, now, score, -30.0 if score > _SILENCE else -70.0))
