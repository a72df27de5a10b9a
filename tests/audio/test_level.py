from __future__ import annotations

import numpy as np
import pytest

from app.audio.level import level_dbfs


def test_digital_silence_is_the_floor() -> None:
    assert level_dbfs(bytes(640)) == -96.0


def test_a_full_square_wave_is_zero_and_never_above() -> None:
    assert level_dbfs(np.full(320, -32768, np.int16).tobytes()) == 0.0
    assert level_dbfs(np.full(320, 32767, np.int16).tobytes()) == pytest.approx(0.0, abs=1e-3)


def test_a_full_sine_is_3_db_below_a_square_wave() -> None:
    sine = 32767 * np.sin(2 * np.pi * np.arange(320) / 32)
    assert level_dbfs(sine.astype(np.int16).tobytes()) == pytest.approx(-3.01, abs=0.01)


def test_half_the_amplitude_is_6_db_less() -> None:
    loud, soft = np.full(320, 8000, np.int16), np.full(320, 4000, np.int16)
    difference = level_dbfs(loud.tobytes()) - level_dbfs(soft.tobytes())
    assert difference == pytest.approx(6.02, abs=0.01)


def test_one_count_in_a_frame_is_not_below_the_floor() -> None:
    frame = np.zeros(320, np.int16)
    frame[0] = 1
    assert level_dbfs(frame.tobytes()) == -96.0
