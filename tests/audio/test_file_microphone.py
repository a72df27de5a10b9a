from __future__ import annotations

import queue
import wave
from pathlib import Path

import numpy as np
import pytest

from app.audio.file_microphone import FileMicrophone
from app.audio.level import level_dbfs
from app.audio.ring import BlockRing
from app.core.faults import InputFault


def clip(path: Path, value: int, blocks: float, rate_hz: int = 48_000) -> Path:
    with wave.open(str(path), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(rate_hz)
        wav.writeframes(np.full(round(blocks * 960), value, np.int16).tobytes())
    return path


VOICES = {10, 20}
"""Samples of the clips; what is delivered else is -1, 0 or 1."""


class Room:
    """A file microphone, its ring and what woke the loop."""

    def __init__(self, *paths: Path) -> None:
        self.ring = BlockRing()
        self.wakes: queue.SimpleQueue[None] = queue.SimpleQueue()
        self.microphone = FileMicrophone(paths, self.ring, lambda: self.wakes.put(None))

    def hear(self, blocks: int) -> list[int]:
        """Wait for so many blocks; return the first sample of each."""
        for _ in range(blocks):
            self.wakes.get(timeout=10)
        return [int(np.frombuffer(block.pcm, np.int16)[0]) for block in self.ring.take()]


def test_all_clips_follow_each_other_from_the_start_and_then_silence(tmp_path: Path) -> None:
    room = Room(clip(tmp_path / "a.wav", 1, 2), clip(tmp_path / "b.wav", 2, 2))
    room.microphone.cue_all()
    room.microphone.open().result(timeout=10)
    heard = room.hear(7)
    room.microphone.close().result(timeout=10)
    assert heard[:4] == [1, 1, 2, 2]
    assert room.microphone.exhausted


def test_a_clip_begins_when_it_is_cued(tmp_path: Path) -> None:
    room = Room(clip(tmp_path / "a.wav", 10, 1), clip(tmp_path / "b.wav", 20, 1))
    room.microphone.open()
    assert VOICES.isdisjoint(room.hear(3))
    room.microphone.cue()
    assert VOICES.intersection(room.hear(4)) == {10}
    assert not room.microphone.exhausted
    room.microphone.cue()
    room.microphone.cue()  # one too many
    assert VOICES.intersection(room.hear(4)) == {20}
    assert room.microphone.exhausted
    room.microphone.close()


def test_blocks_are_whole_and_stamped_20_ms_apart(tmp_path: Path) -> None:
    room = Room(clip(tmp_path / "a.wav", 1, 1.5))
    room.microphone.cue_all()
    room.microphone.open()
    for _ in range(4):
        room.wakes.get(timeout=10)
    room.microphone.close()
    blocks = room.ring.take()
    assert {len(block.pcm) for block in blocks} == {1920}
    assert np.count_nonzero(np.frombuffer(blocks[1].pcm, np.int16)) == 480, "the clip's end"
    assert np.diff([block.stamp for block in blocks[:4]]) == pytest.approx([0.02] * 3)


def test_where_nothing_plays_and_where_a_clip_is_silent_there_is_the_faintest_noise(
    tmp_path: Path,
) -> None:
    room = Room(clip(tmp_path / "a.wav", 0, 3))
    room.microphone.cue_all()
    assert room.microphone.open().result(timeout=10) == "a.wav"
    for _ in range(6):
        room.wakes.get(timeout=10)
    room.microphone.close()
    blocks = [np.frombuffer(block.pcm, np.int16) for block in room.ring.take()]
    assert all(block.any() for block in blocks)
    assert max(level_dbfs(block.tobytes()) for block in blocks) < -90
    assert np.abs(blocks).max() == 1


def test_a_closed_microphone_delivers_nothing_and_goes_on_where_it_was(tmp_path: Path) -> None:
    room = Room(clip(tmp_path / "a.wav", 10, 50), clip(tmp_path / "b.wav", 20, 1))
    room.microphone.cue_all()
    room.microphone.open()
    room.wakes.get(timeout=10)
    room.microphone.close()
    before = len(room.ring.take())
    assert room.ring.take() == []
    room.microphone.open()
    heard = room.hear(55)
    room.microphone.close()
    assert before + heard.count(10) == 50


def test_it_keeps_on_when_nothing_is_left_and_never_finishes(tmp_path: Path) -> None:
    room = Room(clip(tmp_path / "a.wav", 1, 1))
    room.microphone.cue_all()
    room.microphone.open()
    assert len(room.hear(10)) >= 10
    room.microphone.close()
    assert not room.microphone.finished


def test_what_was_converted_is_noted(tmp_path: Path) -> None:
    room = Room(clip(tmp_path / "a.wav", 1, 2, rate_hz=16_000), clip(tmp_path / "b.wav", 1, 2))
    assert room.microphone.notes == ["a.wav: 16,000 Hz is converted to 48,000 Hz."]


def test_a_bad_file_is_refused_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match=r"none\.wav"):
        Room(clip(tmp_path / "a.wav", 1, 1), tmp_path / "none.wav")
