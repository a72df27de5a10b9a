from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.core.activity import ActivityParams
from app.core.events import ChooseWait, Done, UseMicrophone, UseSpeaker
from app.core.faults import DeviceFault, Fault, InputFault, StoreFault
from app.core.habits import Choice, Habits
from app.core.lobby import Lobby, Sounds
from app.core.patience import PatienceParams, Wait
from app.core.session import SessionParams
from app.core.tones import CueParams
from app.core.turns import TurnParams
from app.gui import wishes
from app.settings import Options, Settings
from app.store.preferences import Preferences, read_preferences, write_preferences
from app.wiring import choices as module
from app.wiring.choices import Choices, adopted, chosen_by, imposed, recalled, still_there

OPTIONS = Options(is_practice=True)
CHOSEN = Preferences(Wait.PATIENT, True, False, True, "Headset", "Room")
Blamed = list[Fault | None]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "preferences.toml"


def works(*steps: Callable[[Choices], Coroutine[Any, Any, None] | None]) -> tuple[Choices, Blamed]:
    """Let choices take the steps, then close."""
    blamed: Blamed = []

    async def run() -> Choices:
        made = Choices(OPTIONS, blamed.append)
        for step in steps:
            if (going := step(made)) is not None:
                await going
        await made.close()
        return made

    return asyncio.run(run()), blamed


def test_what_is_chosen_is_there_the_next_time(path: Path) -> None:
    works(
        lambda one: one.open(path),
        lambda one: one.keep({"wait": Wait.QUICK}),
        lambda one: one.keep({"microphone": "Headset"}),
        lambda one: one.keep({"wait": Wait.PATIENT}),
    )
    again, blamed = works(lambda one: one.open(path))
    assert again.kept == Preferences(wait=Wait.PATIENT, microphone="Headset")
    assert blamed == []


def test_what_is_chosen_before_the_folder_is_open_comes_before_what_was_kept(path: Path) -> None:
    write_preferences(path, CHOSEN)
    made, _ = works(lambda one: one.keep({"toggles": False}), lambda one: one.open(path))
    assert made.is_open
    assert made.kept == replace(CHOSEN, toggles=False)
    assert read_preferences(path) == (made.kept, None)


def test_many_choices_at_once_are_written_as_few_and_the_last_one_stands(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Preferences] = []

    def write(_: Path, preferences: Preferences) -> None:
        written.append(preferences)

    monkeypatch.setattr(module, "write_preferences", write)
    every = [lambda one, wait=wait: one.keep({"wait": wait}) for wait in [*Wait] * 10]
    works(lambda one: one.open(path), *every)
    assert written == [Preferences(wait=Wait.ONLY_DONE)]


def test_what_cannot_be_kept_is_told_and_tried_again_with_the_next_choice(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise StoreFault("full")

    async def settle(one: Choices) -> None:
        await one.close()

    monkeypatch.setattr(module, "write_preferences", refuse)
    made, blamed = works(
        lambda one: one.open(path),
        lambda one: one.keep({"toggles": True}),
        settle,
        lambda _: monkeypatch.setattr(module, "write_preferences", write_preferences),
        lambda one: one.keep({"cues": False}),
    )
    assert [type(one) for one in blamed] == [StoreFault, type(None)]
    assert read_preferences(path) == (made.kept, None)
    assert made.kept == Preferences(toggles=True, cues=False)


def test_what_cannot_be_read_is_told(path: Path) -> None:
    path.write_bytes(b"x")
    made, (fault,) = works(lambda one: one.open(path))
    assert made.kept == Preferences()
    assert isinstance(fault, InputFault)


@pytest.mark.parametrize(
    ("wish", "changed"),
    [
        (wishes.Prefer(toggles=False), {"toggles": False}),
        (
            wishes.Prefer(Wait.QUICK, True, True),
            {"wait": Wait.QUICK, "toggles": True, "cues": True},
        ),
        (ChooseWait(Wait.ONLY_DONE), {"wait": Wait.ONLY_DONE}),
        (wishes.ChooseMicrophone("a"), {"microphone": "a"}),
        (UseMicrophone(None), {"microphone": None}),
        (wishes.ChooseSpeaker(None), {"speaker": None}),
        (UseSpeaker("b"), {"speaker": "b"}),
        (wishes.UseHeadphones(on=True), {"headphones": True}),
        (wishes.Begin(), {}),
        (Done(), {}),
    ],
)
def test_a_choice_is_one_wherever_it_is_made(wish: object, changed: dict[str, object]) -> None:
    assert chosen_by(wish) == changed


def test_the_lobby_begins_with_what_was_chosen_the_last_time() -> None:
    lobby = recalled(Lobby(), OPTIONS, Settings(), CHOSEN)
    assert (lobby.microphone.chosen, lobby.speaker.chosen) == ("Headset", "Room")
    assert lobby.headphones
    assert lobby.habits == Habits(Wait.PATIENT, toggles=True, cues=False)


def test_the_command_line_comes_before_it() -> None:
    options = replace(OPTIONS, mic="a.wav", speaker="none", wait=Wait.QUICK)
    lobby = recalled(Lobby(), options, Settings(), replace(CHOSEN, headphones=False))
    assert (lobby.microphone.chosen, lobby.speaker.chosen) == ("a.wav", "none")
    assert lobby.habits.wait is Wait.QUICK
    assert not lobby.headphones
    assert recalled(Lobby(), replace(options, headphones=True), Settings(), CHOSEN).headphones
    settings = Settings(session=SessionParams(cues=CueParams(on=True)))
    assert recalled(Lobby(), replace(options, cues=True), settings, CHOSEN).habits.cues


def test_the_settings_count_where_nothing_was_chosen() -> None:
    session = SessionParams(
        activity=ActivityParams(wait_s=2.2),
        patience=PatienceParams(wait=Wait.ONLY_DONE, quick_s=1.2, patient_s=5.0),
        cues=CueParams(on=False),
    )
    lobby = recalled(Lobby(), OPTIONS, Settings(session=session), Preferences())
    assert lobby.habits == Habits(Wait.ONLY_DONE, False, False, 1.2, 2.2, 5.0)
    assert recalled(Lobby(), OPTIONS, Settings(session=session), CHOSEN).habits.wait is Wait.PATIENT


@pytest.mark.parametrize(
    ("kept", "usual", "shown"),
    [(None, True, True), (None, False, False), (False, True, False), (True, False, True)],
)
def test_headphones_are_worn_as_the_settings_say_unless_the_candidate_chose(
    kept: bool | None, usual: bool, shown: bool
) -> None:
    settings = Settings(session=SessionParams(turns=TurnParams(headphones=usual)))
    lobby = recalled(Lobby(), OPTIONS, settings, Preferences(headphones=kept))
    assert lobby.headphones is shown


def test_what_is_forced_stands_in_place_of_what_was_chosen() -> None:
    session = SessionParams(
        patience=PatienceParams(wait=Wait.QUICK),
        cues=CueParams(on=True),
        turns=TurnParams(headphones=False),
    )
    settings = Settings(session=session)
    chosen = recalled(Lobby(), OPTIONS, settings, CHOSEN)
    every = frozenset(Choice)
    lobby = imposed(chosen, settings, every)
    assert lobby.habits == Habits(Wait.QUICK, toggles=True, cues=True, forced=every)
    assert not lobby.headphones
    one = imposed(chosen, settings, frozenset({Choice.CUES}))
    assert (one.habits.wait, one.habits.cues, one.headphones) == (Wait.PATIENT, True, True)
    assert imposed(chosen, settings, frozenset()) == chosen
    assert imposed(lobby, settings, frozenset()).habits.forced == frozenset()


def test_a_choice_is_in_the_lobby_at_once_and_takes_its_fault_away() -> None:
    lobby = Lobby(microphone=Sounds(("a", "b"), "a", DeviceFault("gone")))
    assert adopted(lobby, {"microphone": "b"}).microphone == Sounds(("a", "b"), "b")
    assert adopted(lobby, {"wait": Wait.QUICK}).microphone is lobby.microphone
    assert adopted(lobby, {"wait": Wait.QUICK, "cues": False}).habits == Habits(
        Wait.QUICK, cues=False
    )
    assert adopted(lobby, {"headphones": True, "speaker": "c"}).speaker.chosen == "c"


@pytest.mark.parametrize(
    ("chosen", "given", "used"),
    [
        ("a", None, "a"),
        ("gone", None, None),
        (None, None, None),
        ("part", "part", "part"),
        ("gone", "part", None),
    ],
)
def test_a_device_that_was_kept_and_is_not_there_gives_way_to_the_system_s_own(
    chosen: str | None, given: str | None, used: str | None
) -> None:
    assert still_there(chosen, given, ["a", "b"]) == used


def test_what_is_chosen_while_another_choice_is_being_written_is_written_after_it(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def write(where: Path, preferences: Preferences) -> None:
        begun.set()
        assert may_end.wait(10)
        write_preferences(where, preferences)

    async def meanwhile(one: Choices) -> None:
        await asyncio.to_thread(begun.wait, 10)
        one.keep({"wait": Wait.PATIENT})
        may_end.set()

    monkeypatch.setattr(module, "write_preferences", write)
    works(
        lambda one: one.open(path),
        lambda one: one.keep({"wait": Wait.QUICK}),
        meanwhile,
    )
    assert read_preferences(path) == (Preferences(wait=Wait.PATIENT), None)
