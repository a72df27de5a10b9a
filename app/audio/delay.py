"""How long after the loudspeaker's sound does its echo come?

Both sounds are compared at 4 kHz, a second of the microphone with all that may echo in it: every
frequency counts alike, whatever its level (the generalised cross-correlation with phase transform,
Knapp and Carter 1976), because speech is so coloured that its own correlation has no sharp peak.
What half a second finds is added to what was found before and fades. A peak that stands out and
comes twice at one place is the echo.

This costs nothing while the loudspeaker is silent, which it mostly is.
"""

from __future__ import annotations

import enum

import numpy as np
import numpy.typing as npt

from app.audio.resample import FRAME_HZ, FRAME_SAMPLES

_DECIMATE = 4
_HZ = FRAME_HZ // _DECIMATE
_FRAME = FRAME_SAMPLES // _DECIMATE
_AHEAD = _HZ // 4  # an echo may seem to come 250 ms before its sound
_BEHIND = _HZ  # or up to 1 s after it
_NEAR = _HZ  # of the microphone at a time
_FAR = _AHEAD + _NEAR + _BEHIND
_FFT = 16_384  # more than both together, so that nothing wraps around
_EVERY_FRAMES = 25
_FADE = 0.6
_AUDIBLE = 32768 * 10 ** (-50 / 20)  # RMS: below this the loudspeaker is silent
_SHARP = 9.0  # a peak's height in standard deviations of the rest; chance reaches 5
_SAME = _HZ // 50  # 20 ms
_SEARCHES_FOR_NONE = 8  # 4 s of the loudspeaker

_Samples = npt.NDArray[np.int16]


class Finding(enum.Enum):
    """What is known of the echo."""

    UNKNOWN = enum.auto()
    """The loudspeaker was not heard for long enough."""
    NONE = enum.auto()
    """There is none that could be measured."""
    FOUND = enum.auto()
    """``DelayMeter.delay_s`` is its delay."""


class DelayMeter:
    """Listens to both sounds side by side.

    Attributes:
        finding: What is known.
        delay_s: The delay in seconds, from -0.25 to 1.0, or None while none was found.
        is_active: Whether the loudspeaker was loud enough within the last 2 s.
    """

    def __init__(self) -> None:
        self.finding = Finding.UNKNOWN
        self.delay_s: float | None = None
        self.is_active = False
        self._near = np.zeros(_NEAR + _AHEAD, np.float32)
        self._far = np.zeros(_FAR, np.float32)
        self._fresh: list[tuple[_Samples, _Samples]] = []
        self._frames = 0
        self._found = np.zeros(_AHEAD + _BEHIND + 1, np.float32)
        self._peak: int | None = None  # where the last search found one
        self._in_vain = 0  # searches since the last that found one

    def restart(self) -> None:
        """Forget the sound, not the finding: the next frame comes after a gap."""
        self._frames = 0
        self._fresh.clear()

    def feed(self, near: _Samples, far: _Samples) -> None:
        """Take a frame of the microphone, and what may echo in it: 320 samples at 16 kHz each."""
        self._frames += 1
        self._fresh.append((near, far))
        if len(self._fresh) < _EVERY_FRAMES:
            return
        self._near = _moved(self._near, [near for near, _ in self._fresh])
        self._far = _moved(self._far, [far for _, far in self._fresh])
        self._fresh.clear()
        self.is_active = bool(np.sqrt(np.mean(np.square(self._far))) > _AUDIBLE)
        if self.is_active and self._frames * _FRAME >= _FAR and self._near[:_NEAR].any():
            self._judge(self._search())

    def _search(self) -> npt.NDArray[np.float32]:
        """Return how well the two agree, for every delay from -_AHEAD to _BEHIND."""
        near = np.fft.rfft(self._near[:_NEAR], _FFT)
        spectrum = near * np.conj(np.fft.rfft(self._far, _FFT))
        whole = np.fft.irfft(spectrum / (np.abs(spectrum) + 1e-9), _FFT)
        # ``far`` begins _BEHIND before ``near``: no shift at all is a delay of _BEHIND.
        found = np.concatenate((whole[_FFT - _AHEAD - _BEHIND :], whole[:1]))
        return found.astype(np.float32)

    def _judge(self, found: npt.NDArray[np.float32]) -> None:
        self._found = _FADE * self._found + found
        heights = np.abs(self._found)
        peak = int(np.argmax(heights))
        if heights[peak] < _SHARP * float(np.std(self._found)):
            self._peak = None
            self._in_vain += 1
            if self.finding is Finding.UNKNOWN and self._in_vain >= _SEARCHES_FOR_NONE:
                self.finding = Finding.NONE
            return
        if self._peak is not None and abs(peak - self._peak) <= _SAME:
            self.finding = Finding.FOUND
            self.delay_s = (peak - _AHEAD) / _HZ
        self._peak = peak
        self._in_vain = 0


def _moved(window: npt.NDArray[np.float32], frames: list[_Samples]) -> npt.NDArray[np.float32]:
    """Return a window with these frames at its end."""
    fresh = np.concatenate(frames).reshape(-1, _DECIMATE).mean(axis=1, dtype=np.float32)
    return np.concatenate((window[len(fresh) :], fresh))
