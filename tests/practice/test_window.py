import hashlib

import numpy as np
import pytest

from app.practice.messages import Audio
from app.practice.window import OpenWindow


def sine(seconds: float, dbfs: float, rate_hz: int = 16_000) -> bytes:
    peak = 32_767 * 10 ** (dbfs / 20) * 2**0.5
    wave = peak * np.sin(np.arange(round(seconds * rate_hz)) * 0.2)
    return np.round(np.clip(wave, -32_767, 32_767)).astype("<i2").tobytes()


def filled(*pieces: bytes, rate_hz: int = 16_000) -> OpenWindow:
    window = OpenWindow(1)
    for pcm in pieces:
        window.add(Audio(pcm, rate_hz))
    return window


def test_it_measures_bytes_hash_and_length() -> None:
    first, second = sine(0.25, -20), sine(0.5, -20)
    measured = filled(first, second).measured()
    assert measured.size_bytes == len(first) + len(second)
    assert measured.sha256 == hashlib.sha256(first + second).hexdigest()
    assert measured.seconds == pytest.approx(0.75)


@pytest.mark.parametrize(
    ("seconds", "dbfs", "audible"),
    [(0.3, -20, True), (0.28, -20, False), (2.0, -50, True), (2.0, -60, False), (0.0, 0, False)],
)
def test_it_is_audible_when_long_and_loud_enough(
    seconds: float, dbfs: float, audible: bool
) -> None:
    assert filled(sine(seconds, dbfs)).measured().is_audible is audible


def test_one_loud_piece_among_silence_is_heard() -> None:
    assert filled(bytes(32_000), sine(0.02, -30), bytes(32_000)).measured().is_audible


def test_an_empty_window_is_one_all_the_same() -> None:
    measured = OpenWindow(1).measured()
    assert (measured.size_bytes, measured.seconds, measured.is_audible) == (0, 0.0, False)


def test_its_sound_is_there_unless_it_is_long_or_of_another_rate() -> None:
    pcm = sine(1.0, -20)
    assert filled(pcm, pcm).sound() == pcm + pcm
    assert filled(pcm, rate_hz=24_000).sound() is None
    assert filled(*[pcm] * 25).sound() is None


def test_the_length_follows_the_rate() -> None:
    assert filled(sine(1.0, -20, 24_000), rate_hz=24_000).seconds == pytest.approx(1.0)


def test_half_a_sample_at_the_end_does_no_harm() -> None:
    assert filled(b"\x00\x40\x00").measured().size_bytes == 3
