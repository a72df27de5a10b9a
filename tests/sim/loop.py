"""A loop of asyncio whose clock is the simulation's: whoever waits lets the world go on.

Nothing here waits, so a run is as fast as the computer and always the same. While the loop stands
still, the world goes on and the loop does not.
"""

from __future__ import annotations

import asyncio
import math
import selectors
from collections.abc import Callable

from tests.sim.world import World

_PASS_S = 1e-9  # each pass of the loop takes a little time, or a rounding error would last for ever


class SimLoop(asyncio.SelectorEventLoop):
    """Runs tasks in simulated time.

    Attributes:
        world: What else happens, and the clock.
        stalled_until: The loop stands still until then.
        after_step: Called whenever something has happened in the world.
        is_ending: The world stands still; tasks may still end.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.stalled_until = 0.0
        self.after_step: Callable[[], None] = lambda: None
        self.is_ending = False
        super().__init__(_Jump(self))

    def time(self) -> float:
        return self.world.now

    def pass_time(self, timeout: float | None) -> None:
        """Let the world go on until a task can, at most for so long; None: until a task can."""
        world = self.world
        world.now += _PASS_S
        if self.is_ending:
            world.now += timeout or 0.0
            return
        until = math.inf if timeout is None else world.now + timeout
        while world.now < self.stalled_until or not self._ready:
            limit = max(until, self.stalled_until)
            if world.next_at > limit:
                world.now = max(world.now, limit)
                return
            self._step()

    def _step(self) -> None:
        try:
            self.world.step()
        except Exception:
            self.is_ending = True
            raise
        self.after_step()


class _Jump(selectors.SelectSelector):
    """Waits for nothing but the world: no file is ever ready."""

    def __init__(self, loop: SimLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self._loop.pass_time(timeout)
        return []
