from __future__ import annotations

import copy
import logging
import pickle
from collections.abc import Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import (
    InitError,
    KeyringError,
    KeyringLocked,
    NoKeyringError,
    PasswordDeleteError,
)

from app.core.faults import InputFault, StoreFault
from app.store.keys import Key, forget_key, read_key, save_key

SECRET = "AIzaSyA-not-a-real-key-0123456789"  # noqa: S105  # made up


class MemoryKeyring(KeyringBackend):
    """A keyring in memory, which can refuse."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's has no types
        self.kept: dict[tuple[str, str], str] = {}
        self.error: KeyringError | None = None

    def _refuse(self) -> None:
        if self.error:
            raise self.error

    def get_password(self, service: str, username: str) -> str | None:
        self._refuse()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._refuse()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._refuse()
        del self.kept[service, username]


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    before = keyring.get_keyring()
    ring = MemoryKeyring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def test_a_key_is_saved_read_and_forgotten(ring: MemoryKeyring) -> None:
    assert read_key({}) is None
    save_key(Key(SECRET))
    assert read_key({}) == Key(SECRET)
    assert list(ring.kept) == [("Fairhearing", "gemini-api-key")]
    assert forget_key() is True
    assert forget_key() is False
    assert read_key({}) is None


def test_the_environment_wins_and_then_the_keyring_is_not_even_asked(ring: MemoryKeyring) -> None:
    ring.error = KeyringLocked()
    assert read_key({"GEMINI_API_KEY": f" {SECRET}\n"}) == Key(SECRET)


def test_an_empty_variable_counts_as_none(ring: MemoryKeyring) -> None:
    save_key(Key(SECRET))
    assert read_key({"GEMINI_API_KEY": "  "}) == Key(SECRET)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NoKeyringError("no backend"), r"this computer has no keyring\. .*set GEMINI_API_KEY"),
        (KeyringLocked("x"), "the keyring is locked. Unlock it"),
        (InitError("Prompt dismissed.."), "the keyring is locked"),
        (PasswordDeleteError("x"), "the keyring refused"),
        (KeyringError(SECRET), "the keyring refused"),
    ],
)
def test_every_refusal_of_the_keyring_is_said_in_words(
    ring: MemoryKeyring, error: KeyringError, words: str
) -> None:
    ring.error = error
    for action in (lambda: read_key({}), lambda: save_key(Key(SECRET)), forget_key):
        with pytest.raises(StoreFault, match=words) as caught:
            action()
        assert SECRET not in str(caught.value)


@pytest.mark.parametrize("text", ["", "  ", "two words", "a\nb", "k\u00e9y", "\x00abc"])
def test_what_cannot_be_a_key_is_refused(text: str) -> None:
    with pytest.raises(InputFault, match="That is not a key"):
        Key(text)


def test_a_key_never_shows_itself(caplog: pytest.LogCaptureFixture) -> None:
    key = Key(SECRET)
    with caplog.at_level(logging.INFO):
        logging.getLogger("app.store").info("key %s %r", key, [key])

    assert SECRET not in f"{key} {key!r} {[key]}" + caplog.text
    assert key.reveal() == SECRET
    with pytest.raises(TypeError):
        pickle.dumps(key)
    with pytest.raises(TypeError):
        copy.copy(key)


def test_keys_compare_by_their_secret() -> None:
    assert Key(SECRET) == Key(SECRET)
    assert Key(SECRET) != Key("other")
    assert Key(SECRET) != SECRET
    assert len({Key(SECRET), Key(SECRET)}) == 1
