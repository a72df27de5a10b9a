"""Where those outside reach the engine, which begins after them and ends before them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator

from app.core.events import Event, Leave
from app.core.talk import Talk
from app.engine import Engine


class Door:
    """Hands what others report to the engine, while there is one. Made on the running loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._engine: Engine | None = None
        self._talk: Callable[[], Talk] | None = None
        self._is_leaving = False  # the wish came before the engine

    @property
    def talk(self) -> Talk | None:
        """Who decides when the candidate speaks: what a key means; None before the interview."""
        return self._talk() if self._talk else None

    @contextlib.contextmanager
    def opened(self, engine: Engine, talk: Callable[[], Talk]) -> Iterator[None]:
        """Let everybody in to this engine; ``talk`` tells what a key means."""
        self._engine, self._talk = engine, talk
        if self._is_leaving:
            self._loop.call_soon(self.post, Leave())  # after the engine's own start
        try:
            yield
        finally:
            self._engine = None

    def wake(self) -> None:
        """Something was captured or played. Any thread."""
        self._loop.call_soon_threadsafe(self._hear)

    def tell(self, event: Event) -> None:
        """Something happened. Any thread."""
        self._loop.call_soon_threadsafe(self.post, event)

    def leave(self) -> None:
        """The interview is to end, though it may not have begun yet."""
        self.post(Leave())

    def post(self, event: Event) -> None:
        """Something happened. Loop thread; without an engine only the wish to leave counts."""
        if self._engine:
            self._engine.post(event)
        elif isinstance(event, Leave):
            self._is_leaving = True

    def _hear(self) -> None:
        if self._engine:
            self._engine.hear()
