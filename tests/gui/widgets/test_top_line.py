from __future__ import annotations

import itertools

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.core.link import LinkState
from app.core.view import LinkView
from app.gui.palette import LIGHT
from app.gui.theme import Mode, Theme
from app.gui.widgets.top_line import LinkBadge, Steps, TopLine
from tests.gui.views import UP, view


@pytest.fixture
def line(qtbot: QtBot, theme: Theme) -> TopLine:
    made = TopLine(theme)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def badge(line: TopLine) -> LinkBadge:
    found = line.findChild(LinkBadge)
    assert found is not None
    return found


def colours(badge: LinkBadge) -> set[str]:
    """Return the colours of its mark."""
    badge.resize(200, 20)
    image = badge.grab().toImage()
    return {image.pixelColor(x, y).name().upper() for x in range(14) for y in range(image.height())}


def test_it_tells_the_place_what_is_saved_and_the_connection(line: TopLine) -> None:
    line.show_view(view(place=2), 134.2)
    texts = [label.text() for label in line.findChildren(QLabel)]
    assert sorted(texts) == ["Connected", "Question 2 of 3", "Saved to 2:14"]


@pytest.mark.parametrize(
    ("link", "text", "colour"),
    [
        (UP, "Connected", LIGHT.listening),
        (LinkView(LinkState.CONNECTING), "Connecting", LIGHT.idle),
        (LinkView(LinkState.UP, suspect_s=2.0), "Weak connection", LIGHT.weak),
        (LinkView(LinkState.CONNECTING, 1, lost_s=2.0), "Reconnecting, attempt 1", LIGHT.weak),
        (LinkView(LinkState.WAITING, 1, 3.0, 4.0), "Attempt 2 in 3 s", LIGHT.weak),
        (LinkView(LinkState.HELD, 9, 3.0, 60.0), "On hold", LIGHT.weak),
    ],
)
def test_the_connection_is_told_by_word_colour_and_to_a_screen_reader(
    line: TopLine, badge: LinkBadge, link: LinkView, text: str, colour: str
) -> None:
    line.show_view(view(link=link), 0.0)
    assert badge.accessibleName() == text
    assert [label.text() for label in badge.findChildren(QLabel)] == [text]
    assert colour in colours(badge)


def test_what_is_well_and_what_is_not_never_share_a_mark(badge: LinkBadge) -> None:
    marks = []
    lost = (LinkView(LinkState.WAITING, lost_s=2.0), LinkView(LinkState.HELD, lost_s=60.0))
    for link in (UP, LinkView(LinkState.CONNECTING), *lost):
        badge.show_view(view(link=link))
        badge.resize(200, 20)
        marks.append(
            badge.grab()
            .toImage()
            .copy(0, 0, 14, 20)
            .convertToFormat(badge.grab().toImage().Format.Format_Grayscale8)
        )
    assert all(one != other for at, one in enumerate(marks) for other in marks[:at])


def bars(line: TopLine, theme: Theme) -> list[str]:
    """Return the colour of each bar, from the left."""
    steps = line.findChild(Steps)
    assert steps is not None
    steps.resize(steps.sizeHint())
    image = steps.grab().toImage()
    row = [image.pixelColor(x, 2).name().upper() for x in range(image.width())]
    known = [one if one in {theme.palette.quiet, theme.palette.line} else "" for one in row]
    return [one for one, _ in itertools.groupby(known) if one]


@pytest.mark.parametrize("mode", [Mode.LIGHT, Mode.DARK])
def test_how_far_it_is_is_seen_at_a_glance(line: TopLine, theme: Theme, mode: Mode) -> None:
    theme.set_mode(mode)
    line.show_view(view(place=2, questions=5), 0.0)
    quiet, rest = theme.palette.quiet, theme.palette.line
    assert bars(line, theme) == [quiet, quiet, rest, rest, rest]
    line.show_view(view(place=5, questions=5), 0.0)
    assert bars(line, theme) == [quiet] * 5


@pytest.mark.parametrize(("questions", "is_shown"), [(1, False), (2, True), (8, True), (9, False)])
def test_more_bars_than_a_glance_can_count_are_not_drawn(
    line: TopLine, questions: int, is_shown: bool
) -> None:
    line.show_view(view(questions=questions), 0.0)
    steps = line.findChild(Steps)
    assert steps is not None
    assert steps.isVisibleTo(line) is is_shown
    assert f"Question 1 of {questions}" in [label.text() for label in line.findChildren(QLabel)]


def test_where_room_is_short_the_words_keep_theirs(line: TopLine) -> None:
    line.show_view(view(questions=8), 0.0)
    steps = line.findChild(Steps)
    assert steps is not None
    assert steps.minimumSizeHint().width() == 0
