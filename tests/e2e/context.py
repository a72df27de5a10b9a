"""What the model of a connection knew, told from the server's own log.

A connection knows what the handle that it resumed with stood for (everything that was settled on
its connection before the handle went out, and what that one resumed from), and each window that was
closed on it.
"""

from __future__ import annotations

from collections.abc import Sequence

from tests.e2e.people import Line

Window = tuple[int, int]
"""A window: connection, number."""


def known_to(log: Sequence[Line], connection: int, until: float | None = None) -> set[Window]:
    """Return the windows that the model of a connection knew.

    Args:
        log: The server's records, in order.
        connection: Which one.
        until: At this time of the log; None for its end.
    """
    mine = [one for one in log if one["connection"] == connection]
    mine = [one for one in mine if until is None or one["t"] <= until]
    closed = {(connection, one["window"]) for one in mine if one["kind"] == "activityEnd"}
    handle = next(one["handle"] for one in mine if one["kind"] == "setup")
    if handle is None:
        return closed
    given = next(one for one in log if one["way"] == "out" and one.get("handle") == handle)
    return closed | known_to(log, given["connection"], given["t"])


def last_connection(log: Sequence[Line]) -> int:
    """Return the number of the newest connection that was set up."""
    return max(one["connection"] for one in log if one["kind"] == "setup")
