"""A simulated microphone: frames with scores, of which it keeps what was really said.

Four things go wrong with real ones: frames are never captured (the index goes on, a gap), or they
are captured, held back, and come in a burst with the times at which they were captured; they are
digital zeros; or the device is gone, and cannot be opened.

While nobody speaks and the core has nothing to do with silence, the microphone sleeps: what it
captured is made up when somebody looks, and the core is told only that there was no gap
(``joined.py``).
"""

from __future__ import annotations

import enum
from typing import Protocol

from app.core.events import (
    FRAME_S,
    Event,
    MicFrame,
    MicrophoneClosed,
    MicrophoneFailed,
    MicrophoneOpened,
)
from app.core.faults import DeviceFault
from tests.sim.world import World

_SPEECH, _SOFT, _SILENCE = 0.9, 0.45, 0.05  # soft: counts within speech, begins none
_SILENT = (_SILENCE, -70.0)
_SOFT_EVERY = 11
_SAME_TIME_S = 1e-9
_OPENING_S = 0.03
_GONE = DeviceFault("The microphone is gone.")


class Truth(enum.IntEnum):
    """What a frame of the timeline was."""

    NOT_CAPTURED = 0
    SILENCE = 1
    SPEECH = 2
    MUFFLED = 3
    """Speech that nobody has to believe: muted, or over a loudspeaker."""


class Listener(Protocol):
    """Whom the microphone serves."""

    def hear(self, frames: list[MicFrame]) -> None:
        """Take frames."""

    def post(self, event: Event) -> None:
        """Take what the device tells."""

    def muffling(self) -> tuple[bool, bool]:
        """Whether what is said now need not be believed, and whether it is silent."""

    def may_sleep(self) -> bool:
        """Whether silence means nothing just now."""

    def pass_over(self, frame: MicFrame) -> None:
        """Take the last frame of silence of those that are not delivered."""


class Microphone:
    """Captures a frame every 20 ms.

    Attributes:
        truth: What each frame was, by index.
        is_open: The application has opened it.
        well_from: When everything that goes wrong with it is over, in seconds.
    """

    def __init__(self, world: World, listener: Listener) -> None:
        self.truth: list[Truth] = []
        self.is_open = False
        self._world = world
        self._listener = listener
        self._is_speaking = False
        self._bad_until = [0.0, 0.0, 0.0]  # frames are lost, are held back, are zeros
        self._gone_until = 0.0
        self._wishes = 0  # only the newest is told of
        self._held: list[MicFrame] = []
        self._is_awake = False

    def speak(self, *, on: bool) -> None:
        """The candidate begins to speak, or falls silent."""
        self.catch_up()
        self._is_speaking = on
        self.wake()

    def lose(self, seconds: float) -> None:
        """Capture nothing for so long."""
        self.catch_up()
        self._bad_until[0] = self._world.now + seconds
        self.wake()

    def hold_back(self, seconds: float) -> None:
        """Deliver nothing for so long, then everything."""
        self.catch_up()
        self._bad_until[1] = self._world.now + seconds
        self.wake()

    def blank(self, seconds: float) -> None:
        """Capture digital zeros for so long."""
        self.catch_up()
        self._bad_until[2] = self._world.now + seconds
        self.wake()

    def unplug(self, seconds: float) -> None:
        """End, and be gone for so long."""
        self.catch_up()
        self._gone_until = self._world.now + seconds
        if self.is_open:
            self.is_open = False
            self._listener.post(MicrophoneFailed(_GONE))

    @property
    def well_from(self) -> float:
        return max(*self._bad_until, self._gone_until)

    def open(self) -> None:
        """Let go of it, and open it anew."""
        self.catch_up()
        self.is_open = False
        self._wishes += 1
        self._world.after(_OPENING_S, self._opened, self._wishes)

    def close(self) -> None:
        """Let go of it."""
        self.catch_up()
        self.is_open = False
        self._wishes += 1
        self._world.after(_OPENING_S, self._closed, self._wishes)

    def _opened(self, wish: int) -> None:
        if wish != self._wishes:
            return
        self.catch_up()
        self.is_open = self._world.now >= self._gone_until
        self._listener.post(MicrophoneOpened("Mic") if self.is_open else MicrophoneFailed(_GONE))
        self.wake()

    def _closed(self, wish: int) -> None:
        if wish == self._wishes:
            self._listener.post(MicrophoneClosed())

    def wake(self) -> None:
        """Capture each frame when its time comes, as long as somebody needs it."""
        if not self._is_awake and not self._sleeps:
            self._is_awake = True
            self._world.at((len(self.truth) + 1) * FRAME_S, self._tick)

    @property
    def _sleeps(self) -> bool:
        is_bad = self._held or self._world.now < max(self._bad_until)
        if self._is_speaking or is_bad or not self._listener.may_sleep():
            return False
        # What comes behind a gap, or behind something loud, is news.
        return not self.is_open or self.truth[-1:] == [Truth.SILENCE]

    def _tick(self) -> None:
        self._is_awake = False
        self.catch_up()
        self.wake()

    def catch_up(self) -> None:
        """Deliver what has been captured until now."""
        until = self._world.now + _SAME_TIME_S
        due = int(until / FRAME_S) - len(self.truth)
        if due > 0 and self._sleeps:
            self._pass_over(due)
        while (len(self.truth) + 1) * FRAME_S <= until:
            self._capture()

    def _pass_over(self, count: int) -> None:
        if not self.is_open:
            self.truth += [Truth.NOT_CAPTURED] * count
            return
        self.truth += [Truth.SILENCE] * count
        self._listener.pass_over(MicFrame(len(self.truth) - 1, len(self.truth) * FRAME_S, *_SILENT))

    def _capture(self) -> None:
        index = len(self.truth)
        at = (index + 1) * FRAME_S
        if not self.is_open:
            self._forget_held()
        if not self.is_open or at < self._bad_until[0]:
            self.truth.append(Truth.NOT_CAPTURED)
        else:
            self._take(index, at)
        if at >= self._bad_until[1] and self._held:
            held, self._held = self._held, []
            self._listener.hear(held)

    def _forget_held(self) -> None:
        """What a device holds when it is closed is gone."""
        for frame in self._held:
            self.truth[frame.index] = Truth.NOT_CAPTURED
        self._held.clear()

    def _take(self, index: int, at: float) -> None:
        (score, level), truth = _SILENT, Truth.SILENCE
        is_blank = at < self._bad_until[2]
        if self._is_speaking and not is_blank:
            is_muffled, is_silent = self._listener.muffling()
            truth = Truth.MUFFLED if is_muffled else Truth.SPEECH
            score = _SPEECH if index % _SOFT_EVERY else _SOFT
            score, level = _SILENT if is_silent else (score, -30.0)
        self.truth.append(truth)
        self._held.append(MicFrame(index, at, score, level, is_blank))
