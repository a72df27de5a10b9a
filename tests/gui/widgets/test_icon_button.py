from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.gui.theme import Mode, Theme
from app.gui.widgets.icon_button import IconButton


@pytest.fixture
def button(qtbot: QtBot, theme: Theme) -> IconButton:
    made = IconButton(theme, "mute", "Mute", "Put silence in place (Ctrl+M)")
    qtbot.addWidget(made)
    return made


def look(button: IconButton) -> object:
    return button.icon().pixmap(22, 22).toImage()


def test_it_shows_and_says_its_word_and_tells_its_key(button: IconButton) -> None:
    assert button.text().strip() == button.accessibleName() == "Mute"
    assert button.toolTip() == button.accessibleDescription() == "Put silence in place (Ctrl+M)"
    assert not button.icon().isNull()


def test_it_is_large_enough_for_any_finger(button: IconButton) -> None:
    button.adjustSize()
    assert button.height() >= 44  # WCAG 2.2, 2.5.5
    assert button.width() >= 44


def test_it_can_show_another_icon_and_word(button: IconButton) -> None:
    before = look(button)
    button.show_as("talk", "Unmute")
    assert button.text().strip() == button.accessibleName() == "Unmute"
    assert look(button) != before


def test_another_icon_for_the_same_word_is_shown_too(button: IconButton) -> None:
    before = look(button)
    button.show_as("talk", "Mute")
    assert look(button) != before


def test_its_icon_has_the_colour_of_the_theme(button: IconButton, theme: Theme) -> None:
    before = look(button)
    theme.set_mode(Mode.DARK)
    assert look(button) != before


def test_a_button_of_two_words_is_as_wide_with_either(qtbot: QtBot, theme: Theme) -> None:
    made = IconButton(theme, "mute", "Mute", "A tip", "A much longer word")
    qtbot.addWidget(made)
    widths = []
    for word in ("Mute", "A much longer word"):
        made.show_as("mute", word)
        widths.append((made.sizeHint().width(), made.minimumSizeHint().width()))
    (short, short_least), (long, long_least) = widths
    assert short == long == long_least > short_least
