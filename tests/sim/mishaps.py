"""What goes wrong in a run: each method is named as a step.

It comes after a while, or when something happens that is known to be a bad moment.
"""

from __future__ import annotations

import app.core.events as ev
from app.core.faults import HandleRefused, LinkFault, LinkLost, QuotaSpent, ServerBusy
from app.core.outgoing import Audio
from tests.sim.desk import Desk, Fed
from tests.sim.model import Manner
from tests.sim.server import Weather
from tests.sim.steps import Step
from tests.sim.world import World

_LATEST_S = 6.0
_AT_MOST_AFTER_S = 0.4  # the moment
_MOMENTS: tuple[tuple[type[object], ...], ...] = (
    (ev.ReplyAudio,),
    (ev.GenerationComplete,),
    (ev.Left,),  # of a window's start or end
    (ev.Done, ev.TalkPressed, ev.Pause),
    (ev.LinkOpened,),
    (ev.ToolCall,),
    (ev.HandleGiven,),
    (ev.Interrupted, ev.StillWorking),
    (ev.CandidateText,),
    (ev.LinkClosed,),
)


class Mishaps:
    """Makes things go wrong; looks on to find its moments."""

    def __init__(self, world: World, desk: Desk) -> None:
        self._world = world
        self._desk = desk
        self._waiting: list[tuple[tuple[type[object], ...], Step]] = []
        self._is_cursed = False
        desk.onlookers.append(self._look)

    def strike(self, step: Step) -> None:
        """Let this go wrong soon, in the middle of what happens next."""
        if step.x < 0.5:
            self._world.after(2 * _LATEST_S * step.x, getattr(self, step.kind), step.y)
        else:
            moment = _MOMENTS[int(step.x * 1000) % len(_MOMENTS)]
            self._waiting.append((moment, step))

    def _look(self, fed: Fed) -> None:
        if not self._waiting or isinstance(fed.event, ev.MicFrame):
            return
        if isinstance(fed.event, ev.Left) and isinstance(fed.event.item, Audio):
            return
        come = [entry for entry in self._waiting if isinstance(fed.event, entry[0])]
        for entry in come:
            self._waiting.remove(entry)
            step = entry[1]
            wait_s = _AT_MOST_AFTER_S * (step.x * 10_000 % 1)
            self._world.after(wait_s, getattr(self, step.kind), step.y)

    def cease(self) -> None:
        """Let nothing new go wrong."""
        self._waiting.clear()
        self._desk.server.weather = Weather(late_until=self._weather.late_until)
        self._desk.server.habits.next_turns.clear()
        if not self._is_cursed:
            self._desk.server.poisoned.clear()

    @property
    def _weather(self) -> Weather:
        return self._desk.server.weather

    # --- the network and the server

    def reset(self, y: float) -> None:
        """The connection breaks; at times what is under way to us is lost too."""
        self._break(LinkLost("Reset."), with_all=y < 0.5)
        if 0.3 < y < 0.7:
            self._weather.holds_old_socket_until = self._world.now + 30 * y

    def freeze(self, y: float) -> None:
        """Nothing passes any more; it is noticed late."""
        if wire := self._desk.server.wire:
            wire.freeze()
            self._world.after(8 + 10 * y, wire.close, LinkLost("No pong."))

    def outage(self, y: float) -> None:
        """There is no network for a while."""
        self._weather.no_network_until = self._world.now + 50 * y
        self._break(LinkLost("No network."), with_all=True)

    def flap(self, y: float) -> None:
        """Each connection dies as soon as it is open."""
        self._weather.dies_at_once_until = self._world.now + 20 * y
        self._break(LinkLost("Internal error.", code=1011))

    def refuse(self, y: float) -> None:
        """The server does not take our handle."""
        code = 1007 if y < 0.5 else 1008
        self._weather.refusals += [HandleRefused("No such session.", code=code)] * (1 + (y > 0.3))
        self._break(LinkLost("Aborted.", code=1008))

    def busy(self, y: float) -> None:
        """The server asks for patience."""
        self._weather.refusals += [ServerBusy("Later.", retry_after_s=1 + 5 * y)] * 2
        self._break(ServerBusy("Later.", code=1013))

    def quota(self, y: float) -> None:
        """Only a person can mend this; at times it is the next connection that is refused."""
        if y > 0.6:
            self._weather.refusals += [QuotaSpent("No quota is left.", code=1011)]
            self._break(LinkLost("Reset."))
        else:
            self._break(QuotaSpent("No quota is left.", code=1011))

    def forget(self, y: float) -> None:
        """The server has lost all handles, and says so when one is used."""
        self._weather.refusals += [HandleRefused("No such session.", code=1007)]

    def go_away(self, y: float) -> None:
        """The server announces the end, and keeps its word."""
        if (wire := self._desk.server.wire) and wire.is_up:
            self._desk.post(ev.GoAway(wire.request.epoch, 5 * y))
            self._world.after(5 * y, wire.close, LinkLost("Bye.", code=1000))

    def hush(self, y: float) -> None:
        """The server announces the end, says nothing more, and goes, at times too late."""
        if (wire := self._desk.server.wire) and wire.is_up:
            self._desk.post(ev.GoAway(wire.request.epoch, 5 * y))
            wire.model.is_hushed = True
            late_s = 0.0 if y < 0.7 else 40.0
            self._world.after(5 * y + late_s, wire.close, LinkLost("Bye.", code=1008))

    def strand(self, y: float) -> None:
        """Nothing comes from the server any more, though it is there."""
        if (wire := self._desk.server.wire) and wire.is_up:
            wire.model.is_hushed = True

    def poison(self, y: float) -> None:
        """Whoever resumes with one of the handles that there are soon loses the connection."""
        self._desk.server.poisoned |= self._desk.server.handles.keys()
        if y > 0.3:
            self._break(LinkLost("Internal error.", code=1011))

    def curse(self, y: float) -> None:
        """The same, and it never passes."""
        self._is_cursed = True
        self.poison(y)

    def dumb(self, y: float) -> None:
        """Whoever resumes with one of the handles that there are is heard and not answered."""
        self._desk.server.dumb |= self._desk.server.handles.keys()
        if y > 0.3:
            self._break(LinkLost("Internal error.", code=1011))

    def deaf(self, y: float) -> None:
        """What arrives at the server lies there for a while, and the model stands still."""
        self._desk.server.habits.deaf_until = self._world.now + 0.3 + 8 * y

    def narrow(self, y: float) -> None:
        """For a while the line carries less than is said."""
        self._weather.narrow_until = self._world.now + 5 + 20 * y

    def slow(self, y: float) -> None:
        """Nothing more fits into the socket for a while."""
        self._weather.slow_until = self._world.now + 0.3 + 4 * y

    def late(self, y: float) -> None:
        """What is sent to us stays under way for a while."""
        self._weather.late_until = self._world.now + 0.3 + 4 * y

    def _break(self, fault: LinkFault, *, with_all: bool = False) -> None:
        if wire := self._desk.server.wire:
            if with_all and wire.is_up:  # one that is being dialled has nothing to lose
                wire.freeze()
            wire.close(fault)

    # --- the model

    def silent(self, y: float) -> None:
        """It does not answer, up to four times: the ladder has three rungs."""
        self._desk.server.habits.next_turns.extend([Manner.SILENT] * (1 + int(3.99 * y)))

    def tardy(self, y: float) -> None:
        """It answers very late, up to four times."""
        self._desk.server.habits.next_turns.extend([Manner.TARDY] * (1 + int(3.99 * y)))

    def stuck(self, y: float) -> None:
        """It says that it works, and no more."""
        self._desk.server.habits.next_turns.append(Manner.STUCK)

    def decline(self, y: float) -> None:
        """It says nothing, politely, and perhaps again when asked."""
        self._desk.server.habits.next_turns.extend([Manner.DECLINE] * (1 + (y > 0.5)))

    def spurious(self, y: float) -> None:
        """It says that it was interrupted, when it was not speaking."""
        wire = self._desk.server.wire
        if wire and wire.is_up and not wire.model.is_speaking:
            wire.model.stumble(wire.request.epoch)

    def call(self, y: float) -> None:
        """It calls a function before it speaks."""
        self._desk.server.habits.next_turns.append(Manner.CALL)

    # --- this computer

    def stall(self, y: float) -> None:
        """The loop stands still."""
        self._desk.stall(0.1 + 4 * y)

    def lose_frames(self, y: float) -> None:
        """The microphone captures nothing."""
        self._desk.microphone.lose(0.1 + 6 * y)

    def hold_back(self, y: float) -> None:
        """The microphone delivers nothing, then everything."""
        self._desk.microphone.hold_back(0.1 + 6 * y)

    def suspend(self, y: float) -> None:
        """The microphone captures nothing for so long that it is opened anew."""
        self._desk.microphone.lose(6 + 14 * y)

    def blank(self, y: float) -> None:
        """The microphone is muted at its source: digital zeros."""
        self._desk.microphone.blank(1 + 9 * y)

    def unplug(self, y: float) -> None:
        """The microphone ends, and cannot be opened for a while."""
        self._desk.microphone.unplug(0.0 if y < 0.2 else 15 * y)

    def choke(self, y: float) -> None:
        """The loudspeaker plays nothing for a while, and says nothing of it."""
        self._desk.speaker.choke(0.5 + 12 * y)

    def lose_speaker(self, y: float) -> None:
        """The loudspeaker ends, and cannot be opened for a while."""
        self._desk.speaker.unplug(0.0 if y < 0.2 else 12 * y)
