"""What was said, in words: fragments to utterances and replies.

The server's fragments come in no promised order. A fragment of the candidate's belongs to what was
said in the window that went to the server last; a second hearing of the same speech (a replay on
another connection) replaces the first. A fragment of the interviewer's counts as heard when playout
has passed the sound that it came with, so a reply that was cut reads as it was heard. Where no
loudspeaker plays, a reply is read: then all its words count, and none of its sound.

What no server put into words has none: the screen then shows "Answer, 0:42" with its sound.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.core.answers import Exchange, Fate
from app.core.events import REPLY_HZ
from app.core.outgoing import HistoryTurn
from app.core.replies import Words

_BEFORE = 0  # no window has this number: a hearing in any replaces what was recalled


class Transcript:
    """Holds the words of both."""

    def __init__(self) -> None:
        self._candidate: dict[int, str] = {}  # by said number
        self._heard_in: dict[int, int] = {}  # said number -> window that its words come from
        self._interviewer: dict[int, list[tuple[str, int]]] = {}  # by reply: text, sample
        self._played: dict[int, int] = {}  # by reply: samples
        self._began_at: dict[int, float] = {}  # by reply: seconds
        self._shown: set[int] = set()  # replies

    def recall(
        self, past: Sequence[Exchange], said: Mapping[int, str], heard: Mapping[int, str]
    ) -> None:
        """Take the words of an interview that is gone on with.

        Args:
            past: Its exchanges.
            said: The candidate's words by exchange, where they are known.
            heard: What was heard of the interviewer's, by reply.
        """
        for exchange in past:
            if exchange.number in said and exchange.utterances:
                numbers = tuple(one.number for one in exchange.utterances)
                self.candidate(said[exchange.number], _BEFORE, numbers)
        for reply, text in heard.items():
            self._interviewer[reply] = [(text, 0)]
            self._played[reply] = 0

    def candidate(self, text: str, window: int, said: tuple[int, ...]) -> None:
        """Take a fragment of the candidate's, who said ``said`` in ``window``."""
        first = said[0]
        for number in said:
            if self._heard_in.get(number) != window:
                self._candidate[number] = ""
                self._heard_in[number] = window
        self._candidate[first] += text

    def interviewer(self, words: Words) -> None:
        """Take a fragment of a reply."""
        self._interviewer.setdefault(words.reply, []).append((words.text, words.at))

    def played(self, reply: int, samples: int, at: float) -> None:
        """So much of a reply has been heard; the newest piece of it at this time, in seconds."""
        self._played[reply] = max(self._played.get(reply, 0), samples)
        self._began_at.setdefault(reply, at)

    def shown(self, reply: int, at: float) -> None:
        """From this time on, in seconds, the words of a reply are shown in place of its sound."""
        self._shown.add(reply)
        self._began_at.setdefault(reply, at)

    def is_shown(self, reply: int) -> bool:
        """Whether the words of a reply are shown in place of its sound."""
        return reply in self._shown

    def began_at(self, reply: int) -> float | None:
        """Return when a reply began to be heard, or was shown, or None."""
        return self._began_at.get(reply)

    def heard_s(self, reply: int) -> float:
        """Return how much of a reply has been heard, in seconds."""
        return self._played.get(reply, 0) / REPLY_HZ

    def heard(self, reply: int) -> str:
        """Return the words of a reply that have been heard or shown."""
        played = self._played.get(reply, -1)  # words may come before the first of the sound
        words = self._interviewer.get(reply, [])
        return "".join(text for text, at in words if at <= played or reply in self._shown).strip()

    def said(self, exchange: Exchange) -> str:
        """Return the candidate's words in an exchange, or "" if not all of them are known."""
        known = [self._heard_in.get(one.number) for one in exchange.utterances]
        if None in known:
            return ""
        texts = (self._candidate[one.number].strip() for one in exchange.utterances)
        return " ".join(text for text in texts if text)

    def wording(self, exchange: Exchange) -> HistoryTurn | None:
        """Return an ended exchange as text, or None if a part of it has no text."""
        words = self.said(exchange)
        reply = self.heard(exchange.reply) if exchange.reply is not None else ""
        if (exchange.utterances and not words) or (exchange.fate is Fate.ANSWERED and not reply):
            return None
        return HistoryTurn(
            "\n".join([*exchange.prompts.values(), *([words] if words else [])]), reply
        )
