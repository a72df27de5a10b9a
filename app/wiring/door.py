"""Where those outside reach the engine, which begins after them and ends before them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator

from app.core.events import ChooseWait, Event, Leave
from app.core.habits import Choice
from app.core.patience import Wait
from app.core.talk import Decider, Talk
from app.engine import Engine


class Door:
    """Hands what others report to the engine, while there is one. Made on the running loop."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._engine: Engine | None = None
        self._decider: Decider | None = None
        self._forced = frozenset[Choice]()
        self._is_leaving = False  # the wish came before the engine

    @property
    def talk(self) -> Talk | None:
        """Who decides when the candidate speaks: what a key means; None before the interview."""
        return self._decider.state if self._decider else None

    @property
    def wait(self) -> Wait:
        """How long a pause may be, as the candidate chose it."""
        return self._decider.patience.wait if self._decider else Wait.STANDARD

    @contextlib.contextmanager
    def opened(
        self, engine: Engine, decider: Decider, forced: frozenset[Choice] = frozenset()
    ) -> Iterator[None]:
        """Let everybody in to this engine; the decider tells what a key means.

        Whoever chooses what is forced is not let in: no key and no menu takes a policy back.
        """
        self._engine, self._decider, self._forced = engine, decider, forced
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

    def tell_if_news(self, news: Callable[[], Event | None]) -> None:
        """Something happened, unless that is no news when it is its turn. Any thread."""
        self._loop.call_soon_threadsafe(self._post_if_news, news)

    def leave(self) -> None:
        """The interview is to end, though it may not have begun yet."""
        self.post(Leave())

    def post(self, event: Event) -> None:
        """Something happened. Loop thread; without an engine only the wish to leave counts."""
        if isinstance(event, ChooseWait) and Choice.WAIT in self._forced:
            return
        if self._engine:
            self._engine.post(event)
        elif isinstance(event, Leave):
            self._is_leaving = True

    def _post_if_news(self, news: Callable[[], Event | None]) -> None:
        if self._engine:
            self._engine.post_if_news(news)

    def _hear(self) -> None:
        if self._engine:
            self._engine.hear()
