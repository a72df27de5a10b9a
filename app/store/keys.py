"""The key for Gemini: from the environment, or kept by the system's keyring.

Every call that reaches the keyring may block for as long as a person looks at the system's
"unlock" dialog: call these in a worker thread. Where there is no keyring (a server, a container)
the key lives in the environment or in memory, for this run only; we write it to no file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

import keyring
from keyring.errors import InitError, KeyringError, KeyringLocked, NoKeyringError

from app import PRODUCT
from app.core.faults import InputFault, Keyring, KeyringFault

VARIABLE = "GEMINI_API_KEY"
_SERVICE = PRODUCT
_ENTRY = "gemini-api-key"
_INSTEAD = f"set {VARIABLE} for this run"


class Key:
    """A secret that shows itself only to who asks for it by name.

    Args:
        secret: As a person gave it; blanks around it are taken off.

    Raises:
        InputFault: If it cannot be a key at all.
    """

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        stripped = secret.strip()
        # It travels in an HTTP header; a pasted line break or quote is the usual mistake.
        if not stripped or not stripped.isascii() or not stripped.isprintable() or " " in stripped:
            raise InputFault(
                "That is not a key: it is empty, or holds blanks, line breaks or letters that no "
                "key has. Copy it again from where it was made."
            )
        self._secret = stripped

    def reveal(self) -> str:
        """Return the secret itself, for the one header that needs it."""
        return self._secret

    def __repr__(self) -> str:
        return "Key(hidden)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and other._secret == self._secret

    def __hash__(self) -> int:
        return hash(self._secret)

    def __reduce__(self) -> NoReturn:
        """Refuse to be pickled or copied into anything that is written."""
        raise TypeError("a key is not written anywhere")


def read_key(environ: Mapping[str, str]) -> Key | None:
    """Return the key, None if there is none; the environment's wins over the keyring's.

    Args:
        environ: ``os.environ``, or what stands for it.

    Raises:
        KeyringFault: If the environment has none and the keyring cannot be read.
        InputFault: If what is there cannot be a key.
    """
    if environ.get(VARIABLE, "").strip():
        return Key(environ[VARIABLE])
    try:
        secret = keyring.get_password(_SERVICE, _ENTRY)
    except KeyringError as error:
        raise _in_words("read", error) from error
    return Key(secret) if secret else None


def save_key(key: Key) -> None:
    """Keep the key in the keyring, in place of one before.

    Raises:
        KeyringFault: If the keyring does not take it.
    """
    try:
        keyring.set_password(_SERVICE, _ENTRY, key.reveal())
    except KeyringError as error:
        raise _in_words("saved", error) from error


def forget_key() -> bool:
    """Take the key out of the keyring; return whether there was one.

    Raises:
        KeyringFault: If the keyring does not let it go.
    """
    try:
        if keyring.get_password(_SERVICE, _ENTRY) is None:
            return False
        keyring.delete_password(_SERVICE, _ENTRY)
    except KeyringError as error:
        raise _in_words("removed", error) from error
    return True


def _in_words(done: str, error: KeyringError) -> KeyringFault:
    """Return the fault; the keyring's own text stays out of it, it is not made for people."""
    match error:
        case NoKeyringError():
            kind, why = Keyring.MISSING, "this computer has no keyring"
            remedy = f"Instead {_INSTEAD}."
        case KeyringLocked() | InitError():
            kind, why = Keyring.LOCKED, "the keyring is locked"
            remedy = f"Unlock it and try again, or {_INSTEAD}."
        case _:
            kind, why = Keyring.REFUSED, "the keyring refused"
            remedy = f"Try again, or {_INSTEAD}."
    return KeyringFault(f"The key cannot be {done}: {why}. {remedy}", kind)
