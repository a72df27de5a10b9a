"""What is heard next? The jitter buffer between the server and the loudspeaker.

It has to be deep enough that a late message leaves no hole, and shallow enough that the first word
is not held back. The server sends several times faster than real time, so it collects ``prime_s``
of a reply (or all of it, if the reply is shorter) and then passes everything on: depth behind the
first word costs no delay, because ``FlushPlayout`` silences all of it at once. The device's own
queue survives a stalled loop.

Filled by the loop thread; drained by the audio thread, which reports what it took (``Played``).
While the candidate pauses, the loudspeaker is silent and everything is kept (``HoldPlayout``).
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.core.actions import Action, FinishReply, FlushPlayout, Play
from app.core.events import REPLY_HZ, Played


@dataclass(frozen=True, slots=True)
class PlayoutParams:
    """Times in seconds."""

    prime_s: float = 0.12

    def __post_init__(self) -> None:
        if not 0 <= self.prime_s <= 2:
            raise ValueError(f"prime_s is {self.prime_s}; it must lie between 0 and 2 s")


class Hearing(enum.Enum):
    """What comes out of the loudspeaker."""

    QUIET = enum.auto()
    """Nothing."""
    PRIMING = enum.auto()
    """Nothing yet: a reply is being collected."""
    PLAYING = enum.auto()
    """A reply."""


class Playout:
    """Passes the sound of replies on.

    Attributes:
        state: What comes out of the loudspeaker.
        heard_until: When the newest sound that went out has been heard, in seconds.
    """

    def __init__(self, params: PlayoutParams) -> None:
        self._prime_samples = round(params.prime_s * REPLY_HZ)
        self.state = Hearing.QUIET
        self.heard_until = 0.0
        self._reply = 0
        self._collected = b""
        self._given = 0  # samples passed on
        self._played = 0  # samples heard
        self._is_whole = False  # all of the reply has come

    @property
    def owed(self) -> int | None:
        """The reply of which sound was passed on that has not been played yet, or None."""
        waits = self.state is Hearing.PLAYING and self._played < self._given
        return self._reply if waits else None

    def sound(self, reply: int, pcm: bytes) -> list[Action]:
        """Take a piece of a reply."""
        if reply != self._reply:
            self._begin(reply)
        self._collected += pcm
        if self.state is Hearing.PRIMING and len(self._collected) // 2 < self._prime_samples:
            return []
        return self._pass_on()

    def whole(self, reply: int) -> list[Action]:
        """All of this reply has come."""
        if reply != self._reply or self.state is Hearing.QUIET:
            return []
        self._is_whole = True
        actions = [*self._pass_on(), FinishReply(reply)]
        self._judge()
        return actions

    def played(self, event: Played) -> None:
        """Take what went out."""
        if event.reply != self._reply or self.state is not Hearing.PLAYING:
            return
        self._played = max(self._played, event.first + event.samples)
        self.heard_until = event.t + event.samples / REPLY_HZ
        self._judge()

    def flush(self) -> list[Action]:
        """Nothing more of the present reply may be heard."""
        was, self.state = self.state, Hearing.QUIET
        self._collected = b""
        return [] if was is Hearing.QUIET else [FlushPlayout()]

    def _begin(self, reply: int) -> None:
        self._reply = reply
        self._given = self._played = 0
        self._is_whole = False
        self.state = Hearing.PRIMING

    def _judge(self) -> None:
        """Be quiet once all of the reply has been heard."""
        if self._is_whole and self._played >= self._given:
            self.state = Hearing.QUIET

    def _pass_on(self) -> list[Action]:
        pcm, self._collected = self._collected, b""
        self.state = Hearing.PLAYING
        self._given += len(pcm) // 2
        return [Play(self._reply, pcm)] if pcm else []
