"""What an interrupted interview had come to, read from its journal and its recording's length."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

import app.core.entries as en
from app.core.answers import Exchange, Fate
from app.core.coverage import CleanHandle
from app.core.faults import StoreFault
from app.core.recovery import Past, Recall
from app.core.status import SessionStatus
from app.core.utterance import Span
from app.core.view import Situation
from tests.core.builders import utterance
from tests.core.journals import started

STARTED = started()
ASKED = en.PromptAsked(0, 0, "Please begin.")
BEGAN = en.UtteranceBegan(1, 1, 100, 125)
ENDED = en.UtteranceEnded(1, ((100, 300),), 200)


def recall(*entries: en.Entry) -> Recall:
    """Return one who has read the beginning and these."""
    recall = Recall()
    for entry in (STARTED, *entries):
        recall.feed(entry)
    return recall


def past(*entries: en.Entry, recorded: int = 1000, frames: int = 1000) -> Past:
    return recall(*entries).past(recorded, frames)


# --- how it began and ended


def test_an_interview_in_which_nothing_happened_yet() -> None:
    assert past(recorded=0, frames=0) == Past(STARTED)


@pytest.mark.parametrize("begun", [[], [replace(STARTED, instruction="")]])
def test_without_all_of_its_beginning_nothing_can_be_gone_on_with(begun: list[en.Entry]) -> None:
    fresh = Recall()
    for entry in begun:
        fresh.feed(entry)
    with pytest.raises(StoreFault, match="How the interview began"):
        fresh.past(0, 0)


@pytest.mark.parametrize(
    ("how", "can"),
    [(None, True), ("held", True), ("failed", True), ("finished", False), ("left", False)],
)
def test_what_was_finished_or_left_is_over(how: str | None, can: bool) -> None:
    ended = [] if how is None else [en.SessionEnded(how, 20.0)]
    known = past(*ended)
    assert (known.how, known.can_go_on) == (how, can)


def test_an_interview_that_was_gone_on_with_has_not_ended() -> None:
    assert past(en.SessionEnded("held", 20.0), en.SessionResumed("1.0", 60.0)).how is None


def test_it_goes_on_where_its_timeline_ended() -> None:
    assert past(recorded=40, frames=50).length_s == 1.0


# --- numbers


def test_numbers_go_on_from_the_highest() -> None:
    known = past(
        en.LinkMoved("up", 2),
        en.LinkMoved("up", 1),
        ASKED,
        en.PromptEnded(0, "answered", 3),
        en.ReplyComplete(2, with_sound=True),
    )
    assert (known.epoch, known.replies, known.next_exchange, known.next_said) == (2, 3, 1, 1)
    lost = past(ASKED, en.HandleClean("h", (0, 4)))
    assert lost.next_said == 5, "what a server knows was said, whatever the journal has lost"


@pytest.mark.parametrize(
    "entry",
    [
        en.ReplyComplete(4, with_sound=False),
        en.Said("interviewer", 1.0, "Hello.", reply=4),
        en.HeardSoFar(4, 1.0, "Hel", 0.5),
        en.AnswerEnded(1, "answered", 4.0, 4),
    ],
)
def test_a_reply_of_which_anything_is_known_has_its_number(entry: en.Entry) -> None:
    assert past(BEGAN, ENDED, entry).replies == 4


def test_the_newest_handle_counts_until_the_server_refuses_it() -> None:
    handles = [en.HandleClean("a", (0,)), en.HandleClean("b", (1, 0))]
    assert past(*handles).clean == CleanHandle("b", frozenset({0, 1}))
    assert past(*handles, en.HandleForgotten()).clean is None


@pytest.mark.parametrize(
    "entry",
    [
        SessionStatus(Situation.LISTENING),
        en.TimeGoesTo("candidate"),
        en.MicrophoneLost("DeviceFault"),
        en.Said("nobody", 1.0, "Hm."),
    ],
)
def test_what_changes_nothing_that_is_known(entry: en.Entry) -> None:
    assert past(entry) == past()


# --- words


def test_the_newest_words_of_an_answer_or_a_reply_count() -> None:
    words = past(
        en.Said("candidate", 1.0, "In Lina.", exchange=1),
        en.Said("candidate", 1.0, "In Lima.", exchange=1),
        en.Said("candidate", 1.0, None, exchange=1),
        en.HeardSoFar(2, 2.0, "Thank", 1.0),
        en.Said("interviewer", 2.0, "Thank you.", reply=2),
        en.Said("interviewer", 2.0, None, reply=2),
    ).words
    assert (words.said, words.heard) == ({1: "In Lima."}, {2: "Thank you."})


# --- what was said


def test_what_was_said_is_as_it_was() -> None:
    known = past(
        ASKED,
        en.PromptEnded(0, "answered", 1),
        BEGAN,
        en.UtteranceEnded(1, ((100, 150), (160, 300)), 200),
        en.UtteranceBegan(2, 1, 400, 410),
        en.UtteranceEnded(2, ((400, 500),), 450),
        en.AnswerEnded(1, "declined", 4.0),
    )
    assert known.exchanges == (
        Exchange(0, {0: "Please begin."}, [], Fate.ANSWERED, 1),
        Exchange(
            1,
            {},
            [
                utterance(1, (100, 150), (160, 300), speech=(125, 200)),
                utterance(2, (400, 500), speech=(410, 450)),
            ],
            Fate.DECLINED,
        ),
    )
    assert (known.cut, known.answered) == (None, 1)


def test_an_utterance_may_have_one_frame_and_a_part_next_to_another() -> None:
    spans = ((100, 100), (101, 101))
    (exchange,) = past(BEGAN, en.UtteranceEnded(1, spans, 101)).exchanges
    assert exchange.utterances[0].spans == [Span(100, 100), Span(101, 101)]


# --- what does not fit together


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([ENDED], "utterance 1 ends without a beginning"),
        ([BEGAN, en.UtteranceBegan(1, 1, 400, 425)], "begins twice"),
        ([en.UtteranceBegan(2, 1, 400, 399)], "before itself"),
        ([BEGAN, en.UtteranceEnded(1, (), 200)], "in disorder"),
        ([BEGAN, en.UtteranceEnded(1, ((5, 4),), 200)], "in disorder"),
        ([BEGAN, en.UtteranceEnded(1, ((1, 20), (20, 30)), 20)], "in disorder"),
        ([BEGAN, en.UtteranceEnded(1, ((10, 20), (5, 6)), 20)], "in disorder"),
        ([en.PromptAsked(0, 2, "Begin."), en.PromptAsked(1, 1, "Begin.")], "exchange 1 follows 2"),
        ([en.PromptEnded(0, "eaten")], 'ended as "eaten"'),
    ],
)
def test_what_contradicts_itself_is_told_in_words(entries: list[en.Entry], words: str) -> None:
    with pytest.raises(StoreFault, match=f"The journal contradicts itself: .*{words}"):
        recall(*entries)


@pytest.mark.parametrize("number", [-1, 10_000_001, 2**70])
@pytest.mark.parametrize(
    "last",
    [
        lambda n: en.LinkMoved("up", n),
        lambda n: en.HandleClean("h", (0, n)),
        lambda n: en.Gap(n, 3),
        lambda n: en.Gap(3, n),
        lambda n: en.PromptAsked(n, 1, "Begin."),
        lambda n: en.PromptAsked(0, n, "Begin."),
        lambda n: en.UtteranceBegan(n, 1, 1, 2),
        lambda n: en.UtteranceBegan(0, 1, n, n),
        lambda n: en.UtteranceBegan(0, 1, 1, n),
        lambda n: en.UtteranceEnded(1, ((n, n),), 2),
        lambda n: en.UtteranceEnded(1, ((1, 2),), n),
        lambda n: en.AnswerEnded(1, "answered", 1.0, n),
        lambda n: en.Said("interviewer", 1.0, "Hm.", reply=n),
        lambda n: en.HeardSoFar(n, 1.0, "Hm.", 1.0),
        lambda n: en.ReplyComplete(n, with_sound=True),
    ],
)
def test_a_number_that_is_none_of_ours_is_odd(last: Callable[[int], en.Entry], number: int) -> None:
    with pytest.raises(StoreFault, match=f"The journal contradicts itself: .*{number}"):
        recall(BEGAN, last(number))


# --- what was open


def test_an_answer_that_has_no_reply_is_open() -> None:
    known = past(BEGAN, ENDED)
    assert [one.fate for one in known.exchanges] == [Fate.OPEN]
    assert known.answered == 0


def test_what_was_held_at_the_end_is_open_again() -> None:
    held: list[en.Entry] = [BEGAN, ENDED]
    held += [en.AnswerEnded(1, "held", 4.0), en.SessionEnded("held", 6.0)]
    assert past(*held).exchanges[-1].fate is Fate.OPEN
    assert past(*held, en.SessionResumed("1.0", 9.0)).exchanges[-1].fate is Fate.OPEN


def test_what_was_withdrawn_stays_withdrawn() -> None:
    known = past(BEGAN, ENDED, en.AnswerEnded(1, "withdrawn", 4.0), en.SessionEnded("left", 6.0))
    assert known.exchanges[-1].fate is Fate.WITHDRAWN


def test_only_the_newest_is_open_and_before_it_an_end_was_lost() -> None:
    known = past(BEGAN, ENDED, en.UtteranceBegan(2, 2, 400, 410))
    assert [one.fate for one in known.exchanges] == [Fate.DECLINED, Fate.OPEN]


def test_an_utterance_whose_end_is_lost_ends_before_the_next() -> None:
    known = past(BEGAN, en.Gap(150, 10), en.UtteranceBegan(2, 1, 400, 410), recorded=450)
    assert known.exchanges[-1].utterances == [
        utterance(1, (100, 149), (160, 399), speech=(125, 399)),
        utterance(2, (400, 449), speech=(410, 449)),
    ]


# --- what was cut


def test_an_utterance_that_was_cut_ends_with_the_recording() -> None:
    known = past(BEGAN, recorded=150)
    assert known.cut == utterance(1, (100, 149), speech=(125, 149))
    assert known.exchanges == (Exchange(1, {}, [known.cut]),)
    assert known.exchanges[0].utterances[0] is known.cut
    run_up = utterance(1, (100, 100), speech=(125, 125))
    assert past(BEGAN, recorded=101).cut == run_up, "though no speech was recorded yet"


def test_what_was_never_recorded_is_none_of_the_answer() -> None:
    known = past(ASKED, en.PromptEnded(0, "answered", 1), BEGAN, recorded=100)
    assert known.cut is None
    assert [one.number for one in known.exchanges] == [0]
    assert (known.next_exchange, known.next_said) == (2, 2), "its numbers are not given again"


@pytest.mark.parametrize(
    ("gaps", "spans"),
    [
        ([en.Gap(120, 10)], [(100, 119), (130, 199)]),
        ([en.Gap(120, 10), en.Gap(150, 1)], [(100, 119), (130, 149), (151, 199)]),
        ([en.Gap(90, 20)], [(110, 199)]),
        ([en.Gap(190, 20)], [(100, 189)]),
        ([en.Gap(0, 100), en.Gap(200, 9)], [(100, 199)]),
        ([en.Gap(100, 100)], []),
    ],
)
def test_what_the_microphone_did_not_deliver_is_none_of_it(
    gaps: list[en.Entry], spans: list[tuple[int, int]]
) -> None:
    cut = past(BEGAN, *gaps, recorded=200).cut
    assert (cut.spans if cut else []) == spans


def test_what_the_recording_has_lost_is_taken_out_of_the_answers() -> None:
    known = past(
        BEGAN,
        en.UtteranceEnded(1, ((100, 150), (160, 300)), 290),
        en.UtteranceBegan(2, 1, 400, 410),
        en.UtteranceEnded(2, ((400, 500),), 450),
        recorded=200,
    )
    (exchange,) = known.exchanges
    (said,) = exchange.utterances
    assert (said.number, said.spans) == (1, [Span(100, 150), Span(160, 199)])
    assert known.cut is None
