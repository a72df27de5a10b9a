"""The interview as one machine: it routes events between the machines, and owns no rule.

    MicFrame, keys -> candidate (talk) -> dialogue           what the candidate says
    server messages -> interviewer (replies, playout ...)    what the interviewer says
    LinkOpened, LinkClosed, Tick -> connection -> dialogue   what the connection does
    outbox <- engine pulls                                   what leaves

The caller feeds every event in the order in which it happened, feeds all frames captured before a
``Tick`` ahead of it, carries out the actions in order, and feeds a ``Tick`` at ``deadline``. Events
of another connection than the newest are dropped, and of one that was hung up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import app.core.actions as act
import app.core.events as ev
import app.core.outgoing as out
from app.core import minutes
from app.core.candidate import Candidate
from app.core.conduct import Conduct, Script
from app.core.connection import Connection
from app.core.devices import Devices
from app.core.dialogue import Dialogue
from app.core.entries import SessionEnded, TimeGoesTo, note
from app.core.interviewer import Interviewer
from app.core.ledger import Ledger, whose
from app.core.link import Link
from app.core.plan import Plan
from app.core.recovery import Past
from app.core.session_params import SessionParams
from app.core.showing import show
from app.core.talk import Decider, Talk
from app.core.tools import Tool
from app.core.turns import Floor
from app.core.view import View

__all__ = ["Session", "SessionParams"]


class Session:
    """Events in, actions out; the sender pulls what leaves by ``take``.

    Args:
        plan: What is asked.
        script: With which texts.
        params: Of every machine.
        draw: Gives numbers in [0, 1) by chance.
        past: An interview that is gone on with, or None for a new one.
        tools: What the model may call, by name.

    Attributes:
        candidate: The candidate's side.
        ledger: Whose time it was.
        devices: What microphone, loudspeaker and disk told last.
        connection: What the connection does.
        how: How it ended, or None.
    """

    def __init__(
        self,
        plan: Plan,
        script: Script,
        params: SessionParams,
        draw: Callable[[], float],
        past: Past | None = None,
        tools: Mapping[str, Tool] = MappingProxyType({}),
    ) -> None:
        self.conduct = Conduct(plan, script)
        self.dialogue = Dialogue(params.outbox, past, tools)
        self.interviewer = Interviewer(
            self.dialogue, self.conduct, (params.turns, params.watchdog, params.playout)
        )
        self.connection = Connection(
            self.dialogue,
            self.interviewer,
            (params.link, params.rotation),
            draw,
            past.epoch if past else 0,
        )
        self.candidate = Candidate(
            self.dialogue,
            self.interviewer,
            (params.talk, params.activity, params.patience),
            params.cues,
        )
        self.devices = Devices(params.space, past.frames if past else 0)
        self.ledger = Ledger()
        self.how: str | None = None
        self._past = past

    @property
    def deadline(self) -> float | None:
        """When a Tick is due, in seconds, or None."""
        if self.how is not None:
            return None
        ours = (self.candidate.deadline, self.devices.deadline)
        theirs = (self.interviewer.watchdog.deadline, self.connection.deadline)
        return min((at for at in (*ours, *theirs) if at is not None), default=None)

    @property
    def talk(self) -> Decider:
        """Who decides when the candidate speaks."""
        return self.candidate.talk

    @property
    def link(self) -> Link:
        """The connection's life."""
        return self.connection.link

    @property
    def floor(self) -> Floor:
        """Who holds the floor."""
        return self.interviewer.turns.floor

    @property
    def is_muted(self) -> bool:
        """Whether silence stands in place of the candidate's sound."""
        return self.talk.state is Talk.MUTED

    @property
    def ready_at(self) -> float:
        """Before this time, in seconds, nothing more is sent: the pace of a replay."""
        return self.dialogue.outbox.ready_at

    def take(self, now: float) -> out.Outgoing | None:
        """Return the next item to send, or None."""
        return self.dialogue.take(now)

    def feed(self, event: ev.Event, now: float) -> list[act.Action]:
        """Take one event, return what the shells must do, in order.

        Args:
            event: What happened.
            now: Seconds; must not go backwards between calls.
        """
        if self.how is not None or not self.connection.counts(event):
            return []
        actions = self._route(event, now)
        if self.how is None:
            actions += self._look_at_connection(now)
        if self.conduct.is_over and self.floor is Floor.NOBODY and self.how is None:
            actions += self._finish("finished", now)
        is_paused = self.talk.state is Talk.PAUSED
        self.devices.loudspeaker.owe(None if is_paused else self.interviewer.playout.owed, now)
        return actions if self.how is not None else actions + self._account(now)

    def _account(self, now: float) -> list[act.Action]:
        """Write down whose time it is from now on, if that has changed."""
        has_microphone = self.devices.microphone.fault is None
        owner = whose(self.floor, self.talk.state, self.link.state, has_microphone=has_microphone)
        if owner is self.ledger.whose:
            return []
        self.ledger.goes_to(owner, now)
        return [note(TimeGoesTo(owner.value))]

    def view(self, now: float) -> View:
        """Return everything that a screen shows, at this time in seconds."""
        return show(self, now)

    def _route(self, event: ev.Event, now: float) -> list[act.Action]:
        if isinstance(event, ev.DeviceInput):
            return self._device(event, now)
        if isinstance(event, ev.TalkIntent | ev.TakeBack):
            return self.candidate.feed(event, now)
        match event:
            case ev.Start(origin):
                return self._start(origin, now)
            case ev.Leave(keep):
                return self._leave(now, keep=keep)
            case ev.Tick():
                return self._tick(now)
            case ev.EchoTold(mode):
                self.interviewer.turns.echo = mode
                return []
            case ev.LinkOpened() | ev.LinkClosed() | ev.LinkSuspect() | ev.GoAway():
                return self.connection.feed(event, now)
            case ev.TryNow() | ev.NetworkChanged():
                return self.connection.feed(event, now)
            case ev.Left(_, item):
                self.interviewer.left(item, now)
                return []
            case ev.Pause() | ev.Resume():
                return self._pause(event, now)
            case _:
                return self.interviewer.feed(event, now)

    def _device(self, event: ev.DeviceInput, now: float) -> list[act.Action]:
        actions = self.devices.feed(event, now)
        match event:
            case ev.MicFrame():
                return actions + self.candidate.feed(event, now)
            case ev.Played():
                at_s = self.devices.clock.at_s(event.t)
                return actions + self.interviewer.played(event, at_s, now)
            case ev.StoreFailed():
                return [
                    *actions,
                    *self.candidate.feed(ev.Pause(), now),
                    *self._finish("failed", now),
                ]
            case ev.DiskTold() if self.devices.store is not None:
                return actions + self._leave(now, otherwise="failed")
            case _:
                return actions

    # --- begin and end

    def _start(self, origin: float | None, now: float) -> list[act.Action]:
        if self._past is None:
            self.ledger.begin(now if origin is None else origin)
            actions = self.interviewer.ask(self.conduct.script.opening)
        else:
            length_s = self._past.length_s
            self.ledger.begin(now - length_s if origin is None else origin, length_s)
            actions = self._go_on(self._past)
        opened = self.devices.begin(self.ledger.origin, now)
        return [*actions, *opened, *self.connection.start()]

    def _go_on(self, past: Past) -> list[act.Action]:
        """Go on with an interview that had stopped."""
        self.conduct.answered = self.dialogue.answers.answered
        if self.conduct.is_over and self.dialogue.answers.open is None:
            return []
        actions = self.interviewer.recall(past.replies, self.conduct.script.again)
        return [minutes.whole(past.cut), *actions] if past.cut else actions

    def _leave(self, now: float, *, keep: bool = True, otherwise: str = "left") -> list[act.Action]:
        """End it, with what is not answered held or withdrawn; ``otherwise`` if nothing is held."""
        actions = self.candidate.feed(ev.Pause(), now)
        present = self.dialogue.answers.open
        is_held = keep and present is not None and bool(present.utterances)
        actions += self.dialogue.leave(keep=keep)
        return actions + self._finish("held" if is_held else otherwise, now)

    def _finish(self, how: str, now: float) -> list[act.Action]:
        self.link.leave()
        self.dialogue.lost()  # from here on nothing leaves, least of all what was withdrawn
        self.how = how
        return [
            *self.devices.stop(now),
            act.Disconnect(),
            *self.interviewer.fall_silent(),
            note(SessionEnded(how, self.ledger.at_ms(now) / 1000)),
            act.End(how),
        ]

    def _tick(self, now: float) -> list[act.Action]:
        actions = self.candidate.feed(ev.Tick(), now) + self.connection.feed(ev.Tick(), now)
        actions += self.devices.feed(ev.Tick(), now)
        lost = self.devices.loudspeaker.lost
        if lost is None or lost != self.interviewer.playout.owed:
            return actions
        if self.floor is Floor.INTERVIEWER:
            actions += self.interviewer.show(lost, self.devices.clock.at_s(now), now)
        return actions

    def _look_at_connection(self, now: float) -> list[act.Action]:
        """Renew the connection if it is time to; end what has none any more."""
        if self.connection.given_up is None:
            return self.connection.look(now)
        if self.dialogue.is_worth_keeping:
            return self._leave(now)
        return self._finish("failed", now)

    # --- the candidate

    def _pause(self, event: ev.Pause | ev.Resume, now: float) -> list[act.Action]:
        was_paused = self.talk.state is Talk.PAUSED
        actions = self.candidate.feed(event, now)
        is_paused = self.talk.state is Talk.PAUSED
        if is_paused is was_paused:
            return actions
        microphone = self.devices.stop(now) if is_paused else self.devices.microphone.open(now)
        return [*actions, *microphone, act.HoldPlayout(is_paused)]
