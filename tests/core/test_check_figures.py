from __future__ import annotations

import pytest

from app.core.check_figures import quiet_figures, speech_figures, voice_span
from tests.core.hearing import ROOM, USUAL, frame


def test_a_room_is_its_median_and_what_it_mostly_stays_below() -> None:
    frames = [frame(n, 0.1, level, -40.0) for n, level in enumerate(range(-80, 20 - 80))]
    one = quiet_figures(frames)
    assert (one.level_dbfs, one.level_p95_dbfs, one.speech_s) == (-70.5, -62, 0.0)


def test_speech_in_a_room_is_counted_from_the_detector_s_threshold_on() -> None:
    frames = [frame(n, 0.5 if n % 2 else 0.49, -60.0, -50.0) for n in range(100)]
    assert quiet_figures(frames).speech_s == pytest.approx(1.0)


def test_a_voice_is_measured_where_it_speaks() -> None:
    frames = [frame(n, *(USUAL if 10 <= n < 60 else (0.1, -70.0, -3.0))) for n in range(100)]
    one = speech_figures(frames)
    assert one.level_dbfs == pytest.approx(-24.0)
    assert (one.peak_dbfs, one.speech_s, one.clips) == (-12.0, pytest.approx(1.0), 0)


def test_the_level_of_a_voice_is_that_of_its_power() -> None:
    frames = [frame(0, 0.9, -20.0, -9.0), frame(1, 0.9, -90.0, -80.0)]
    assert speech_figures(frames).level_dbfs == pytest.approx(-23.01, abs=0.01)


def test_where_nobody_speaks_all_is_measured() -> None:
    one = speech_figures([frame(n, *ROOM) for n in range(50)])
    assert (one.level_dbfs, one.peak_dbfs, one.speech_s) == (pytest.approx(-60.0), -48.0, 0.0)


@pytest.mark.parametrize(
    ("clipped", "clips"), [((), 0), ((5,), 1), ((5, 6, 14), 1), ((5, 15), 2), (range(50), 5)]
)
def test_a_clip_is_told_once_in_a_syllable(clipped: range, clips: int) -> None:
    frames = [frame(n, *USUAL, clipped=n in clipped) for n in range(50)]
    assert speech_figures(frames).clips == clips


def test_what_is_worth_playing_begins_and_ends_near_the_voice() -> None:
    frames = [frame(100 + n, *(USUAL if 40 <= n < 60 else ROOM)) for n in range(100)]
    assert voice_span(frames) == (125, 174)
    assert voice_span(frames[35:65]) == (135, 164)
    assert voice_span(frames[:40]) is None
