"""Everything that can go wrong, and what the application does about each.

* Fault
    * InputFault               ASK_USER     a plan, a file, a name or a setting that cannot be used
    * DeviceFault              ASK_USER     no microphone, no loudspeaker
        * MicrophoneStalled    ASK_USER     it delivers nothing any more, and says nothing of it
        * MicrophoneBlocked    ASK_USER     it delivers digital zeros: muted, or not allowed
        * SpeakerSilent        ASK_USER     it plays nothing of what it is given
    * StoreFault               ASK_USER     the data folder cannot be read or written
        * KeyringFault         ASK_USER     the system's keyring does not do what it was asked
    * LinkFault                             the Live connection
        * LinkLost             RETRY        network, server restart, silence
        * LinkUnclear          RETRY        a cause that nobody knows: a bounded number of times
        * ServerBusy           RETRY        overloaded, too many requests, try later
        * ServerFull           WAIT_LONG    all of the key's sessions are in use
        * InputRefused         RETRY        a message of ours broke a rule of the open connection
        * OldSocketOpen        RETRY        the server still holds the socket before this one
        * HandleRefused        RETRY_FRESH  the server does not take the resumption handle
        * QuotaSpent           ASK_USER     the key's quota
        * BillingOff           ASK_USER     the billing of the key's project
        * KeyRefused           ASK_USER     the key is missing, wrong, blocked
        * SetupRefused         ASK_USER     the model or a field of the set-up
        * NotLive              ASK_USER     whatever answers there is no Live server
        * Untrusted            ASK_USER     the certificate: an inspecting proxy, a wrong clock
        * ProxyRefused         ASK_USER     the proxy: its password, its rules, its address

A fault is what the world does to us, and its text is for a person: what, where, and what to do.
A bug of ours is an ``AssertionError`` and is caught nowhere below the top of the application.
"""

from __future__ import annotations

import enum
from typing import ClassVar


class Remedy(enum.Enum):
    """What the application does after a fault."""

    RETRY = enum.auto()
    """Connect again, with the resumption handle."""
    RETRY_FRESH = enum.auto()
    """Forget the handle, then connect again."""
    WAIT_LONG = enum.auto()
    """Connect again, with the handle, after a wait long enough for others to have left."""
    ASK_USER = enum.auto()
    """Wait: only a person can mend it."""


class Fault(Exception):
    """A failure of the world; ``str()`` of it is a sentence for a person."""

    remedy: ClassVar[Remedy] = Remedy.ASK_USER


class InputFault(Fault):
    """Something that a person gave cannot be used."""


class DeviceFault(Fault):
    """The sound device cannot be used."""


class MicrophoneStalled(DeviceFault):
    """The microphone delivers nothing any more."""


class MicrophoneBlocked(DeviceFault):
    """The microphone delivers nothing but digital zeros."""


class SpeakerSilent(DeviceFault):
    """The loudspeaker plays nothing of what it is given."""


class StoreFault(Fault):
    """The data folder cannot be used."""


class Keyring(enum.Enum):
    """Why the system's keyring does not do what it was asked."""

    MISSING = enum.auto()
    """There is none."""
    LOCKED = enum.auto()
    """It is locked, and was not unlocked."""
    REFUSED = enum.auto()
    """It says no more than that it failed."""


class KeyringFault(StoreFault):
    """The system's keyring does not do what it was asked.

    Args:
        message: For a person.
        why: Which of the known reasons.
    """

    def __init__(self, message: str, why: Keyring = Keyring.REFUSED) -> None:
        super().__init__(message)
        self.why = why


class LinkFault(Fault):
    """The Live connection failed.

    Args:
        message: For a person.
        code: The WebSocket close code or HTTP status, where there was one.
        retry_after_s: How long the server asked us to wait, in seconds.
    """

    remedy = Remedy.RETRY

    def __init__(
        self, message: str, *, code: int | None = None, retry_after_s: float | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.retry_after_s = retry_after_s


class LinkLost(LinkFault):
    """The connection broke or could not be made, for a cause that may pass."""


class LinkUnclear(LinkLost):
    """The connection ended in a way that no row of the table knows."""


class ServerBusy(LinkFault):
    """The server is there and asks for patience."""


class ServerFull(LinkFault):
    """The key has as many sessions open as it may have."""

    remedy = Remedy.WAIT_LONG


class InputRefused(LinkFault):
    """The server closed an open connection because of what it was sent."""


class OldSocketOpen(LinkFault):
    """The server has not yet noticed the end of the socket before this one."""


class HandleRefused(LinkFault):
    """The server does not take this resumption handle."""

    remedy = Remedy.RETRY_FRESH


class QuotaSpent(LinkFault):
    """The key has no quota left."""

    remedy = Remedy.ASK_USER


class BillingOff(LinkFault):
    """The billing of the key's project is off."""

    remedy = Remedy.ASK_USER


class KeyRefused(LinkFault):
    """The server does not take the key."""

    remedy = Remedy.ASK_USER


class SetupRefused(LinkFault):
    """The server does not take the model or a field of the set-up."""

    remedy = Remedy.ASK_USER


class NotLive(LinkFault):
    """Something answers at this address, but not a Live server."""

    remedy = Remedy.ASK_USER


class Untrusted(LinkFault):
    """The server's certificate cannot be trusted."""

    remedy = Remedy.ASK_USER


class ProxyRefused(LinkFault):
    """The proxy does not let us through, or its address cannot be used."""

    remedy = Remedy.ASK_USER


class Phase(enum.Enum):
    """How far a connection had come when it failed."""

    DIAL = enum.auto()
    """Resolving the name, TCP, TLS."""
    HANDSHAKE = enum.auto()
    """The HTTP upgrade."""
    SETUP = enum.auto()
    """From our set-up message to the server's answer, without a handle."""
    RESUME = enum.auto()
    """The same, with a resumption handle."""
    OPEN = enum.auto()
    """After the server's answer."""
