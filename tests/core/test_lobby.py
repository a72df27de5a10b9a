from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.faults import DeviceFault, InputFault, StoreFault
from app.core.found import Found
from app.core.lobby import Faults, KeyPlace, Kind, Lobby, PlanFacts, Shortage, Sounds, WhyNot

READY = Lobby(
    microphone=Sounds(names=("a",)),
    plan=PlanFacts("", 3, 6.0),
    key=KeyPlace.NOWHERE,
    consents=True,
    is_kept=True,
)
SERVICE = replace(READY, kind=Kind.SERVICE, key=KeyPlace.KEYRING)
GONE = Sounds((), None, DeviceFault("gone"))
FULL = Faults(space=Shortage("/d", 400_000_000, 500.0))
NO_FOLDER = Faults(folder=StoreFault("gone"), space=FULL.space)
# What stopped has its own plan, and the consent to it is on record.
STOPPED = replace(READY, stopped=Found("a", None, True, 60.0, 1), consents=False, plan=None)
STOPPED_SERVICE = replace(STOPPED, stopped=Found("a", None, False, 60.0, 1), key=KeyPlace.THIS_RUN)


def test_practice_can_begin_without_a_key() -> None:
    assert READY.why_not is None


@pytest.mark.parametrize("key", [KeyPlace.KEYRING, KeyPlace.THIS_RUN])
def test_the_service_can_be_used_with_any_key(key: KeyPlace) -> None:
    assert replace(SERVICE, key=key).why_not is None


def test_what_has_just_been_opened_is_still_preparing() -> None:
    assert Lobby().why_not is WhyNot.PREPARING


@pytest.mark.parametrize(
    ("lobby", "why"),
    [
        (replace(READY, consents=False), WhyNot.CONSENT),
        (replace(READY, is_kept=False), WhyNot.PREPARING),
        (replace(READY, is_kept=False, faults=Faults(folder=StoreFault("full"))), WhyNot.FOLDER),
        (replace(READY, faults=FULL), WhyNot.SPACE),
        (replace(READY, faults=NO_FOLDER), WhyNot.FOLDER),
        (replace(READY, microphone=Sounds(), faults=FULL), WhyNot.SPACE),
        (replace(READY, plan=None), WhyNot.PREPARING),
        (replace(READY, plan=None, faults=Faults(plan=InputFault("bad"))), WhyNot.PLAN),
        (replace(READY, microphone=Sounds()), WhyNot.PREPARING),
        (replace(SERVICE, key=KeyPlace.SOUGHT), WhyNot.PREPARING),
        (replace(SERVICE, key=KeyPlace.NOWHERE), WhyNot.KEY),
        (replace(SERVICE, microphone=GONE), WhyNot.MICROPHONE),
    ],
)
def test_what_is_missing_is_told(lobby: Lobby, why: WhyNot) -> None:
    assert lobby.why_not is why


def test_in_practice_samples_stand_in_for_a_microphone() -> None:
    assert replace(READY, microphone=GONE).why_not is None


def test_a_plan_that_is_refused_leaves_the_one_before_in_use() -> None:
    assert replace(READY, faults=Faults(plan=InputFault("bad"))).why_not is None


def test_in_practice_nobody_waits_for_the_keyring() -> None:
    assert replace(READY, key=KeyPlace.SOUGHT).why_not is None


def test_consent_is_for_one_kind_of_interview() -> None:
    other = READY.choose(Kind.SERVICE)
    assert (other.kind, other.consents) == (Kind.SERVICE, False)
    assert READY.choose(Kind.PRACTICE) == READY


@pytest.mark.parametrize("lobby", [STOPPED, STOPPED_SERVICE])
def test_what_stopped_needs_no_plan_no_consent_and_less_room(lobby: Lobby) -> None:
    assert lobby.why_not is WhyNot.PREPARING
    assert lobby.why_not_go_on is None
    assert replace(lobby, faults=FULL).why_not_go_on is None


@pytest.mark.parametrize(
    ("lobby", "why"),
    [
        (replace(STOPPED, faults=NO_FOLDER, is_kept=False), WhyNot.FOLDER),
        (replace(STOPPED, is_kept=False), WhyNot.PREPARING),
        (replace(STOPPED, microphone=Sounds()), WhyNot.PREPARING),
        (replace(STOPPED, microphone=GONE), None),
        (replace(STOPPED, key=KeyPlace.SOUGHT), None),
        (replace(STOPPED_SERVICE, key=KeyPlace.SOUGHT), WhyNot.PREPARING),
        (replace(STOPPED_SERVICE, key=KeyPlace.NOWHERE), WhyNot.KEY),
        (replace(STOPPED_SERVICE, key=KeyPlace.NOWHERE, microphone=GONE), WhyNot.KEY),
        (replace(STOPPED_SERVICE, microphone=GONE), WhyNot.MICROPHONE),
    ],
)
def test_what_is_missing_to_go_on_is_told_by_its_own_kind(lobby: Lobby, why: WhyNot | None) -> None:
    for kind in Kind:  # of another interview
        assert replace(lobby, kind=kind).why_not_go_on is why


def test_where_nothing_stopped_no_key_is_needed_for_it() -> None:
    assert replace(READY, key=KeyPlace.SOUGHT).why_not_go_on is None


@pytest.mark.parametrize(
    ("lobby", "needed"),
    [(READY, False), (SERVICE, True), (STOPPED, False), (STOPPED_SERVICE, True)],
)
def test_the_key_is_needed_for_whichever_is_with_the_service(lobby: Lobby, needed: bool) -> None:
    assert lobby.needs_key is needed


TWO = Sounds(("Mic", "Headset"), None, None, "Mic")


@pytest.mark.parametrize(
    ("before", "after", "is_moved"),
    [
        (TWO, replace(TWO, names=("Mic",)), False),
        (TWO, replace(TWO, own="Headset"), True),
        (replace(TWO, chosen="Headset"), replace(TWO, own="Headset"), False),
        (replace(TWO, chosen="Headset"), replace(TWO, names=("Mic",)), True),
        (replace(TWO, chosen="USB"), replace(TWO, names=("Mic", "USB")), True),
        (replace(TWO, chosen="answer.wav"), replace(TWO, names=()), False),
        (Sounds(None, "Mic"), Sounds(None), False),
    ],
)
def test_what_is_chosen_may_be_another_device_when_they_come_and_go(
    before: Sounds, after: Sounds, *, is_moved: bool
) -> None:
    assert before.is_moved(after) is is_moved
