from __future__ import annotations

import pytest

from app.core.devices import Devices
from app.core.entries import Gap, MicrophoneLost, SpaceJudged, note
from app.core.events import (
    DiskTold,
    MicFrame,
    MicrophoneClosed,
    MicrophoneFailed,
    MicrophoneOpened,
    SpeakerFailed,
    SpeakerOpened,
    StoreFailed,
)
from app.core.faults import DeviceFault, StoreFault
from app.core.space import Room, SpaceParams
from app.core.view import DiskView

MB = 1_000_000


@pytest.fixture
def devices() -> Devices:
    return Devices(SpaceParams())


def frame(index: int, level_dbfs: float = -40.0) -> MicFrame:
    return MicFrame(index, (index + 1) * 0.02, 0.0, level_dbfs)


# --- the microphone


def test_frames_in_a_row_are_nothing_to_write_down(devices: Devices) -> None:
    assert [devices.feed(frame(index)) for index in range(3)] == [[], [], []]


def test_frames_that_were_never_captured_are_a_gap(devices: Devices) -> None:
    assert devices.feed(frame(3)) == [note(Gap(0, 3))]
    assert devices.feed(frame(5)) == [note(Gap(4, 1))]
    assert devices.feed(frame(6)) == []


def test_who_goes_on_counts_from_where_the_record_ends() -> None:
    assert Devices(SpaceParams(), 100).feed(frame(100)) == []
    assert Devices(SpaceParams(), 100).feed(frame(150)) == [note(Gap(100, 50))]


def test_the_level_is_the_newest_frames(devices: Devices) -> None:
    assert devices.level_dbfs == -96.0
    devices.feed(frame(0, -12.0))
    assert devices.level_dbfs == -12.0


def test_a_microphone_is_missing_until_it_is_heard_again(devices: Devices) -> None:
    fault = DeviceFault("The microphone is gone.")
    assert devices.feed(MicrophoneFailed(fault)) == [note(MicrophoneLost("DeviceFault"))]
    assert devices.microphone is fault
    devices.feed(frame(0))
    assert devices.microphone is None


def test_streams_that_come_and_go_change_nothing_yet(devices: Devices) -> None:
    fault = DeviceFault("The loudspeaker is gone.")
    for event in (
        MicrophoneOpened("Mic"),
        MicrophoneClosed(),
        SpeakerOpened("Speaker"),
        SpeakerFailed(fault),
    ):
        assert devices.feed(event) == []
    assert devices.microphone is None


# --- the disk


def test_a_record_that_cannot_be_kept_is_remembered(devices: Devices) -> None:
    fault = StoreFault("The disk is full.")
    assert devices.feed(StoreFailed(fault)) == []
    assert devices.store is fault


def test_room_is_written_down_when_it_changes(devices: Devices) -> None:
    assert devices.feed(DiskTold(900 * MB, 0.0)) == []
    assert devices.feed(DiskTold(150 * MB, 0.0)) == [note(SpaceJudged("low", 150 * MB))]
    assert devices.feed(DiskTold(149 * MB, 0.0)) == []
    assert devices.disk == DiskView(Room.LOW, 149 * MB, None)
    assert devices.feed(DiskTold(900 * MB, 0.0)) == [note(SpaceJudged("ample", 900 * MB))]
    assert devices.store is None


def test_a_disk_without_room_is_a_fault_that_says_so(devices: Devices) -> None:
    assert devices.feed(DiskTold(49 * MB, 0.0)) == [note(SpaceJudged("spent", 49 * MB))]
    assert "nearly full (49 MB are left)" in str(devices.store)


def test_a_slow_disk_is_shown_as_long_as_it_is_slow(devices: Devices) -> None:
    for behind_s, shown in ((2.9, None), (3.0, 3.0), (59.9, 59.9), (0.1, None)):
        assert devices.feed(DiskTold(900 * MB, behind_s)) == []
        assert devices.disk.behind_s == shown
    assert devices.store is None


def test_a_disk_that_is_too_slow_is_a_fault_before_anything_is_dropped(devices: Devices) -> None:
    devices.feed(DiskTold(900 * MB, 60.0))
    assert "60 s behind" in str(devices.store)
