from __future__ import annotations

from concurrent.futures import Future

import pytest

from app.audio.hearing import Hearing
from app.audio.playback import Playback
from app.audio.ring import BLOCK_BYTES, BlockRing
from app.audio.sound import SoundDevice
from app.core.actions import (
    CloseMicrophone,
    Disconnect,
    FinishReply,
    FlushPlayout,
    HoldPlayout,
    OpenMicrophone,
    Play,
)
from app.core.events import MicrophoneFailed, Played
from app.core.faults import DeviceFault

VOICE = b"\x00\x10" * 4800  # 0.2 s at 24 kHz


class FakeStream:
    """A microphone that opens, or not, when the test says so."""

    def __init__(self) -> None:
        self.finished = False
        self.calls: list[str] = []
        self.opened: Future[None] = Future()

    def open(self) -> Future[None]:
        self.calls.append("open")
        return self.opened

    def close(self) -> Future[None]:
        self.calls.append("close")
        return Future()


class Room:
    """A sound device of stand-ins."""

    def __init__(self) -> None:
        self.microphone, self.ring = FakeStream(), BlockRing()
        self.playback = Playback(lambda: None)
        self.told: list[MicrophoneFailed] = []
        self.now = 0.0
        self.sound = SoundDevice(
            self.microphone,
            Hearing(self.ring, 0.0),
            self.playback,
            lambda: self.now,
            self.told.append,
        )

    def pull(self, blocks: int) -> bytes:
        return b"".join(self.playback.pull(n / 50) for n in range(blocks))


def test_the_microphone_is_opened_and_closed() -> None:
    room = Room()
    room.sound.obey(OpenMicrophone())
    room.sound.obey(CloseMicrophone())
    assert room.microphone.calls == ["open", "close"]


def test_frames_are_what_the_ring_holds_and_silence_while_muted() -> None:
    room = Room()
    for n in range(1, 11):
        room.ring.put(n / 50, b"\x00\x10" * 960)
    room.now = 0.2
    assert len(room.sound.heard(muted=False)) == 9
    room.ring.put(0.22, b"\x00\x10" * 960)
    room.now = 0.22
    ((_, pcm),) = room.sound.heard(muted=True)
    assert pcm == bytes(640)


def test_its_deadline_is_that_of_the_blocks_that_it_holds_back() -> None:
    room = Room()
    assert room.sound.deadline is None
    room.ring.put(0.5, bytes(BLOCK_BYTES))
    room.now = 0.5
    assert room.sound.heard(muted=False) == []
    assert room.sound.deadline == pytest.approx(0.6)


def test_a_reply_is_played_and_what_was_heard_of_it_comes_back() -> None:
    room = Room()
    room.sound.obey(Play(3, VOICE))
    room.sound.obey(FinishReply(3))
    room.pull(12)
    played = room.sound.played()
    assert b"".join(pcm for _, pcm in played) == VOICE
    assert played[1][0] == Played(3, 480, 480, 0.02)
    assert room.sound.played() == []


def test_a_flushed_reply_is_silent_and_a_held_one_goes_on_later() -> None:
    room = Room()
    room.sound.obey(Play(1, VOICE))
    room.sound.obey(FlushPlayout())
    assert not any(room.pull(3))
    room.sound.obey(Play(2, VOICE))
    room.sound.obey(HoldPlayout(on=True))
    assert not any(room.pull(3))
    room.sound.obey(HoldPlayout(on=False))
    assert any(room.pull(3))


def test_a_microphone_that_does_not_open_is_told_of() -> None:
    room, fault = Room(), DeviceFault("Somebody else has it.")
    room.sound.obey(OpenMicrophone())
    assert room.told == []
    room.microphone.opened.set_exception(fault)
    assert room.told == [MicrophoneFailed(fault)]


def test_a_microphone_that_opens_or_is_not_waited_for_is_no_news() -> None:
    for end in (lambda future: future.set_result(None), lambda future: future.cancel()):
        room = Room()
        room.sound.obey(OpenMicrophone())
        end(room.microphone.opened)
        assert room.told == []


def test_a_microphone_that_ended_by_itself_is_told_of_once_and_again_after_it_was_opened() -> None:
    room = Room()
    room.sound.obey(OpenMicrophone())
    room.microphone.finished = True
    for _ in range(3):
        room.sound.heard(muted=False)
    (told,) = room.told
    assert "--mic" in str(told.fault)
    room.sound.obey(OpenMicrophone())
    room.sound.heard(muted=False)
    assert len(room.told) == 2


def test_a_microphone_that_we_closed_is_not_missed() -> None:
    room = Room()
    room.sound.obey(OpenMicrophone())
    room.sound.obey(CloseMicrophone())
    room.microphone.finished = True
    room.sound.heard(muted=False)
    assert room.told == []


def test_an_action_of_another_shell_is_a_bug() -> None:
    with pytest.raises(AssertionError):
        Room().sound.obey(Disconnect())
