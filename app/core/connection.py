"""The connection: joins its life (link), its renewal (rotation) and what they mean to the dialogue.

    opened                 what the server does not know is queued
    lost, moved, climbed   what was coming is dropped, what was open is replayed on the next one

A server that closes a connection because of what a replay sent is asked once more at real time,
then in a fresh session; then the answer is held. That is the ladder of a silent model (law 8), with
another reason.
"""

from __future__ import annotations

from collections.abc import Callable

import app.core.actions as act
import app.core.events as ev
from app.core.dialogue import Dialogue
from app.core.entries import GoAwayCame, LinkMoved, note
from app.core.faults import InputRefused, LinkFault, LinkLost
from app.core.interviewer import Interviewer
from app.core.link import (
    Climb,
    Dial,
    HangUp,
    Link,
    LinkInput,
    LinkOutput,
    LinkParams,
    LinkState,
    Move,
)
from app.core.playout import Hearing
from app.core.rotation import Rotation, RotationParams
from app.core.turns import Floor

ConnectionEvent = (
    ev.LinkOpened | ev.LinkClosed | ev.LinkSuspect | ev.GoAway | ev.TryNow | ev.NetworkChanged
) | ev.Tick
_MOVES = ev.LinkClosed | Climb | Move


class Connection:
    """Decides nothing that its machines do not.

    Attributes:
        link: Its life.
        rotation: When it gives way to the next one.
        suspect_s: How long a ping has been without an answer, in seconds, or None.
        given_up: Why there will be no other one, or None.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        interviewer: Interviewer,
        params: tuple[LinkParams, RotationParams],
        draw: Callable[[], float],
        epoch: int,
    ) -> None:
        link_params, rotation_params = params
        self.link = Link(link_params, draw, epoch)
        self.rotation = Rotation(rotation_params)
        self.suspect_s: float | None = None
        self.given_up: LinkFault | None = None
        self._dialogue = dialogue
        self._interviewer = interviewer
        self._refused = 0  # replays in a row that ended with a close of the server

    @property
    def deadline(self) -> float | None:
        """When a Tick is due, in seconds, or None."""
        both = (self.link.deadline, self.rotation.deadline)
        return min((at for at in both if at is not None), default=None)

    def start(self) -> list[act.Action]:
        """Make the first one."""
        return self._obey(self.link.start())

    def feed(self, event: ConnectionEvent, now: float) -> list[act.Action]:
        """Take one event, return what the shells must do, in order."""
        match event:
            case ev.LinkSuspect(_, since_s):
                self.suspect_s = since_s
                return []
            case ev.GoAway(_, time_left_s):
                self.rotation.go_away(time_left_s, now)
                return [note(GoAwayCame(time_left_s))]
            case ev.LinkClosed(_, fault) if self.link.state is LinkState.UP:
                return self._closed(event, fault, now)
            case ev.TryNow() if self.link.state is not LinkState.UP:
                self._interviewer.watchdog.next_answer()  # with a ladder of its own
                self._refused = 0
                return self._move(event, now)
            case ev.Tick():
                return self._tick(now)
            case _:
                return self._move(event, now)

    def counts(self, event: ev.Event) -> bool:
        """Whether an event counts: what a connection brings does as long as it is the newest.

        One that was hung up may bring a message that had already been read.
        """
        is_there = self.link.state in {LinkState.CONNECTING, LinkState.UP, LinkState.MOVING}
        newest = self.link.epoch if is_there else None
        return getattr(event, "epoch", newest) == newest

    def look(self, now: float) -> list[act.Action]:
        """Move to the next connection, if it is time to: after each event."""
        if self.link.state is not LinkState.UP or not self.rotation.is_due(now):
            return []
        is_time = self.rotation.is_late(now) or self._is_quiet
        return self._move(Move(), now) if is_time else []

    @property
    def _is_quiet(self) -> bool:
        """Whether nobody would notice that the connection is another one."""
        nobody_speaks = self._interviewer.turns.floor is Floor.NOBODY
        silent = self._interviewer.playout.state is Hearing.QUIET
        return nobody_speaks and silent and self._dialogue.is_covered

    def _tick(self, now: float) -> list[act.Action]:
        watchdog = self._interviewer.watchdog
        if watchdog.count_miss(now):
            fault = LinkLost("The interviewer did not answer.")
            return self._move(Climb(watchdog.rung, fault), now)
        return self._obey(self.link.feed(ev.Tick(), now))

    def _closed(self, event: ev.LinkClosed, fault: LinkFault, now: float) -> list[act.Action]:
        if not isinstance(fault, InputRefused) or not self._dialogue.is_restoring:
            return self._move(event, now)
        self._refused += 1
        self._dialogue.outbox.slow_down()
        return self._move(Climb(self._refused, fault), now)

    def _move(self, event: LinkInput, now: float) -> list[act.Action]:
        actions: list[act.Action] = []
        if isinstance(event, _MOVES) and self.link.state is LinkState.UP:
            actions += self._interviewer.link_lost(now)
            self._dialogue.lost()
            self.rotation.lost()
            self.suspect_s = None
            if self._dialogue.coverage.has_settled:
                self.link.proved()
                self._refused = 0
        outputs = self.link.feed(event, now)
        actions.append(self._note(event))
        if isinstance(event, ev.LinkOpened):
            self._dialogue.opened()
            self.rotation.opened(now)
        return [*actions, *self._obey(outputs)]

    def _obey(self, outputs: list[LinkOutput]) -> list[act.Action]:
        actions: list[act.Action] = []
        for output in outputs:
            match output:
                case Dial(epoch, fresh):
                    actions += self._dialogue.connect(epoch, fresh=fresh)
                case HangUp():
                    actions.append(act.Disconnect())
                case give_up:
                    self.given_up = give_up.fault
        return actions

    def _note(self, event: LinkInput) -> act.Action:
        fault = event.fault if isinstance(event, ev.LinkClosed | Climb) else None
        name, code = type(fault).__name__ if fault else None, fault.code if fault else None
        return note(LinkMoved(self.link.state.value, self.link.epoch, name, code))
