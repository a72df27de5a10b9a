"""Whose time it is, and that the sums are exact."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.ledger import Ledger, Share, Whose, totals, whose
from app.core.link import LinkState
from app.core.talk import Talk
from app.core.turns import Floor

STATES = st.tuples(
    st.sampled_from(Floor), st.sampled_from(Talk), st.sampled_from(LinkState), st.booleans()
)

# --- whose it is


@pytest.mark.parametrize(
    ("floor", "owner"),
    [
        (Floor.NOBODY, Whose.CANDIDATE),
        (Floor.CANDIDATE, Whose.CANDIDATE),
        (Floor.WAITING, Whose.INTERVIEWER),
        (Floor.INTERVIEWER, Whose.INTERVIEWER),
    ],
)
def test_with_a_connection_time_is_the_candidates_or_the_interviewers(
    floor: Floor, owner: Whose
) -> None:
    assert whose(floor, Talk.HANDS_FREE, LinkState.UP, has_microphone=True) is owner


@pytest.mark.parametrize("link", [one for one in LinkState if not one.works])
@pytest.mark.parametrize(
    ("floor", "owner"),
    [
        (Floor.NOBODY, Whose.NETWORK),
        (Floor.CANDIDATE, Whose.CANDIDATE),
        (Floor.WAITING, Whose.NETWORK),
        (Floor.INTERVIEWER, Whose.INTERVIEWER),
    ],
)
def test_without_a_connection_it_is_the_networks_unless_somebody_speaks(
    floor: Floor, owner: Whose, link: LinkState
) -> None:
    assert whose(floor, Talk.HANDS_FREE, link, has_microphone=True) is owner


@given(STATES)
def test_a_pause_is_nobody_elses(state: tuple[Floor, Talk, LinkState, bool]) -> None:
    floor, talk, link, has_microphone = state
    owner = whose(floor, talk, link, has_microphone=has_microphone)
    assert (owner is Whose.PAUSE) is (talk is Talk.PAUSED)


@given(STATES)
def test_without_a_microphone_only_the_interviewer_is_heard(
    state: tuple[Floor, Talk, LinkState, bool],
) -> None:
    floor, talk, link, _ = state
    owner = whose(floor, talk, link, has_microphone=False)
    is_heard = floor is Floor.INTERVIEWER and talk is not Talk.PAUSED
    assert owner in {Whose.PAUSE, Whose.INTERVIEWER if is_heard else Whose.APPLICATION}


# --- adding up


def test_before_the_beginning_there_is_nothing() -> None:
    assert Ledger().shares(1000) == ()


def test_each_has_what_comes_until_the_next() -> None:
    ledger = Ledger()
    ledger.begin(100.0)
    ledger.goes_to(Whose.NETWORK, 100.0)
    ledger.goes_to(Whose.INTERVIEWER, 101.5)
    ledger.goes_to(Whose.CANDIDATE, 104.0)
    shares = (
        Share(Whose.NETWORK, 0, 1500),
        Share(Whose.INTERVIEWER, 1500, 4000),
        Share(Whose.CANDIDATE, 4000, 9000),
    )
    assert ledger.shares(9000) == shares
    assert ledger.shares(4000) == shares[:2], "what has no length is no share"
    assert ledger.at_ms(104.25) == 4250


def test_what_comes_before_the_first_is_its_own_too() -> None:
    ledger = Ledger()
    ledger.goes_to(Whose.NETWORK, 0.5)
    assert ledger.shares(700) == (Share(Whose.NETWORK, 0, 700),)


def test_who_is_gone_within_a_millisecond_has_nothing() -> None:
    ledger = Ledger()
    for owner, at in ((Whose.NETWORK, 0.0), (Whose.PAUSE, 1.0), (Whose.CANDIDATE, 1.0004)):
        ledger.goes_to(owner, at)
    assert [one.whose for one in ledger.shares(2000)] == [Whose.NETWORK, Whose.CANDIDATE]


def test_times_are_rounded_to_whole_milliseconds_which_are_somebodys() -> None:
    ledger = Ledger()
    for owner, at in ((Whose.NETWORK, 0.0), (Whose.PAUSE, 1.001), (Whose.CANDIDATE, 1.0016)):
        ledger.goes_to(owner, at)
    assert ledger.shares(1002) == (Share(Whose.NETWORK, 0, 1001), Share(Whose.PAUSE, 1001, 1002))


def test_an_interview_that_goes_on_counts_from_where_it_stopped() -> None:
    ledger = Ledger()
    ledger.begin(100.0, from_s=60.0)
    ledger.goes_to(Whose.NETWORK, 160.0)
    ledger.goes_to(Whose.CANDIDATE, 162.0)
    assert ledger.shares(63_000) == (
        Share(Whose.NETWORK, 60_000, 62_000),
        Share(Whose.CANDIDATE, 62_000, 63_000),
    )


def test_a_time_from_before_the_beginning_counts_as_the_beginning() -> None:
    ledger = Ledger()
    ledger.begin(0.0, from_s=60.0)
    ledger.goes_to(Whose.NETWORK, 59.0)
    ledger.goes_to(Whose.CANDIDATE, 59.5)
    assert ledger.shares(61_000) == (Share(Whose.CANDIDATE, 60_000, 61_000),)


def test_everybody_has_a_sum() -> None:
    shares = [Share(Whose.PAUSE, 0, 5), Share(Whose.NETWORK, 5, 7), Share(Whose.PAUSE, 7, 10)]
    sums = totals(shares)
    assert set(sums) == set(Whose)
    assert (sums[Whose.PAUSE], sums[Whose.NETWORK], sums[Whose.CANDIDATE]) == (8, 2, 0)


@given(
    st.lists(st.tuples(st.sampled_from(Whose), st.floats(0, 5)), min_size=1, max_size=60),
    st.floats(-1e6, 1e6),
    st.floats(0, 1e4),
)
def test_the_sums_are_the_whole_time_exactly(
    turns: list[tuple[Whose, float]], origin: float, from_s: float
) -> None:
    ledger, now = Ledger(), origin + from_s
    ledger.begin(origin, from_s)
    for owner, wait_s in turns:
        ledger.goes_to(owner, now)
        now += wait_s
    begin_ms, end_ms = round(from_s * 1000), max(ledger.at_ms(now), round(from_s * 1000))
    shares = ledger.shares(end_ms)
    assert sum(totals(shares).values()) == end_ms - begin_ms
    assert all(one.to_ms == two.from_ms for one, two in itertools.pairwise(shares))
    assert all(one.from_ms < one.to_ms for one in shares)
    if shares:
        assert (shares[0].from_ms, shares[-1].to_ms) == (begin_ms, end_ms)
