"""The candidate's side: frames and keys in, what becomes of them out.

MicFrame, keys, Tick -> talk -> dialogue          what is said
                             -> interviewer       a reply that is cut, the floor
                     -> cues, muted_speech        what the candidate is told of the own key
"""

from __future__ import annotations

import app.core.actions as act
import app.core.events as ev
from app.core.activity import ActivityParams
from app.core.cues import Cues
from app.core.dialogue import Dialogue
from app.core.interviewer import Interviewer
from app.core.muted_speech import MutedSpeech
from app.core.patience import PatienceParams
from app.core.talk import Began, Decider, Ended, Talk, TalkEvent, TalkParams
from app.core.tones import CueParams
from app.core.turns import Floor, Turn


class Candidate:
    """Follows the candidate; decides nothing that its machines do not.

    Attributes:
        talk: Who decides when the candidate speaks.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        interviewer: Interviewer,
        params: tuple[TalkParams, ActivityParams, PatienceParams],
        cues: CueParams,
    ) -> None:
        self.talk = Decider(*params)
        self._cues = Cues(cues)
        self._muted_speech = MutedSpeech()
        self._dialogue = dialogue
        self._interviewer = interviewer

    @property
    def deadline(self) -> float | None:
        """When a Tick is due, in seconds, or None."""
        both = (self.talk.deadline, self._cues.deadline)
        return min((at for at in both if at is not None), default=None)

    def talks_muted(self, now: float) -> bool:
        """Whether to say that nobody hears what is said; ``now`` in seconds."""
        return self.talk.state is Talk.MUTED and self._muted_speech.is_shown(now)

    def feed(self, event: TalkEvent | ev.TakeBack, now: float) -> list[act.Action]:
        """Take one event, return what the shells must do, in order."""
        if isinstance(event, ev.TakeBack):
            return self._take_back(now)
        if isinstance(event, ev.MicFrame):
            self._muted_speech.hear(event, now)
        actions = self._speak(event, now)
        return actions + self._cues.follow(self.talk.state, self._interviewer.turns.echo, now)

    def _speak(self, event: TalkEvent, now: float) -> list[act.Action]:
        actions: list[act.Action] = []
        is_first = self._dialogue.answers.answered == 0
        is_free = self._interviewer.turns.floor is Floor.NOBODY
        self.talk.patience.look(is_first=is_first, is_free=is_free)
        ear = self._interviewer.ear(event.t if isinstance(event, ev.MicFrame) else now)
        for decision in self.talk.feed(event, now, ear):
            if isinstance(decision, Began):
                # First: a reply that is cut here counts as heard before the new answer begins.
                actions += self._interviewer.barge_in(now)
            actions += self._dialogue.speak(decision)
            if isinstance(decision, Ended):
                self._interviewer.turns.feed(Turn.ENDED)
        return actions

    def _take_back(self, now: float) -> list[act.Action]:
        """Withdraw the present answer, if nothing of it has left: it ends as by Done."""
        if not self._dialogue.can_take_back:
            return []
        actions = self.feed(ev.Done(), now)
        prompts = self._dialogue.prompts_owed
        actions += self._dialogue.take_back()
        self._interviewer.turns.feed(Turn.OVER)
        for text in prompts:  # whose reply has not been heard: they are owed it still
            actions += self._interviewer.ask(text)
        return actions
