"""Which faults are news: each is told once, and again only after it had passed.

A fault that ends the interview is in no view any more, and one that the core finds by itself is in
no event: so both count.
"""

from __future__ import annotations

from app.core.events import Event, LinkClosed, MicrophoneFailed, SpeakerFailed, StoreFailed
from app.core.faults import Fault
from app.core.view import View


class FaultNews:
    """Remembers what was told."""

    def __init__(self) -> None:
        self._told: set[tuple[type[Fault], str]] = set()

    def in_event(self, event: Event) -> list[Fault]:
        """Return the fault that an event brings, if it is news."""
        match event:
            case LinkClosed(_, fault) | StoreFailed(fault):
                return self._new([fault])
            case MicrophoneFailed(fault) | SpeakerFailed(fault):
                return self._new([fault])
            case _:
                return []

    def in_view(self, view: View) -> list[Fault]:
        """Return the faults of a view that are news; those that it lacks have passed."""
        known = (view.store, view.microphone, view.loudspeaker, view.link.fault)
        present = [fault for fault in known if fault is not None]
        self._told &= {_looks(fault) for fault in present}
        return self._new(present)

    def _new(self, faults: list[Fault]) -> list[Fault]:
        news = [fault for fault in faults if _looks(fault) not in self._told]
        self._told |= {_looks(fault) for fault in news}
        return news


def _looks(fault: Fault) -> tuple[type[Fault], str]:
    """Each attempt to connect makes a fault of its own, which says the same."""
    return type(fault), str(fault)
