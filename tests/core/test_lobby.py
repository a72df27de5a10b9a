from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.faults import DeviceFault, InputFault, StoreFault
from app.core.lobby import Faults, KeyPlace, Kind, Lobby, PlanFacts, Sounds, WhyNot

READY = Lobby(
    microphone=Sounds(names=("a",)),
    plan=PlanFacts("", 3, 6.0),
    key=KeyPlace.NOWHERE,
    consents=True,
    is_kept=True,
)
SERVICE = replace(READY, kind=Kind.SERVICE, key=KeyPlace.KEYRING)
GONE = Sounds((), None, DeviceFault("gone"))


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
