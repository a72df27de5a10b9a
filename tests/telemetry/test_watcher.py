from __future__ import annotations

import pytest

from app.core.actions import Note
from app.core.events import Left, MicFrame, Played
from app.core.link import LinkState
from app.core.outgoing import Audio, WindowStart
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import LinkView, View
from app.telemetry.counters import Counters, Snapshot
from app.telemetry.watcher import Watcher

ENDED = Note("utterance.ended", {"said": 1})


class Desk:
    """A watcher and its counters."""

    def __init__(self) -> None:
        self.counters = Counters()
        self.watcher = Watcher(self.counters)

    def figures(self) -> Snapshot:
        return self.counters.snapshot()


def test_a_frame_that_left_alone_is_timed_from_the_end_of_its_block() -> None:
    desk = Desk()
    desk.watcher.event(MicFrame(5, 1.0, 0.9, -20.0), 1.021)
    desk.watcher.event(Left(1, Audio(1, 5, 1)), 1.025)
    assert desk.figures().block_to_socket.most_s == pytest.approx(0.005)


@pytest.mark.parametrize("item", [Audio(1, 4, 1), Audio(1, 5, 5), WindowStart(1)])
def test_what_waited_before_it_left_is_no_figure_of_ours(item: Audio | WindowStart) -> None:
    desk = Desk()
    desk.watcher.event(MicFrame(5, 1.0, 0.9, -20.0), 1.021)
    desk.watcher.event(Left(1, item), 1.5)
    assert desk.figures().block_to_socket.count == 0


def test_a_clock_that_is_a_hair_behind_gives_no_negative_time() -> None:
    desk = Desk()
    desk.watcher.event(MicFrame(5, 1.0, 0.9, -20.0), 1.0)
    desk.watcher.event(Left(1, Audio(1, 5, 1)), 1.0)
    assert desk.figures().block_to_socket.most_s == 0.0


def test_the_wait_for_a_reply_runs_from_the_utterance_s_end_to_its_first_sample() -> None:
    desk = Desk()
    desk.watcher.note(ENDED, 10.0)
    desk.watcher.event(Played(1, 0, 480, 11.5), 11.4)
    desk.watcher.event(Played(1, 480, 480, 11.52), 11.42)
    desk.watcher.event(Played(2, 0, 480, 99.0), 99.0)  # nobody asked for it
    spread = desk.figures().speech_end_to_audio
    assert (spread.count, spread.most_s) == (1, pytest.approx(1.5))


def test_who_speaks_twice_before_the_reply_waits_from_the_second_end() -> None:
    desk = Desk()
    desk.watcher.note(ENDED, 10.0)
    desk.watcher.note(Note("said", {}), 11.0)
    desk.watcher.note(ENDED, 12.0)
    desk.watcher.event(Played(1, 0, 480, 13.0), 13.0)
    assert desk.figures().speech_end_to_audio.most_s == pytest.approx(1.0)


def test_the_outbox_is_measured_in_frames() -> None:
    desk = Desk()
    for seconds in (0.5, 2.0, 0.1):
        link = LinkView(LinkState.UP, to_send_s=seconds)
        desk.watcher.view(View(Floor.NOBODY, Talk.HANDS_FREE, link, "?", 1, 1), 0.0)
    (depth,) = desk.figures().depths
    assert (depth.name, depth.now, depth.most) == ("outbox", 5, 100)
