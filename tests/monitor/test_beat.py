from __future__ import annotations

from collections.abc import Callable

import pytest

from app.core.actions import Note
from app.core.events import Tick
from app.core.status import SessionStatus
from app.core.turns import Floor
from app.core.view import Situation
from app.monitor.beat import Beat
from app.shells import Observer
from tests.terminal.views import view


class Desk:
    """A beat, what it kept and what it showed."""

    def __init__(self, *, is_seen: bool = True) -> None:
        self.kept: list[tuple[Note, float]] = []
        self.shown: list[SessionStatus] = []
        self.saved_s = 0.0
        show: Callable[[SessionStatus], None] | None = self.shown.append if is_seen else None
        self.beat = Beat(self.keep, lambda: self.saved_s, show)

    def keep(self, note: Note, now: float) -> None:
        self.kept.append((note, now))
        self.beat.note(note, now)  # as the engine does with every note


def test_a_beat_is_one_who_looks_on_at_the_engine() -> None:
    observer: Observer = Desk().beat
    observer.event(Tick(), 0.0)


def test_a_status_is_kept_at_once_then_once_a_second_and_at_each_change() -> None:
    desk = Desk()
    for tenth in range(25):
        desk.beat.view(view(), tenth / 10)
    desk.beat.view(view(floor=Floor.CANDIDATE), 2.5)
    desk.beat.view(view(floor=Floor.CANDIDATE), 2.6)
    assert [now for _, now in desk.kept] == [0.0, 1.0, 2.0, 2.5]
    assert {note.kind for note, _ in desk.kept} == {"status"}


def test_what_is_kept_can_be_read_back_and_tells_how_much_is_saved() -> None:
    desk = Desk()
    desk.saved_s = 4.25
    desk.beat.view(view(floor=Floor.CANDIDATE, place=2, answer_s=3.0), 7.0)
    desk.saved_s = 5.5
    desk.beat.view(view(floor=Floor.CANDIDATE, place=2, answer_s=4.0), 8.0)
    first, second = (SessionStatus.of(note.payload) for note, _ in desk.kept)
    assert first == SessionStatus(Situation.TALKING, 0.0, 2, 3, 4.25, 3.0)
    assert second == SessionStatus(Situation.TALKING, 1.0, 2, 3, 5.5, 4.0)


def test_every_view_is_shown_though_few_are_kept() -> None:
    desk = Desk()
    for thirtieth in range(30):
        desk.beat.view(view(), thirtieth / 30)
    assert (len(desk.kept), len(desk.shown)) == (1, 30)
    assert desk.shown[-1].for_s == pytest.approx(29 / 30)


def test_the_end_is_shown_and_leaves_the_last_word_in_the_journal_to_the_end_itself() -> None:
    desk = Desk()
    desk.beat.view(view(), 0.0)
    desk.beat.view(view(how="finished"), 0.1)
    assert len(desk.kept) == 1
    assert desk.shown[-1].situation is Situation.FINISHED


def test_it_is_content_with_nobody_who_is_shown_anything() -> None:
    desk = Desk(is_seen=False)
    desk.beat.view(view(), 0.0)
    assert (len(desk.kept), desk.shown) == (1, [])
