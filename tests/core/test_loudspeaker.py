from __future__ import annotations

import pytest

from app.core.actions import Action, OpenSpeaker
from app.core.events import DevicesTold, Played, SpeakerFailed, SpeakerOpened, Tick
from app.core.faults import DeviceFault, SpeakerSilent
from app.core.loudspeaker import Loudspeaker, Speaker

GONE = DeviceFault("The loudspeaker is gone.")
OPEN = [OpenSpeaker()]
PIECE = Played(7, 0, 480, 0.0)


class Bench:
    """A loudspeaker with a clock."""

    def __init__(self) -> None:
        self.loudspeaker = Loudspeaker()
        self.now = 0.0

    def feed(self, event: Played | SpeakerOpened | SpeakerFailed | DevicesTold) -> list[Action]:
        return self.loudspeaker.feed(event, self.now)

    def owe(self, reply: int | None) -> None:
        self.loudspeaker.owe(reply, self.now)

    def wait(self, seconds: float) -> list[tuple[float, Action]]:
        """Let time pass; return what was asked for, and after how long."""
        began, until, asked = self.now, self.now + seconds, list[tuple[float, Action]]()
        while (at := self.loudspeaker.deadline) is not None and at <= until:
            self.now = max(self.now, at)
            actions = self.loudspeaker.feed(Tick(), self.now)
            asked += [(round(self.now - began, 2), one) for one in actions]
        self.now = until
        return asked

    @property
    def state(self) -> Speaker:
        return self.loudspeaker.state

    @property
    def lost(self) -> int | None:
        return self.loudspeaker.lost


@pytest.fixture
def owing() -> Bench:
    """Return a bench on which reply 7 waits to be played."""
    bench = Bench()
    bench.feed(SpeakerOpened("Speaker"))
    bench.owe(7)
    return bench


# --- nothing is played


def test_while_nothing_waits_nothing_is_due() -> None:
    bench = Bench()
    assert bench.wait(600) == []
    assert (bench.state, bench.lost, bench.loudspeaker.fault) == (Speaker.WELL, None, None)


def test_a_reply_of_which_nothing_is_played_for_two_seconds_is_given_up(owing: Bench) -> None:
    owing.wait(1.99)
    assert (owing.state, owing.lost) == (Speaker.WELL, None)
    owing.wait(0.02)
    assert (owing.state, owing.lost) == (Speaker.SILENT, 7)
    assert isinstance(owing.loudspeaker.fault, SpeakerSilent)


def test_what_is_played_puts_it_off(owing: Bench) -> None:
    for _ in range(5):
        owing.wait(1.9)
        owing.feed(PIECE)
    assert owing.state is Speaker.WELL
    owing.wait(2.1)
    assert owing.lost == 7


def test_to_owe_the_same_reply_is_no_news(owing: Bench) -> None:
    owing.wait(1.5)
    owing.owe(7)
    owing.wait(0.6)
    assert owing.lost == 7


def test_a_pause_of_the_candidate_stops_the_clock(owing: Bench) -> None:
    owing.wait(1.9)
    owing.owe(None)
    owing.wait(60)
    owing.owe(7)
    owing.wait(1.9)
    assert owing.state is Speaker.WELL


def test_once_something_is_played_all_is_well_again(owing: Bench) -> None:
    owing.wait(3)
    owing.feed(PIECE)
    assert (owing.state, owing.lost, owing.loudspeaker.fault) == (Speaker.WELL, None, None)
    owing.owe(None)
    assert owing.wait(60) == []


def test_the_last_piece_of_a_reply_leaves_nothing_due(owing: Bench) -> None:
    owing.owe(None)
    owing.feed(PIECE)
    assert owing.wait(60) == []
    assert owing.state is Speaker.WELL


def test_a_silent_one_is_opened_anew_now_and_then(owing: Bench) -> None:
    assert owing.wait(5.1) == [(5.0, *OPEN)]
    assert owing.wait(60) == [], "the opening is under way, and may be stuck"
    owing.feed(SpeakerOpened("Speaker"))
    assert owing.state is Speaker.SILENT
    assert owing.wait(5.1) == [(5.0, *OPEN)]


def test_a_silent_one_is_left_alone_while_it_has_nothing_to_play(owing: Bench) -> None:
    owing.wait(3)
    owing.owe(None)
    assert owing.wait(60) == []
    owing.owe(8)
    owing.wait(2.1)
    assert (owing.state, owing.lost) == (Speaker.SILENT, 8)


def test_a_loop_that_stood_still_gives_no_reply_up(owing: Bench) -> None:
    owing.now = 5.0
    assert owing.loudspeaker.feed(Tick(), 5.0) == []
    assert owing.lost is None
    owing.feed(PIECE)
    owing.wait(1.0)
    assert owing.state is Speaker.WELL


# --- it fails


def test_one_that_fails_is_opened_again_at_once(owing: Bench) -> None:
    owing.wait(1.0)
    assert owing.feed(SpeakerFailed(GONE)) == OPEN
    assert (owing.state, owing.loudspeaker.fault) == (Speaker.GONE, GONE)
    owing.feed(SpeakerOpened("Speaker"))
    assert (owing.state, owing.loudspeaker.fault) == (Speaker.WELL, None)
    owing.wait(1.9)
    assert owing.state is Speaker.WELL, "it has its two seconds"


def test_one_that_stays_away_is_tried_again_and_the_reply_is_given_up(owing: Bench) -> None:
    owing.feed(SpeakerFailed(GONE))
    assert owing.feed(SpeakerFailed(GONE)) == []
    assert owing.wait(60) == [(0.5, *OPEN)]
    assert (owing.state, owing.lost, owing.loudspeaker.fault) == (Speaker.GONE, 7, GONE)


def test_one_that_is_back_and_plays_nothing_is_silent(owing: Bench) -> None:
    owing.feed(SpeakerFailed(GONE))
    owing.wait(3)
    owing.feed(SpeakerOpened("Speaker"))
    owing.wait(2.1)
    assert (owing.state, owing.lost) == (Speaker.SILENT, 7)
    assert isinstance(owing.loudspeaker.fault, SpeakerSilent)


def test_what_it_played_before_it_failed_does_not_bring_it_back(owing: Bench) -> None:
    owing.feed(SpeakerFailed(GONE))
    owing.feed(PIECE)
    assert owing.state is Speaker.GONE


def test_one_that_fails_while_nothing_waits_is_opened_again_too() -> None:
    bench = Bench()
    assert bench.feed(SpeakerFailed(GONE)) == OPEN
    bench.feed(SpeakerOpened("Speaker"))
    assert bench.wait(60) == []


# --- another takes over


def told(*labels: str, default: str | None = "Speaker") -> DevicesTold:
    return DevicesTold((), labels, None, default)


BOTH = told("Speaker", "Headset")


def opened(bench: Bench, label: str) -> None:
    bench.loudspeaker.switch.opened(label)  # as ``Devices`` does
    bench.feed(SpeakerOpened(label))


@pytest.fixture
def beside(owing: Bench) -> Bench:
    """Return the same, with another loudspeaker beside the system's own."""
    opened(owing, "Speaker")
    assert owing.feed(BOTH) == []
    return owing


def test_another_takes_over_when_it_cannot_be_opened_again(beside: Bench) -> None:
    assert beside.feed(SpeakerFailed(GONE)) == OPEN
    assert beside.feed(SpeakerFailed(GONE)) == [OpenSpeaker("Headset")]
    opened(beside, "Headset")
    beside.feed(PIECE)
    assert (beside.state, beside.lost) == (Speaker.WELL, None)


def test_a_silent_one_is_opened_again_before_another_takes_over(beside: Bench) -> None:
    beside.feed(PIECE)
    assert beside.wait(6) == [(5.0, OpenSpeaker(None))]
    opened(beside, "Speaker")
    assert beside.wait(6) == [(5.0, OpenSpeaker("Headset"))]


def test_one_that_is_plugged_in_or_is_back_is_opened_at_once(beside: Bench) -> None:
    for _ in range(3):
        beside.feed(SpeakerFailed(GONE))
    beside.wait(1.1)
    assert beside.feed(told(default=None)) == [], "the opening is under way"
    beside.feed(SpeakerFailed(GONE))
    assert beside.feed(told(default=None)) == []
    assert beside.feed(BOTH) == [OpenSpeaker(None)]
    beside.feed(SpeakerFailed(GONE))
    assert beside.feed(told("Speaker", "New")) == [OpenSpeaker("New")]


def test_the_candidate_chooses_and_the_systems_own_is_followed(beside: Bench) -> None:
    assert beside.loudspeaker.use("Headset") == [OpenSpeaker("Headset")]
    opened(beside, "Headset")
    assert beside.loudspeaker.use(None) == [OpenSpeaker("Speaker")]
    opened(beside, "Speaker")
    assert beside.feed(told("Speaker", "Headset", default="Headset")) == [OpenSpeaker("Headset")]
