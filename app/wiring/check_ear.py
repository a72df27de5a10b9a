"""The ear of the guided check: what the microphone gives, with all that the check wants to know.

The candidate's voice is held in memory and nowhere else: the last seconds of it, and what is to be
played back. ``forget`` drops both.
"""

from __future__ import annotations

import math
from collections import deque

import numpy as np

from app.audio.echo import EchoPath
from app.audio.echo_gauge import EchoGauge
from app.audio.hearing import Hearing
from app.audio.level import FLOOR_DBFS
from app.audio.resample import FRAME_HZ, REPLY_HZ, Resampler
from app.audio.ring import BlockRing
from app.core.check_devices import EchoMeasured
from app.core.check_figures import CheckFrame

_KEPT_FRAMES = 600  # 12 s: a step of speech lasts 5
_FULL = 32767  # the end of the device's range; 32768 below


class CheckEar:
    """Hears as an interview does, and measures beside it. Loop thread only.

    Args:
        ring: What the microphone fills.
        origin: The time of frame 0, in seconds on ``time.perf_counter``.
        path: Takes the interviewer out, as in an interview; None where nothing does.

    Attributes:
        gauge: How much of the loudspeaker arrives; its ``put`` is for ``Playback.on_pulled``.
        voice: What is to be played back: mono int16 at 24 kHz; may be empty.
    """

    def __init__(self, ring: BlockRing, origin: float, path: EchoPath | None) -> None:
        self._path = path
        self._hearing = Hearing(ring, origin, path, self._tap)
        self._peak = 0  # of the blocks since the last frame
        self._peaks: deque[int] = deque()  # of frames that are not taken yet
        self._kept: deque[tuple[int, bytes]] = deque(maxlen=_KEPT_FRAMES)
        self.gauge = EchoGauge()
        self.voice = b""

    def take(self, now: float) -> list[CheckFrame]:
        """Return the frames that are whole now, oldest first; see ``Hearing.take``."""
        frames = []
        for frame, pcm in self._hearing.take(now, muted=False):
            peak = self._peaks.popleft()
            self._kept.append((frame.index, pcm))
            frames.append(CheckFrame(frame, peak_dbfs(peak), is_clipped=peak >= _FULL))
        return frames

    def measured(self) -> EchoMeasured:
        """Return what is known of the echo."""
        arrives_db = self.gauge.arrives_db
        if self._path is None:
            return EchoMeasured(None, arrives_db, None)
        return EchoMeasured(self._path.delay_s, arrives_db, self.gauge.taken_out_db)

    def take_voice(self, first: int, last: int) -> None:
        """Keep these frames to be played back, in place of those before."""
        spoken = b"".join(pcm for index, pcm in self._kept if first <= index <= last)
        self.voice = Resampler(FRAME_HZ, REPLY_HZ).feed(spoken, last=True)

    def forget(self) -> None:
        """Drop every sound of the candidate."""
        self._kept.clear()
        self.voice = b""

    def _tap(self, station: str, pcm: bytes) -> None:
        """Look at what passes: blocks as they came, then each frame that comes of them."""
        if station == "raw":
            self.gauge.hear(pcm)
            self._peak = max(self._peak, _peak_of(pcm))
        else:
            self.gauge.keep(pcm)
            self._peaks.append(self._peak)
            self._peak = 0


def peak_dbfs(peak: int) -> float:
    """Return the level of a sample in [0, 32768], in dBFS, at least -96."""
    return max(FLOOR_DBFS, 20 * math.log10(peak / 32768)) if peak else FLOOR_DBFS


def _peak_of(pcm: bytes) -> int:
    samples = np.frombuffer(pcm, np.int16)
    return max(int(samples.max()), -int(samples.min()))
