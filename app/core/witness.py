"""Does the sound system answer, though the microphone is silent?

A microphone that stalls may be one device that has stopped, or a sound server that stands still
with all it has (frozen, or a computer that swaps). In the second case no other device would help:
opening one hangs until the server goes on; and then the microphone delivers up to two seconds of
what was said meanwhile in one burst (measured), which another device would throw away. So before
another one takes over, the list of devices is asked for. Only a prompt answer counts: one that was
late was itself held up, and the burst is about to come.
"""

from __future__ import annotations

from app.core.actions import Action, ListDevices

ASK_AFTER_S = 0.2
"""From the stall on: 1 s after the last frame. So another is heard 1.2 s after it, and if that is
silent too, and a third is there, the third within 2 s."""
PROMPT_S = 0.6
"""An answer takes 0.05 to 0.1 s; half of one processor may double it."""


class Witness:
    """Asks, and judges the answers.

    Attributes:
        deadline: When it asks, in seconds, or None.
    """

    def __init__(self) -> None:
        self.deadline: float | None = None
        self._asked_at: float | None = None

    def doubt(self, now: float) -> None:
        """The microphone has stalled."""
        self.deadline = now + ASK_AFTER_S

    def rest(self) -> None:
        """There is no doubt any more; an answer that is under way means nothing."""
        self.deadline = self._asked_at = None

    def ask(self, now: float) -> list[Action]:
        """Ask, if it is time."""
        if self.deadline is None or now < self.deadline:
            return []
        self.deadline, self._asked_at = None, now
        return [ListDevices()]

    def answers(self, now: float) -> bool:
        """Whether a list that came now shows that the sound system is well; else it asks again."""
        if self._asked_at is None:
            return False
        is_prompt = now - self._asked_at <= PROMPT_S
        self._asked_at, self.deadline = None, None if is_prompt else now
        return is_prompt
