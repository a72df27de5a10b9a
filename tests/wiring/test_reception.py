from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from app.core.faults import DeviceFault, InputFault, Keyring, KeyringFault
from app.core.lobby import KeyPlace, Kind, WhyNot
from app.gui import wishes
from app.store.keys import Key
from app.wiring.place import Place
from app.wiring.reception import Reception
from tests.audio.fake_library import PortAudioError
from tests.wiring.desk import Desk, MemoryKeyring, wish


def test_it_finds_devices_plan_and_folder_and_waits_only_for_consent(desk: Desk) -> None:
    lobby = desk.works(wish(wishes.Agree(on=False)))
    assert lobby.microphone.names == ("Mic",)
    assert lobby.speaker.names == ("Speaker",)
    assert lobby.plan
    assert (lobby.plan.name, lobby.plan.questions) == ("", 3)
    assert lobby.key is KeyPlace.NOWHERE
    assert lobby.why_not is WhyNot.CONSENT
    assert desk.shown[0].why_not is WhyNot.PREPARING


def test_with_consent_practice_can_begin(desk: Desk) -> None:
    assert desk.works(wish(wishes.Agree(on=True))).why_not is None


def test_the_chosen_microphone_is_the_one_that_is_listened_to(tmp_path: Path, ring: object) -> None:
    desk = Desk(tmp_path / "data", ("Mic", 1, 0), ("Headset", 1, 0), ("Speaker", 0, 2))
    lobby = desk.works(wish(wishes.ChooseMicrophone("Headset")))
    assert lobby.microphone.chosen == "Headset"
    assert desk.library.streams[-1].wanted["device"] == 1


def test_a_microphone_that_went_away_is_told_of_and_found_again(desk: Desk) -> None:
    async def pull(_: Reception) -> None:
        desk.library.devices = [("Speaker", 0, 2)]

    async def plug(_: Reception) -> None:
        desk.library.devices = [("Mic", 1, 0), ("Speaker", 0, 2)]

    desk.works(pull, wish(wishes.LookAgain()))
    gone = desk.shown[-1].microphone
    assert gone.names == ()
    assert isinstance(gone.fault, DeviceFault)
    back = desk.works(plug, wish(wishes.LookAgain())).microphone
    assert (back.names, back.fault) == (("Mic",), None)


def test_when_the_sound_system_does_not_start_both_rows_say_so(desk: Desk) -> None:
    desk.library.init_error = PortAudioError("no sound server")
    lobby = desk.works(wish(wishes.Agree(on=True), wishes.LookAgain()))
    assert isinstance(lobby.microphone.fault, DeviceFault)
    assert isinstance(lobby.speaker.fault, DeviceFault)
    assert lobby.why_not is None  # practice: samples and captions


def test_a_loudspeaker_that_cannot_be_tried_is_told_of(desk: Desk) -> None:
    lobby = desk.works(wish(wishes.ChooseSpeaker("Boom"), wishes.TrySpeaker()))
    assert isinstance(lobby.speaker.fault, DeviceFault)
    assert not lobby.is_sounding
    assert any(one.is_sounding for one in desk.shown)
    assert desk.works(wish(wishes.ChooseSpeaker(None))).speaker.fault is None


def test_headphones_and_kind_are_kept_as_they_are_chosen(desk: Desk) -> None:
    lobby = desk.works(wish(wishes.UseHeadphones(on=True), wishes.ChooseKind(Kind.SERVICE)))
    assert (lobby.headphones, lobby.kind, lobby.why_not) == (True, Kind.SERVICE, WhyNot.KEY)


def test_a_plan_is_read_and_one_that_cannot_be_leaves_the_one_before(
    desk: Desk, tmp_path: Path
) -> None:
    good, bad = tmp_path / "good.toml", tmp_path / "bad.toml"
    good.write_text('language="en"\n[[questions]]\nid="a"\ntext="Why?"\nminutes=2\n')
    bad.write_text("language=")
    plans: list[Path | None] = []

    async def note(reception: Reception) -> None:
        plans.append(reception.plan)

    lobby = desk.works(wish(wishes.ChoosePlan(good)), note, wish(wishes.ChoosePlan(bad)), note)
    assert lobby.plan
    assert (lobby.plan.name, lobby.plan.minutes) == ("good.toml", 2)
    assert isinstance(lobby.faults.plan, InputFault)
    assert plans == [good, good]
    assert desk.works(wish(wishes.ChoosePlan(None))).faults.plan is None


def test_a_key_is_kept_in_the_keyring_and_found_there_the_next_time(
    desk: Desk, ring: MemoryKeyring
) -> None:
    lobby = desk.works(wish(wishes.UseKey(" k-1 ", is_kept=True)))
    assert lobby.key is KeyPlace.KEYRING
    assert [*ring.kept.values()] == ["k-1"]
    assert desk.works(wish(wishes.Agree(on=True))).key is KeyPlace.KEYRING
    assert desk.works(wish(wishes.ForgetKey())).key is KeyPlace.NOWHERE
    assert ring.kept == {}


def test_a_key_for_this_run_is_kept_nowhere(desk: Desk, ring: MemoryKeyring) -> None:
    keys: list[Key | None] = []

    async def note(reception: Reception) -> None:
        keys.append(reception.key)

    lobby = desk.works(wish(wishes.UseKey("k-1", is_kept=False)), note)
    assert lobby.key is KeyPlace.THIS_RUN
    assert keys == [Key("k-1")]
    assert ring.kept == {}


def test_a_keyring_that_refuses_leaves_the_key_usable_for_this_run(
    desk: Desk, ring: MemoryKeyring
) -> None:
    ring.is_locked = True
    lobby = desk.works(wish(wishes.UseKey("k-1", is_kept=True)))
    assert lobby.key is KeyPlace.THIS_RUN
    assert isinstance(lobby.faults.key, KeyringFault)
    assert lobby.faults.key.why is Keyring.LOCKED
    assert lobby.choose(Kind.SERVICE).why_not is WhyNot.CONSENT  # it can be used


def test_what_cannot_be_a_key_is_refused(desk: Desk) -> None:
    lobby = desk.works(wish(wishes.UseKey("two words", is_kept=True)))
    assert isinstance(lobby.faults.key, InputFault)
    assert lobby.key is KeyPlace.NOWHERE


def test_the_key_of_the_environment_is_for_this_run(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "k-1")
    assert desk.works(wish(wishes.Agree(on=True))).key is KeyPlace.THIS_RUN


@pytest.mark.parametrize("is_locked", [False, True])
def test_a_key_that_is_given_while_the_keyring_is_asked_stays_the_one(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, *, is_locked: bool
) -> None:
    """The system may be asking its user to unlock something, for minutes."""
    answer = threading.Event()

    def read(_: object) -> None:
        answer.wait(10)
        if is_locked:
            raise KeyringFault("It is locked.", why=Keyring.LOCKED)

    async def give(reception: Reception) -> None:
        await reception.grant(wishes.UseKey("k-1", is_kept=False))
        await asyncio.sleep(0)
        answer.set()

    monkeypatch.setattr("app.wiring.reception.read_key", read)
    lobby = desk.works(give)
    assert (lobby.key, lobby.faults.key) == (KeyPlace.THIS_RUN, None)


@pytest.mark.parametrize("first", [wishes.UseKey("k-1", is_kept=True), wishes.ForgetKey()])
def test_what_the_keyring_answers_late_is_not_said_of_the_key_that_was_given_since(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, first: wishes.Wish
) -> None:
    answer = threading.Event()

    def ask(*_: object) -> None:
        answer.wait(10)

    async def change(reception: Reception) -> None:
        await reception.grant(first)
        await asyncio.sleep(0)
        await reception.grant(wishes.UseKey("k-2", is_kept=False))
        await asyncio.sleep(0)
        answer.set()

    for name in ("save_key", "forget_key"):
        monkeypatch.setattr(f"app.wiring.reception.{name}", ask)
    assert desk.works(change).key is KeyPlace.THIS_RUN


def test_a_keyring_that_cannot_be_read_is_told_of(desk: Desk, ring: MemoryKeyring) -> None:
    ring.is_locked = True
    lobby = desk.works(wish(wishes.Agree(on=True)))
    assert isinstance(lobby.faults.key, KeyringFault)
    assert (lobby.key, lobby.why_not) == (KeyPlace.NOWHERE, None)


def test_a_folder_that_another_instance_holds_is_told_of_and_found_free_later(
    desk: Desk, tmp_path: Path
) -> None:
    other = Place(desk.options)
    other.open()

    async def release(_: Reception) -> None:
        other.close()

    lobby = desk.works(release, wish(wishes.LookAgain()))
    assert any(one.why_not is WhyNot.FOLDER for one in desk.shown)
    assert lobby.why_not is WhyNot.CONSENT


def test_what_did_not_begin_is_told_until_it_is_taken_back(desk: Desk) -> None:
    async def blame(reception: Reception) -> None:
        reception.blame(beginning=InputFault("No such file."))

    assert desk.works(blame).faults.beginning is not None
    assert desk.works(wish(wishes.StartOver())).faults.beginning is None
