"""One window while it is open: what is measured of its sound as it arrives."""

from __future__ import annotations

import hashlib
from typing import Final

import numpy as np

from app.practice.conversation import Window
from app.practice.messages import RATE_HZ, Audio

_KEPT_BYTES: Final = 20 * RATE_HZ * 2
"""No sample answer is longer than this; of longer windows the sound is not kept, only counted."""

_SPEECH_AT_LEAST_S: Final = 0.3
_SOUND_DBFS: Final = -55.0
"""A quiet talker on a badly set microphone is about -45, a quiet room below -60."""


class OpenWindow:
    """Sound between activityStart and activityEnd.

    Args:
        number: 1 for the first window of the connection.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self.seconds = 0.0
        self._digest = hashlib.sha256()
        self._size_bytes = 0
        self._loudest = 0.0
        self._kept = bytearray()

    def add(self, audio: Audio) -> None:
        """Take the next piece of sound."""
        self._digest.update(audio.pcm)
        self._size_bytes += len(audio.pcm)
        self.seconds += audio.seconds
        self._loudest = max(self._loudest, _rms(audio.pcm))
        if len(self._kept) <= _KEPT_BYTES and audio.rate_hz == RATE_HZ:
            self._kept += audio.pcm

    def measured(self) -> Window:
        """Return what the model will know of it."""
        loud_enough = self._loudest > 32_768 * 10 ** (_SOUND_DBFS / 20)
        return Window(
            size_bytes=self._size_bytes,
            sha256=self._digest.hexdigest(),
            seconds=round(self.seconds, 3),
            is_audible=loud_enough and self.seconds >= _SPEECH_AT_LEAST_S,
        )

    def sound(self) -> bytes | None:
        """Return its sound (PCM16, 16 kHz), or None if it is not all there."""
        return bytes(self._kept) if len(self._kept) == self._size_bytes else None


def _rms(pcm: bytes) -> float:
    """Return the root mean square of PCM16 samples, in [0, 32768]; 0 if there are none."""
    samples = np.frombuffer(pcm, dtype="<i2", count=len(pcm) // 2).astype(np.float32)
    return float(np.sqrt(np.mean(np.square(samples)))) if samples.size else 0.0
