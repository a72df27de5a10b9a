from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QGuiApplication, QIcon
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from app.core.status import Report, SessionStatus, judge
from app.core.view import Situation
from app.gui.palette import DARK, LIGHT, Palette
from app.gui.theme import Mode, Theme
from app.gui.tray import Tray, tray_icon

TALKING = judge(SessionStatus(Situation.TALKING, 12.0, 2, 3, 41.0), 0.1, None)
LATER = judge(SessionStatus(Situation.TALKING, 13.0, 2, 3, 42.0), 0.1, None)
HELD = judge(SessionStatus(Situation.HELD, 12.0, 2, 3, 41.0), 0.1, None)
OLD = judge(SessionStatus(Situation.TALKING, 12.0, 2, 3, 41.0), 7.0, None)


@pytest.fixture
def theme(qapp: QGuiApplication) -> Theme:
    theme = Theme()
    theme.set_mode(Mode.LIGHT)
    return theme


@pytest.fixture
def tray(theme: Theme) -> Tray:
    return Tray(theme)


def colours(icon: QIcon, side: int) -> set[str]:
    """Return the colours that are fully drawn."""
    image = icon.pixmap(side, side).toImage()
    pixels = [image.pixelColor(x, y) for x in range(side) for y in range(side)]
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def items(tray: Tray) -> dict[str, bool]:
    """Return the menu: each item's name, and whether it can be chosen."""
    actions = tray.contextMenu().actions()
    return {one.text(): one.isEnabled() for one in actions if not one.isSeparator()}


# --- what it shows


@pytest.mark.parametrize(
    ("report", "text"),
    [
        (None, "No interview"),
        (TALKING, "Talking 0:12 · saved to 0:41 · question 2 of 3"),
        (OLD, "Unknown · last seen 7 s ago · saved to 0:41"),
    ],
)
def test_the_tip_and_the_first_line_of_the_menu_say_what_the_strip_says(
    tray: Tray, report: Report | None, text: str
) -> None:
    tray.show_report(report)
    assert tray.toolTip() == text
    assert next(iter(items(tray).items())) == (text, False)


def test_the_icon_changes_with_what_goes_on_and_not_with_the_time(tray: Tray) -> None:
    def key_after(report: Report | None) -> int:
        tray.show_report(report)
        return tray.icon().cacheKey()

    talking = key_after(TALKING)
    assert key_after(LATER) == talking
    assert len({talking, key_after(HELD), key_after(OLD), key_after(None)}) == 4


def test_another_theme_draws_it_anew(tray: Tray, theme: Theme) -> None:
    tray.show_report(TALKING)
    before = colours(tray.icon(), 24)
    theme.set_mode(Mode.DARK)
    after = colours(tray.icon(), 24)
    assert LIGHT.talking.lower() in before
    assert DARK.talking.lower() in after
    assert LIGHT.talking.lower() not in after


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("palette", [LIGHT, DARK])
@pytest.mark.parametrize("side", [16, 22, 24, 32, 64])
def test_its_mark_stands_on_a_plate_that_it_can_be_read_on(palette: Palette, side: int) -> None:
    icon = tray_icon(HELD, palette, is_menu_bar=False)
    assert {palette.weak.lower(), palette.surface.lower()} <= colours(icon, side)
    assert not icon.isMask()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("situation", Situation)
def test_in_a_menu_bar_it_has_no_colour_least_of_all_orange(situation: Situation) -> None:
    report = judge(SessionStatus(situation), 0.0, None)
    icon = tray_icon(report, LIGHT, is_menu_bar=True)
    assert icon.isMask()
    assert colours(icon, 22) == {QColor("black").name()}


# --- what it asks


def test_the_menu_asks_for_the_window_the_strip_and_to_leave(tray: Tray, qtbot: QtBot) -> None:
    _, show, strip, leave = (one for one in tray.contextMenu().actions() if not one.isSeparator())
    assert list(items(tray))[1:] == ["Show the window", "Show or hide the strip", "Leave…"]
    for item, signal in (
        (show, tray.show_asked),
        (strip, tray.strip_asked),
        (leave, tray.leave_asked),
    ):
        with qtbot.waitSignal(signal):
            item.trigger()


def test_the_first_line_of_the_menu_does_nothing(tray: Tray, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(tray.show_asked), qtbot.assertNotEmitted(tray.leave_asked):
        tray.contextMenu().actions()[0].trigger()


def test_a_click_asks_for_the_window_and_the_right_button_does_not(
    tray: Tray, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(tray.show_asked):
        tray.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    with qtbot.assertNotEmitted(tray.show_asked):
        tray.activated.emit(QSystemTrayIcon.ActivationReason.Context)


# --- when it is there


class Available(Tray):
    """A tray item on a system that has a tray."""

    @staticmethod
    def isSystemTrayAvailable() -> bool:  # noqa: N802  # Qt's name
        return True


# Only Qt's screen for tests says this, which has no tray.
@pytest.mark.qt_log_ignore("No such signal QPlatformNativeInterface::systemTray", extend=True)
def test_it_is_there_while_there_is_something_to_tell(theme: Theme) -> None:
    tray = Available(theme)
    assert not tray.isVisible()
    tray.show_report(TALKING)
    assert tray.isVisible()
    tray.show_report(OLD)
    assert tray.isVisible()
    tray.show_report(None)
    assert not tray.isVisible()


def test_without_a_tray_it_is_silent_and_keeps_its_words(tray: Tray) -> None:
    assert not QSystemTrayIcon.isSystemTrayAvailable()  # there is none on Qt's screen for tests
    tray.show_report(TALKING)
    assert not tray.isVisible()
    assert tray.toolTip().startswith("Talking")
    tray.show_report(None)
