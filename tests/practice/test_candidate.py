from __future__ import annotations

from typing import Any

from app.core.actions import Note
from app.core.events import Tick
from app.core.link import LinkState
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import LinkView, View
from app.practice.candidate import SampleCandidate


class Room:
    """A candidate who looks on eight times a second."""

    def __init__(self) -> None:
        self.now = 0.0
        self.cues: list[float] = []
        self.candidate = SampleCandidate(lambda: self.cues.append(self.now))

    def pass_s(self, seconds: float, floor: Floor, **changes: Any) -> None:
        link = LinkView(LinkState.UP)
        for _ in range(round(seconds * 8)):
            view = View(floor, Talk.HANDS_FREE, link, "?", 1, 1, **changes)
            self.candidate.view(view, self.now)
            self.candidate.event(Tick(), self.now)
            self.candidate.note(Note("said", {}), self.now)
            self.now += 0.125  # binary: sums are exact


def test_it_answers_a_moment_after_the_interviewer_has_finished_and_once() -> None:
    room = Room()
    room.pass_s(3.0, Floor.INTERVIEWER)
    room.pass_s(10.0, Floor.NOBODY)
    assert room.cues == [3.875]


def test_it_answers_each_question_once() -> None:
    room = Room()
    for _ in range(3):
        room.pass_s(1.0, Floor.INTERVIEWER)
        room.pass_s(2.0, Floor.NOBODY)
        room.pass_s(1.0, Floor.CANDIDATE)
        room.pass_s(1.0, Floor.WAITING)
    assert len(room.cues) == 3


def test_it_says_nothing_before_it_was_asked() -> None:
    room = Room()
    room.pass_s(5.0, Floor.NOBODY)
    room.pass_s(5.0, Floor.WAITING)
    assert room.cues == []


def test_it_waits_until_it_is_heard() -> None:
    room = Room()
    room.pass_s(1.0, Floor.INTERVIEWER)
    room.pass_s(5.0, Floor.NOBODY, hears=False)
    assert room.cues == []
    room.pass_s(1.0, Floor.NOBODY)
    assert room.cues == [6.875]


def test_an_interviewer_who_goes_on_is_not_interrupted() -> None:
    room = Room()
    room.pass_s(1.0, Floor.INTERVIEWER)
    room.pass_s(0.5, Floor.NOBODY)
    room.pass_s(1.0, Floor.INTERVIEWER)
    room.pass_s(0.75, Floor.NOBODY)
    assert room.cues == []
    room.pass_s(0.5, Floor.NOBODY)
    assert room.cues == [3.375]
