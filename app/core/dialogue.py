"""What has been said, what the model knows of it, and what must still reach it.

Joins four nouns that move together: the answers, the coverage of each connection, the outbox and
the transcript. Each rule lives in one of them; here is only who is told what.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from app.core import minutes
from app.core.actions import Action, Connect
from app.core.answers import Answers, Exchange, Fate
from app.core.coverage import Coverage, restore
from app.core.entries import (
    HandleClean,
    HandleForgotten,
    PromptAsked,
    ReplyComplete,
    ToolCalled,
    ToolTookEffect,
    UtteranceBegan,
    note,
)
from app.core.events import FRAME_S, CandidateText, ToolCall
from app.core.outbox import Outbox, OutboxParams
from app.core.outgoing import Audio, History, Outgoing, Prompt, ToolResult, WindowEnd, WindowStart
from app.core.recovery import Past
from app.core.replies import Asked, Completed, Heard
from app.core.talk import Began, Grew, TalkDecision
from app.core.tools import Tool, Tools
from app.core.transcript import Transcript


class Dialogue:
    """Both sides' words and sounds, and the model's knowledge of them.

    Args:
        params: How the outbox sends.
        past: An interview that is gone on with, or None.
        tools: What the model may call, by name.

    Attributes:
        answers: All exchanges.
        coverage: What the present connection knows.
        outbox: What leaves next.
        transcript: The words.
        is_talking: An utterance is open.
    """

    def __init__(
        self,
        params: OutboxParams,
        past: Past | None = None,
        tools: Mapping[str, Tool] = MappingProxyType({}),
    ) -> None:
        self.answers = (
            Answers(past.exchanges, past.next_exchange, past.next_said) if past else Answers()
        )
        self.coverage = Coverage(past.clean if past else None)
        self.outbox = Outbox(params)
        self.transcript = Transcript()
        if past:
            self.transcript.recall(past.exchanges, past.words.said, past.words.heard)
        self._tools = Tools(tools)
        self.is_talking = False
        self._had_to_restore = False
        self._is_linked = False
        self._history: History | None = None  # fixed when the connection is asked for
        self._last_window: tuple[int, tuple[int, ...]] | None = None  # and what was said in it

    # --- the candidate and we speak

    def ask(self, text: str) -> list[Action]:
        """Ask the interviewer to speak."""
        said = self.answers.ask(text)
        if self._is_linked:
            self.outbox.ask(said, text)
        return [note(PromptAsked(said, self._present.number, text))]

    def speak(self, decision: TalkDecision) -> list[Action]:
        """Take what became of the candidate's utterance."""
        match decision:
            case Began(first, onset, newest):
                was_open = self.answers.open is not None
                utterance = self.answers.speak(first, onset, newest)
                self.is_talking = True
                if self._is_linked:
                    self.outbox.begin(utterance, same_answer=was_open)
                began = UtteranceBegan(utterance.number, self._present.number, first, onset)
                return [note(began)]
            case Grew(index, last_speech):
                utterance = self._present.utterances[-1]
                utterance.extend(index)
                utterance.last_speech = max(utterance.last_speech, last_speech)
                if self._is_linked:
                    self.outbox.grow(index)
                return []
            case _:
                self.is_talking = False
                if self._is_linked:
                    self.outbox.end()
                return [minutes.whole(self._present.utterances[-1])]

    @property
    def _present(self) -> Exchange:
        exchange = self.answers.open
        assert exchange, "an utterance belongs to an open exchange"
        return exchange

    @property
    def is_worth_keeping(self) -> bool:
        """Whether the candidate has said anything."""
        return any(exchange.utterances for exchange in self.answers.exchanges)

    @property
    def is_restoring(self) -> bool:
        """Whether the present connection had something to be told, and has settled nothing yet."""
        return self._had_to_restore and not self.coverage.has_settled

    @property
    def is_covered(self) -> bool:
        """Whether nothing is under way and the newest clean handle stands for all that was said."""
        clean = self.coverage.clean
        is_idle = not (self.is_talking or self.coverage.awaiting) and self.outbox.is_empty
        known = (one for one in self.answers.exchanges if one.is_for_the_model)
        said = (number for exchange in known for number in exchange.said)
        return is_idle and clean is not None and clean.knows.issuperset(said)

    # --- the connection

    def connect(self, epoch: int, *, fresh: bool) -> list[Action]:
        """Say how the next connection is to be made."""
        forgotten = fresh and self.coverage.clean is not None
        if fresh:
            self.coverage.forget_handle()
        clean = self.coverage.clean
        knows = clean.knows if clean else frozenset[int]()
        self._is_linked = False
        plan = restore(self.answers.exchanges, knows, self.transcript.wording)
        self._history = plan.history
        handle, with_history = clean.handle if clean else None, plan.history is not None
        connect = Connect(epoch, handle, with_history=with_history)
        return [*([note(HandleForgotten())] if forgotten else []), connect]

    def opened(self) -> None:
        """The connection is there: queue what it must be told."""
        clean = self.coverage.clean
        knows = clean.knows if clean else frozenset[int]()
        told = frozenset(self._history.said) if self._history else frozenset[int]()
        self.coverage.opened(knows)
        self._last_window = None
        plan = restore(self.answers.exchanges, knows | told, lambda _: None)
        self._is_linked = True
        self.outbox.rebuild(replace(plan, history=self._history), talking=self.is_talking)
        self._had_to_restore = not self.outbox.is_empty

    def lost(self) -> None:
        """The connection is gone; nothing leaves until the next one is there."""
        self.outbox.replays.is_patient = not self.outbox.replays.is_over
        self._is_linked = False
        self._tools.lost()

    def take(self, now: float) -> Outgoing | None:
        """Return the next item to send, or None."""
        item = self.outbox.take(now) if self._is_linked else None
        if isinstance(item, Audio):  # before it is sent: what a lost connection took may be heard
            for exchange in self.answers.of(self.outbox.said_in(item.window)):
                exchange.has_left = True
        return item

    def left(self, item: Outgoing) -> float | None:
        """Take an item that was handed to the socket.

        Returns:
            How many seconds of sound it asks a reply to, or None if it asks for none.
        """
        self.coverage.left(item)
        match item:
            case WindowStart(window):
                self._last_window = (window, self.outbox.said_in(window))
                return None
            case WindowEnd(window, said, frames):
                self._last_window = (window, said)
                return frames * FRAME_S
            case Prompt():
                return 0.0
            case ToolResult(call):
                self.coverage.returned(call)
                return None
            case _:
                return None

    def take_handle(self, handle: str) -> list[Action]:
        """Keep a resumption handle if it is clean, with what it covers."""
        if not self.coverage.take_handle(handle):
            return []
        self.outbox.covered()
        assert self.coverage.clean
        return [note(HandleClean(handle, tuple(sorted(self.coverage.clean.knows))))]

    # --- the interviewer speaks

    def asked(self) -> Asked:
        """Say what a reply that begins now would be the answer to."""
        windows = self.coverage.awaiting
        said = self.coverage.said_in(windows)
        owners = self.answers.of(said)
        heard = bool(owners) and all(one.fate is not Fate.OPEN for one in owners)
        present = self.answers.open
        rest = [one for one in present.said if one not in said] if present else []
        return Asked(windows, said, heard_before=heard, talking=not self.coverage.has(rest))

    def settle(self, event: Completed) -> list[Action]:
        """The server completed a reply; without sound it declines to answer."""
        self.coverage.settle(event.windows)
        self.outbox.settled(event.windows)
        effects = self._tools.settled(event.windows)
        counted = [note(ToolTookEffect(one.name, one.what)) for one in effects]
        complete = note(ReplyComplete(event.reply, event.with_sound))
        if event.with_sound:
            return [*counted, complete]
        # Declined, but for an answer that goes on, or of which more was said than this reply knew.
        return [*counted, complete, *self._end_answers(event.said, Fate.DECLINED)]

    def heard(self, event: Heard) -> list[Action]:
        """The candidate has heard a reply."""
        for exchange in self.answers.of(event.said):
            if exchange.fate is Fate.OPEN:
                exchange.reply = event.reply
        return self._end_answers(event.said, Fate.ANSWERED)

    def hear_candidate(self, event: CandidateText) -> list[Action]:
        """The server put something that the candidate said into words."""
        if self._last_window is None or not self._last_window[1]:
            return []
        window, said = self._last_window
        if event.text:
            self.transcript.candidate(event.text, window, said)
        late = (one for one in self.answers.of(said) if one.fate is not Fate.OPEN)
        return [minutes.said(one, self.transcript.said(one)) for one in late if one.utterances]

    def call(self, event: ToolCall) -> list[Action]:
        """Answer a tool call."""
        self.coverage.called(event.call)
        self.outbox.called(event.call)
        self.outbox.give_result(self._tools.call(event, self.coverage.awaiting))
        return [note(ToolCalled(event.name))]

    def cancel(self, calls: tuple[str, ...]) -> None:
        """The server no longer wants these results."""
        self._tools.cancelled(calls)
        for call in calls:
            self.coverage.returned(call)
            self.outbox.cancelled(call)

    # --- ends

    def leave(self, *, keep: bool) -> list[Action]:
        """The candidate leaves: what is not answered is held or withdrawn, whole on disk."""
        present = self.answers.open
        return [] if present is None else self._end(present, Fate.HELD if keep else Fate.WITHDRAWN)

    @property
    def can_take_back(self) -> bool:
        """Whether there is an open answer of which nothing has left, and no connection."""
        present = self.answers.open
        is_here = present is not None and bool(present.utterances) and not present.has_left
        return is_here and not self._is_linked

    @property
    def prompts_owed(self) -> tuple[str, ...]:
        """The texts of the open exchange: each asks for a reply that has not been heard."""
        present = self.answers.open
        return tuple(present.prompts.values()) if present else ()

    def take_back(self) -> list[Action]:
        """The candidate withdraws the open answer, which has ended: it stays on disk."""
        assert self.can_take_back
        return self._end(self._present, Fate.WITHDRAWN)

    def _end_answers(self, said: tuple[int, ...], fate: Fate) -> list[Action]:
        present = [one for one in self.answers.of(said) if one.fate is Fate.OPEN]
        whole = [one for one in present if fate is Fate.ANSWERED or self.coverage.has(one.said)]
        return [ended for exchange in whole for ended in self._end(exchange, fate)]

    def _end(self, exchange: Exchange, fate: Fate) -> list[Action]:
        exchange.fate = fate
        return minutes.ended(exchange, self.transcript.said(exchange))
