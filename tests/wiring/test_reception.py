from __future__ import annotations

from pathlib import Path

from app.core.faults import DeviceFault, InputFault
from app.core.lobby import KeyPlace, Kind, WhyNot
from app.gui import wishes
from app.wiring.place import Place
from app.wiring.reception import Reception
from tests.audio.fake_library import PortAudioError
from tests.wiring.desk import Desk, wish


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
