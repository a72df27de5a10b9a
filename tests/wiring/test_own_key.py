from __future__ import annotations

import asyncio
import threading

import pytest

from app.core.faults import InputFault, Keyring, KeyringFault
from app.core.lobby import KeyPlace, Kind, WhyNot
from app.gui import wishes
from app.store.keys import Key, forget_key, save_key
from app.wiring.reception import Reception
from tests.wiring.desk import Desk, MemoryKeyring, wish


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

    monkeypatch.setattr("app.wiring.own_key.read_key", read)
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
        monkeypatch.setattr(f"app.wiring.own_key.{name}", ask)
    assert desk.works(change).key is KeyPlace.THIS_RUN


def test_a_keyring_that_cannot_be_read_is_told_of(desk: Desk, ring: MemoryKeyring) -> None:
    ring.is_locked = True
    lobby = desk.works(wish(wishes.Agree(on=True)))
    assert isinstance(lobby.faults.key, KeyringFault)
    assert (lobby.key, lobby.why_not) == (KeyPlace.NOWHERE, None)


def test_a_key_that_is_forgotten_while_the_keyring_asks_is_not_kept_after_all(
    desk: Desk, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_forgotten = threading.Event()

    def save(key: Key) -> None:
        is_forgotten.wait(0.3)  # a person takes their time; the wish to forget may not overtake
        save_key(key)

    def forget() -> None:
        forget_key()
        is_forgotten.set()

    monkeypatch.setattr("app.wiring.own_key.save_key", save)
    monkeypatch.setattr("app.wiring.own_key.forget_key", forget)
    both = wish(wishes.UseKey("k-1", is_kept=True), wishes.ForgetKey())
    assert desk.works(both).key is KeyPlace.NOWHERE
    assert ring.kept == {}
