from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.recent import RecentFrames


def frame(index: int) -> bytes:
    return bytes([index % 251 + 1]) * 640


def test_a_frame_that_is_old_and_safe_is_forgotten() -> None:
    recent = RecentFrames(3)
    for index in range(5):
        recent.add(index, frame(index), saved=index)

    assert (recent.first, recent.next) == (2, 5)
    assert recent.read(2, 3) == frame(2) + frame(3) + frame(4)
    with pytest.raises(AssertionError):
        recent.read(1, 1)


def test_an_old_frame_stays_until_it_is_safe() -> None:
    recent = RecentFrames(3)
    for index in range(100):
        recent.add(index, frame(index), saved=10)

    assert recent.first == 10
    assert recent.read(10, 1) == frame(10)


def test_frames_that_never_came_are_silence() -> None:
    recent = RecentFrames(10)
    recent.add(0, frame(0), saved=0)
    recent.add(3, frame(3), saved=0)

    assert recent.read(0, 4) == frame(0) + bytes(1280) + frame(3)


def test_frames_come_in_order_and_whole() -> None:
    recent = RecentFrames(10)
    recent.add(1, frame(1), saved=0)
    with pytest.raises(AssertionError):
        recent.add(1, frame(1), saved=0)
    with pytest.raises(AssertionError):
        recent.add(2, bytes(320), saved=0)


def test_what_was_before_the_beginning_is_in_the_file() -> None:
    recent = RecentFrames(10, begin=50)
    assert (recent.first, recent.next) == (50, 50)
    assert recent.read(50, 0) == b""
    with pytest.raises(AssertionError, match="a frame of the past"):
        recent.add(49, frame(49), saved=50)
    recent.add(52, frame(52), saved=50)
    assert recent.read(50, 3) == bytes(1280) + frame(52)
    with pytest.raises(AssertionError):
        recent.read(49, 1)


@given(
    steps=st.lists(st.tuples(st.integers(1, 6), st.integers(0, 8)), min_size=40, max_size=80),
    keep=st.integers(1, 20),
    begin=st.integers(0, 100),
)
def test_memory_and_file_together_hold_every_frame(
    steps: list[tuple[int, int]], keep: int, begin: int
) -> None:
    recent, index, saved = RecentFrames(keep, begin), begin - 1, begin
    kept: dict[int, bytes] = {}
    for jump, lag in steps:
        index += jump
        saved = max(saved, index - lag)
        recent.add(index, frame(index), saved=saved)
        kept[index] = frame(index)

        assert begin <= recent.first <= saved
        assert recent.first <= max(begin, recent.next - keep)
        here = range(recent.first, recent.next)
        expected = b"".join(kept.get(i, bytes(640)) for i in here)
        assert recent.read(recent.first, len(here)) == expected
