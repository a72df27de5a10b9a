"""Devices that come and go while the start page is shown."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.core.device_events import DevicesTold
from app.core.faults import DeviceFault
from app.core.lobby import Lobby
from app.gui import wishes
from app.wiring.reception import Reception
from tests.wiring.desk import Desk, Step, wish

MIC, HEADSET, SPEAKER = ("Mic", 1, 0), ("Headset", 1, 0), ("Speaker", 0, 2)


@pytest.fixture
def desk(tmp_path: Path, ring: object) -> Desk:
    return Desk(tmp_path / "data", MIC, SPEAKER)


def plug(desk: Desk, *devices: tuple[str, int, int], own: int = 0) -> Step:
    """Let these be the devices from now on, and the reception be told of them."""

    async def step(reception: Reception) -> None:
        desk.library.devices, desk.library.default = list(devices), (own, len(devices) - 1)
        names = [name for name, inputs, _ in devices if inputs]
        microphone = names[own] if names else None
        reception.plugged(DevicesTold(tuple(names), ("Speaker",), microphone, "Speaker"))

    return step


def listened(desk: Desk) -> int:
    """Return how often a microphone was opened."""
    return sum(stream.wanted["channels"] == 1 for stream in desk.library.streams)


def test_one_that_is_plugged_in_is_offered_and_can_be_chosen(desk: Desk) -> None:
    lobby = desk.works(plug(desk, MIC, HEADSET, SPEAKER), wish(wishes.ChooseMicrophone("Headset")))
    assert lobby.microphone.names == ("Mic", "Headset")
    assert lobby.microphone.fault is None
    assert desk.library.streams[-1].wanted["device"] == 1


def test_what_is_listened_to_stays_open_while_others_come_and_go(desk: Desk) -> None:
    desk.works(plug(desk, MIC, HEADSET, SPEAKER), plug(desk, MIC, SPEAKER))
    assert listened(desk) == 1


def test_the_systems_own_is_listened_to_as_it_changes(desk: Desk) -> None:
    lobby = desk.works(plug(desk, MIC, HEADSET, SPEAKER, own=1))
    assert (lobby.microphone.chosen, lobby.microphone.own) == (None, "Headset")
    assert desk.library.streams[-1].wanted["device"] == 1
    assert not desk.library.streams[0].active


def test_a_chosen_one_that_goes_is_told_of_and_heard_again_when_it_is_back(desk: Desk) -> None:
    def chosen(lobby: Lobby) -> DeviceFault | None:
        fault = lobby.microphone.fault
        assert fault is None or isinstance(fault, DeviceFault)
        return fault

    choose = wish(wishes.ChooseMicrophone("Mic"))
    assert chosen(desk.works(choose, plug(desk, HEADSET, SPEAKER)))
    desk.library.devices = [MIC, SPEAKER]
    lobby = desk.works(choose, plug(desk, HEADSET, SPEAKER), plug(desk, HEADSET, MIC, SPEAKER))
    assert chosen(lobby) is None
    assert desk.library.streams[-1].wanted["device"] == 1


def test_the_first_that_is_plugged_in_is_listened_to_without_a_button(
    tmp_path: Path, ring: object
) -> None:
    desk = Desk(tmp_path / "data", SPEAKER)
    lobby = desk.works(plug(desk, MIC, SPEAKER))
    assert (lobby.microphone.names, lobby.microphone.fault) == (("Mic",), None)


def test_a_loudspeaker_that_is_back_is_not_blamed_any_more(desk: Desk) -> None:
    async def back(reception: Reception) -> None:
        assert reception.lobby.speaker.fault is not None
        reception.plugged(DevicesTold(("Mic",), ("Boom",), "Mic", "Boom"))

    lobby = desk.works(wish(wishes.ChooseSpeaker("Boom"), wishes.TrySpeaker()), back)
    assert (lobby.speaker.names, lobby.speaker.own) == (("Boom",), "Boom")
    assert lobby.speaker.fault is None


def test_before_anything_was_found_nothing_is_shown(desk: Desk) -> None:
    async def early(reception: Reception) -> None:
        reception.lobby = Lobby()
        reception.plugged(DevicesTold(("Mic",), (), "Mic", None))
        assert reception.lobby == Lobby()

    desk.works(early)


def late(told: list[str | None], monkeypatch: pytest.MonkeyPatch) -> Step:
    """Let what is tried be at fault, but only after another device was chosen."""

    async def step(reception: Reception) -> None:
        chosen = asyncio.Event()

        async def fail(name: str | None) -> None:
            told.append(name)
            if len(told) == 1:
                await chosen.wait()
                raise DeviceFault("It is gone.")

        monkeypatch.setattr(reception._check, "play", fail)
        monkeypatch.setattr(reception._check, "listen", fail)
        first = asyncio.create_task(reception.listen())
        await asyncio.sleep(0)
        await reception.grant(wishes.ChooseMicrophone("Headset"))
        chosen.set()
        await first
        told.clear()
        chosen.clear()
        await reception.grant(wishes.TrySpeaker())
        await asyncio.sleep(0)
        await reception.grant(wishes.ChooseSpeaker("Boom"))
        chosen.set()

    return step


def test_the_fault_of_one_device_is_not_told_of_the_one_that_was_chosen_since(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = list[str | None]()
    lobby = desk.works(late(told, monkeypatch))
    assert (lobby.microphone.chosen, lobby.microphone.fault) == ("Headset", None)
    assert told == [None]
    assert (lobby.speaker.chosen, lobby.speaker.fault) == ("Boom", None)
    assert not lobby.is_sounding
