"""Sends a line at the pace of the service: faster than it sounds, then waits for its end.

Recorded of gemini-3.8-live: the sound of 2.3 s came within 0.6 s, with empty messages between,
then generationComplete, and turnComplete 1.7 s later, when the sound would have ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from app.practice import outgoing
from app.practice.session import Action, Session
from app.practice.voice import Piece

_STRAY_EVERY: Final = 5


@dataclass(frozen=True, slots=True)
class Tempo:
    """How fast the interviewer is; tests take other numbers."""

    thinking_s: float = 0.2
    """From being asked to the first sound. The service takes over 1 s; a rehearsal need not."""
    generation: float = 4.0
    """How many seconds of sound are sent in one second."""
    playout: float = 1.0
    """How many seconds of sound the client is taken to play in one second."""
    late_handle_s: float = 3.0
    """From the end of a turn to its handle, where handles are told to be late."""

    def __post_init__(self) -> None:
        assert self.thinking_s >= 0
        assert self.generation > 0
        assert self.playout > 0
        assert self.late_handle_s >= 0


async def speak(
    pieces: Sequence[Piece],
    session: Session,
    tempo: Tempo,
    carry_out: Callable[[Sequence[Action]], Awaitable[None]],
) -> None:
    """Send the pieces in their time, tell the session, and carry out what it wants.

    Cancelling is safe: a message is sent whole or not at all, and the session knows which.
    """
    await asyncio.sleep(tempo.thinking_s)
    clock = asyncio.get_running_loop().time
    began = clock()
    await carry_out([outgoing.stray(), outgoing.stray_content(), outgoing.stray()])
    sent_s = 0.0
    for number, piece in enumerate(pieces, 1):
        await asyncio.sleep(began + sent_s / tempo.generation - clock())
        stray = [outgoing.stray()] if number % _STRAY_EVERY == 0 else []
        half = session.midway if number == (len(pieces) + 1) // 2 else list
        await carry_out([*stray, session.say(piece), *half()])
        sent_s += piece.seconds
    await carry_out(session.generated())
    await asyncio.sleep(began + sent_s / tempo.playout - clock())
    await carry_out(session.played())
