"""Which tone is due? Follows who decides when the candidate speaks.

    taken by no key --- held, locked ---> TALK_ON ... REMINDER, each minute of a lock
          ^                                  |
          +------------ TALK_OFF ------------+   when the tail is over, too

A tone is played only where the microphone cannot hear it: with headphones on. The reminder, which
comes while the candidate may be silent, is also played where an echo canceller works, because the
tone is in its reference. Half-duplex there is none: nothing would keep it out of the answer.
"""

from __future__ import annotations

from app.core.actions import Cue
from app.core.echo import Echo
from app.core.talk import Talk
from app.core.tones import CueParams, Tone

_TAKEN = {Talk.HELD, Talk.RELEASING, Talk.LOCKED}
_UNHEARD_WITH = {
    Tone.TALK_ON: {Echo.HEADPHONES},
    Tone.TALK_OFF: {Echo.HEADPHONES},
    Tone.REMINDER: {Echo.HEADPHONES, Echo.CANCELLED},
}


class Cues:
    """Follows the key.

    Attributes:
        deadline: When a lock is brought to mind next, in seconds, or None.
    """

    def __init__(self, params: CueParams) -> None:
        self._params = params
        self._was = Talk.HANDS_FREE
        self.deadline: float | None = None

    def follow(self, talk: Talk, echo: Echo, now: float) -> list[Cue]:
        """Return what is to be played now.

        Args:
            talk: Who decides, from now on.
            echo: What keeps the loudspeaker's sound out of the microphone.
            now: Seconds.
        """
        was, self._was = self._was, talk
        if not self._params.on:
            return []
        tones = []
        if (talk in _TAKEN) is not (was in _TAKEN):
            tones.append(Tone.TALK_ON if talk in _TAKEN else Tone.TALK_OFF)
        if talk is not Talk.LOCKED:
            self.deadline = None
        elif self.deadline is None:
            self.deadline = now + self._params.remind_every_s
        elif now >= self.deadline:
            tones.append(Tone.REMINDER)
            while self.deadline <= now:  # what a stalled loop has missed is not made up for
                self.deadline += self._params.remind_every_s
        return [Cue(tone) for tone in tones if echo in _UNHEARD_WITH[tone]]
