"""What the interviewer says next: a pure function of the conversation.

It learns the plan as a model would: lines such as ``2. What do you enjoy?`` in the system
instruction are the questions, in order. It says one thing each time it is asked to speak:

    first prompt                      greeting, first question
    a whole window, a later prompt    thanks, next question; after the last: closing
    a prompt to repeat                the last question again
    a window without sound            "I did not hear you", and nothing moves on

Where the interview stands is read from what the model has said, never counted beside it:
*a question is asked when its whole text stands in one of the model's turns*, unless that one
only repeats. A resumed session therefore goes on where its snapshot was, and told history counts
as much as what was really said. A reply that was cut before its question had wholly left has not
asked it, and the question comes again; what of it had left the candidate may have heard, and
hearing a question twice does less harm than never.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.practice.conversation import Conversation, Entry, Past, Prompt, Reply, Window

GREETING: Final = "Hello, and welcome to your practice interview."
THANKS: Final = ("Thank you.", "Thank you, I understand.", "Thanks for telling me.")
NOT_HEARD: Final = "I did not hear you, please say that again."
CLOSING: Final = "That was the last question. Goodbye, and good luck."

_REPEAT: Final = re.compile(r"\brepeat\b", re.IGNORECASE)
_QUESTION: Final = re.compile(r"^\s*(\d+)[.)] (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Line:
    """What the interviewer says in one turn."""

    sentences: tuple[str, ...]
    question: int | None = None
    """Which question it asks, 1 for the first; None if it asks none."""


def questions_in(instruction: str) -> list[str]:
    """Return the questions of a plan, in order, white space made single."""
    return [" ".join(text.split()) for _, text in _QUESTION.findall(instruction)]


def next_line(conversation: Conversation) -> Line:
    """Return what the interviewer says when it is asked to speak now."""
    entries = conversation.entries
    heard = [entry for entry in entries if isinstance(entry, Window | Prompt)]
    if heard and isinstance(heard[-1], Window) and not heard[-1].is_audible:
        return Line((NOT_HEARD,))
    questions = questions_in(conversation.instruction)
    place = _questions_behind(questions, entries)
    if place and heard and _asks_to_repeat(heard[-1]):
        return Line((questions[place - 1],), place)
    opening = GREETING if _is_opening(entries) else THANKS[place % len(THANKS)]
    if place < len(questions):
        return Line((opening, questions[place]), place + 1)
    return Line((opening,) if opening == GREETING else (opening, CLOSING))


def _questions_behind(questions: Sequence[str], entries: Sequence[Entry]) -> int:
    """Return how many questions of the plan are asked."""
    place = 0
    spoke = repeats = False
    for entry in entries:
        if isinstance(entry, Window | Prompt):
            repeats = place > 0 and _asks_to_repeat(entry)
        if (said := _said_by_model(entry)) is not None:
            spoke = True
            if repeats:
                continue
            # At most one a turn, so that a plan may ask the same twice.
            place = next(
                (n + 1 for n in range(place, len(questions)) if questions[n] in said), place
            )
        elif isinstance(entry, Window) and entry.is_audible and not spoke:
            # An answer before the model said anything is a replayed one: to the first question.
            place = min(1, len(questions))
    return place


def _asks_to_repeat(entry: Entry) -> bool:
    return isinstance(entry, Prompt) and _REPEAT.search(entry.text) is not None


def _is_opening(entries: Sequence[Entry]) -> bool:
    """Whether nobody has spoken yet, but for the prompt that asks for the greeting."""
    return not any(
        _said_by_model(entry) is not None or (isinstance(entry, Window) and entry.is_audible)
        for entry in entries
    )


def _said_by_model(entry: Entry) -> str | None:
    match entry:
        case Reply(text) | Past("model", text):
            return " ".join(text.split())
        case _:
            return None
