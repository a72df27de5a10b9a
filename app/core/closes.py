"""What does this failure of a connection mean? One table: phase, code, text -> fault.

The first row that matches counts. Codes are WebSocket close codes (RFC 6455, 7.4.1) or HTTP
statuses; the same code means different things at different phases, and the service's texts tell
apart what its codes do not (1011 is a fault of the backend, a spent quota, or our own old socket).
Sources are the reports collected with the project's facts on Gemini Live: forum threads 114644,
142838 and 186392; python-genai 1710 and 2935; sip-to-ai 14; agents-js 2366; omi 7611.

A cause that nobody knows counts as lost: it is tried again, within the bounds of the link's budget.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.core.faults import (
    HandleRefused,
    KeyRefused,
    LinkFault,
    LinkLost,
    NotLive,
    OldSocketOpen,
    Phase,
    QuotaSpent,
    ServerBusy,
    SetupRefused,
)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: None matches anything; ``text`` is looked for without regard to case."""

    phases: tuple[Phase, ...] | None
    codes: tuple[int, ...] | None
    text: str | None
    fault: type[LinkFault]
    message: str
    retry_after_s: float | None = None

    def matches(self, phase: Phase, code: int | None, text: str) -> bool:
        return (
            (self.phases is None or phase in self.phases)
            and (self.codes is None or code in self.codes)
            and (self.text is None or self.text in text)
        )


_KEY = "The service does not accept the API key. Check it, or make a new one, and enter it again."
_QUOTA = "The API key has no quota left, or its billing is off. Check the plan of its project."
_SETUP = "The service does not accept the model or a setting ({text}). Check the model's name."
_BUSY = "The service is busy. It will be tried again."
_LOST = "The connection was closed by the service. It will be made again."
_NOT_LIVE = "There is a server at this address, but it is not a Gemini Live service. Check the URL."

_UPGRADE = (Phase.HANDSHAKE,)
_BEFORE_OPEN = (Phase.SETUP, Phase.RESUME)

_TABLE = (
    _Row(None, None, "maximum concurrent", ServerBusy, _BUSY, retry_after_s=30.0),
    _Row(None, None, "quota", QuotaSpent, _QUOTA),
    _Row(None, None, "billing", QuotaSpent, _QUOTA),
    _Row(None, None, "resource_exhausted", QuotaSpent, _QUOTA),
    _Row(None, None, "api key", KeyRefused, _KEY),
    _Row(None, None, "api_key", KeyRefused, _KEY),
    _Row(_UPGRADE, (401, 403), None, KeyRefused, _KEY),
    _Row(_UPGRADE, (408, 429, 500, 502, 503, 504), None, ServerBusy, _BUSY),
    _Row(_UPGRADE, None, None, NotLive, _NOT_LIVE),
    _Row(
        (Phase.RESUME,),
        (1000, 1002, 1003, 1007, 1008),
        None,
        HandleRefused,
        "The session cannot be resumed.",
    ),
    _Row((Phase.RESUME,), (1011,), None, OldSocketOpen, "The service still holds the old line."),
    _Row((Phase.SETUP,), (1002, 1003, 1007, 1008), None, SetupRefused, _SETUP),
    _Row(_BEFORE_OPEN, None, "not found", SetupRefused, _SETUP),
    _Row(None, (1012, 1013, 1014), None, ServerBusy, _BUSY),
    _Row(None, None, "unavailable", ServerBusy, _BUSY),
    _Row(None, None, None, LinkLost, _LOST),
)


def classify(
    phase: Phase, code: int | None, text: str, *, retry_after_s: float | None = None
) -> LinkFault:
    """Return the fault that a close or a refusal means.

    Args:
        phase: How far the connection had come.
        code: Close code or HTTP status, or None if there was neither.
        text: The reason that the server gave; may be empty.
        retry_after_s: What the server asked us to wait, in seconds.
    """
    lowered = text.lower()
    row = next(row for row in _TABLE if row.matches(phase, code, lowered))
    message = row.message.format(text=text[:80] or f"code {code}")
    wait_s = retry_after_s if retry_after_s is not None else row.retry_after_s
    return row.fault(message, code=code, retry_after_s=wait_s)
