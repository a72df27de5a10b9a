from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from app.audio.playback import Playback
from app.audio.resample import ReplyResampler

SILENCE = bytes(1920)


class Room:
    """A queue, and the device that pulls from it, one block each 20 ms."""

    def __init__(self) -> None:
        self.wakes = 0
        self.playback = Playback(self._wake)
        self.now = 0.0

    def _wake(self) -> None:
        self.wakes += 1

    def pull(self, blocks: int = 1) -> list[bytes]:
        pulled = []
        for _ in range(blocks):
            pulled.append(self.playback.pull(self.now))
            self.now += 0.02
        return pulled


def voice(samples: int, seed: int = 1) -> bytes:
    rng = np.random.default_rng(seed)
    t = np.arange(samples) / 24_000
    sound = 9000 * np.sin(2 * np.pi * 300 * t + rng.uniform(0, 6)) + 2000
    return sound.astype(np.int16).tobytes()


def samples_of(pcm: bytes) -> npt.NDArray[np.int16]:
    return np.frombuffer(pcm, np.int16)


def at_48(pcm24: bytes) -> bytes:
    resampler = ReplyResampler()
    return resampler.feed(pcm24) + resampler.finish()


def test_nothing_queued_is_silence_and_wakes_nobody() -> None:
    room = Room()
    assert room.pull(3) == [SILENCE] * 3
    assert room.wakes == 0
    assert room.playback.take_played() == []
    assert room.playback.underruns == 0


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(1, 1500), min_size=1, max_size=12))
def test_a_reply_is_played_whole_and_accounted_for_to_the_sample(sizes: list[int]) -> None:
    room, pcm24, at = Room(), voice(sum(sizes)), 0
    for size in sizes:
        room.playback.play(7, pcm24[2 * at : 2 * (at + size)])
        at += size
    room.playback.finish(7)
    heard = b"".join(room.pull(len(pcm24) // 960 + 2))
    assert heard[: 2 * len(pcm24)] == at_48(pcm24)
    assert not any(heard[2 * len(pcm24) :])

    played = room.playback.take_played()
    assert b"".join(piece.pcm for piece in played) == pcm24
    assert {piece.reply for piece in played} == {7}
    next_sample = 0
    for piece in played:
        assert piece.first_sample == next_sample
        next_sample += piece.samples
    assert next_sample == sum(sizes)
    assert room.playback.take_played() == []
    assert room.playback.underruns == 0


def test_each_piece_says_when_it_is_heard_and_wakes_the_loop() -> None:
    room = Room()
    room.playback.play(1, voice(4800))
    room.playback.finish(1)
    room.now = 5.0
    room.pull(3)
    assert [round(p.stamp, 2) for p in room.playback.take_played()] == [5.0, 5.02, 5.04]
    assert room.wakes == 3


def test_only_what_was_pulled_counts_as_played() -> None:
    room = Room()
    room.playback.play(1, voice(24_000))
    room.pull(2)
    assert sum(p.samples for p in room.playback.take_played()) == 960
    assert room.playback.queued_s > 0.9


def test_what_the_device_still_holds_is_not_heard_yet_and_wakes_the_loop_until_it_is() -> None:
    room = Room()
    room.playback.play(1, voice(960))
    room.playback.finish(1)
    room.now = 0.06  # the device holds so much
    room.pull(2)
    assert room.playback.take_played(by=0.05) == []
    assert room.playback.is_audible
    wakes = room.wakes
    room.pull(1)
    assert room.wakes == wakes + 1
    assert [p.first_sample for p in room.playback.take_played(by=0.07)] == [0]
    assert [p.first_sample for p in room.playback.take_played(by=0.08)] == [480]
    assert not room.playback.is_audible
    wakes = room.wakes
    room.pull(3)
    assert room.wakes == wakes


def test_what_the_device_threw_away_was_not_heard_to_the_sample() -> None:
    room = Room()
    room.playback.play(1, voice(24_000))
    room.now = 0.06
    room.pull(5)  # heard from 0.06, 0.08, ... 0.14 on
    room.playback.take_played(by=0.06)
    room.playback.flush(heard_until=0.09)
    room.playback.play(2, voice(24_000))
    room.pull(3)  # the first is the fade, which the device throws away too
    played = room.playback.take_played()
    assert [(p.reply, p.first_sample, p.samples) for p in played[:1]] == [(1, 480, 240)]
    assert {p.reply for p in played[1:]} == {2}
    assert played[0].pcm == voice(24_000)[960:1440]


def test_whatever_is_pulled_is_passed_on_silence_included() -> None:
    room, heard = Room(), []
    room.playback.on_pulled = lambda stamp, pcm: heard.append((stamp, pcm))
    room.now = 1.0
    room.playback.play(1, voice(1200))
    pulled = room.pull(4)
    room.playback.flush()
    room.playback.hold(on=True)
    pulled += room.pull(1)
    assert [pcm for _, pcm in heard] == pulled
    assert [round(stamp, 2) for stamp, _ in heard] == [1.0, 1.02, 1.04, 1.06, 1.08]
    assert any(pulled[0])
    assert pulled[3:] == [SILENCE] * 2


def test_after_a_flush_the_next_block_fades_within_5_ms_and_the_rest_is_silent() -> None:
    room = Room()
    room.playback.play(1, voice(24_000))
    room.pull(10)
    room.playback.flush()
    assert room.playback.queued_s == 0
    cut, *rest = room.pull(5)
    tail = samples_of(cut).astype(int)
    assert np.abs(tail[:24]).max() > 1000  # no click at its start
    assert not tail[239:].any()
    assert np.abs(np.diff(tail)).max() < 1000
    assert rest == [SILENCE] * 4


def test_what_a_flush_cut_is_not_played_but_its_fade_is() -> None:
    room = Room()
    room.playback.play(1, voice(24_000))
    room.pull(10)
    room.playback.flush()
    room.pull(5)
    played = room.playback.take_played()
    assert sum(p.samples for p in played) == 10 * 480 + 120
    assert played[-1].first_sample == 4800


def test_a_reply_flushed_before_its_first_block_is_never_heard() -> None:
    room = Room()
    room.playback.play(1, voice(24_000))
    room.playback.flush()
    assert room.pull(3) == [SILENCE] * 3
    assert room.playback.take_played() == []


def test_two_flushes_between_two_blocks_let_neither_reply_through() -> None:
    room = Room()
    room.playback.play(1, voice(24_000))
    room.pull(2)
    room.playback.flush()
    room.playback.play(2, voice(24_000))
    room.playback.flush()
    room.pull(3)
    assert [p.reply for p in room.playback.take_played()] == [1, 1, 1]  # the last is the fade


def test_a_reply_after_a_flush_begins_at_its_own_first_sample() -> None:
    room = Room()
    room.playback.play(1, voice(24_000))
    room.pull(2)
    room.playback.flush()
    room.playback.play(2, voice(4800))
    room.playback.finish(2)
    heard = room.pull(12)
    assert b"".join(heard[1:11]) == at_48(voice(4800))
    second = [p for p in room.playback.take_played() if p.reply == 2]
    assert second[0].first_sample == 0
    assert b"".join(p.pcm for p in second) == voice(4800)


def test_a_new_reply_finishes_the_one_before_it() -> None:
    room = Room()
    room.playback.play(1, voice(1000, seed=1))
    room.playback.play(2, voice(1000, seed=2))
    room.playback.finish(1)  # too late: means nothing
    room.playback.finish(2)
    room.pull(8)
    pcm = {1: b"", 2: b""}
    for piece in room.playback.take_played():
        pcm[piece.reply] += piece.pcm
    assert pcm == {1: voice(1000, seed=1), 2: voice(1000, seed=2)}


def test_running_dry_within_a_reply_is_one_underrun_and_wakes_the_loop() -> None:
    room = Room()
    room.playback.play(1, voice(2400))
    room.pull(4)
    room.playback.take_played()
    wakes = room.wakes
    room.pull(5)
    assert room.playback.underruns == 1
    assert room.wakes == wakes + 1

    room.playback.play(1, voice(24_000))
    room.pull(1)
    assert room.playback.take_played()[-1].samples == 480
    assert room.playback.underruns == 1


def test_the_end_of_a_reply_is_no_underrun() -> None:
    room = Room()
    room.playback.play(1, voice(2400))
    room.playback.finish(1)
    room.pull(20)
    assert room.playback.underruns == 0


def test_while_it_is_held_it_is_silent_and_afterwards_goes_on_without_loss() -> None:
    room = Room()
    room.playback.play(1, voice(4800))
    room.playback.finish(1)
    before = room.pull(3)
    room.playback.hold(on=True)
    fade, *held = room.pull(5)
    room.playback.hold(on=False)
    after = room.pull(7)
    assert np.abs(np.diff(samples_of(fade).astype(int))).max() < 1000
    assert held == [SILENCE] * 4
    assert b"".join(before + after) == at_48(voice(4800))
    assert b"".join(p.pcm for p in room.playback.take_played()) == voice(4800)
    assert room.playback.underruns == 0


def test_what_is_flushed_while_it_is_held_is_never_heard() -> None:
    room = Room()
    room.playback.play(1, voice(4800))
    room.pull(3)
    room.playback.hold(on=True)
    room.pull(3)
    room.playback.flush()
    room.playback.hold(on=False)
    assert room.pull(3) == [SILENCE] * 3


def test_each_block_is_shown_as_it_goes_to_the_device_silence_included() -> None:
    shown: list[tuple[float, bytes]] = []
    room = Room()
    room.playback.on_pulled = lambda heard_at, pcm48: shown.append((heard_at, pcm48))
    room.pull(2)
    room.playback.play(1, voice(4800))
    pulled = room.pull(5)
    room.playback.flush()
    pulled += room.pull(2)
    assert [pcm48 for _, pcm48 in shown] == [SILENCE] * 2 + pulled
    assert [heard_at for heard_at, _ in shown[2:4]] == [
        p.stamp for p in room.playback.take_played()
    ][:2]


def test_a_tone_is_in_what_the_canceller_is_shown_and_not_in_what_was_played() -> None:
    room, shown = Room(), list[bytes]()
    room.playback.on_pulled = lambda _, pcm: shown.append(pcm)
    room.playback.cue(bytes([0, 1]) * 960)
    assert room.pull(2) == shown == [bytes([0, 1]) * 960, SILENCE]
    assert room.playback.take_played() == []
    assert not room.playback.is_audible, "a tone is no reply that a flush would have to cut"
