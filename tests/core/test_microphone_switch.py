"""When another microphone takes over, and when not."""

from __future__ import annotations

import pytest

from app.core.actions import ListDevices, OpenMicrophone
from app.core.events import MicrophoneFailed
from app.core.microphone import Mic
from tests.core.microphone_bench import GONE, Bench, opened, opening, told

FAILED, BOTH, ASKED = MicrophoneFailed(GONE), told("Mic", "USB"), ListDevices()


@pytest.fixture
def both() -> Bench:
    """Return a bench with the system's own microphone, and another beside it."""
    bench = Bench()
    bench.microphone.open(0.0)
    opened(bench, "Mic")
    assert bench.hear(6.0) == [Mic.LIVE]
    assert bench.feed(BOTH) == []
    return bench


def test_it_is_opened_once_more_before_another_takes_over(both: Bench) -> None:
    assert both.feed(FAILED) == opening(None)
    assert both.feed(FAILED) == opening("USB")
    assert both.state is Mic.GONE
    opened(both, "USB")
    assert both.state is Mic.GONE, "it must be heard first"
    assert both.hear() == [Mic.LIVE]


def test_a_stall_gives_way_within_two_seconds_if_the_sound_system_answers(both: Bench) -> None:
    assert both.wait(1.4) == [(1.0, ASKED)]
    assert both.state is Mic.STALLED
    assert both.feed(BOTH) == opening("USB")
    assert both.state is Mic.STALLED
    opened(both, "USB")
    assert both.hear() == [Mic.LIVE]


def test_a_stand_in_that_is_silent_too_gives_way_to_the_next_within_two_seconds(
    both: Bench,
) -> None:
    both.feed(told("Mic", "USB", "Third"))
    assert both.wait(1.1) == [(1.0, ASKED)]
    assert both.feed(told("Mic", "USB", "Third")) == opening("USB")
    opened(both, "USB")
    assert both.wait(0.85) == [(0.8, OpenMicrophone("Third"))]
    opened(both, "Third")
    assert both.wait(5.1) == [(5.0, OpenMicrophone(None))], "all were tried: the chosen one again"
    assert both.microphone.switch.switched is None


def test_a_stall_without_another_asks_for_nothing(both: Bench) -> None:
    both.feed(told("Mic"))
    assert both.wait(8.1) == [(8.0, OpenMicrophone(None))]


def test_where_the_only_other_is_gone_when_the_answer_comes_nothing_changes(both: Bench) -> None:
    both.wait(1.4)
    assert both.feed(told("Mic")) == []
    assert both.state is Mic.STALLED


def test_a_blocked_one_does_not_give_way(both: Bench) -> None:
    both.hear(5.0, is_blank=True)
    assert both.state is Mic.BLOCKED
    assert both.feed(BOTH) == []
    assert both.hear(60.0, is_blank=True) == [Mic.BLOCKED]


def test_one_that_is_chosen_and_never_heard_has_stalled(both: Bench) -> None:
    both.microphone.use("USB", both.now)
    both.wait(3.1)
    assert both.state is Mic.STALLED


def test_a_sound_server_that_dies_takes_all_with_it_and_the_chosen_one_is_waited_for(
    both: Bench,
) -> None:
    assert [both.feed(FAILED) for _ in range(3)] == [opening(None), opening("USB"), []]
    assert both.wait(1.1) == [(1.0, OpenMicrophone(None))]
    assert both.feed(told(default=None)) == [], "the opening is under way"
    both.feed(FAILED)
    assert both.feed(told(default=None)) == []
    assert both.feed(BOTH) == opening(None), "it is back: not the other, though that is new too"
    opened(both, "Mic")
    assert both.hear() == [Mic.LIVE]
    assert both.microphone.switch.switched is None


def test_a_frozen_sound_server_answers_late_and_its_burst_is_not_thrown_away(both: Bench) -> None:
    assert both.wait(4.9) == [(1.0, ASKED)]
    assert both.feed(BOTH) == [], "the thaw"
    assert both.wait(0.01) == [(0.0, ASKED)]
    assert both.hear() == [Mic.LIVE], "the burst"
    assert both.feed(BOTH) == []


def test_a_switch_is_undone_and_then_the_chosen_one_stays_even_if_silent(both: Bench) -> None:
    assert both.microphone.undo(both.now) == []
    both.wait(1.4)
    both.feed(BOTH)
    opened(both, "USB")
    both.hear(1.0)
    assert both.microphone.undo(both.now) == opening("Mic")
    opened(both, "Mic")
    assert both.wait(60.0) == [(10.2, OpenMicrophone("Mic"))], "opened in 3 s, and 7.2 s of stall"
    assert both.state is Mic.STALLED
    assert [both.feed(FAILED) for _ in range(2)] == [opening("Mic"), []]


def test_one_that_is_chosen_may_take_its_time_though_the_one_before_is_still_heard(
    both: Bench,
) -> None:
    """A headset that changes its profile takes 2 s; until it is open the other one delivers."""
    assert both.microphone.use("USB", both.now) == opening("USB")
    assert both.hear(0.1) == [Mic.LIVE]
    assert both.wait(2.0) == []
    assert both.state is Mic.LIVE
    opened(both, "USB")
    assert both.hear(0.1) == [Mic.LIVE]
    both.wait(0.9)
    assert both.state is Mic.STALLED, "from then on it is judged as any"


def test_one_that_is_chosen_and_never_heard_is_stalled_all_the_same(both: Bench) -> None:
    both.microphone.use("USB", both.now)
    both.hear(0.1)
    both.wait(2.8)
    assert both.state is Mic.LIVE
    both.wait(0.2)
    assert both.state is Mic.STALLED
