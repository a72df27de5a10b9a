"""One simulated interview from beginning to end, with every law asserted on it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from random import Random

import app.core.events as ev
from app.core.outbox import OutboxParams
from app.core.session import SessionParams
from app.core.turns import TurnParams
from tests.sim.candidate import Candidate
from tests.sim.desk import Desk
from tests.sim.devices import HeldUp, Told
from tests.sim.engine_desk import EngineDesk
from tests.sim.happened import Happened
from tests.sim.kept import Kept
from tests.sim.laws import Calls, EndOfTurn, Keys, Quiet
from tests.sim.mishaps import Mishaps
from tests.sim.model import Habits
from tests.sim.recovery import Dials, Owed
from tests.sim.steps import FAULTS, Scenario, Step
from tests.sim.totals import Totals
from tests.sim.world import World

LEAST_UTTERANCES = 20
SHORTEST_S = 600.0
_HEALING_S = 60.0
_REPLY_S = 14.0  # the longest that a model thinks and speaks when nothing goes wrong
_BITES = 5  # of what lasts: a ladder is climbed in two, a handle is found out in three
_SPEAK = Step("speak", 0.4, 0.8)
_THINK = Step("wait", 1.0, 0.0)


class Interview:
    """Plays a scenario."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self._pace = 8.0 if scenario.seed % 2 else 2.0
        self.world = World()
        habits = Habits(Random(scenario.seed), scenario.cadence, scenario.words)
        params = SessionParams(
            turns=TurnParams(headphones=scenario.headphones),
            outbox=OutboxParams(replay_pace=self._pace),
        )
        desk = EngineDesk if scenario.engine else Desk
        self.desk = desk(self.world, params, habits)
        self._candidate = Candidate(self.world, self.desk)
        self._mishaps = Mishaps(self.world, self.desk)
        self._kept = Kept(self.desk)
        self._happened = Happened(self.desk)
        self._is_over = False
        by_frames = [EndOfTurn(self.desk), Keys(self.desk), Told(self.desk), self._happened]
        others = [law(self.desk) for law in (Calls, Quiet, Owed, Dials, HeldUp)]
        self.desk.onlookers.hearers += by_frames
        self.desk.onlookers += [self._kept, *by_frames, *others]

    def run(self, totals: Totals) -> None:
        """Play it through; raise AssertionError where a law is broken."""
        began = time.process_time()
        try:
            self.world.play(self._story())
            self.desk.run(lambda: self._is_over)
        except Exception as error:
            error.add_note(f"at {self.world.now:.2f} s of {self._scenario}")
            raise
        totals.runs += 1
        totals.real_s += time.process_time() - began
        totals.simulated_s += self.world.now
        totals.utterances += self._kept.utterances
        totals.faults += self._scenario.faults
        totals.count(self._happened.counts)
        totals.connections += self.desk.session.link.epoch
        totals.replays += self._kept.replays
        totals.count({"took back an answer": self._kept.withdrawn})
        if isinstance(self.desk, EngineDesk):
            totals.engine += 1
            totals.cut += self.desk.races.cancelled + self.desk.races.broken

    def _story(self) -> Iterator[float]:
        self.desk.post(ev.Start())
        yield 1.0
        for step in self._scenario.steps:
            if step.kind in FAULTS:
                self._mishaps.strike(step)
            else:
                yield from self._candidate.act(step)
        yield from self._speak_enough()
        while self.world.now < SHORTEST_S:
            yield from self._candidate.act(_THINK)
        if self._scenario.seed % 5:
            yield from self._heal()
            self._kept.all_is_settled(may_be_held=not self._insists)
        yield from self._leave()
        self._is_over = True

    def _speak_enough(self) -> Iterator[float]:
        for _ in range(2 * LEAST_UTTERANCES):
            if self._kept.utterances >= LEAST_UTTERANCES:
                return
            yield from self._candidate.act(_SPEAK)
        raise AssertionError(f"only {self._kept.utterances} utterances were noticed")

    def _heal(self) -> Iterator[float]:
        """Let nothing go wrong any more, and all come right in its time."""
        self._mishaps.cease()
        yield 12.0  # what was late has come
        self._mishaps.cease()
        if self._insists:
            self.world.play(self._candidate.insist())
        server, ceased_at = self.desk.server, self.world.now
        server.bites = 0
        by = None
        while by is None or not (self._kept.nothing_is_under_way() or self.world.now > by):
            assert server.bites <= _BITES, "law 5: walks into the same wall again and again"
            yield 1.0
            if self.world.now < max(ceased_at, server.bitten_at) + _HEALING_S:
                by = None
            elif by is None:
                by = self.world.now + self._seconds_to_go()

    @property
    def _insists(self) -> bool:
        """Whether the candidate presses "Try now" when the link is held."""
        return self._scenario.seed % 4 != 0

    def _seconds_to_go(self) -> float:
        """How long what waits just now may take: replays at their pace, a reply to each."""
        outbox, coverage = self.desk.session.dialogue.outbox, self.desk.session.dialogue.coverage
        asked = len(outbox._queue) + len(coverage.awaiting)
        return outbox.backlog * ev.FRAME_S / self._pace + asked * _REPLY_S

    def _leave(self) -> Iterator[float]:
        self.desk.post(ev.Leave())
        yield 30.0  # nothing may begin again
        self._kept.all_was_taken()
        self._kept.all_ended_once()
