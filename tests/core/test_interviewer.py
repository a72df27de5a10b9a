"""What the server sends becomes sound, floor, words and what it still owes (laws 8 and 10)."""

from __future__ import annotations

import pytest

import app.core.actions as act
import app.core.entries as en
import app.core.events as ev
from app.core.activity import Ear
from app.core.answers import Fate
from app.core.outgoing import Prompt, WindowStart
from app.core.turns import Floor
from app.core.watchdog import Watch
from tests.core.builders import SCRIPT, Desk, notes

PCM = bytes(9600)  # 200 ms
SAMPLES = 4800
SOUND = ev.ReplyAudio(1, PCM)
TEXT = ev.ReplyText(1, "Hello.")
GENERATED, TURN = ev.GenerationComplete(1), ev.TurnComplete(1)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def asked(desk: Desk) -> Desk:
    """Return one who was asked to begin."""
    desk.ask()
    return desk


# --- what it owes


def test_a_prompt_and_an_answer_that_left_make_a_reply_due(asked: Desk) -> None:
    """Law 8."""
    assert (asked.watch, asked.floor) == (Watch.SIGN_DUE, Floor.WAITING)
    asked.feed(SOUND, GENERATED)
    assert asked.watch is Watch.OFF
    asked.play()
    asked.begin(0)
    assert asked.watch is Watch.OFF, "nothing is owed while the candidate speaks"
    asked.end()
    assert asked.watch is Watch.SIGN_DUE


@pytest.mark.parametrize("sign", [TEXT, ev.ToolCall(1, "c", "score"), ev.StillWorking(1)])
def test_a_sign_of_work_makes_its_voice_due(asked: Desk, sign: ev.ServerEvent) -> None:
    asked.feed(sign, now=5.0)
    assert (asked.watch, asked.interviewer.watchdog.deadline) == (Watch.SOUND_DUE, 25.0)


def test_a_voice_to_nothing_pays_for_nothing(desk: Desk) -> None:
    desk.feed(SOUND)
    desk.ask()
    desk.feed(SOUND)
    assert desk.watch is Watch.SIGN_DUE


def test_a_heard_reply_ends_the_ladder(asked: Desk) -> None:
    asked.interviewer.watchdog.count_miss(12.0)
    asked.feed(SOUND, GENERATED)
    assert asked.interviewer.watchdog.rung == 1
    asked.play()
    assert asked.interviewer.watchdog.rung == 0


def test_the_rest_of_an_earlier_reply_does_not_pay_for_what_was_asked_since(asked: Desk) -> None:
    """Law 8: a first sign, a voice and an end count only for the newest window."""
    asked.feed(SOUND)
    asked.begin(0)
    asked.end()
    asked.feed(SOUND, TEXT, GENERATED)
    assert asked.watch is Watch.SIGN_DUE
    asked.feed(SOUND)
    assert asked.watch is Watch.REST_DUE


# --- what is heard


def test_a_reply_sounds_is_heard_and_gives_the_floor_back(asked: Desk) -> None:
    actions = asked.feed(SOUND, TEXT, GENERATED)
    assert actions == [
        act.Play(1, PCM),
        act.Note("reply.complete", {"reply": 1, "with_sound": True}),
        act.FinishReply(1),
    ]
    assert asked.floor is Floor.INTERVIEWER
    assert notes(asked.play(), "said") == [
        en.note(en.Said("interviewer", 2.5, "Hello.", reply=1, seconds=0.2)).payload
    ]
    assert asked.floor is Floor.NOBODY
    assert asked.dialogue.answers.exchanges[0].fate is Fate.ANSWERED


def test_a_reply_that_is_heard_faster_than_it_is_declared_complete_gives_the_floor_back_then(
    asked: Desk,
) -> None:
    asked.feed(SOUND)
    assert asked.play() == []
    assert asked.floor is Floor.INTERVIEWER
    asked.feed(GENERATED)
    assert asked.floor is Floor.NOBODY


def test_the_caption_follows_the_loudspeaker(desk: Desk) -> None:
    assert desk.interviewer.caption() == ""
    desk.ask()
    desk.feed(SOUND, TEXT, SOUND, ev.ReplyText(1, " Who are you?"), GENERATED)
    assert desk.interviewer.caption() == ""
    desk.play()
    assert desk.interviewer.caption() == "Hello."
    desk.play(first=SAMPLES)
    assert desk.interviewer.caption() == "Hello. Who are you?"


def test_words_that_come_after_their_sound_was_heard_are_written_down_then(asked: Desk) -> None:
    asked.feed(SOUND, GENERATED)
    asked.play()
    assert notes(asked.feed(TEXT), "said")[0]["text"] == "Hello."


def test_the_ear_closes_with_the_first_sound_and_not_for_what_was_captured_before(
    asked: Desk,
) -> None:
    """A microphone that thaws delivers what was said before the interviewer was heard."""
    asked.feed(SOUND, now=5.0)
    asked.feed(SOUND, now=6.0)
    assert asked.interviewer.ear(4.99) is Ear.OPEN
    assert asked.interviewer.ear(5.0) is Ear.CLOSED


def test_the_room_still_sounds_of_the_reply_before_when_the_next_begins(asked: Desk) -> None:
    asked.feed(SOUND, GENERATED, now=12.4)
    asked.play()
    ended = asked.interviewer.playout.heard_until
    asked.feed(TURN, SOUND, now=ended + 0.5)
    assert asked.interviewer.ear(ended + 0.3) is Ear.CLOSED
    assert asked.interviewer.ear(ended + 0.4) is Ear.OPEN


def test_each_second_of_a_reply_is_written_down_while_it_plays(asked: Desk) -> None:
    """A crash takes back no more of the words than that."""
    for _ in range(3):
        asked.feed(ev.ReplyAudio(1, bytes(48_000)), TEXT)
    heard = [asked.play(samples=samples) for samples in (23_999, 24_000, 47_999, 48_000)]
    assert [notes(one, "heard") for one in heard] == [
        [],
        [{"reply": 1, "at_s": 2.5, "text": "Hello.", "seconds": 1.0}],
        [],
        [{"reply": 1, "at_s": 2.5, "text": "Hello.Hello.", "seconds": 2.0}],
    ]


def test_a_reply_that_is_heard_out_while_the_next_has_come_is_written_down(asked: Desk) -> None:
    asked.feed(SOUND, TEXT, GENERATED, TURN, SOUND)
    assert notes(asked.play(samples=2400), "said") == []
    assert notes(asked.play(), "said")[0]["whole"] is True
    assert asked.floor is Floor.INTERVIEWER


def test_a_reply_that_no_loudspeaker_plays_is_read_until_it_plays_again(asked: Desk) -> None:
    asked.feed(SOUND, TEXT)
    shown = asked.interviewer.show(1, 2.5, 0.0)
    assert notes(shown, "said") == [
        en.note(en.Said("interviewer", 2.5, "Hello.", reply=1, whole=False)).payload
    ]
    assert (asked.floor, asked.interviewer.caption()) == (Floor.NOBODY, "Hello.")
    assert (asked.feed(SOUND), asked.floor) == ([act.Play(1, PCM)], Floor.NOBODY)
    late = asked.feed(ev.ReplyText(1, " Who are you?"))
    assert notes(late, "said")[0]["text"] == "Hello. Who are you?"
    assert notes(asked.feed(GENERATED), "prompt.ended")[0]["how"] == "answered"
    asked.play()
    assert (asked.floor, asked.interviewer.ear(12.5)) == (Floor.INTERVIEWER, Ear.CLOSED)
    assert notes(asked.play(first=SAMPLES), "said")[0]["whole"]
    assert asked.floor is Floor.NOBODY


# --- what is cut


def test_a_barge_in_silences_the_reply_and_keeps_the_words_that_were_heard(asked: Desk) -> None:
    """Law 10."""
    asked.feed(SOUND, TEXT, SOUND, ev.ReplyText(1, " Who are you?"))
    asked.play()
    actions = asked.begin(0)
    assert act.FlushPlayout() in actions
    assert [one["text"] for one in notes(actions, "said")] == ["Hello."]
    assert asked.floor is Floor.CANDIDATE
    assert asked.feed(SOUND, TEXT) == []


def test_at_the_end_the_loudspeaker_falls_silent_and_what_was_heard_is_kept(asked: Desk) -> None:
    assert asked.interviewer.fall_silent() == []
    asked.feed(SOUND, TEXT, SOUND)
    asked.play()
    actions = asked.interviewer.fall_silent()
    assert actions[0] == act.FlushPlayout()
    assert [one["text"] for one in notes(actions, "said")] == ["Hello."]


def test_at_the_end_every_reply_that_still_sounds_is_kept(asked: Desk) -> None:
    asked.feed(TEXT, SOUND, GENERATED, TURN, SOUND)
    asked.play(samples=2400)
    (said,) = notes(asked.interviewer.fall_silent(), "said")
    assert (said["reply"], said["whole"], said["seconds"]) == (1, False, 0.1)


def test_a_reply_whose_rest_is_lost_is_silenced_and_waited_for_again(asked: Desk) -> None:
    asked.feed(SOUND)
    assert act.FlushPlayout() in asked.interviewer.link_lost(1.0)
    assert asked.floor is Floor.WAITING
    assert asked.dialogue.answers.open is not None


# --- what is declined


def test_a_declined_prompt_is_asked_for_once_more(asked: Desk) -> None:
    """Law 8: prompted once by text, never replayed."""
    asked.feed(TURN)
    assert asked.floor is Floor.WAITING
    assert asked.dialogue.take(0.0) == Prompt(2, 1, SCRIPT.nudge)


def test_a_nudge_that_is_declined_too_is_left_at_that(asked: Desk) -> None:
    asked.feed(TURN)
    asked.send()
    asked.feed(TURN)
    assert asked.floor is Floor.NOBODY
    assert asked.dialogue.take(0.0) is None
    assert asked.watch is Watch.OFF


def test_a_declined_replay_ends_nothing_of_the_answer_that_is_open(asked: Desk) -> None:
    asked.feed(SOUND, GENERATED, TURN)  # heard without words, so it will be replayed
    asked.play()
    asked.begin(0)
    asked.interviewer.link_lost(0.0)
    asked.dialogue.lost()
    asked.dialogue.connect(2, fresh=False)
    asked.dialogue.opened()
    asked.send()
    assert asked.feed(TURN) == [act.Note("reply.complete", {"reply": 2, "with_sound": False})]
    assert asked.floor is Floor.CANDIDATE
    assert asked.dialogue.answers.exchanges[1].fate is Fate.OPEN


# --- an interview that is gone on with


def test_the_last_question_is_asked_again_if_nothing_waits_for_a_reply(desk: Desk) -> None:
    assert notes(desk.interviewer.recall(4, SCRIPT.again), "prompt.asked")[0]["text"] == (
        SCRIPT.again
    )
    desk.send()
    assert (desk.floor, desk.feed(SOUND)) == (Floor.WAITING, [act.Play(5, PCM)])


def test_what_waits_for_a_reply_is_not_asked_again(desk: Desk) -> None:
    desk.dialogue.answers.ask("Please begin.")
    assert desk.interviewer.recall(4, SCRIPT.again) == []
    assert desk.floor is Floor.WAITING


# --- the rest


def test_only_a_handle_that_can_be_resumed_is_taken(desk: Desk) -> None:
    assert desk.feed(ev.HandleGiven(1, None)) == []
    assert notes(desk.feed(ev.HandleGiven(1, "h")), "handle.clean") == [
        {"handle": "h", "knows": []}
    ]


def test_a_tool_call_is_noted_and_may_be_cancelled(asked: Desk) -> None:
    assert notes(asked.feed(ev.ToolCall(1, "c", "score")), "tool.call") == [{"name": "score"}]
    assert asked.feed(ev.ToolCallCancelled(1, ("c",))) == []
    assert asked.dialogue.take(0.0) is None


def test_the_candidates_words_are_kept(asked: Desk) -> None:
    asked.begin(0)
    asked.end()
    assert asked.feed(ev.CandidateText(1, "I paint.")) == []
    assert asked.dialogue.transcript.said(asked.dialogue.answers.exchanges[0]) == "I paint."


def test_tokens_are_noted(desk: Desk) -> None:
    assert desk.feed(ev.TokensUsed(1, 300)) == [act.Note("tokens", {"total": 300})]


def test_an_item_that_asks_for_nothing_changes_nothing(asked: Desk) -> None:
    asked.interviewer.left(WindowStart(9), 1.0)
    assert asked.watch is Watch.OFF
