"""How the server says no: a WebSocket close with a code and one of the service's own phrases.

The phrases and codes are those that were seen from the service (facts on Gemini Live, 5.1). What
exactly was wrong the service does not say; we write it in the record as ``why``.
"""

from __future__ import annotations

from typing import Final

INVALID: Final = "Request contains an invalid argument."
NOT_ENABLED: Final = "Operation is not implemented, or supported, or enabled."
INTERNAL: Final = "Internal error encountered."


class Refusal(Exception):
    """The client broke a rule of the protocol; the connection ends.

    It is neither a ``Fault`` nor a bug of this room: to the client it is a close, as it would be
    from the service, and the client's own border turns that into a fault.

    Args:
        code: The WebSocket close code, such as 1007.
        reason: What goes over the wire, as the service words it.
        why: The rule that was broken, for the record; without speech, text or secrets.
    """

    def __init__(self, code: int, reason: str, why: str) -> None:
        super().__init__(f"{code} {reason} ({why})")
        self.code = code
        self.reason = reason
        self.why = why
