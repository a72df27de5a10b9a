from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.core.faults import DeviceFault
from app.core.link import LinkState
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import LinkView, View
from app.gui.palette import DARK, LIGHT
from app.gui.theme import Mode, Theme
from app.gui.widgets.state_light import ClosingRing, StateLight
from tests.gui.views import view


@pytest.fixture
def light(qtbot: QtBot, theme: Theme) -> StateLight:
    made = StateLight(theme)
    qtbot.addWidget(made)
    made.resize(500, 100)
    return made


def texts(light: StateLight) -> list[str]:
    return [label.text() for label in light.findChildren(QLabel)]


def inked(ring: ClosingRing, colour: str) -> int:
    """Return how many pixels have a colour."""
    image = ring.grab().toImage()
    side = range(image.width())
    return sum(image.pixelColor(x, y).name().upper() == colour for x in side for y in side)


LOST = LinkView(LinkState.WAITING, lost_s=5.0)


@pytest.mark.parametrize(
    ("shown", "word", "help_"),
    [
        (view(), "Your turn", "Take your time. Speak when you are ready."),
        (
            view(floor=Floor.CANDIDATE),
            "You are talking",
            "Your turn ends after a moment of silence, or with Done.",
        ),
        (
            view(floor=Floor.CANDIDATE, closing=0.5),
            "Ending your turn",
            "Speak on to keep your turn.",
        ),
        (view(floor=Floor.WAITING), "Thinking", "The interviewer has your answer."),
        (view(floor=Floor.INTERVIEWER), "The interviewer speaks", "You can speak at any time."),
        (view(talk=Talk.PAUSED), "Paused", "Your microphone is off. Nothing is recorded."),
        (view(link=LOST), "Reconnecting", "Everything you said is safe."),
        (
            view(floor=Floor.CANDIDATE, link=LOST),
            "You are talking",
            "Your turn ends after a moment of silence, or with Done.",
        ),
        (
            view(microphone=DeviceFault("gone")),
            "No microphone",
            "Connect a microphone: it is taken up by itself.",
        ),
    ],
)
def test_the_state_is_a_word_and_a_line_of_help(
    light: StateLight, shown: View, word: str, help_: str
) -> None:
    light.show_view(shown)
    assert texts(light) == [word, help_]
    assert light.accessibleName().startswith(f"{word}.")
    assert help_ in light.accessibleName()


def test_the_help_follows_though_the_word_stays(light: StateLight) -> None:
    light.show_view(view(floor=Floor.CANDIDATE))
    light.show_view(view(floor=Floor.CANDIDATE, talk=Talk.HELD))
    assert texts(light) == ["You are talking", "Your turn ends when you let go."]
    assert light.accessibleName() == "You are talking. Your turn ends when you let go."


def test_the_word_has_the_colour_of_the_state_in_both_themes(
    light: StateLight, theme: Theme
) -> None:
    light.show_view(view())
    word = light.findChildren(QLabel)[0]
    assert LIGHT.listening in word.styleSheet()
    light.show_view(view(floor=Floor.CANDIDATE))
    assert LIGHT.talking in word.styleSheet()
    theme.set_mode(Mode.DARK)
    assert DARK.talking in word.styleSheet()


def test_the_ring_closes_as_the_pause_goes_on(light: StateLight) -> None:
    ring = light.findChild(ClosingRing)
    assert ring is not None
    filled = []
    for closing in (None, 0.0, 0.25, 0.5, 1.0):
        light.show_view(view(floor=Floor.CANDIDATE, closing=closing))
        filled.append(inked(ring, LIGHT.talking))
    assert filled[0] < filled[2] < filled[3] < filled[4]
    assert filled[3] - filled[2] == pytest.approx((filled[4] - filled[0]) / 4, rel=0.15)
    light.show_view(view(floor=Floor.CANDIDATE, closing=None))
    assert inked(ring, LIGHT.talking) == filled[0]


def test_the_mark_within_it_has_the_colour_of_the_state(light: StateLight, theme: Theme) -> None:
    ring = light.findChild(ClosingRing)
    assert ring is not None
    light.show_view(view())
    assert inked(ring, LIGHT.listening) > 50
    theme.set_mode(Mode.DARK)
    assert inked(ring, DARK.listening) > 50
