"""How long a pause may be: what was chosen, and what was learnt from turns that ended too early."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.patience import Patience, PatienceParams, Wait

BASE_S = {Wait.QUICK: 1.0, Wait.STANDARD: 2.0, Wait.PATIENT: 3.5, Wait.ONLY_DONE: math.inf}


@pytest.fixture
def patience() -> Patience:
    return Patience(PatienceParams(), 2.0)


def cut(patience: Patience, times: int = 1) -> None:
    """Let speech come back at once after so many ends."""
    for _ in range(times):
        patience.ended(10.0)
        patience.began(11.0)


def test_an_interview_begins_with_two_seconds(patience: Patience) -> None:
    assert (patience.wait, patience.wait_s) == (Wait.STANDARD, 2.0)


@pytest.mark.parametrize("wait", Wait)
def test_each_profile_has_its_wait(patience: Patience, wait: Wait) -> None:
    patience.choose(wait)
    assert (patience.wait, patience.wait_s) == (wait, BASE_S[wait])


def test_the_waits_and_the_first_choice_are_settings() -> None:
    params = PatienceParams(Wait.QUICK, quick_s=0.8, patient_s=5.0)
    patience = Patience(params, 2.4)
    assert patience.wait_s == 0.8
    patience.choose(Wait.PATIENT)
    assert patience.wait_s == 5.0
    patience.choose(Wait.STANDARD)
    assert patience.wait_s == 2.4


def test_until_the_first_answer_is_answered_0_7_s_are_added(patience: Patience) -> None:
    patience.look(is_first=True, is_free=True)
    assert patience.wait_s == pytest.approx(2.7)
    patience.look(is_first=False, is_free=False)
    assert patience.wait_s == 2.0


@pytest.mark.parametrize(("after_s", "wait_s"), [(0.0, 2.3), (1.5, 2.3), (1.6, 2.0)])
def test_speech_that_comes_back_within_one_and_a_half_seconds_adds_to_every_wait_after_it(
    patience: Patience, after_s: float, wait_s: float
) -> None:
    patience.ended(10.0)
    patience.began(10.0 + after_s)
    assert patience.wait_s == pytest.approx(wait_s)


def test_one_end_teaches_one_thing(patience: Patience) -> None:
    cut(patience)
    patience.began(11.2)
    assert patience.wait_s == pytest.approx(2.3)


def test_speech_that_nothing_has_ended_teaches_nothing(patience: Patience) -> None:
    patience.began(0.5)
    patience.look(is_first=False, is_free=True)
    assert patience.wait_s == 2.0


def test_who_answers_the_next_question_at_once_was_not_cut_off(patience: Patience) -> None:
    patience.ended(10.0)
    patience.look(is_first=False, is_free=False)
    patience.look(is_first=False, is_free=True)
    patience.began(11.0)
    assert patience.wait_s == 2.0


def test_there_is_a_bound(patience: Patience) -> None:
    cut(patience, times=50)
    assert patience.wait_s == pytest.approx(3.5)


def test_three_turns_that_stood_undo_one_that_did_not(patience: Patience) -> None:
    cut(patience)
    patience.ended(20.0)
    patience.look(is_first=False, is_free=True)
    patience.ended(40.0)
    patience.began(42.0)
    assert patience.wait_s == pytest.approx(2.1)
    patience.ended(60.0)
    patience.look(is_first=False, is_free=True)
    assert patience.wait_s == pytest.approx(2.0)


def test_a_new_choice_forgets_what_was_learnt(patience: Patience) -> None:
    cut(patience, times=3)
    patience.ended(20.0)
    patience.choose(Wait.QUICK)
    patience.began(20.5)
    assert patience.wait_s == 1.0


STEPS = st.lists(
    st.tuples(st.sampled_from(["end", "begin", "free", "first", *Wait]), st.floats(0.0, 4.0)),
    min_size=40,
)


@given(STEPS)
def test_it_never_falls_below_what_was_chosen_nor_rises_without_end(
    steps: list[tuple[str | Wait, float]],
) -> None:
    patience, now = Patience(PatienceParams(), 2.0), 0.0
    for what, later in steps:
        now += later
        match what:
            case Wait():
                patience.choose(what)
            case "end":
                patience.ended(now)
            case "begin":
                patience.began(now)
            case _:
                patience.look(is_first=what == "first", is_free=what == "free")
        base_s = BASE_S[patience.wait]
        assert base_s <= patience.wait_s <= base_s + 0.7 + 1.5 + 1e-9


@pytest.mark.parametrize("wrong", [{"quick_s": 0.1}, {"patient_s": 31.0}])
def test_a_wait_out_of_bounds_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"quick_s and patient_s must lie between 0\.2 and 30 s"):
        PatienceParams(**wrong)


@pytest.mark.parametrize(
    "name", ["first_answer_s", "back_within_s", "step_s", "most_s", "step_back_s"]
)
@pytest.mark.parametrize("wrong", [-0.1, 10.1])
def test_what_is_added_has_bounds_too(name: str, wrong: float) -> None:
    with pytest.raises(ValueError, match=f"{name}.*between 0 and 10 s"):
        PatienceParams(**{name: wrong})
