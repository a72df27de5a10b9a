"""From the frames of a step of the check: how loud was it, how much of it was speech?"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.activity import ActivityParams
from app.core.check_report import QuietFigures, SpeechFigures
from app.core.events import FRAME_S, MicFrame

_ON = ActivityParams().on
_CLIP_FRAMES = 10
"""A clip is told once in 0.2 s, the length of a syllable: what lasts is many, a click is one."""
_SURE_FRAMES = round(0.3 / FRAME_S)
"""Of the run of speech that ``voice_span`` leaves around it."""


@dataclass(frozen=True, slots=True)
class CheckFrame:
    """A frame of the microphone, with what the check wants to know besides.

    Attributes:
        mic: The frame as an interview has it.
        peak_dbfs: Its highest sample, as the device gave it, in [-96, 0].
        is_clipped: Whether a sample is at the end of the device's range.
    """

    mic: MicFrame
    peak_dbfs: float
    is_clipped: bool = False


def quiet_figures(frames: Sequence[CheckFrame]) -> QuietFigures:
    """Return what a room is like; there is at least one frame."""
    levels = sorted(one.mic.level_dbfs for one in frames)
    return QuietFigures(
        level_dbfs=statistics.median(levels),
        level_p95_dbfs=levels[round(0.95 * (len(levels) - 1))],
        speech_s=_speech_s(frames),
    )


def speech_figures(frames: Sequence[CheckFrame]) -> SpeechFigures:
    """Return what a voice is like; there is at least one frame."""
    told = [one for one in frames if one.mic.score >= _ON] or frames
    power = statistics.fmean(10 ** (one.mic.level_dbfs / 10) for one in told)
    return SpeechFigures(
        level_dbfs=10 * math.log10(power),
        peak_dbfs=max(one.peak_dbfs for one in told),
        speech_s=_speech_s(frames),
        clips=_clips(frames),
    )


def voice_span(frames: Sequence[CheckFrame]) -> tuple[int, int] | None:
    """Return the first and the last frame worth playing, by number; None where nobody speaks."""
    spoken = [one.mic.index for one in frames if one.mic.score >= _ON]
    if not spoken:
        return None
    first, last = frames[0].mic.index, frames[-1].mic.index
    return max(first, spoken[0] - _SURE_FRAMES), min(last, spoken[-1] + _SURE_FRAMES)


def _speech_s(frames: Sequence[CheckFrame]) -> float:
    return FRAME_S * sum(one.mic.score >= _ON for one in frames)


def _clips(frames: Sequence[CheckFrame]) -> int:
    clips, again_from = 0, -1
    for one in frames:
        if one.is_clipped and one.mic.index >= again_from:
            clips += 1
            again_from = one.mic.index + _CLIP_FRAMES
    return clips
