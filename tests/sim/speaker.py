"""A simulated loudspeaker: plays what it is given, in real time, and says what it played."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from app.core.events import REPLY_HZ, Played
from tests.sim.world import World

_BLOCK_S = 0.1  # a real one has 20 ms; nothing here depends on it


def sound_of(turn: int, seconds: float) -> bytes:
    """Return the sound of a server's turn: its number, over and over."""
    return turn.to_bytes(2, "little") * round(seconds * REPLY_HZ)


def turn_of(pcm: bytes) -> int:
    """Return the turn that this sound belongs to."""
    return int.from_bytes(pcm[:2], "little")


class Speaker:
    """Plays.

    Attributes:
        turn: The server's turn that sounds just now, or None.
    """

    def __init__(self, world: World, report: Callable[[Played], None]) -> None:
        self.turn: int | None = None
        self._world = world
        self._report = report
        self._queue: deque[tuple[int, bytes]] = deque()  # reply, sound
        self._played: dict[int, int] = {}  # samples, by reply
        self._is_held = False
        self._is_running = False

    @property
    def queued(self) -> set[int]:
        """The turns that will sound."""
        return {turn_of(pcm) for _, pcm in self._queue}

    def play(self, reply: int, pcm: bytes) -> None:
        """Queue sound of a reply."""
        self._queue.append((reply, pcm))
        self._start()

    def flush(self) -> None:
        """Drop what is queued."""
        self._queue.clear()

    def hold(self, *, on: bool) -> None:
        """Be silent and keep what is queued, or go on."""
        self._is_held = on
        self._start()

    def _start(self) -> None:
        if not self._is_running:
            self._is_running = True
            self._world.after(0.0, self._block)

    def _block(self) -> None:
        if self._is_held or not self._queue:
            self._is_running, self.turn = False, None
            return
        reply, pcm = self._queue.popleft()
        here, rest = pcm[: 2 * round(_BLOCK_S * REPLY_HZ)], pcm[2 * round(_BLOCK_S * REPLY_HZ) :]
        if rest:
            self._queue.appendleft((reply, rest))
        first, samples = self._played.get(reply, 0), len(here) // 2
        self._played[reply] = first + samples
        self.turn = turn_of(here)
        self._world.after(samples / REPLY_HZ, self._block)
        self._report(Played(reply, first, samples, self._world.now))
