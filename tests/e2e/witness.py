"""Whether all who are shown an interview are shown the same, and what the server knows."""

from __future__ import annotations

from tests.e2e.desktop import Desktop, Followed
from tests.e2e.people import Server

WITHIN_S = 1.0
_SPEAKS = {"talking", "ending"}
_STRIP = {"Talking": "talking", "Finishing an answer": "ending"}

Sample = tuple[float, str]


def assert_all_agree(server: Server, desktop: Desktop, following: Followed) -> None:
    """Strip, tray and another process show the candidate speaking when the server hears them.

    Each may be late by 1 s and no more; between the windows nobody is shown speaking.
    """
    spans = _windows(server)
    assert spans
    for name in ("strip", "tray"):
        shown = [(seen["t"], _word(seen[name])) for seen in desktop.shown() if seen[name]]
        _assert_agrees(name, spans, shown)
    lines = [(t, str(line.get("situation"))) for t, line in following.lines]
    assert lines
    _assert_agrees("status --follow", spans, lines)


def _windows(server: Server) -> list[tuple[float, float]]:
    """Return when each window with sound was open, by the server; a cut one until the cut."""
    opened: float | None = None
    newest: dict[int, float] = {}  # when each connection was last heard of
    spans = []
    for record in server.records(way="in"):
        t, connection = record["t"], record["connection"]
        if record["kind"] == "activityStart":
            if opened is not None:
                spans.append((opened, newest[connection - 1]))
            opened = t
        if record["kind"] == "activityEnd" and opened is not None:
            spans.append((opened, t))
            opened = None
        newest[connection] = t
    return spans


def _assert_agrees(name: str, spans: list[tuple[float, float]], shown: list[Sample]) -> None:
    for began, ended in spans:
        middle = [word for t, word in _during(shown, began + WITHIN_S, ended)]
        wrong = [word for word in middle if word not in _SPEAKS]
        assert middle, f"{name} shows nothing while the candidate speaks"
        assert not wrong, f"{name} shows {wrong} while the server hears the candidate"
    for (_, ended), (began, _) in zip(spans, [*spans[1:], (shown[-1][0], 0.0)], strict=True):
        between = [word for t, word in _during(shown, ended + WITHIN_S, began - WITHIN_S)]
        wrong = [word for word in between if word in _SPEAKS]
        assert not wrong, f"{name} shows the candidate speaking {WITHIN_S} s after their turn"


def _during(shown: list[Sample], began: float, ended: float) -> list[Sample]:
    """Return what was shown between two times, that which was shown already at first included."""
    before = [one for one in shown if one[0] <= began][-1:]
    return before + [one for one in shown if began < one[0] < ended] if ended > began else []


def _word(text: str) -> str:
    return next((word for begins, word in _STRIP.items() if text.startswith(begins)), text)
