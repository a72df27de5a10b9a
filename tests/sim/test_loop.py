"""The loop whose clock is the simulation's: time jumps, and a run is always the same."""

import asyncio
from dataclasses import replace

from tests.sim.engine_desk import EngineDesk
from tests.sim.loop import SimLoop
from tests.sim.run import Interview
from tests.sim.steps import drawn
from tests.sim.totals import Totals
from tests.sim.world import World


def busy() -> World:
    """Return a world in which something happens every second."""

    def again() -> None:
        world.after(1.0, again)

    world = World()
    world.after(1.0, again)
    return world


def test_waiting_costs_nothing_and_the_world_goes_on_meanwhile() -> None:
    world, seen = busy(), []
    world.at(5.0, lambda: seen.append(world.now))

    async def wait() -> float:
        await asyncio.sleep(3600.0)
        return asyncio.get_running_loop().time()

    with asyncio.Runner(loop_factory=lambda: SimLoop(world)) as runner:
        assert 3600.0 <= runner.run(wait()) < 3600.001
    assert seen == [5.0]


def test_while_the_loop_stands_still_the_world_goes_on_and_no_task_does() -> None:
    world, seen = busy(), []
    loop = SimLoop(world)

    async def wait() -> float:
        world.at(1.5, lambda: setattr(loop, "stalled_until", 9.0))
        world.at(7.0, lambda: seen.append(world.now))
        await asyncio.sleep(2.0)
        return loop.time()

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        assert 9.0 <= runner.run(wait()) < 9.001
    assert seen == [7.0]


def test_a_run_with_the_real_engine_is_always_the_same_and_cuts_sends_short() -> None:
    scenario = replace(drawn(68), engine=True)
    runs = [Interview(scenario) for _ in range(2)]
    totals = [Totals(), Totals()]
    for run, one in zip(runs, totals, strict=True):
        run.run(one)
        one.real_s = 0.0
        # A generator that Python collects takes passes of a nanosecond, at a moment of its own.
        one.simulated_s = round(one.simulated_s, 6)
    assert totals[0] == totals[1]
    assert isinstance(runs[0].desk, EngineDesk)
    assert runs[0].desk.races.cancelled > 0
    assert runs[0].desk.races.broken > 0
