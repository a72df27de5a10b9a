"""The interview as one machine: it routes events between the machines, and owns no rule.

    MicFrame, keys -> talk -> dialogue (answers, outbox)     what the candidate says
    server messages -> interviewer (replies, playout ...)    what the interviewer says
    LinkOpened, LinkClosed, Tick -> link -> dialogue         what the connection does
    outbox <- engine pulls                                   what leaves

The caller feeds every event in the order in which it happened, feeds all frames captured before a
``Tick`` ahead of it, carries out the actions in order, and feeds a ``Tick`` at ``deadline``. Events
of another connection than the newest are dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import app.core.actions as act
import app.core.events as ev
import app.core.outgoing as out
from app.core.activity import ActivityParams, Ear
from app.core.conduct import Conduct, Script
from app.core.dialogue import Dialogue
from app.core.faults import Fault
from app.core.interviewer import Interviewer
from app.core.link import Dial, HangUp, Link, LinkInput, LinkOutput, LinkParams, LinkState, Silent
from app.core.outbox import OutboxParams
from app.core.plan import Plan
from app.core.playout import PlayoutParams
from app.core.talk import Began, Decider, Ended, Talk, TalkEvent, TalkParams
from app.core.turns import Floor, Turn, TurnParams
from app.core.view import LinkView, View
from app.core.watchdog import WatchdogParams


@dataclass(frozen=True, slots=True)
class SessionParams:
    """The parameters of every machine."""

    activity: ActivityParams = field(default_factory=ActivityParams)
    talk: TalkParams = field(default_factory=TalkParams)
    turns: TurnParams = field(default_factory=TurnParams)
    watchdog: WatchdogParams = field(default_factory=WatchdogParams)
    playout: PlayoutParams = field(default_factory=PlayoutParams)
    outbox: OutboxParams = field(default_factory=OutboxParams)
    link: LinkParams = field(default_factory=LinkParams)


@dataclass(slots=True)
class _Seen:
    """What the view shows beside the machines' states."""

    origin: float = 0.0
    level_dbfs: float = -96.0
    microphone: Fault | None = None
    store: Fault | None = None
    suspect_s: float | None = None
    how: str | None = None


class Session:
    """Events in, actions out; the sender pulls what leaves by ``take``."""

    def __init__(
        self, plan: Plan, script: Script, params: SessionParams, draw: Callable[[], float]
    ) -> None:
        self.conduct = Conduct(plan, script)
        self.dialogue = Dialogue(params.outbox)
        self.interviewer = Interviewer(
            self.dialogue, self.conduct, (params.turns, params.watchdog, params.playout)
        )
        self.link = Link(params.link, draw)
        self.talk = Decider(params.talk, params.activity)
        self._seen = _Seen()

    @property
    def deadline(self) -> float | None:
        """When a Tick is due, in seconds, or None."""
        if self._seen.how is not None:
            return None
        theirs = (self.talk.deadline, self.interviewer.watchdog.deadline, self.link.deadline)
        return min((at for at in theirs if at is not None), default=None)

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
        is_stale = getattr(event, "epoch", self.link.epoch) != self.link.epoch
        if is_stale or self._seen.how is not None:
            return []
        actions = self._route(event, now)
        if self.conduct.is_over and self.floor is Floor.NOBODY and self._seen.how is None:
            actions += self._finish("finished", now)
        return actions

    def view(self, now: float) -> View:
        """Return everything that a screen shows, at this time in seconds."""
        present = self.dialogue.answers.open
        return View(
            floor=self.floor,
            talk=self.talk.state,
            link=self._view_link(now),
            question=self.conduct.question.text,
            place=self.conduct.place,
            questions=len(self.conduct.plan.questions),
            level_dbfs=self._seen.level_dbfs,
            answer_s=present.seconds if present else 0.0,
            closing=self.talk.closing(now),
            hears=self.interviewer.ear(now) is not Ear.CLOSED,
            caption=self.interviewer.caption(),
            microphone=self._seen.microphone,
            store=self._seen.store,
            how=self._seen.how,
        )

    def _view_link(self, now: float) -> LinkView:
        trouble, next_try = self.link.trouble, self.link.next_try
        return LinkView(
            state=self.link.state,
            attempts=trouble.attempts if trouble else 0,
            next_try_in_s=None if next_try is None else max(0.0, next_try - now),
            lost_s=now - trouble.since if trouble else None,
            fault=trouble.fault if trouble else None,
            suspect_s=self._seen.suspect_s,
            to_send_s=self.dialogue.outbox.backlog * ev.FRAME_S,
        )

    def _route(self, event: ev.Event, now: float) -> list[act.Action]:
        match event:
            case ev.Start():
                return self._start(now)
            case ev.Leave(keep):
                return self._leave(now, keep=keep)
            case ev.Tick():
                return self._tick(now)
            case ev.MicFrame() | ev.MicrophoneFailed() | ev.StoreFailed() | ev.Played():
                return self._device(event, now)
            case ev.LinkOpened() | ev.LinkClosed() | ev.TryNow():
                return self._connect(event, now)
            case ev.LinkSuspect(_, since_s):
                self._seen.suspect_s = since_s
                return []
            case ev.Left(_, item):
                self.interviewer.left(item, now)
                return []
            case ev.Pause() | ev.Resume():
                return self._pause(event, now)
            case ev.TalkPressed() | ev.TalkReleased() | ev.Done() | ev.Mute():
                return self._speak(event, now)
            case _:
                return self.interviewer.feed(event, now)

    def _device(
        self, event: ev.MicFrame | ev.MicrophoneFailed | ev.StoreFailed | ev.Played, now: float
    ) -> list[act.Action]:
        match event:
            case ev.MicFrame():
                self._seen.level_dbfs, self._seen.microphone = event.level_dbfs, None
                return self._speak(event, now)
            case ev.MicrophoneFailed(fault):
                self._seen.microphone = fault
                return [act.Note("microphone.failed", {"fault": type(fault).__name__})]
            case ev.StoreFailed(fault):
                self._seen.store = fault
                return [*self._speak(ev.Pause(), now), *self._finish("failed", now)]
            case played:
                return self.interviewer.played(played, self._seen.origin, now)

    # --- begin and end

    def _start(self, now: float) -> list[act.Action]:
        self._seen.origin = now
        self.interviewer.ask(self.conduct.script.opening)
        return [act.OpenMicrophone(), *self._obey(self.link.start(), now)]

    def _leave(self, now: float, *, keep: bool = True) -> list[act.Action]:
        actions = self._speak(ev.Pause(), now)
        unanswered = self.dialogue.leave(keep=keep)
        how = "held" if unanswered and keep else "left"
        return actions + unanswered + self._finish(how, now)

    def _finish(self, how: str, now: float) -> list[act.Action]:
        self.link.leave()
        self.dialogue.lost()  # from here on nothing leaves, least of all what was withdrawn
        self._seen.how = how
        payload: dict[str, act.Json] = {"how": how, "length_s": round(now - self._seen.origin, 2)}
        return [
            act.CloseMicrophone(),
            act.Disconnect(),
            *self.interviewer.fall_silent(),
            act.Note("session.ended", payload),
            act.End(how),
        ]

    def _tick(self, now: float) -> list[act.Action]:
        actions = self._speak(ev.Tick(), now)
        if self.interviewer.watchdog.is_late(now):
            return actions + self._connect(Silent(self.interviewer.watchdog.rung), now)
        return actions + self._obey(self.link.feed(ev.Tick(), now), now)

    # --- the candidate

    def _pause(self, event: ev.Pause | ev.Resume, now: float) -> list[act.Action]:
        was_paused = self.talk.state is Talk.PAUSED
        actions = self._speak(event, now)
        is_paused = self.talk.state is Talk.PAUSED
        if is_paused is was_paused:
            return actions
        microphone = act.CloseMicrophone() if is_paused else act.OpenMicrophone()
        return [*actions, microphone, act.HoldPlayout(is_paused)]

    def _speak(self, event: TalkEvent, now: float) -> list[act.Action]:
        actions: list[act.Action] = []
        ear = self.interviewer.ear(event.t if isinstance(event, ev.MicFrame) else now)
        for decision in self.talk.feed(event, now, ear):
            if isinstance(decision, Began):
                # First: a reply that is cut here counts as heard before the new answer begins.
                actions += self.interviewer.barge_in(now)
            actions += self.dialogue.speak(decision)
            if isinstance(decision, Ended):
                self.interviewer.turns.feed(Turn.ENDED)
        return actions

    # --- the connection

    def _connect(self, event: LinkInput, now: float) -> list[act.Action]:
        was, actions = self.link.state, list[act.Action]()
        if isinstance(event, ev.LinkClosed | Silent) and was is LinkState.UP:
            actions += self.interviewer.link_lost(now)
            self.dialogue.lost()
            self._seen.suspect_s = None
            if self.dialogue.coverage.has_settled:
                self.link.proved()
        if isinstance(event, ev.TryNow) and was is not LinkState.UP:
            self.interviewer.watchdog.next_answer()  # with a ladder of its own
        outputs = self.link.feed(event, now)
        actions += self._note_link(event)
        if isinstance(event, ev.LinkOpened):
            self.dialogue.opened()
        return [*actions, *self._obey(outputs, now)]

    def _obey(self, outputs: list[LinkOutput], now: float) -> list[act.Action]:
        actions: list[act.Action] = []
        for output in outputs:
            match output:
                case Dial(epoch, fresh):
                    actions.append(self.dialogue.connect(epoch, fresh=fresh))
                case HangUp():
                    actions.append(act.Disconnect())
                case _ if self.dialogue.is_worth_keeping:
                    actions += self._leave(now)
                case _:
                    actions += self._finish("failed", now)
        return actions

    def _note_link(self, event: LinkInput) -> list[act.Action]:
        payload: dict[str, act.Json] = {"state": self.link.state.value, "epoch": self.link.epoch}
        if isinstance(event, ev.LinkClosed):
            payload |= {"fault": type(event.fault).__name__, "code": event.fault.code}
        return [act.Note("link", payload)]
