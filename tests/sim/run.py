"""One simulated interview from beginning to end, with every law asserted on it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import app.core.events as ev
from app.core.outbox import OutboxParams
from app.core.session import SessionParams
from app.core.turns import TurnParams
from tests.sim.candidate import Candidate
from tests.sim.desk import Desk
from tests.sim.engine_desk import EngineDesk
from tests.sim.kept import Kept
from tests.sim.laws import Calls, EndOfTurn, Keys, Quiet
from tests.sim.mishaps import Mishaps
from tests.sim.model import Habits
from tests.sim.recovery import Dials, Owed
from tests.sim.steps import FAULTS, Scenario, Step
from tests.sim.world import World

LEAST_UTTERANCES = 20
_HEALING_S = 60.0
_REPLY_S = 14.0  # the longest that a model thinks and speaks when nothing goes wrong
_SPEAK = Step("speak", 0.4, 0.8)


@dataclass(slots=True)
class Totals:
    """What a number of runs amounts to."""

    runs: int = 0
    simulated_s: float = 0.0
    utterances: int = 0
    faults: int = 0

    def __str__(self) -> str:
        return (
            f"{self.runs} runs, {self.simulated_s / 3600:.1f} simulated hours, "
            f"{self.utterances} utterances, {self.faults} faults"
        )


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
        self._is_over = False
        by_frames = [EndOfTurn(self.desk), Keys(self.desk)]
        others = [law(self.desk) for law in (Calls, Quiet, Owed, Dials)]
        self.desk.hearers += by_frames
        self.desk.onlookers += [self._kept, *by_frames, *others]

    def run(self, totals: Totals) -> None:
        """Play it through; raise AssertionError where a law is broken."""
        try:
            self.world.play(self._story())
            self.desk.run(lambda: self._is_over)
        except Exception as error:
            error.add_note(f"at {self.world.now:.2f} s of {self._scenario}")
            raise
        totals.runs += 1
        totals.simulated_s += self.world.now
        totals.utterances += self._kept.utterances
        totals.faults += self._scenario.faults

    def _story(self) -> Iterator[float]:
        self.desk.post(ev.Start())
        yield 1.0
        for step in self._scenario.steps:
            if step.kind in FAULTS:
                self._mishaps.strike(step)
            else:
                yield from self._candidate.act(step)
        yield from self._speak_enough()
        if self._scenario.seed % 5:
            yield from self._heal()
            self._kept.all_is_settled()
        yield from self._leave()
        self._is_over = True

    def _speak_enough(self) -> Iterator[float]:
        for _ in range(2 * LEAST_UTTERANCES):
            if self._kept.utterances >= LEAST_UTTERANCES:
                return
            yield from self._candidate.act(_SPEAK)
        raise AssertionError(f"only {self._kept.utterances} utterances were noticed")

    def _heal(self) -> Iterator[float]:
        self._mishaps.cease()
        yield 12.0  # what was late has come
        self._mishaps.cease()
        if self._scenario.seed % 4:
            self.world.play(self._candidate.insist())
        healed_at = self.world.now + _HEALING_S
        exchanges = self.desk.session.dialogue.answers.exchanges
        # Replays of everything that was ever said, at their pace and with a reply to each.
        seconds = sum(one.seconds / self._pace + _REPLY_S for one in exchanges)
        while self.world.now < healed_at + seconds:
            if self.world.now > healed_at and self._kept.nothing_is_under_way():
                return
            yield 1.0

    def _leave(self) -> Iterator[float]:
        self.desk.post(ev.Leave())
        yield 30.0  # nothing may begin again
        self._kept.all_was_taken()
        self._kept.all_ended_once()
