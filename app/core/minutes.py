"""What the journal is told of what the candidate said: an utterance, an answer, its words."""

from __future__ import annotations

from app.core.actions import Action
from app.core.answers import Exchange
from app.core.entries import AnswerEnded, PromptEnded, Said, UtteranceEnded, note
from app.core.events import FRAME_S
from app.core.utterance import Utterance


def whole(utterance: Utterance) -> Action:
    """Write down that an utterance is whole."""
    spans = tuple((span.first, span.last) for span in utterance.spans)
    return note(UtteranceEnded(utterance.number, spans, utterance.last_speech))


def ended(exchange: Exchange, words: str) -> list[Action]:
    """Write down how an exchange has ended.

    Args:
        exchange: It has its fate.
        words: What the candidate said in it, as far as is known.
    """
    number, how, seconds = exchange.number, exchange.fate.value, round(exchange.seconds, 2)
    if not exchange.utterances:
        return [note(PromptEnded(number, how, exchange.reply))]
    return [said(exchange, words), note(AnswerEnded(number, how, seconds, exchange.reply))]


def said(exchange: Exchange, words: str) -> Action:
    """Write down what the candidate said; a later note of the same exchange replaces it."""
    return note(
        Said(
            speaker="candidate",
            at_s=round(exchange.utterances[0].onset * FRAME_S, 2),
            text=words or None,
            exchange=exchange.number,
            seconds=round(exchange.seconds, 2),
        )
    )
