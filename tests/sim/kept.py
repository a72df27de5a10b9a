"""Law 5: nothing said is lost. Judged on what the model's context holds, and on the journal."""

from __future__ import annotations

import re

import app.core.actions as act
from app.core.answers import Exchange, Fate
from app.core.events import FRAME_S, Left, LinkOpened
from app.core.link import LinkState
from app.core.outgoing import Prompt, WindowEnd
from app.core.utterance import Utterance
from tests.sim.desk import Desk, Fed
from tests.sim.microphone import Truth
from tests.sim.mind import Context
from tests.sim.speaker import turn_of

# Longer pauses between utterances need not reach the model: 25 frames, or a few less, because a
# soft beginning is noticed late.
_PAUSE_FRAMES = 21
_ONSET = 5  # frames that make one
_SHORTEST = 25  # frames of speech that must be noticed: 256 ms while the interviewer is heard


class Kept:
    """Follows each answer from the microphone to the model that answers it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.utterances = 0
        self.replays = 0
        self.withdrawn = 0
        self._left: set[int] = set()  # utterances, on any connection
        self._ended = 0  # the newest window whose end has left on this connection
        self._seen = 0  # the newest turn of which something has come
        self._overtaken: set[int] = set()  # turns
        self._ends: dict[int, list[str]] = {}  # fates in the journal, by exchange
        self._turns: dict[int, int] = {}  # the server's turn, by number of our reply

    def __call__(self, fed: Fed) -> None:
        """Look at an event."""
        self._follow(fed)
        for action in fed.actions:
            match action:
                case act.Play(reply, pcm):
                    self._turns[reply] = turn_of(pcm)
                case act.Note("utterance.began"):
                    self.utterances += 1
                case act.Note("answer.ended", {"exchange": int(number), "how": str(how)}):
                    self._ends.setdefault(number, []).append(how)
                    self.withdrawn += how == "withdrawn"
                    self._reached_whom_answered(number, fed)
                case _:
                    pass

    def _follow(self, fed: Fed) -> None:
        match fed.event:
            case LinkOpened():
                self._ended = 0
            case Left(_, WindowEnd(window, said)):
                self._ended = window
                self.replays += len(self._left & {*said})
                self._left |= {*said}
            case Left(_, Prompt(window)):
                self._ended = window
            case _ if fed.turn and fed.turn.number > self._seen and not fed.is_stale:
                self._seen = fed.turn.number
                if self._ended > max(fed.turn.windows):
                    self._overtaken.add(self._seen)
                    self._desk.server.habits.overtaken_by = self._ended
            case _:
                pass

    # --- when an answer ends

    def _reached_whom_answered(self, number: int, fed: Fed) -> None:
        exchange = self._desk.session.dialogue.answers.exchanges[number]
        match exchange.fate:
            case Fate.ANSWERED:
                assert exchange.reply is not None
                turn = self._desk.server.habits.turns[self._turns[exchange.reply] - 1]
            case Fate.DECLINED:
                assert fed.turn, "law 5: declined by no turn"
                turn = fed.turn
            case Fate.WITHDRAWN:
                had_left = self._left & {*exchange.said}
                assert not had_left, f"law 4: {had_left} were taken back, and had left"
                return
            case _:
                return
        if turn.number not in self._overtaken:
            self._holds(turn.context, exchange)
        # Else it was under way when more was said and ended. Nothing that the server sends tells
        # us so, and the design's word for such a reply is that it belongs to all that had left.

    def _holds(self, context: Context, exchange: Exchange) -> None:
        """Assert that a model that knows this has heard that answer, unless it was taken back."""
        frames = context.frames_of(exchange.said)
        if exchange.fate is Fate.WITHDRAWN:
            said = [one.number for one in exchange.utterances]
            told = frames or any(context.text_of(one) is not None for one in said)
            assert not told, f"law 4: the model was told of {exchange}, which was taken back"
            return
        for place, one in enumerate(exchange.utterances):
            text = context.text_of(one.number)
            if text is not None:
                self._is_in(text, one)
                continue
            before = exchange.utterances[place - 1] if place else None
            after = exchange.utterances[place + 1 : place + 2]
            missing = self._needed(one, before, after[0] if after else None) - frames
            assert not missing, (
                f"law 5: {len(missing)} frames of utterance {one.number} "
                f"({one.first} to {one.last}) are lost: {min(missing)} to {max(missing)}"
            )

    def _is_in(self, text: str, one: Utterance) -> None:
        """Assert that a history has the words of an utterance: the frames that were heard."""
        if self._desk.server.habits.words == "late":
            return  # nobody can tell what late words belong to
        first, last = self._speech(one)
        heard = ((int(a), int(b)) for a, b in re.findall(r"\[(\d+)-(\d+)\]", text))
        assert any(a <= first and last <= b for a, b in heard), (
            f"law 5: the words of utterance {one.number} ({first} to {last}) are not in {text}"
        )

    def _needed(
        self, one: Utterance, before: Utterance | None, after: Utterance | None
    ) -> set[int]:
        """Return the frames of an utterance that must reach the model."""
        frames = {index for span in one.spans for index in range(span.first, span.last + 1)}
        first, last = self._speech(one)
        if before and first - self._speech(before)[1] > _PAUSE_FRAMES:
            frames = {index for index in frames if index >= first}
        if after and self._speech(after)[0] - last > _PAUSE_FRAMES:
            frames = {index for index in frames if index <= last}
        return frames

    def _speech(self, one: Utterance) -> tuple[int, int]:
        """Return the first and the last frame of what was really said."""
        truth = self._desk.microphone.truth
        # What came before an echo was too short to be noticed, or the onset would lie before it.
        echo = [n for n in range(one.first, one.onset) if truth[n] is Truth.MUFFLED]
        begin = echo[-1] + 1 if echo else one.first
        said = [n for n in range(begin, one.last + 1) if truth[n] is Truth.SPEECH]
        said = said[self._mumbled(said, one.onset) :]
        return (said[0], said[-1]) if said else (one.onset, one.last_speech)

    @staticmethod
    def _mumbled(said: list[int], onset: int) -> int:
        """Count the frames ahead of the onset that are bursts too short for one, each by itself."""
        mumbled = 0
        for place in range(1, len(said)):
            if said[place - 1] >= onset or place - mumbled >= _ONSET:
                break
            if said[place] > said[place - 1] + 1:
                mumbled = place
        return mumbled

    # --- when the run is over

    def nothing_is_under_way(self) -> bool:
        """Whether nothing is open, waits to be sent, or waits for a reply."""
        dialogue = self._desk.session.dialogue
        is_told = not (dialogue.outbox.backlog or dialogue.coverage.awaiting)
        return dialogue.answers.open is None and is_told

    def all_was_taken(self) -> None:
        """Assert that every stretch of speech became part of an utterance."""
        taken = {
            index
            for exchange in self._desk.session.dialogue.answers.exchanges
            for one in exchange.utterances
            for span in one.spans
            for index in range(span.first, span.last + 1)
        }
        run = 0
        for index, truth in enumerate(self._desk.microphone.truth):
            run = run + 1 if truth is Truth.SPEECH and index not in taken else 0
            assert run < _SHORTEST, f"law 5: speech at {index * FRAME_S:.1f} s was not noticed"

    def all_is_settled(self, *, may_be_held: bool) -> None:
        """Assert that nothing is open, and what the model then knows.

        Args:
            may_be_held: Nobody presses "Try now", so the link may be held, for a person to mend.
        """
        session = self._desk.session
        present, trouble = session.dialogue.answers.open, session.link.trouble
        is_held = session.link.state is LinkState.HELD and trouble and trouble.is_hopeless
        assert present is None or (may_be_held and is_held), (
            f"law 5: neither answered nor held with reason: {present}, {session.link.state}"
        )
        wire = self._desk.server.wire
        if session.link.state is LinkState.UP and wire and wire.is_up:
            context = wire.model.mind.snapshot()
            for exchange in session.dialogue.answers.exchanges:
                self._holds(context, exchange)

    def all_ended_once(self) -> None:
        """Assert that the journal has one end for each answer."""
        for exchange in self._desk.session.dialogue.answers.exchanges:
            ends = self._ends.get(exchange.number, [])
            assert len(ends) == bool(exchange.utterances), f"law 5: {exchange} ended as {ends}"
