"""Other detectors, over the same frames of 20 ms as the application's; their scores are 0 or 1.

The core makes turns of them by the same rules as of our own scores.
"""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import numpy as np
import numpy.typing as npt

Pcm = npt.NDArray[np.int16]
Scores = npt.NDArray[np.float64]

OTHERS = {"rms": "fixed RMS of 500", "energy": "adaptive energy", "webrtc": "webrtcvad, mode 3"}

_FIXED = 500.0  # int16; the second field report's rule
_ON_DB, _OFF_DB = 9.0, 6.0
_RISE_DB = 0.04  # a frame: the floor follows louder noise by 2 dB a second, softer at once
_WEBRTC = Path(__file__).parent / "webrtc.py"


def scores(name: str, pcm: Pcm, python: str) -> tuple[Scores, float]:
    """Return a detector's score of each frame and the CPU time that it took, in seconds.

    Args:
        name: A key of ``OTHERS``.
        pcm: Mono int16 at 16 kHz, shape (n, 320).
        python: That of the environment with webrtcvad.
    """
    if name == "webrtc":
        return _webrtc(pcm, python)
    before = time.process_time()
    made = fixed(pcm) if name == "rms" else energy(pcm)
    return made, time.process_time() - before


def fixed(pcm: Pcm) -> Scores:
    """A frame is speech if its root mean square is 500 or more."""
    return (_rms(pcm) >= _FIXED).astype(np.float64)


def energy(pcm: Pcm) -> Scores:
    """A frame is speech at 9 dB over a floor that follows the noise, until under 6 dB."""
    made = np.zeros(len(pcm))
    level = 20 * np.log10(_rms(pcm) + 1)
    floor, is_on = float(level[0]), False
    for n, now in enumerate(level.tolist()):
        floor = min(now, floor + _RISE_DB)
        is_on = now >= floor + (_OFF_DB if is_on else _ON_DB)
        made[n] = is_on
    return made


def _rms(pcm: Pcm) -> Scores:
    made: Scores = np.sqrt(np.mean(np.square(pcm.astype(np.float64)), axis=1))
    return made


def _webrtc(pcm: Pcm, python: str) -> tuple[Scores, float]:
    done = subprocess.run(
        [python, "-W", "ignore", _WEBRTC, "3"],
        input=pcm.tobytes(),
        capture_output=True,
        check=True,
        timeout=120,
    )
    return np.frombuffer(done.stdout, np.uint8).astype(np.float64), float(done.stderr)
