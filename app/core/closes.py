"""What does this failure of a connection mean? One table: phase, code, text -> fault.

The first row that matches counts. Codes are WebSocket close codes (RFC 6455, 7.4.1) or HTTP
statuses; the same code means different things at different phases, and the service's texts tell
apart what its codes do not (1011 is a fault of the backend, a spent quota, or our own old socket).
Sources are the reports collected with the project's facts on Gemini Live: forum threads 114644,
142838 and 186392; python-genai 1710 and 2935; sip-to-ai 14; agents-js 2366; omi 7611.

A cause that nobody knows is tried again a bounded number of times (``LinkParams.unclear_tries``).
"""

from __future__ import annotations

from dataclasses import dataclass

from app.core.faults import (
    BillingOff,
    HandleRefused,
    InputRefused,
    KeyRefused,
    LinkFault,
    LinkLost,
    LinkUnclear,
    NotLive,
    OldSocketOpen,
    Phase,
    QuotaSpent,
    ServerBusy,
    ServerFull,
    SetupRefused,
)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row: None matches anything; ``text`` is looked for without regard to case."""

    phases: tuple[Phase, ...] | None
    codes: tuple[int | None, ...] | None
    text: str | None
    fault: type[LinkFault]
    message: str

    def matches(self, phase: Phase, code: int | None, text: str) -> bool:
        return (
            (self.phases is None or phase in self.phases)
            and (self.codes is None or code in self.codes)
            and (self.text is None or self.text in text)
        )


_KEY = "The service does not accept the API key. Check it, or make a new one, and enter it again."
_QUOTA = "The API key has no quota left. Check the plan of its project, or use another key."
_BILLING = "The billing of the API key's project is off. Turn it on, or use another key."
_FULL = "All sessions of this API key are in use. It will be tried again in a while."
_SETUP = "The service does not accept the model or a setting ({text}). Check the model's name."
_BUSY = "The service is busy. It will be tried again."
_LOST = "The connection was closed by the service. It will be made again."
_INPUT = "The service closed the connection over something it was sent. It will be made again."
_UNCLEAR = "The service ended the connection for an unknown reason ({text}). It will be made again."
_NOT_LIVE = "There is a server at this address, but it is not a Gemini Live service. Check the URL."
_HANDLE = "The session cannot be resumed."
_OLD = "The service still holds the old line."

_UPGRADE = (Phase.HANDSHAKE,)
_RESUME = (Phase.RESUME,)
_BEFORE_OPEN = (Phase.SETUP, Phase.RESUME)
_RULES = (1002, 1003, 1007, 1008, 1009)  # a message broke a rule: RFC 6455, 7.4.1
_PASSING = ("aborted", "cancelled", "canceled", "deadline expired", "internal error", "keepalive")

_TABLE = (
    _Row(None, None, "maximum concurrent", ServerFull, _FULL),
    _Row(None, None, "concurrent sessions", ServerFull, _FULL),
    _Row(None, None, "billing is", BillingOff, _BILLING),
    _Row(None, None, "quota", QuotaSpent, _QUOTA),
    _Row(None, None, "billing details", QuotaSpent, _QUOTA),  # "check your plan and ..."
    _Row(None, None, "billing", BillingOff, _BILLING),
    _Row(None, None, "resource_exhausted", QuotaSpent, _QUOTA),
    _Row(None, None, "api key", KeyRefused, _KEY),
    _Row(None, None, "api_key", KeyRefused, _KEY),
    _Row(_UPGRADE, (401, 403), None, KeyRefused, _KEY),
    _Row(_UPGRADE, (408, 429, 500, 502, 503, 504), None, ServerBusy, _BUSY),
    _Row(_UPGRADE, None, None, NotLive, _NOT_LIVE),
    _Row(_RESUME, (1000, 1002, 1003, 1007, 1008), None, HandleRefused, _HANDLE),
    _Row(_RESUME, (1011,), None, OldSocketOpen, _OLD),
    _Row((Phase.SETUP,), (1002, 1003, 1007, 1008), None, SetupRefused, _SETUP),
    _Row(_BEFORE_OPEN, None, "not found", SetupRefused, _SETUP),
    _Row(None, (1012, 1013, 1014), None, ServerBusy, _BUSY),
    _Row(None, None, "unavailable", ServerBusy, _BUSY),
    *(_Row(None, None, text, LinkLost, _LOST) for text in _PASSING),
    _Row((Phase.OPEN,), _RULES, None, InputRefused, _INPUT),
    _Row(None, (None, 1000, 1001, 1005, 1006, 1011, 1015), None, LinkLost, _LOST),
    _Row(None, None, None, LinkUnclear, _UNCLEAR),
)
"""In the order of the rows. The texts are the service's own, as they were reported:

* "RESOURCE_EXHAUSTED ... Maximum concurrent sessions": generative-ai 1576.
* "You exceeded your current quota, please check your plan and billing details.": the same.
* "Your API key was reported as leaked": python-genai 1710. A bad key is HTTP 401 or a close 1007.
* 1007, 1008 when resuming: a handle that is not taken (forum 186392). 1011: sip-to-ai 14.
* "The operation was aborted.", "... was cancelled.": agents-js 2366, pipecat 3112; both pass.
* "The service is currently unavailable.", "Deadline expired before operation could complete.":
  sokuji 179; after goAway too.
* 1007, 1008 on an open connection: input before activityStart, or during a tool call (omi 7611,
  forum 114644); when a replay meets them, it is slowed down, then made in a fresh session.
"""


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
    return row.fault(message, code=code, retry_after_s=retry_after_s)
