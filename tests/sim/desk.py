"""The desk: drives a ``Session`` as the engine does, with simulated shells.

Feeds events in the order in which they come, all frames before anything else after a stall, carries
out the actions, pulls what leaves one item at a time, and ticks at the deadline.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import app.core.actions as act
import app.core.events as ev
from app.core.activity import Ear
from app.core.conduct import Script
from app.core.outgoing import Audio, Outgoing
from app.core.plan import Plan, Question
from app.core.session import Session, SessionParams
from tests.sim.joined import is_indifferent, pass_over
from tests.sim.microphone import Microphone
from tests.sim.model import Habits, Turn
from tests.sim.server import Server, Wire
from tests.sim.speaker import Speaker
from tests.sim.world import World

_PLAN = Plan("en", tuple(Question(f"q{n}", "And then?", 2.0) for n in range(1000)))
_PULSE_S = 0.25
NO_NOTES = frozenset[str]()
_SCRIPT = Script("Please greet the candidate.", "Please go on.")


@dataclass(frozen=True, slots=True)
class Taken:
    """The sender took this item."""

    epoch: int
    item: Outgoing


@dataclass(frozen=True, slots=True)
class Pulse:
    """A little time has passed."""


@dataclass(frozen=True, slots=True)
class Fed:
    """What onlookers see: one event, and what came of it.

    Attributes:
        event: What happened.
        turn: The server's turn that it is part of, or None.
        actions: What was carried out.
        notes: The kinds of the notes among them.
        now: When, in seconds.
        is_stale: It comes from another connection than the newest, and made no newer one.
    """

    event: ev.Event | Taken | Pulse
    turn: Turn | None
    actions: list[act.Action]
    notes: frozenset[str]
    now: float
    is_stale: bool = False


class Onlookers(list[Callable[[Fed], None]]):
    """Those who look on; of them, the ``hearers`` see every frame."""

    def __init__(self) -> None:
        super().__init__()
        self.hearers: list[Callable[[Fed], None]] = []


class Desk:
    """Holds an interview.

    Attributes:
        session: The core.
        microphone: Where the candidate speaks.
        speaker: Where the interviewer is heard.
        server: Where the interviewer is.
        onlookers: They see each event when its actions have been carried out, and four times a
            second that time passes; but not every frame, unless they are among the ``hearers``.
        stalled_until: The loop stands still until then.
    """

    session_type = Session

    def __init__(self, world: World, params: SessionParams, habits: Habits) -> None:
        self.session = self.session_type(_PLAN, _SCRIPT, params, draw=habits.random.random)
        self.microphone = Microphone(world, self)
        self.speaker = Speaker(world, self.post)
        self.server = Server(world, habits, self.post)
        self.onlookers = Onlookers()
        self.stalled_until = 0.0
        self._world = world
        self._inbox: list[tuple[ev.Event, Turn | None]] = []
        self._sender: Sender | None = None
        self._tick_at: float | None = None
        self.attend(world)
        self.microphone.wake()
        world.after(_PULSE_S, self._pulse)

    def attend(self, world: World) -> None:
        """Sit down."""

    def run(self, until: Callable[[], bool]) -> None:
        """Hold the interview until then."""
        self._world.run(until=until)

    def post(self, event: ev.Event, turn: Turn | None = None) -> None:
        """Take an event, now or when the loop goes on."""
        if self._world.now < self.stalled_until:
            self._inbox.append((event, turn))
        else:
            self.microphone.catch_up()
            self._feed(event, turn)
            self._after()

    def left(self, event: ev.Left) -> None:
        """Take that an item left; of sound, which is most of it, nothing else comes."""
        if isinstance(event.item, Audio) and self._sender and self._world.now >= self.stalled_until:
            self.session.feed(event, self._world.now)
            self._sender.pull()
        else:
            self.post(event)

    def hear(self, frames: list[ev.MicFrame]) -> None:
        """Take what waits in the microphone's ring, all of it before anything else."""
        if self._world.now < self.stalled_until:
            self._inbox += [(frame, None) for frame in frames]
            return
        acted = [self._feed(frame, None) for frame in frames]
        if any(acted):
            self._after()
        elif self._sender and self.session.talk.is_talking:
            self._sender.pull()  # all else is as it was: what is due comes later at most

    def show(self, fed: Fed) -> None:
        """Let the onlookers see this."""
        for onlooker in self.onlookers:
            onlooker(fed)

    def fed(self, event: ev.Event, turn: Turn | None, actions: list[act.Action]) -> Fed:
        """Return what there is to see of this."""
        if not actions and isinstance(event, ev.MicFrame):
            return Fed(event, None, actions, NO_NOTES, self._world.now)
        notes = frozenset(one.kind for one in actions if isinstance(one, act.Note))
        newest = self.session.link.epoch
        is_old = getattr(event, "epoch", newest) != newest
        is_stale = is_old and not any(isinstance(one, act.Connect) for one in actions)
        return Fed(event, turn, actions, notes, self._world.now, is_stale)

    def show_fed(self, fed: Fed) -> None:
        """Let those see this who care: most of what happens is frames, and few do."""
        if not fed.actions and isinstance(fed.event, ev.MicFrame):
            for hearer in self.onlookers.hearers:
                hearer(fed)
        elif fed.actions or not (
            isinstance(fed.event, ev.Left) and isinstance(fed.event.item, Audio)
        ):
            self.show(fed)

    def stall(self, seconds: float) -> None:
        """Let the loop stand still."""
        self.microphone.catch_up()
        self.stalled_until = max(self.stalled_until, self._world.now + seconds)
        self._world.at(self.stalled_until, self._go_on)

    def _pulse(self) -> None:
        self._world.after(_PULSE_S, self._pulse)
        if self._world.now >= self.stalled_until:
            self.microphone.catch_up()
            self.show(Fed(Pulse(), None, [], NO_NOTES, self._world.now))

    def may_sleep(self) -> bool:
        return self._world.now >= self.stalled_until and is_indifferent(self.session)

    def pass_over(self, frame: ev.MicFrame) -> None:
        """Let the core count this frame of silence, and those before it, as heard."""
        pass_over(self.session, frame)

    def muffling(self) -> tuple[bool, bool]:
        is_muted, now = self.session.is_muted, self._world.now
        return is_muted or self.session.interviewer.ear(now) is Ear.CLOSED, is_muted

    def _go_on(self) -> None:
        if self._world.now < self.stalled_until:
            return  # stalled again meanwhile
        inbox, self._inbox = self._inbox, []
        inbox.sort(key=lambda entry: _rank(entry[0]))
        for event, turn in inbox:
            self._feed(event, turn)
        self._after()

    def _feed(self, event: ev.Event, turn: Turn | None) -> bool:
        """Feed the core; return whether there was something to do."""
        now = self._world.now
        actions = self.session.feed(event, now)
        for action in actions:
            self._carry_out(action)
        if isinstance(event, ev.LinkOpened) and self.server.wire:
            self._sender = Sender(self._world, self, self.server.wire)
        self.show_fed(self.fed(event, turn, actions))
        return bool(actions)

    def _after(self) -> None:
        self.microphone.wake()
        if self._sender:
            self._sender.pull()
        due = self.session.deadline
        if due is not None and (self._tick_at is None or due < self._tick_at):
            self._tick_at = max(due, self._world.now)
            self._world.at(self._tick_at, self._tick, self._tick_at)

    def _tick(self, at: float) -> None:
        if at != self._tick_at:
            return  # an earlier one came to be due
        self._tick_at = None
        due = self.session.deadline
        if due is not None and due <= self._world.now:
            self.post(ev.Tick())
        else:
            self._after()

    def _carry_out(self, action: act.Action) -> None:
        match action:
            case act.Connect():
                self._hang_up()
                self.server.connect(action)
            case act.Disconnect():
                self._hang_up()
            case act.Note() | act.End():
                pass
            case _:
                self.obey(action)

    def obey(self, action: act.SoundAction) -> None:
        """Carry out an action of microphone or loudspeaker."""
        match action:
            case act.OpenMicrophone():
                self.microphone.open()
            case act.CloseMicrophone():
                self.microphone.close()
            case act.OpenSpeaker():
                self.speaker.open()
            case act.Play(reply, pcm):
                self.speaker.play(reply, pcm)
            case act.FlushPlayout():
                self.speaker.flush()
            case act.HoldPlayout(on):
                self.speaker.hold(on=on)
            case _:
                pass

    def _hang_up(self) -> None:
        self._sender = None
        if self.server.wire:
            self.server.wire.abort()


def _rank(event: ev.Event) -> int:
    """Return what comes first behind a stall: frames, what was played, all else."""
    return 0 if isinstance(event, ev.MicFrame) else 1 if isinstance(event, ev.Played) else 2


class Sender:
    """Pulls what leaves, while its connection lives."""

    def __init__(self, world: World, desk: Desk, wire: Wire) -> None:
        self._world = world
        self._desk = desk
        self._wire = wire
        self._is_busy = False
        self._awaits = -1.0  # the time for which it waits

    def pull(self) -> None:
        """Send the next item, unless one is being sent or none may be."""
        now = self._world.now
        if self._is_busy or not self._wire.is_ours or now < self._desk.stalled_until:
            return
        item = self._desk.session.take(now)
        if item is None:
            ready_at = self._desk.session.ready_at
            if ready_at > now and ready_at != self._awaits:
                self._awaits = ready_at
                self._world.at(ready_at, self.pull)
            return
        if not isinstance(item, Audio):
            self._desk.show(Fed(Taken(self._wire.request.epoch, item), None, [], NO_NOTES, now))
        self._is_busy = True
        send_s = self._wire.send_s(item)
        if send_s is not None:
            self._world.after(send_s, self._sent, item)

    def _sent(self, item: Outgoing) -> None:
        self._is_busy = False
        if self._wire.is_ours:
            self._wire.put(item)
            self._desk.left(ev.Left(self._wire.request.epoch, item))
