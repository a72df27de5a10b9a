from __future__ import annotations

from app.core import minutes
from app.core.actions import Note
from app.core.answers import Exchange, Fate
from tests.core.builders import notes, utterance


def test_an_utterance_is_written_down_with_its_frames() -> None:
    one = utterance(4, (20, 22), (30, 31), speech=(20, 25))
    said = {"said": 4, "spans": [[20, 22], [30, 31]], "last_speech": 25}
    assert minutes.whole(one) == Note("utterance.ended", said)


def test_an_answer_is_written_down_with_its_words_and_its_fate() -> None:
    one = utterance(4, (20, 69), speech=(25, 60))
    exchange = Exchange(2, utterances=[one], fate=Fate.ANSWERED, reply=3)
    ended = minutes.ended(exchange, "I weld.")
    (said,), (fate,) = notes(ended, "said"), notes(ended, "answer.ended")
    assert (said["text"], said["at_s"], said["exchange"], said["seconds"]) == ("I weld.", 0.5, 2, 1)
    assert fate == {"exchange": 2, "how": "answered", "seconds": 1.0, "reply": 3}


def test_what_nobody_put_into_words_has_none() -> None:
    one = Exchange(2, utterances=[utterance(4, (20, 69), speech=(25, 60))], fate=Fate.WITHDRAWN)
    (said,) = notes(minutes.ended(one, ""), "said")
    assert said["text"] is None


def test_a_prompt_is_written_down_without_words() -> None:
    exchange = Exchange(0, prompts={0: "Begin."}, fate=Fate.ANSWERED, reply=1)
    assert minutes.ended(exchange, "") == [
        Note("prompt.ended", {"exchange": 0, "how": "answered", "reply": 1})
    ]
