from __future__ import annotations

import numpy as np
import pytest

from app.audio.echo import EchoPath
from app.audio.hearing import Heard, Hearing
from app.audio.ring import BLOCK_BYTES, BLOCK_S, BlockRing
from app.audio.wav import read_clip
from app.wiring.resources import RESOURCES

HZ = 48_000
ANSWER = RESOURCES / "answers" / "2-enjoy.wav"


def tone(blocks: int, hz: float = 440.0) -> bytes:
    t = np.arange(blocks * 960) / HZ
    return (8000 * np.sin(2 * np.pi * hz * t)).astype(np.int16).tobytes()


class Halver(EchoPath):
    """A way of the echo whose work is easily seen."""

    def __init__(self) -> None:
        self.restarts: list[float] = []

    def clean(self, pcm: bytes, t: float) -> bytes:
        return (np.frombuffer(pcm, np.int16) // 2).tobytes()

    def restart(self, t: float) -> None:
        self.restarts.append(t)


class Room:
    """A ring that is filled on time, unless the test says otherwise, and what hears it."""

    def __init__(self, origin: float = 0.0, echo: Halver | None = None) -> None:
        self.now = origin
        self.ring = BlockRing()
        self.hearing = Hearing(self.ring, origin, echo)

    def deliver(self, pcm: bytes) -> None:
        """Let the device deliver these blocks, one each 20 ms."""
        for at in range(0, len(pcm), BLOCK_BYTES):
            self.now += BLOCK_S
            self.ring.put(self.now, pcm[at : at + BLOCK_BYTES])

    def take(self, *, muted: bool = False) -> list[Heard]:
        return self.hearing.take(self.now, muted=muted)


def indices(heard: list[Heard]) -> list[int]:
    return [one.frame.index for one in heard]


def test_every_block_becomes_a_frame_of_16_khz_with_the_block_after_it() -> None:
    room = Room()
    room.deliver(tone(50))
    heard = room.take()
    assert indices(heard) == list(range(49))
    assert {len(one.pcm) for one in heard} == {640}


def test_a_frame_sounds_like_its_block_and_has_its_level() -> None:
    room = Room()
    room.deliver(tone(50))
    heard = room.take()
    pcm = np.frombuffer(b"".join(one.pcm for one in heard), np.int16).astype(float)
    wanted = 8000 * np.sin(2 * np.pi * 440 * np.arange(len(pcm)) / 16_000)
    assert np.corrcoef(pcm[1600:], wanted[1600:])[0, 1] > 0.99
    level = 20 * np.log10(8000 / 2**0.5 / 32768)
    assert heard[20].frame.level_dbfs == pytest.approx(level, abs=0.5)


def test_a_frame_bears_the_time_at_which_its_last_sample_was_captured() -> None:
    room = Room(origin=100.0)
    room.deliver(tone(10))
    times = [one.frame.t for one in room.take()]
    assert times == pytest.approx([100.0 + (n + 1) * BLOCK_S for n in range(9)])


def test_it_makes_no_difference_how_late_the_blocks_are_taken() -> None:
    at_once, later = Room(), Room()
    frames: list[Heard] = []
    for n in range(30):
        at_once.deliver(tone(30)[n * BLOCK_BYTES : (n + 1) * BLOCK_BYTES])
        frames += at_once.take()
    later.deliver(tone(30))
    assert later.take() == frames


def test_blocks_and_frames_are_tapped_on_their_way_muted_or_not() -> None:
    room, passed = Room(), list[tuple[str, bytes]]()
    room.hearing = Hearing(room.ring, room.now, tap=lambda *one: passed.append(one))
    room.deliver(tone(5))
    heard = room.take()
    assert b"".join(pcm for name, pcm in passed if name == "raw") == tone(5)
    assert [pcm for name, pcm in passed if name == "cancelled"] == [one.pcm for one in heard]
    passed.clear()
    room.deliver(tone(5))
    assert {one.pcm for one in room.take(muted=True)} == {bytes(640)}
    assert all(any(pcm) for _, pcm in passed), "what is cancelled is not muted yet"


def test_a_muted_frame_is_silence_in_its_place() -> None:
    room = Room()
    room.deliver(tone(10))
    room.take()
    room.deliver(tone(10))
    heard = room.take(muted=True)
    assert indices(heard) == list(range(9, 19))
    assert {one.pcm for one in heard} == {bytes(640)}
    assert {(one.frame.score, one.frame.level_dbfs) for one in heard} == {(0.0, -96.0)}
    assert not any(one.frame.is_blank for one in heard), "the microphone gave something"


def test_what_is_said_while_muted_is_scored_apart_and_goes_nowhere() -> None:
    room, plain = Room(), Room()
    voice = read_clip(ANSWER).pcm[: 100 * BLOCK_BYTES]
    room.deliver(voice)
    plain.deliver(voice)
    muted, heard = room.take(muted=True), plain.take()
    assert {(one.pcm, one.frame.score) for one in muted} == {(bytes(640), 0.0)}
    scores = [one.frame.muted_score for one in muted]
    assert scores == [one.frame.score for one in heard]
    assert max(scores) > 0.9
    assert {one.frame.muted_score for one in heard} == {0.0}


def test_the_score_of_what_was_said_while_muted_does_not_outlast_it() -> None:
    room = Room()
    room.deliver(read_clip(ANSWER).pcm[: 40 * BLOCK_BYTES])
    assert room.take(muted=True)[-1].frame.muted_score > 0.5
    room.deliver(tone(1))
    (first,) = room.take()
    assert (first.frame.score, first.frame.muted_score) == (0.0, 0.0)


def test_a_frame_is_blank_if_the_device_delivered_exact_zeros_muted_or_not() -> None:
    room = Room()
    faint = np.array([1] + [0] * 959, np.int16).tobytes()
    room.deliver(tone(1) + bytes(BLOCK_BYTES) + faint + bytes(2 * BLOCK_BYTES) + tone(1))
    assert [one.frame.is_blank for one in room.take()] == [False, True, False, True, True]
    room.deliver(tone(1) + bytes(BLOCK_BYTES) + tone(1))
    assert [one.frame.is_blank for one in room.take(muted=True)] == [False, False, True]


def test_over_a_gap_the_index_goes_with_the_clock_and_the_held_frame_comes_out_first() -> None:
    room = Room()
    room.deliver(tone(10))
    before = room.take()
    room.now += 2.0
    room.deliver(tone(10))
    after = room.take()
    assert indices(before) + indices(after)[:1] == list(range(10)), "the frame that was held"
    assert indices(after)[1] == 110
    assert indices(after)[1:] == list(range(110, 119))
    assert [one.frame.t for one in after[1:3]] == pytest.approx([2.22, 2.24])


def test_no_index_comes_twice_whatever_the_device_does() -> None:
    room = Room()
    rng = np.random.default_rng(7)
    heard: list[Heard] = []
    for _ in range(40):
        room.deliver(tone(int(rng.integers(1, 8))))
        room.now += float(rng.choice([0.0, 0.0, 0.1, 0.5, 3.0]))
        heard += room.take()
    assert indices(heard) == sorted(set(indices(heard)))


def test_blocks_that_came_in_a_burst_are_heard_at_the_deadline_if_no_other_comes() -> None:
    room = Room()
    room.deliver(tone(10))
    room.take()
    assert room.hearing.deadline is None
    room.now += 1.0
    for _ in range(3):
        room.ring.put(room.now, tone(1))
    held = room.take()
    deadline = room.hearing.deadline
    assert deadline is not None
    assert indices(held) == []
    room.now = deadline
    assert len(room.take()) == 3
    assert room.hearing.deadline is None


def test_what_is_kept_and_scored_and_measured_is_what_the_canceller_left() -> None:
    plain, halved = Room(), Room(echo=Halver())
    plain.deliver(tone(20))
    halved.deliver(tone(20))
    for before, after in zip(plain.take(), halved.take(), strict=True):
        half = np.frombuffer(before.pcm, np.int16) // 2
        assert after.pcm == half.tobytes()
        assert after.frame.level_dbfs <= before.frame.level_dbfs


def test_what_is_muted_is_silence_whatever_the_canceller_left() -> None:
    room = Room(echo=Halver())
    room.deliver(tone(10))
    assert {one.pcm for one in room.take(muted=True)} == {bytes(640)}


def test_the_canceller_begins_anew_after_a_gap() -> None:
    echo = Halver()
    room = Room(echo=echo)
    room.deliver(tone(10))
    room.take()
    assert echo.restarts == []
    room.now += 2.0
    room.deliver(tone(10))
    room.take()
    assert echo.restarts == pytest.approx([2.22])
