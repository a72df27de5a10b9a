from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from app.audio.resample import MicResampler, ReplyResampler


def sine(hz: float, rate: int, seconds: float) -> npt.NDArray[np.int16]:
    t = np.arange(round(rate * seconds)) / rate
    return np.rint(10_000 * np.sin(2 * np.pi * hz * t)).astype(np.int16)


def blocks(pcm: bytes, size: int) -> list[bytes]:
    return [pcm[at : at + size] for at in range(0, len(pcm), size)]


def test_frames_are_640_bytes_one_for_each_block_after_the_first() -> None:
    resampler = MicResampler()
    counts = []
    for block in blocks(sine(440, 48_000, 1.0).tobytes(), 1920):
        frames = resampler.feed(block)
        assert all(len(frame) == 640 for frame in frames)
        counts.append(len(frames))
    assert counts[0] == 0
    assert 48 <= sum(counts) <= 50


def test_the_microphone_keeps_its_sound_at_16_khz() -> None:
    resampler = MicResampler()
    pcm = b"".join(
        frame
        for block in blocks(sine(440, 48_000, 1.0).tobytes(), 1920)
        for frame in resampler.feed(block)
    )
    heard = np.frombuffer(pcm, np.int16).astype(int)
    said = sine(440, 16_000, 1.0)[: len(heard)].astype(int)
    assert np.abs(heard - said)[200:].max() < 5  # in place, not a sample late


def test_what_16_khz_cannot_hold_is_taken_out() -> None:
    resampler = MicResampler()
    pcm = b"".join(
        frame
        for block in blocks(sine(11_000, 48_000, 1.0).tobytes(), 1920)
        for frame in resampler.feed(block)
    )
    assert np.abs(np.frombuffer(pcm, np.int16)[200:].astype(int)).max() < 20


def test_after_a_reset_nothing_of_before_is_heard() -> None:
    resampler = MicResampler()
    for block in blocks(sine(440, 48_000, 0.5).tobytes(), 1920):
        resampler.feed(block)
    resampler.reset()
    assert not any(any(frame) for _ in range(10) for frame in resampler.feed(bytes(1920)))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 3000), min_size=1, max_size=20))
def test_a_reply_is_twice_as_many_samples_however_it_is_cut(sizes: list[int]) -> None:
    pcm24 = sine(700, 24_000, 2.5).tobytes()[: sum(sizes) & ~1]
    resampler, at, pcm48 = ReplyResampler(), 0, b""
    for size in sizes:  # odd sizes cut samples in two
        pcm48 += resampler.feed(pcm24[at : at + size])
        at += size
    pcm48 += resampler.finish()
    assert len(pcm48) == 2 * len(pcm24)

    whole = ReplyResampler()
    assert whole.feed(pcm24) + whole.finish() == pcm48


def test_a_reply_keeps_its_sound() -> None:
    resampler = ReplyResampler()
    pcm48 = resampler.feed(sine(700, 24_000, 1.0).tobytes()) + resampler.finish()
    error = np.frombuffer(pcm48, np.int16).astype(int) - sine(700, 48_000, 1.0)
    assert np.abs(error)[400:-400].max() < 20


def test_a_resampler_serves_one_reply_after_another() -> None:
    resampler = ReplyResampler()
    pcm24 = sine(700, 24_000, 0.3).tobytes()
    first = resampler.feed(pcm24) + resampler.finish()
    assert resampler.feed(pcm24) + resampler.finish() == first
