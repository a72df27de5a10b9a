"""A connection that has just gone is not shown as gone for its first second.

The service ends every connection after some minutes and the next one is up within that second. To
show it would be to frighten the candidate, and to tell a screen reader, for nothing. Whoever
monitors the interview is told at once (``core.status``); what is saved does not depend on it.
"""

from __future__ import annotations

from dataclasses import replace

from app.core.link import LinkState
from app.core.view import LinkView, View

_CALM_S = 1.0
_GONE = {LinkState.CONNECTING, LinkState.WAITING}


class Calm:
    """Decides whether a loss is shown yet. What is shown already is never taken back."""

    def __init__(self) -> None:
        self._is_shown = False

    def take(self, view: View) -> View:
        """Return the view as the candidate is to see it."""
        link = view.link
        is_fresh = link.state in _GONE and link.lost_s is not None and link.lost_s < _CALM_S
        if is_fresh and not self._is_shown:
            return replace(view, link=LinkView(LinkState.UP, to_send_s=link.to_send_s))
        self._is_shown = not link.state.works or link.suspect_s is not None
        return view
