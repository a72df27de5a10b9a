from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.utterance import Span, Utterance, append_frame, join
from tests.core.builders import indices, utterance

PAUSE = 25  # 500 ms


def test_a_span_holds_both_its_ends() -> None:
    assert Span(3, 3).frames == 1
    assert Span(3, 5).frames == 3


def test_an_utterance_is_one_span_until_the_microphone_leaves_a_gap() -> None:
    said = utterance(0, (10, 12), speech=(11, 12))
    said.extend(13)
    assert said.spans == [Span(10, 13)]
    said.extend(20)
    said.extend(21)
    assert said.spans == [Span(10, 13), Span(20, 21)]
    assert (said.first, said.last, said.frames) == (10, 21, 6)


def test_a_frame_that_was_there_already_is_a_bug() -> None:
    said = utterance(0, (10, 12), speech=(11, 12))
    with pytest.raises(AssertionError):
        said.extend(12)


def test_the_first_frame_begins_a_span() -> None:
    spans: list[Span] = []
    append_frame(spans, 7)
    append_frame(spans, 8)
    assert spans == [Span(7, 8)]


# --- several utterances as one window


def test_one_utterance_is_sent_as_it_was_captured() -> None:
    said = utterance(0, (10, 50), (60, 90), speech=(20, 80))
    assert join([said], PAUSE) == said.spans


def test_nothing_said_is_no_frames() -> None:
    assert join([], PAUSE) == []


@pytest.mark.parametrize("seam", [100, 110, 125])
def test_a_pause_of_half_a_second_is_kept_whole(seam: int) -> None:
    before = utterance(0, (0, seam), speech=(10, 100))
    after = utterance(1, (seam + 1, 300), speech=(126, 200))
    assert join([before, after], PAUSE) == [Span(0, 300)]


def test_a_longer_pause_keeps_half_a_second_mostly_before_the_next_words() -> None:
    before = utterance(0, (0, 200), speech=(10, 100))
    after = utterance(1, (475, 700), speech=(500, 600))
    assert join([before, after], PAUSE) == [Span(0, 105), Span(480, 700)]


def test_a_pause_that_was_ended_by_hand_has_no_more_than_it_had() -> None:
    before = utterance(0, (0, 102), speech=(10, 100))
    after = utterance(1, (490, 700), speech=(500, 600))
    assert join([before, after], PAUSE) == [Span(0, 102), Span(490, 700)]


def test_what_the_microphone_did_not_deliver_is_not_sent() -> None:
    before = utterance(0, (0, 40), (60, 110), speech=(10, 108))
    after = utterance(1, (111, 112), (114, 300), speech=(114, 200))
    assert join([before, after], PAUSE) == [Span(0, 40), Span(60, 112), Span(114, 300)]


def test_a_gap_in_a_long_pause_is_left_out_with_the_pause() -> None:
    before = utterance(0, (0, 110), (150, 200), speech=(10, 100))
    after = utterance(1, (400, 405), (475, 700), speech=(500, 600))
    assert join([before, after], PAUSE) == [Span(0, 105), Span(480, 700)]


@st.composite
def spoken(draw: st.DrawFn) -> list[Utterance]:
    """At least 40 utterances as the decider makes them, gaps of the microphone included.

    Pre-roll reaches to the utterance before or half a second back, and not over a gap; the last
    speech is followed by some silence or, after Done, by none.
    """
    shape = st.tuples(
        st.integers(0, 120),  # pause before it that no utterance has
        st.integers(0, 25),  # pre-roll
        st.integers(1, 30),  # speech
        st.integers(0, 4) | st.integers(0, 100),  # silence after it, none after Done
        st.integers(0, 3),  # frames that the microphone lost in the middle of the speech
    )
    said, at = list[Utterance](), 0
    for number, (pause, preroll, words, silence, lost) in enumerate(
        draw(st.lists(shape, min_size=40, max_size=45))
    ):
        first = at + (pause if preroll == 25 else 0)
        onset = first + preroll
        spans = [Span(first, onset + words - 1)]
        last_speech = onset + 2 * words + lost - 1
        spans.append(Span(onset + words + lost, last_speech + silence))
        if not lost:
            spans = [Span(first, last_speech + silence)]
        said.append(Utterance(number, spans, onset, last_speech))
        at = said[-1].last + 1
    return said


@settings(max_examples=50)
@given(spoken())
def test_a_window_of_many_has_its_frames_in_order_and_each_once(said: list[Utterance]) -> None:
    """Law 1."""
    sent = indices(join(said, PAUSE))
    assert sent == sorted(set(sent))
    assert set(sent) <= {index for one in said for index in indices(one.spans)}


@settings(max_examples=50)
@given(spoken())
def test_all_but_pauses_beyond_half_a_second_is_in_the_window(said: list[Utterance]) -> None:
    """Law 5."""
    sent = set(indices(join(said, PAUSE)))
    captured = {index for one in said for index in indices(one.spans)}
    dispensable: set[int] = set()
    for before, after in itertools.pairwise(said):
        pause = range(before.last_speech + 1, after.onset)
        if len(pause) > PAUSE:
            assert len(sent & set(pause)) <= PAUSE
            dispensable |= set(pause)
    assert captured - dispensable <= sent
