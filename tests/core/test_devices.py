from __future__ import annotations

import pytest

from app.core.actions import Action, CloseMicrophone, OpenMicrophone, OpenSpeaker
from app.core.devices import Devices
from app.core.entries import (
    Gap,
    MicrophoneBack,
    MicrophoneLost,
    MicrophoneSwitched,
    SpaceJudged,
    SpeakerBack,
    SpeakerLost,
    note,
)
from app.core.events import (
    DeviceInput,
    DevicesTold,
    DiskTold,
    MicFrame,
    MicrophoneFailed,
    MicrophoneOpened,
    Played,
    SpeakerFailed,
    SpeakerOpened,
    StoreFailed,
    Tick,
    UndoSwitch,
    UseMicrophone,
    UseSpeaker,
)
from app.core.faults import DeviceFault, StoreFault
from app.core.space import Room, SpaceParams
from app.core.view import DiskView

MB = 1_000_000


GONE = DeviceFault("It is gone.")


@pytest.fixture
def devices() -> Devices:
    return begun()


def begun(next_frame: int = 0) -> Devices:
    """Return the devices of an interview that begins at 0.0."""
    devices = Devices(SpaceParams(), next_frame)
    assert devices.begin(0.0, 0.0) == [OpenMicrophone()]
    return devices


def frame(index: int, level_dbfs: float = -40.0, *, is_blank: bool = False) -> MicFrame:
    return MicFrame(index, (index + 1) * 0.02, 0.0, level_dbfs, is_blank)


def feed(devices: Devices, event: DeviceInput | Tick) -> list[Action]:
    """Feed it as soon as it is there."""
    return devices.feed(event, event.t if isinstance(event, MicFrame) else 0.0)


# --- frames


def test_frames_in_a_row_are_nothing_to_write_down(devices: Devices) -> None:
    assert [feed(devices, frame(index)) for index in range(3)] == [[], [], []]


def test_frames_that_were_never_captured_are_a_gap(devices: Devices) -> None:
    assert feed(devices, frame(3)) == [note(Gap(0, 3))]
    assert feed(devices, frame(5)) == [note(Gap(4, 1))]
    assert feed(devices, frame(6)) == []


def test_who_goes_on_counts_from_where_the_record_ends() -> None:
    assert feed(begun(100), frame(100)) == []
    assert feed(begun(100), frame(150)) == [note(Gap(100, 50))]


def test_the_level_is_the_newest_frames(devices: Devices) -> None:
    assert devices.level_dbfs == -96.0
    feed(devices, frame(0, -12.0))
    assert devices.level_dbfs == -12.0


def test_frames_that_never_return_are_a_gap_that_is_written_at_the_end(devices: Devices) -> None:
    feed(devices, frame(49))
    assert devices.stop(3.0) == [note(Gap(50, 100)), CloseMicrophone()]
    assert devices.stop(9.0) == [CloseMicrophone()], "nobody wanted it any more"


def test_a_microphone_that_never_was_there_leaves_one_gap(devices: Devices) -> None:
    assert devices.stop(3.0) == [note(Gap(0, 150)), CloseMicrophone()]


def test_frames_that_are_under_way_at_the_end_are_no_gap(devices: Devices) -> None:
    feed(devices, frame(49))
    assert devices.stop(1.49) == [CloseMicrophone()]


def test_what_comes_behind_a_gap_that_was_written_is_not_written_again(devices: Devices) -> None:
    feed(devices, frame(49))
    devices.stop(3.0)
    devices.microphone.open(3.0)
    assert feed(devices, frame(149)) == []
    assert feed(devices, frame(150)) == []


def test_times_lie_on_the_microphones_timeline(devices: Devices) -> None:
    assert devices.clock.at_s(1.0) == 1.0
    devices.feed(MicFrame(49, 1.3, 0.0, -40.0), 1.3)
    assert devices.clock.at_s(1.5) == pytest.approx(1.2)


# --- what is lost and comes back


def test_a_microphone_is_missing_until_it_is_heard_again(devices: Devices) -> None:
    feed(devices, frame(0))
    assert devices.feed(MicrophoneFailed(GONE), 0.02) == [
        note(MicrophoneLost("DeviceFault")),
        OpenMicrophone(),
    ]
    assert devices.feed(MicrophoneFailed(GONE), 0.02) == [], "it is lost once"
    assert devices.microphone.fault is GONE
    assert feed(devices, frame(1)) == [note(MicrophoneBack())]
    assert devices.microphone.fault is None


def test_a_stall_and_a_block_are_written_down_as_they_begin_and_end(devices: Devices) -> None:
    feed(devices, frame(0))
    assert devices.deadline == pytest.approx(0.82)
    assert devices.feed(Tick(), 0.83) == [note(MicrophoneLost("MicrophoneStalled"))]
    assert feed(devices, frame(41)) == [note(Gap(1, 40)), note(MicrophoneBack())]
    told = [one for n in range(42, 300) for one in feed(devices, frame(n, is_blank=True))]
    assert told == [note(MicrophoneLost("MicrophoneBlocked"))]
    assert feed(devices, frame(300)) == [note(MicrophoneBack())]


def test_one_that_a_pause_closes_has_not_come_back(devices: Devices) -> None:
    feed(devices, frame(0))
    devices.feed(MicrophoneFailed(GONE), 0.02)
    devices.stop(0.1)
    devices.microphone.open(0.1)
    assert feed(devices, frame(6)) == [note(Gap(1, 5))]


def test_a_loudspeaker_is_missing_until_it_plays_again(devices: Devices) -> None:
    assert feed(devices, SpeakerFailed(GONE)) == [note(SpeakerLost("DeviceFault")), OpenSpeaker()]
    assert devices.loudspeaker.fault is GONE
    assert feed(devices, SpeakerOpened("Speaker")) == [note(SpeakerBack())]
    devices.loudspeaker.owe(7, 0.0)
    assert devices.feed(Tick(), 2.0) == [note(SpeakerLost("SpeakerSilent"))]
    assert feed(devices, Played(7, 0, 480, 2.1)) == [note(SpeakerBack())]
    assert feed(devices, Played(7, 480, 480, 2.1)) == []


# --- another takes over


def test_what_was_chosen_before_is_opened_first() -> None:
    devices = Devices(SpaceParams())
    devices.choose("USB", "Headset")
    assert devices.begin(0.0, 0.0) == [OpenMicrophone("USB")]
    feed(devices, SpeakerOpened("Headset"))
    assert feed(devices, SpeakerFailed(GONE))[1:] == [OpenSpeaker("Headset")]


def test_which_microphone_is_used_is_written_down_as_it_changes(devices: Devices) -> None:
    assert feed(devices, MicrophoneOpened("Mic")) == []
    assert feed(devices, DevicesTold(("Mic", "USB"), ("Speaker",), "Mic", "Speaker")) == []
    assert devices.loudspeaker.switch.labels == ("Speaker",)
    lost = [*feed(devices, MicrophoneFailed(GONE)), *feed(devices, MicrophoneFailed(GONE))]
    assert lost == [note(MicrophoneLost("DeviceFault")), OpenMicrophone(), OpenMicrophone("USB")]
    assert feed(devices, MicrophoneOpened("USB")) == [note(MicrophoneSwitched("USB", "stands in"))]
    assert feed(devices, frame(1))[-1:] == [note(MicrophoneBack())]
    assert feed(devices, UndoSwitch()) == [OpenMicrophone("Mic")]
    assert feed(devices, MicrophoneOpened("Mic")) == [note(MicrophoneSwitched("Mic", "undone"))]
    assert feed(devices, UseMicrophone("USB")) == [OpenMicrophone("USB")]
    assert feed(devices, MicrophoneOpened("USB")) == [note(MicrophoneSwitched("USB", "chosen"))]


def test_a_loudspeaker_is_chosen_by_its_label(devices: Devices) -> None:
    assert feed(devices, UseSpeaker("Headset")) == [OpenSpeaker("Headset")]
    assert feed(devices, SpeakerOpened("Headset")) == []
    assert devices.loudspeaker.switch.name == "Headset"


# --- the disk


def test_a_record_that_cannot_be_kept_is_remembered(devices: Devices) -> None:
    fault = StoreFault("The disk is full.")
    assert feed(devices, StoreFailed(fault)) == []
    assert devices.store is fault


def test_room_is_written_down_when_it_changes(devices: Devices) -> None:
    assert feed(devices, DiskTold(900 * MB, 0.0)) == []
    assert feed(devices, DiskTold(150 * MB, 0.0)) == [note(SpaceJudged("low", 150 * MB))]
    assert feed(devices, DiskTold(149 * MB, 0.0)) == []
    assert devices.disk == DiskView(Room.LOW, 149 * MB, None)
    assert feed(devices, DiskTold(900 * MB, 0.0)) == [note(SpaceJudged("ample", 900 * MB))]
    assert devices.store is None


def test_a_disk_without_room_is_a_fault_that_says_so(devices: Devices) -> None:
    assert feed(devices, DiskTold(49 * MB, 0.0)) == [note(SpaceJudged("spent", 49 * MB))]
    assert "nearly full (49 MB are left)" in str(devices.store)


def test_a_slow_disk_is_shown_as_long_as_it_is_slow(devices: Devices) -> None:
    for behind_s, shown in ((2.9, None), (3.0, 3.0), (59.9, 59.9), (0.1, None)):
        assert feed(devices, DiskTold(900 * MB, behind_s)) == []
        assert devices.disk.behind_s == shown
    assert devices.store is None


def test_a_disk_that_is_too_slow_is_a_fault_before_anything_is_dropped(devices: Devices) -> None:
    feed(devices, DiskTold(900 * MB, 60.0))
    assert "60 s behind" in str(devices.store)
