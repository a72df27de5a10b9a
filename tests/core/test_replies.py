"""Which reply is it, what does it answer, was it heard? (Design, Words; law 10.)"""

from __future__ import annotations

import pytest

from app.core.events import (
    GenerationComplete,
    Interrupted,
    Played,
    ReplyAudio,
    ReplyText,
    StillWorking,
    ToolCall,
    TurnComplete,
)
from app.core.replies import (
    Asked,
    Completed,
    Dropped,
    FirstSign,
    Heard,
    Replies,
    ReplyEvent,
    ReplyFact,
    Sound,
    Words,
)

PCM = b"\x01\x00" * 480  # 20 ms
SOUND = ReplyAudio(1, PCM)
TEXT = ReplyText(1, "Thank you.")
CALL = ToolCall(1, "c", "score")
GENERATED, TURN, CUT = GenerationComplete(1), TurnComplete(1), Interrupted(1)

ASKED = Asked((3,), (5,), heard_before=False, talking=False)
NOTHING = Asked((), (), heard_before=False, talking=False)
WHILE_TALKING = Asked((3,), (5,), heard_before=False, talking=True)
AGAIN = Asked((3,), (5,), heard_before=True, talking=False)

DONE = Completed(1, (3,), (5,), with_sound=True)
DECLINED = Completed(1, (3,), (5,), with_sound=False)
HEARD = Heard(1, (5,))


@pytest.fixture
def replies() -> Replies:
    return Replies()


def feed(replies: Replies, *events: ReplyEvent, asked: Asked = ASKED) -> list[ReplyFact]:
    return [fact for event in events for fact in replies.feed(event, asked)]


def play(replies: Replies, reply: int = 1, samples: int = 480) -> list[ReplyFact]:
    return replies.played(Played(reply, 0, samples, 0.0))


# --- complete


@pytest.mark.parametrize("end", [GENERATED, TURN])
def test_a_reply_is_complete_at_generation_complete_or_at_the_end_of_its_turn(
    replies: Replies, end: GenerationComplete | TurnComplete
) -> None:
    assert feed(replies, SOUND, end) == [FirstSign(1), Sound(1, PCM), DONE]


def test_a_reply_is_completed_once(replies: Replies) -> None:
    assert feed(replies, SOUND, GENERATED, TURN).count(DONE) == 1


@pytest.mark.parametrize("events", [(TURN,), (GENERATED,), (TEXT, TURN)])
def test_a_complete_reply_without_sound_is_a_decline(
    replies: Replies, events: tuple[ReplyEvent, ...]
) -> None:
    facts = feed(replies, *events)
    assert facts[0] == FirstSign(1)
    assert facts[-1] == DECLINED


def test_a_turn_with_a_tool_call_and_no_sound_is_not_complete(replies: Replies) -> None:
    assert feed(replies, CALL, TURN) == [FirstSign(1)]
    assert feed(replies, SOUND, GENERATED) == [
        FirstSign(2),
        Sound(2, PCM),
        Completed(2, (3,), (5,), with_sound=True),
    ]


def test_a_turn_with_a_tool_call_and_sound_is_complete(replies: Replies) -> None:
    assert feed(replies, CALL, SOUND, TURN)[-1] == DONE


def test_a_bare_pair_of_interrupted_and_turn_complete_settles_nothing(replies: Replies) -> None:
    assert feed(replies, CUT, TURN) == []
    assert feed(replies, SOUND, TURN)[-1] == DONE, "it said nothing of the reply that was asked"


@pytest.mark.parametrize("event", [SOUND, CALL])
def test_a_newer_window_is_answered_though_the_cut_turn_was_never_completed(
    replies: Replies, event: ReplyEvent
) -> None:
    feed(replies, SOUND, CUT)
    assert feed(replies, event) == []
    newer = Asked((3, 4), (5, 6), heard_before=False, talking=False)
    assert feed(replies, event, asked=newer)[0] == FirstSign(2)
    assert feed(replies, SOUND, GENERATED)[-1] == Completed(2, (3, 4), (5, 6), with_sound=True)


def test_a_reply_that_was_interrupted_is_not_complete(replies: Replies) -> None:
    assert feed(replies, SOUND, CUT, TURN) == [FirstSign(1), Sound(1, PCM), Dropped(1)]
    assert replies.newest
    assert not replies.newest.is_complete


def test_a_spurious_interruption_takes_nothing_from_a_complete_reply(replies: Replies) -> None:
    assert feed(replies, SOUND, GENERATED, CUT, TURN)[-1] == DONE
    assert play(replies) == [HEARD]


def test_a_server_that_is_still_working_says_nothing_of_the_reply(replies: Replies) -> None:
    assert feed(replies, SOUND, StillWorking(1), SOUND, GENERATED)[-1] == DONE


@pytest.mark.parametrize("event", [TURN, GENERATED, TEXT])
def test_a_message_to_which_nothing_was_asked_and_nothing_came_means_nothing(
    replies: Replies, event: ReplyEvent
) -> None:
    assert feed(replies, event, asked=NOTHING) == []


# --- what it answers


def test_a_reply_belongs_to_the_windows_that_had_ended_when_it_began(replies: Replies) -> None:
    feed(replies, SOUND)
    later = Asked((3, 4), (5, 6), heard_before=False, talking=False)
    assert feed(replies, SOUND, GENERATED, asked=later)[-1] == DONE


def test_sound_after_a_complete_reply_is_another_one(replies: Replies) -> None:
    feed(replies, SOUND, GENERATED)
    assert feed(replies, SOUND, asked=NOTHING) == [FirstSign(2), Sound(2, PCM)]


def test_sound_that_nobody_asked_for_is_a_reply_to_nothing(replies: Replies) -> None:
    facts = feed(replies, SOUND, GENERATED, asked=NOTHING)
    assert facts[-1] == Completed(1, (), (), with_sound=True)


def test_words_come_with_the_sound_before_them(replies: Replies) -> None:
    feed(replies, SOUND)
    assert feed(replies, TEXT, SOUND, TEXT)[0] == Words(1, "Thank you.", 480)
    assert feed(replies, TEXT) == [Words(1, "Thank you.", 960)]


def test_words_may_come_after_their_reply(replies: Replies) -> None:
    """The service promises no order among its transcripts and the rest."""
    feed(replies, SOUND, GENERATED)
    assert feed(replies, TEXT, asked=NOTHING) == [Words(1, "Thank you.", 480)]
    feed(replies, TURN)
    assert feed(replies, TEXT, asked=NOTHING) == [Words(1, "Thank you.", 480)]


# --- heard


def test_a_reply_is_heard_when_it_is_complete_and_has_begun_to_play(replies: Replies) -> None:
    feed(replies, SOUND, SOUND)
    assert play(replies) == []
    assert feed(replies, GENERATED) == [DONE, HEARD]
    assert play(replies, samples=960) == [], "once"


def test_a_complete_reply_is_heard_with_its_first_sample(replies: Replies) -> None:
    feed(replies, SOUND, GENERATED)
    assert play(replies, samples=1) == [HEARD]


def test_what_is_played_of_no_reply_means_nothing(replies: Replies) -> None:
    assert play(replies, reply=7) == []


def test_a_reply_may_begin_to_play_long_after_it_came(replies: Replies) -> None:
    for _ in range(6):
        feed(replies, SOUND, GENERATED, TURN)
    assert play(replies) == [HEARD]
    feed(replies, SOUND)
    assert not replies.was_whole(1), "forgotten: nothing more of it will be heard"


# --- cut


def test_a_reply_that_is_cut_after_it_began_to_play_is_heard(replies: Replies) -> None:
    feed(replies, SOUND)
    play(replies)
    assert replies.barge_in() == [HEARD, Dropped(1)]


@pytest.mark.parametrize("end", [(), (GENERATED,)])
def test_a_reply_that_is_cut_before_it_began_to_play_is_not_heard(
    replies: Replies, end: tuple[ReplyEvent, ...]
) -> None:
    """Law 10."""
    feed(replies, SOUND, *end)
    assert replies.barge_in() == [Dropped(1)]
    assert play(replies) == []


def test_after_a_barge_in_no_sound_of_the_cut_reply_is_played(replies: Replies) -> None:
    """Law 10."""
    feed(replies, SOUND)
    replies.barge_in()
    assert feed(replies, SOUND, TEXT, SOUND) == []
    assert replies.barge_in() == []


def test_the_cut_reply_settles_its_window_if_the_server_completes_it(replies: Replies) -> None:
    feed(replies, SOUND)
    replies.barge_in()
    assert feed(replies, SOUND, GENERATED) == [DONE]


def test_a_cut_reply_is_dropped_once(replies: Replies) -> None:
    feed(replies, SOUND)
    replies.barge_in()
    assert feed(replies, CUT, SOUND, GENERATED, TURN) == []


def test_nobody_cuts_a_reply_that_has_been_heard_to_its_end(replies: Replies) -> None:
    assert replies.barge_in() == []
    feed(replies, SOUND, GENERATED)
    play(replies)
    assert replies.barge_in() == []


@pytest.mark.parametrize("asked", [WHILE_TALKING, AGAIN])
def test_a_reply_that_comes_too_late_or_again_is_settled_and_never_played(
    replies: Replies, asked: Asked
) -> None:
    facts = feed(replies, SOUND, TEXT, GENERATED, asked=asked)
    assert facts == [FirstSign(1), DONE]
    assert play(replies) == []


# --- the connection is lost


def test_the_rest_of_a_reply_of_a_lost_connection_never_comes(replies: Replies) -> None:
    """Law 10: not heard, even if it had begun to play."""
    feed(replies, SOUND)
    play(replies)
    assert replies.link_lost() == [Dropped(1)]
    assert play(replies, samples=960) == []


def test_a_complete_reply_plays_out_though_the_connection_is_lost(replies: Replies) -> None:
    feed(replies, SOUND, GENERATED)
    assert replies.link_lost() == []
    assert play(replies) == [HEARD]


def test_after_a_lost_connection_the_next_reply_is_another(replies: Replies) -> None:
    feed(replies, SOUND)
    replies.link_lost()
    assert replies.link_lost() == []
    assert feed(replies, SOUND)[0] == FirstSign(2)


# --- heard in part, or to the end


def test_a_reply_is_whole_unless_it_is_cut(replies: Replies) -> None:
    assert not replies.was_whole(1)
    feed(replies, SOUND)
    assert not replies.was_whole(1)
    feed(replies, GENERATED)
    assert replies.was_whole(1)
    replies.barge_in()
    assert not replies.was_whole(1)


def test_a_reply_sounds_until_it_is_heard_out_though_the_next_has_come(replies: Replies) -> None:
    feed(replies, SOUND, SOUND, GENERATED, TURN, SOUND)
    assert replies.sounding == []
    play(replies)
    assert replies.sounding == [1]
    play(replies, samples=960)
    assert replies.sounding == []
    play(replies, reply=2)
    assert replies.sounding == [2], "more of it may come"
    replies.barge_in()
    assert replies.sounding == []


def test_replies_are_numbered_behind_those_of_before(replies: Replies) -> None:
    replies.recall(4)
    assert feed(replies, SOUND)[0] == FirstSign(5)
