from __future__ import annotations

from concurrent.futures import Future

import pytest

from app.audio.hearing import Hearing
from app.audio.playback import Playback
from app.audio.ring import BLOCK_BYTES, BlockRing
from app.audio.sound import News, SoundDevice
from app.core.actions import (
    CloseMicrophone,
    CloseSpeaker,
    Cue,
    Disconnect,
    FinishReply,
    FlushPlayout,
    HoldPlayout,
    ListDevices,
    OpenMicrophone,
    OpenSpeaker,
    Play,
)
from app.core.events import (
    MicrophoneClosed,
    MicrophoneFailed,
    MicrophoneOpened,
    Played,
    SpeakerFailed,
    SpeakerOpened,
    StreamEvent,
)
from app.core.faults import DeviceFault
from app.core.tones import Tone

VOICE = b"\x00\x10" * 4800  # 0.2 s at 24 kHz


class FakeStream:
    """A stream that opens and closes, or not, when the test says so."""

    def __init__(self) -> None:
        self.finished = False
        self.calls: list[str] = []
        self.opened: Future[str] = Future()
        self.closed: Future[None] = Future()

    def open(self, device: str | None = None) -> Future[str]:
        self.calls.append(f"open {device}")
        return self.opened

    def close(self) -> Future[None]:
        self.calls.append("close")
        return self.closed


class FakeSpeaker(FakeStream):
    def __init__(self, playback: Playback) -> None:
        super().__init__()
        self.flush = playback.flush


class Room:
    """A sound device of stand-ins."""

    def __init__(self) -> None:
        self.ring, self.playback = BlockRing(), Playback(lambda: None)
        self.microphone, self.speaker = FakeStream(), FakeSpeaker(self.playback)
        self.told: list[StreamEvent] = []
        self.is_busy = False  # the loop: what is told waits for its turn
        self._waiting: list[News] = []
        self.now = 0.0
        self.sound = SoundDevice(
            self.microphone,
            self.speaker,
            Hearing(self.ring, 0.0),
            self.playback,
            lambda: self.now,
            self._tell,
        )

    def _tell(self, news: News) -> None:
        self._waiting.append(news)
        if not self.is_busy:
            self.go_on()

    def go_on(self) -> None:
        """Let the loop come to what was told."""
        self.is_busy = False
        waiting, self._waiting = self._waiting, []
        self.told += [event for news in waiting if (event := news()) is not None]

    def pull(self, blocks: int) -> bytes:
        return b"".join(self.playback.pull(n / 50) for n in range(blocks))


def test_the_microphone_is_opened_and_closed() -> None:
    room = Room()
    room.sound.obey(OpenMicrophone())
    room.sound.obey(CloseMicrophone())
    room.sound.obey(OpenMicrophone("Headset"))
    assert room.microphone.calls == ["open None", "close", "open Headset"]


def test_the_loudspeaker_is_opened_and_closed() -> None:
    room = Room()
    room.sound.obey(OpenSpeaker())
    room.sound.obey(CloseSpeaker())
    room.sound.obey(OpenSpeaker("Headset"))
    assert room.speaker.calls == ["open None", "close", "open Headset"]
    room.speaker.closed.set_result(None)
    assert room.told == [], "nobody asked to be told of that"


def test_the_list_of_devices_is_asked_of_whoever_watches_it() -> None:
    room, asked = Room(), list[str]()
    room.sound.obey(ListDevices())  # nobody does
    room.sound.on_list = lambda: asked.append("list")
    room.sound.obey(ListDevices())
    assert asked == ["list"]


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
    room.now = 0.1
    played = room.sound.played()
    room.now = 0.2
    played += room.sound.played()
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


def test_a_tone_is_played_soon_or_never_and_is_no_reply() -> None:
    room = Room()
    room.sound.obey(Cue(Tone.REMINDER))
    assert any(room.pull(4))
    assert not any(room.pull(3))
    room.sound.obey(Cue(Tone.TALK_OFF))
    assert not any(room.playback.pull(1.1)), "the loudspeaker had stood still"
    assert room.sound.played() == []


def test_what_the_device_still_holds_was_not_played_yet() -> None:
    room = Room()
    room.sound.obey(Play(3, VOICE))
    room.pull(12)
    room.now = 0.07
    assert [piece.t for piece, _ in room.sound.played()] == [0.0, 0.02, 0.04, 0.06]


def test_streams_that_open_are_told_of_by_name_and_those_that_do_not_by_their_fault() -> None:
    room, fault = Room(), DeviceFault("Somebody else has it.")
    room.sound.obey(OpenMicrophone())
    room.sound.obey(OpenSpeaker())
    assert room.told == []
    room.microphone.opened.set_result("Mic")
    room.speaker.opened.set_result("Speaker")
    assert room.told == [MicrophoneOpened("Mic"), SpeakerOpened("Speaker")]

    room.microphone.opened, room.speaker.opened = Future(), Future()
    room.sound.obey(OpenMicrophone())
    room.sound.obey(OpenSpeaker())
    room.microphone.opened.set_exception(fault)
    room.speaker.opened.set_exception(fault)
    assert room.told[2:] == [MicrophoneFailed(fault), SpeakerFailed(fault)]


def test_a_microphone_is_told_closed_when_it_really_is() -> None:
    room = Room()
    room.sound.obey(CloseMicrophone())
    assert room.told == []
    room.microphone.closed.set_result(None)
    assert room.told == [MicrophoneClosed()]


def test_asking_again_for_what_is_under_way_is_told_of_once() -> None:
    room = Room()
    for _ in range(3):
        room.sound.obey(OpenMicrophone())
    room.microphone.opened.set_result("Mic")
    assert room.told == [MicrophoneOpened("Mic")]


def test_what_comes_of_an_older_wish_is_no_news() -> None:
    room = Room()
    room.sound.obey(OpenMicrophone())
    room.sound.obey(CloseMicrophone())
    room.microphone.opened.set_result("Mic")
    assert room.told == []
    room.microphone.closed.set_result(None)
    assert room.told == [MicrophoneClosed()]


def test_what_happened_to_one_is_no_news_once_another_was_asked_for() -> None:
    """Else the candidate's choice were taken for that of the one before, or for one that failed."""
    room = Room()
    room.sound.obey(OpenMicrophone("Mic"))
    room.is_busy = True
    room.microphone.opened.set_result("Mic")
    room.microphone.opened = Future()
    room.sound.obey(OpenMicrophone("Headset"))
    room.go_on()
    assert room.told == []
    room.microphone.opened.set_result("Headset")
    assert room.told == [MicrophoneOpened("Headset")]


def test_the_end_of_one_is_no_news_once_another_was_asked_for() -> None:
    room = Room()
    room.is_busy = room.microphone.finished = True
    room.sound.heard(muted=False)
    room.microphone.opened, room.microphone.finished = Future(), False
    room.sound.obey(OpenMicrophone("Headset"))
    room.go_on()
    assert room.told == []


def test_a_bug_of_ours_is_raised_where_the_interview_falls_by_it() -> None:
    """Else it were logged, and the device opening for ever."""
    room = Room()
    room.sound.obey(OpenMicrophone())
    room.is_busy = True
    room.microphone.opened.set_exception(ValueError("a bug of ours"))
    with pytest.raises(ValueError, match="a bug of ours"):
        room.go_on()


def test_what_is_not_waited_for_any_more_is_no_news() -> None:
    room = Room()
    room.sound.obey(OpenMicrophone())
    room.microphone.opened.cancel()
    assert room.told == []


def test_a_stream_that_ended_by_itself_is_told_of_once_and_again_after_it_was_opened() -> None:
    room = Room()
    room.sound.obey(OpenMicrophone())
    room.microphone.finished = room.speaker.finished = True
    for _ in range(3):
        room.sound.heard(muted=False)
    microphone, speaker = room.told
    assert isinstance(microphone, MicrophoneFailed)
    assert "--mic" in str(microphone.fault)
    assert isinstance(speaker, SpeakerFailed)
    assert "--speaker" in str(speaker.fault)
    room.sound.obey(OpenMicrophone())
    room.sound.heard(muted=False)
    assert len(room.told) == 3


def test_a_stream_that_we_closed_is_not_missed() -> None:
    room = Room()
    room.sound.obey(OpenMicrophone())
    room.sound.obey(CloseMicrophone())
    room.sound.obey(CloseSpeaker())
    room.microphone.finished = room.speaker.finished = True
    room.sound.heard(muted=False)
    assert room.told == []


def test_an_action_of_another_shell_is_a_bug() -> None:
    with pytest.raises(AssertionError):
        Room().sound.obey(Disconnect())
