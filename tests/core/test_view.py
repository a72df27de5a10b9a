from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.faults import (
    DeviceFault,
    Fault,
    KeyRefused,
    LinkLost,
    MicrophoneBlocked,
    MicrophoneStalled,
)
from app.core.link import LinkState
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import ENDS, LinkView, Situation, View, floor, for_candidate, situation

UP = LinkView(LinkState.UP)
FIRST = LinkView(LinkState.CONNECTING)
WEAK = LinkView(LinkState.UP, suspect_s=3.0)
AGAIN = LinkView(LinkState.CONNECTING, 2, lost_s=4.0)
WAITING = LinkView(LinkState.WAITING, 2, 1.0, lost_s=4.0, fault=LinkLost("It broke."))
HELD = LinkView(LinkState.HELD, 9, None, lost_s=40.0, fault=KeyRefused("The key is wrong."))
LINKS = [UP, FIRST, WEAK, AGAIN, WAITING, HELD]
GONE = DeviceFault("The microphone is gone.")
STALLED = MicrophoneStalled("It has stopped.")
BLOCKED = MicrophoneBlocked("It is blocked.")


def view(**changes: object) -> View:
    plain = View(Floor.NOBODY, Talk.HANDS_FREE, UP, "Who?", 1, 3)
    return dataclasses.replace(plain, **changes)


ANY_VIEW = st.builds(
    view,
    floor=st.sampled_from(Floor),
    talk=st.sampled_from(Talk),
    link=st.sampled_from(LINKS),
    closing=st.sampled_from([None, 0.0, 1.0]),
    microphone=st.sampled_from([None, GONE, STALLED, BLOCKED]),
    how=st.sampled_from([None, *ENDS]),
)


def test_equal_views_are_equal_so_that_a_screen_draws_only_changes() -> None:
    assert view() == view()
    assert view() != view(link=LinkView(LinkState.UP, to_send_s=0.1))


def test_a_view_cannot_be_changed_by_a_screen() -> None:
    for kind in (View, LinkView):
        assert kind.__dataclass_params__.frozen
        assert "__slots__" in vars(kind)


def test_nothing_is_wrong_unless_it_is_said() -> None:
    plain = view()
    assert (plain.microphone, plain.store, plain.how, plain.link.fault) == (None,) * 4
    assert (plain.link.suspect_s, plain.link.lost_s, plain.closing) == (None,) * 3


# --- the one word


@pytest.mark.parametrize(
    ("seen", "word"),
    [
        (view(), Situation.LISTENING),
        (view(talk=Talk.HELD), Situation.LISTENING),
        (view(floor=Floor.CANDIDATE), Situation.TALKING),
        (view(floor=Floor.CANDIDATE, closing=0.0), Situation.ENDING),
        (view(floor=Floor.WAITING), Situation.THINKING),
        (view(floor=Floor.INTERVIEWER), Situation.INTERVIEWER),
        (view(talk=Talk.MUTED), Situation.MUTED),
        (view(talk=Talk.MUTED, floor=Floor.CANDIDATE, closing=0.5), Situation.MUTED),
        (view(talk=Talk.MUTED, floor=Floor.INTERVIEWER), Situation.INTERVIEWER),
        (view(talk=Talk.MUTED, floor=Floor.WAITING), Situation.THINKING),
        (view(link=LinkView(LinkState.IDLE)), Situation.CONNECTING),
        (view(link=FIRST, floor=Floor.WAITING), Situation.CONNECTING),
        (view(link=WEAK, floor=Floor.CANDIDATE), Situation.WEAK),
        (view(link=LinkView(LinkState.UP, suspect_s=0.0)), Situation.WEAK),
        (view(link=AGAIN), Situation.RECONNECTING),
        (view(link=WAITING, floor=Floor.INTERVIEWER), Situation.RECONNECTING),
        (view(link=HELD), Situation.HELD),
        (view(microphone=GONE, link=HELD), Situation.NO_MICROPHONE),
        (view(microphone=STALLED, floor=Floor.CANDIDATE), Situation.STALLED),
        (view(microphone=BLOCKED, link=HELD), Situation.BLOCKED),
        (view(loudspeaker=GONE), Situation.LISTENING),
        (view(talk=Talk.PAUSED, microphone=GONE, link=HELD), Situation.PAUSED),
        (view(how="finished", talk=Talk.PAUSED), Situation.FINISHED),
        (view(how="left", microphone=GONE), Situation.LEFT),
        (view(how="held", link=HELD), Situation.ENDED_HELD),
        (view(how="failed"), Situation.FAILED),
    ],
)
def test_a_view_in_one_word_tells_what_needs_somebody_most(seen: View, word: Situation) -> None:
    assert situation(seen) is word


@pytest.mark.parametrize("link", [WEAK, AGAIN, WAITING, HELD, FIRST])
@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, Situation.TALKING),
        ({"closing": 0.5}, Situation.ENDING),
        ({"talk": Talk.MUTED}, Situation.MUTED),
    ],
)
def test_a_broken_line_never_hides_from_the_candidate_that_they_are_heard(
    link: LinkView, changes: dict[str, object], word: Situation
) -> None:
    assert for_candidate(view(link=link, floor=Floor.CANDIDATE, **changes)) is word


@pytest.mark.parametrize("who", [Floor.NOBODY, Floor.WAITING, Floor.INTERVIEWER])
def test_who_does_not_talk_reads_what_the_line_does(who: Floor) -> None:
    assert for_candidate(view(link=WAITING, floor=who)) is Situation.RECONNECTING


@given(ANY_VIEW)
def test_the_candidate_reads_the_same_word_unless_they_talk_over_a_broken_line(seen: View) -> None:
    mine, theirs = for_candidate(seen), situation(seen)
    about_the_line = {
        Situation.CONNECTING,
        Situation.WEAK,
        Situation.RECONNECTING,
        Situation.HELD,
    }
    if theirs in about_the_line and seen.floor is Floor.CANDIDATE:
        assert mine in {Situation.TALKING, Situation.ENDING, Situation.MUTED}
    else:
        assert mine is theirs


@given(ANY_VIEW)
def test_no_word_says_that_the_candidate_is_heard_through_a_closed_or_absent_microphone(
    seen: View,
) -> None:
    heard = {Situation.LISTENING, Situation.TALKING, Situation.ENDING}
    if seen.talk is Talk.PAUSED or seen.microphone is not None or seen.how is not None:
        assert situation(seen) not in heard
        assert for_candidate(seen) not in heard


@given(ANY_VIEW)
def test_the_word_is_an_end_exactly_when_the_interview_has_ended(seen: View) -> None:
    assert (situation(seen) in ENDS.values()) is (seen.how is not None)


def test_who_speaks_is_told_whatever_the_line_does() -> None:
    assert {floor(view(link=link, floor=Floor.INTERVIEWER)) for link in LINKS} == {
        Situation.INTERVIEWER
    }


def test_each_end_has_a_word_of_its_own() -> None:
    assert len(set(ENDS.values())) == len(ENDS) == 4


@pytest.mark.parametrize(("fault", "there"), [(None, True), (STALLED, True), (GONE, False)])
def test_a_microphone_that_has_stopped_is_still_there(fault: Fault | None, there: bool) -> None:
    assert view(microphone=fault).has_microphone is there
