"""How loud a frame is."""

from __future__ import annotations

import math

import numpy as np

FLOOR_DBFS = -96.0


def level_dbfs(frame: bytes) -> float:
    """Return the RMS level of a frame.

    Args:
        frame: Mono int16 samples, at least one.

    Returns:
        dB relative to a full-scale square wave, in [-96, 0]; digital silence is -96, the floor
        that 16 bits give.

    Source: the -96 dB floor is Mumble's, AudioInput.cpp, encodeAudioFrame.
    """
    samples = np.frombuffer(frame, np.int16).astype(np.float32)
    assert samples.size
    power = float(samples @ samples) / samples.size
    if power == 0:
        return FLOOR_DBFS
    return min(0.0, max(FLOOR_DBFS, 10 * math.log10(power) - 20 * math.log10(32768)))
