"""A simulated loudspeaker: plays what it is given, in real time, and says what it played."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from app.core.events import REPLY_HZ, Played, SpeakerFailed, SpeakerOpened
from app.core.faults import DeviceFault
from tests.sim.world import World

_OPENING_S = 0.03
_GONE = DeviceFault("The loudspeaker is gone.")
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

    def __init__(
        self, world: World, report: Callable[[Played | SpeakerOpened | SpeakerFailed], None]
    ) -> None:
        self.turn: int | None = None
        self._world = world
        self._report = report
        self._queue: deque[tuple[int, bytes]] = deque()  # reply, sound
        self._played: dict[int, int] = {}  # samples, by reply
        self._is_held = False
        self._is_running = False
        self._is_open = True
        self._choked_until = 0.0
        self._gone_until = 0.0

    def choke(self, seconds: float) -> None:
        """Play nothing for so long, and say nothing of it."""
        self._choked_until = self._world.now + seconds

    def unplug(self, seconds: float) -> None:
        """End, and be gone for so long."""
        self._is_open = False
        self._gone_until = self._world.now + seconds
        self._report(SpeakerFailed(_GONE))

    def open(self) -> None:
        """Open it anew."""
        self._world.after(_OPENING_S, self._opened)

    def _opened(self) -> None:
        if self._world.now < self._gone_until:
            self._report(SpeakerFailed(_GONE))
            return
        self._is_open = True
        self._report(SpeakerOpened("Speaker"))
        self._start()

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
        if self._world.now < self._choked_until:
            self.turn = None
            self._world.at(self._choked_until, self._block)
            return
        if self._is_held or not self._is_open or not self._queue:
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
