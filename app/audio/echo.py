"""Takes the interviewer's sound out of what the microphone captured.

The work is done by AEC3 of WebRTC, the canceller of Chrome, behind an interface of two calls; its
package has wheels for all but Windows on ARM. With noise suppression at its level 1, and without
gain control, which brought half of the echo back (measured: 16 to 32 dB of echo taken out instead
of 36 to 48). It finds delays from 0 to 500 ms by itself and fails beyond without a word, so
the delay is measured beside it (``DelayMeter``).

It also thins the candidate's voice, and costs most of what the hearing costs. So it rests while
there can be no echo: from a second after the loudspeaker's last sound. What is then heard is what
the microphone gave, 14 ms later, because that is what the canceller holds back (measured): nothing
jumps where it begins to work or to rest.

The candidate may interrupt only once it is known that the echo is taken out, or that there is none.
Until then, where the delay is beyond reach, where nothing can cancel, for a second after each gap
of the microphone, and after one of the loudspeaker until the canceller has shown that it is at it
again (``Settling``), the microphone is not listened to while the interviewer is heard.
"""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from app.audio.delay import DelayMeter, Finding
from app.audio.reference import Reference
from app.audio.resample import FRAME_HZ, FRAME_SAMPLES
from app.audio.settling import Settling
from app.core.echo import Echo

log = logging.getLogger("app.audio")

_REACH_S = (0.0, 0.5)  # measured: none is taken out at -30 ms and at 600 ms
_RESTS_AFTER_FRAMES = 50  # 1 s: the longest delay, and as much again for the room
_HELD = 224  # samples that the canceller holds back: 14 ms
_FADE = np.linspace(0.0, 1.0, FRAME_SAMPLES, dtype=np.float32)
_SETTLES_FRAMES = 50  # 15 dB are reached within half a second
_AUDIBLE = 32768 * 10 ** (-50 / 20)  # RMS: below this a frame of the loudspeaker is silence

_Samples = npt.NDArray[np.int16]


class Canceller(Protocol):
    """Takes an echo out of frames of 320 samples at 16 kHz."""

    def process(self, near: _Samples, far: _Samples) -> _Samples:
        """Return the frame without the echo.

        Args:
            near: What the microphone captured.
            far: What the loudspeaker was given, up to 500 ms before its echo.
        """
        ...

    def reset(self) -> None:
        """Forget the room: the next frame comes after a gap."""
        ...


def load_canceller() -> Canceller | None:
    """Return a canceller, or None where its package cannot be loaded."""
    try:
        webrtc: Any = importlib.import_module("pywebrtc_audio")
    except (ImportError, OSError) as error:
        log.warning("no echo canceller", extra={"error": type(error).__name__})
        return None
    canceller: Canceller = webrtc.AudioProcessor(
        FRAME_HZ, echo_cancellation=True, noise_suppression=True, ns_level=1
    )
    return canceller


class _Resting:
    """A canceller that works only while there can be an echo."""

    def __init__(self, canceller: Canceller) -> None:
        self._canceller = canceller
        self.restart()

    def restart(self) -> None:
        """Forget the room, and what is held back: the next frame comes after a gap."""
        self._canceller.reset()
        self._held = np.zeros(_HELD, np.int16)
        self._worked_frames = 0  # since it last rested
        self._quiet_frames = _RESTS_AFTER_FRAMES

    def process(self, near: _Samples, far: _Samples) -> _Samples:
        """Return the frame without the echo that may be in it."""
        sound = np.concatenate((self._held, near))
        plain, self._held = sound[:FRAME_SAMPLES], sound[FRAME_SAMPLES:]
        self._quiet_frames = 0 if far.any() else self._quiet_frames + 1
        rests = self._quiet_frames >= _RESTS_AFTER_FRAMES
        if rests and self._worked_frames == 0:
            return plain
        clean = self._canceller.process(near, far)
        self._worked_frames += 1
        if rests:
            self._worked_frames = 0
            clean = _faded(clean, plain)
        elif self._worked_frames == 1:
            clean = plain  # what comes out first was held since it last worked
        elif self._worked_frames == 2:
            clean = _faded(plain, clean)
        return clean if plain.any() else plain  # it would put noise where there is nothing


class EchoPath:
    """The way of the interviewer's sound from the loudspeaker into the microphone. Loop thread.

    Args:
        canceller: Does the work.
        reference: What the loudspeaker was given; its ``put`` is for ``Playback.on_pulled``.
        tell: Takes the mode whenever it becomes another.
        mode: What it is before that: HALF_DUPLEX, or HEADPHONES while those are worn.

    Attributes:
        reference: As above.
    """

    def __init__(
        self,
        canceller: Canceller,
        reference: Reference,
        tell: Callable[[Echo], None],
        mode: Echo = Echo.HALF_DUPLEX,
    ) -> None:
        self.reference = reference
        self._canceller = _Resting(canceller)
        self._tell = tell
        self._delay = DelayMeter()
        self._mode = mode
        self._settles_frames = _SETTLES_FRAMES
        self._settling = Settling()
        self._holes = 0  # those of the reference that are known here

    @property
    def delay_s(self) -> float | None:
        """How much later than its reference the echo comes, in seconds, or None while unknown."""
        return self._delay.delay_s

    def restart(self, t: float) -> None:
        """Begin anew: the next frame comes after a gap.

        Args:
            t: When it was captured, in seconds.
        """
        if self._mode is Echo.HEADPHONES:
            return
        self._canceller.restart()
        self.reference.restart(t)
        self._delay.restart()
        self._settles_frames = _SETTLES_FRAMES
        self._judge()

    def change(self, t: float, *, headphones: bool) -> None:
        """Begin anew with other devices: what was known of the way between them is void.

        Args:
            t: The time now, in seconds.
            headphones: The microphone cannot hear the interviewer from now on.
        """
        self._delay = DelayMeter()
        self._become(Echo.HEADPHONES if headphones else Echo.HALF_DUPLEX)
        self.restart(t)

    def clean(self, pcm: bytes, t: float) -> bytes:
        """Return a frame without the interviewer: 640 bytes at 16 kHz.

        Args:
            pcm: The next frame.
            t: When its last sample was captured, in seconds.
        """
        if self._mode is Echo.HEADPHONES:
            return pcm
        near = np.frombuffer(pcm, np.int16)
        far = np.frombuffer(self.reference.frame(t), np.int16)
        clean = self._canceller.process(near, far)
        self._delay.feed(near, far)
        if self.reference.holes != self._holes:
            self._holes = self.reference.holes
            self._settling.unsettle()
        if _power(far) > _AUDIBLE**2:
            self._settling.hear(_power(near), _power(clean))
        self._settles_frames = max(0, self._settles_frames - 1)
        self._judge()
        return clean.tobytes()

    def _judge(self) -> None:
        self._become(Echo.CANCELLED if self._is_safe() else Echo.HALF_DUPLEX)

    def _become(self, mode: Echo) -> None:
        if mode is self._mode:
            return
        self._mode = mode
        delay_s = self.delay_s
        log.info(
            "echo",
            extra={
                "mode": mode.value,
                "delay_ms": None if delay_s is None else round(delay_s * 1000),
                "settles": self._settles_frames > 0 or not self._settling.is_settled,
            },
        )
        self._tell(mode)

    def _is_safe(self) -> bool:
        if self._settles_frames or not self._settling.is_settled:
            return False
        match self._delay.finding:
            case Finding.UNKNOWN:
                return False
            case Finding.NONE:
                return True
            case Finding.FOUND:
                assert self.delay_s is not None
                return _REACH_S[0] <= self.delay_s <= _REACH_S[1]


def _faded(before: _Samples, after: _Samples) -> _Samples:
    mixed: _Samples = np.rint(before + (after.astype(np.float32) - before) * _FADE).astype(np.int16)
    return mixed


def _power(samples: _Samples) -> float:
    floats = samples.astype(np.float32)
    return float(floats @ floats) / len(floats)
