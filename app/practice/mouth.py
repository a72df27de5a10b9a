"""The life of one reply, from the moment it is asked for.

    STILL ──begin──> GENERATING ──generated──> PLAYING ──played──> STILL
      └──call──> CALLING ──answer──┘

A reply is generated faster than it sounds, so generationComplete goes out early and turnComplete
when the sound would have ended. ``cut`` leads from each state back to STILL. Cut while
GENERATING, a reply ends in interrupted and turnComplete without generationComplete; cut while
PLAYING there is nothing left to interrupt, and the service sends that pair all the same.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable

from app.practice import outgoing
from app.practice.conversation import Reply
from app.practice.interviewer import Line
from app.practice.outgoing import Send
from app.practice.voice import Piece


class Speech(enum.Enum):
    """What the interviewer is doing."""

    STILL = enum.auto()
    """Nothing is asked for."""
    CALLING = enum.auto()
    """A blocking tool call is unanswered."""
    GENERATING = enum.auto()
    """A reply is being made and sent."""
    PLAYING = enum.auto()
    """A reply has been sent; at the client it still sounds."""


class Mouth:
    """One connection's replies.

    Args:
        transcribes: Whether the words are sent beside the sound.
    """

    def __init__(self, *, transcribes: bool) -> None:
        self.state = Speech.STILL
        self.replies = 0
        self._transcribes = transcribes
        self._question: int | None = None
        self._said: list[Piece] = []
        self._calls: set[str] = set()

    def begin(self, line: Line) -> None:
        """Start a reply."""
        assert self.state in {Speech.STILL, Speech.CALLING}
        self.state = Speech.GENERATING
        self.replies += 1
        self._question = line.question
        self._said = []

    def call(self, call_id: str, *, blocking: bool) -> None:
        """Note that a tool is called; a blocking one comes before its reply begins."""
        assert self.state is Speech.STILL
        self._calls.add(call_id)
        if blocking:
            self.state = Speech.CALLING

    def take_answer(self, call_id: str) -> bool:
        """Note a tool's answer; return whether that call was made and is unanswered."""
        known = call_id in self._calls
        self._calls.discard(call_id)
        return known

    def say(self, piece: Piece) -> Send:
        """Return the message for the next piece of the reply."""
        assert self.state is Speech.GENERATING
        self._said.append(piece)
        noted = {"reply": self.replies, "question": self._question}
        return outgoing.sound(piece, transcribed=self._transcribes, noted=noted)

    def so_far(self) -> Reply:
        """Return what has left of the reply."""
        return Reply(_text(self._said), is_complete=False)

    def generated(self) -> Reply:
        """Note that all of the reply has left, and return it."""
        assert self.state is Speech.GENERATING
        self.state = Speech.PLAYING
        return Reply(_text(self._said), is_complete=True)

    def played(self) -> None:
        """Note that the sound would have ended by now."""
        assert self.state is Speech.PLAYING
        self.state = Speech.STILL

    def cut(self) -> tuple[Reply | None, list[Send]]:
        """Stop at once.

        Returns:
            What had left of a reply that is now incomplete, and what to send before the turn's
            end; None and nothing, if there was nothing to cut.
        """
        state, self.state = self.state, Speech.STILL
        match state:
            case Speech.STILL:
                return None, []
            case Speech.CALLING:
                cancelled = [outgoing.tool_call_cancellation(one) for one in sorted(self._calls)]
                self._calls.clear()
                return None, [*cancelled, outgoing.interrupted()]
            case Speech.GENERATING:
                said = _text(self._said)
                return Reply(said, is_complete=False) if said else None, [outgoing.interrupted()]
            case Speech.PLAYING:
                return None, [outgoing.interrupted()]

    @property
    def said_s(self) -> float:
        """How much sound of the latest reply has left, in seconds."""
        return sum(piece.seconds for piece in self._said)


def _text(pieces: Iterable[Piece]) -> str:
    return "".join(piece.text for piece in pieces)
