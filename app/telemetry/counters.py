"""The figures that say how well the application keeps up.

One object, the loop thread's. The engine feeds it; the diagnostics and the result line read
``snapshot()``. Numbers only: nothing here can hold speech.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.telemetry.histogram import Histogram, Spread


@dataclass(frozen=True, slots=True)
class Depth:
    """How long a queue is and has been, in items."""

    name: str
    now: int
    most: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All figures at one moment.

    Args:
        loop_lag: How late the loop was for a timer.
        block_to_socket: From the end of a microphone block to the write of its last byte.
        speech_end_to_audio: From the end of the candidate's speech to the first audio of the
            reply at the loudspeaker.
        overflows: Microphone blocks that the sound device dropped.
        underruns: Loudspeaker blocks that we were late for.
        depths: Every queue that was ever reported, by name.
    """

    loop_lag: Spread
    block_to_socket: Spread
    speech_end_to_audio: Spread
    overflows: int
    underruns: int
    depths: tuple[Depth, ...]


class Counters:
    """Counts from the start of the application; nothing is ever reset."""

    def __init__(self) -> None:
        self.loop_lag = Histogram()
        self.block_to_socket = Histogram()
        self.speech_end_to_audio = Histogram()
        self._overflows = 0
        self._underruns = 0
        self._depths: dict[str, Depth] = {}

    def count_overflows(self, blocks: int) -> None:
        """Add microphone blocks lost since the last call."""
        assert blocks >= 0
        self._overflows += blocks

    def count_underruns(self, blocks: int) -> None:
        """Add loudspeaker blocks missed since the last call."""
        assert blocks >= 0
        self._underruns += blocks

    def note_depth(self, name: str, items: int) -> None:
        """Note how long a queue is now; names are few and fixed, such as "outbox"."""
        before = self._depths.get(name)
        self._depths[name] = Depth(name, items, max(items, before.most if before else 0))

    def snapshot(self) -> Snapshot:
        """Return all figures as they are now."""
        return Snapshot(
            loop_lag=self.loop_lag.spread(),
            block_to_socket=self.block_to_socket.spread(),
            speech_end_to_audio=self.speech_end_to_audio.spread(),
            overflows=self._overflows,
            underruns=self._underruns,
            depths=tuple(self._depths[name] for name in sorted(self._depths)),
        )
