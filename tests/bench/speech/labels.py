"""Where is speech in a clean recording? The oracle that detectors are measured by.

Level of 20 ms every 10 ms. A label is speech if its level is above p95 - 32 dB and p5 + 8 dB, never
stricter than p95 - 20 dB; gaps under 120 ms are closed, islands under 40 ms dropped. Percentiles
are those of one prompt.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

RATE_HZ = 16_000
STEP = 160
"""Samples in one label: 10 ms."""
STEP_S = STEP / RATE_HZ

Samples = npt.NDArray[np.float32]
"""Mono at 16 kHz; 1.0 is full scale."""
Flags = npt.NDArray[np.bool_]

_GAP, _ISLAND = 12, 4  # labels
_QUIETEST_DB = -100.0


def label(prompt: Samples) -> Flags:
    """Return one flag for each whole step of a clean prompt."""
    count = len(prompt) // STEP
    padded = np.concatenate((np.zeros(STEP // 2), prompt[: count * STEP], np.zeros(STEP // 2)))
    power = (padded**2).reshape(-1, STEP // 2).mean(axis=1)  # of 5 ms
    level = 10 * np.log10(sum(power[n : n + 2 * count : 2] for n in range(4)) / 4 + 1e-10)
    low, high = np.percentile(level, (5, 95))
    threshold = min(max(high - 32, low + 8), high - 20)
    flags: Flags = level > max(threshold, _QUIETEST_DB)
    for first, end in spans(~flags):
        if first > 0 and end < count and end - first < _GAP:
            flags[first:end] = True
    for first, end in spans(flags):
        if end - first < _ISLAND:
            flags[first:end] = False
    return flags


def spans(flags: Flags) -> list[tuple[int, int]]:
    """Return where each run of true flags begins, and the index behind it."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False]))))
    return [(int(first), int(end)) for first, end in edges.reshape(-1, 2)]


def rms(samples: Samples) -> float:
    """Return the root of the mean square; never zero."""
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)) + 1e-12))
