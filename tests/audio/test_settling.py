from __future__ import annotations

from app.audio.settling import Settling

LOUD = 1000.0**2


def frames_until_settled(settling: Settling, *left: float, most: int = 300) -> int:
    """Let the interviewer sound, with so much left of it by turns; return for how many frames."""
    for n in range(most):
        if settling.is_settled:
            return n
        settling.hear(LOUD, left[n % len(left)])
    return most


def test_without_a_hole_it_is_settled_whatever_is_left() -> None:
    settling = Settling()
    settling.hear(LOUD, LOUD)
    assert settling.is_settled


def test_after_a_hole_a_second_of_echo_has_to_be_taken_out() -> None:
    settling = Settling()
    settling.unsettle()
    assert frames_until_settled(settling, LOUD / 1000) == 50


def test_what_is_not_taken_out_begins_the_second_anew() -> None:
    settling = Settling()
    settling.unsettle()
    for _ in range(40):
        settling.hear(LOUD, LOUD / 1000)
    for _ in range(10):
        settling.hear(LOUD, LOUD)
    assert not settling.is_settled
    assert frames_until_settled(settling, LOUD / 1000) > 60, "and what was left has to fade"


def test_a_hole_meanwhile_begins_it_anew() -> None:
    settling = Settling()
    settling.unsettle()
    for _ in range(49):
        settling.hear(LOUD, LOUD / 1000)
    settling.unsettle()
    assert frames_until_settled(settling, LOUD / 1000) == 50


def test_a_candidate_who_talks_all_the_while_is_waited_for_four_seconds() -> None:
    settling = Settling()
    settling.unsettle()
    assert frames_until_settled(settling, LOUD) == 200


def test_an_echo_too_soft_to_be_taken_for_anybody_need_not_be_taken_out() -> None:
    settling = Settling()
    settling.unsettle()
    for _ in range(50):
        settling.hear(30.0**2, 30.0**2)
    assert settling.is_settled
