from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.core.events import Mute, TryNow, UndoSwitch
from app.core.faults import DeviceFault, MicrophoneBlocked, StoreFault
from app.core.link import LinkState
from app.core.switch import Switched
from app.core.view import LinkView, View
from app.gui.palette import LIGHT
from app.gui.system_settings import SettingsPage
from app.gui.theme import Mode, Theme
from app.gui.widgets import banner as module
from app.gui.widgets.banner import Banner
from tests.gui.views import view

LOST = view(link=LinkView(LinkState.WAITING, 1, 3.0, 5.0))
GONE = view(microphone=DeviceFault("gone"))


PAGE = SettingsPage("settings:")
SWITCHED = view(switched=Switched("<b>Headset</b>", "Room"))


@pytest.fixture
def banner(qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> Banner:
    monkeypatch.setattr(module, "microphone_page", lambda: PAGE)
    made = Banner(theme)
    qtbot.addWidget(made)
    made.resize(600, 60)
    made.show()
    return made


def button(banner: Banner) -> QPushButton:
    found = banner.findChild(QPushButton)
    assert found is not None
    return found


def colours(banner: Banner) -> set[str]:
    image = banner.grab().toImage()
    across = range(image.width())
    return {image.pixelColor(x, image.height() // 2).name().upper() for x in across}


def test_it_says_what_needs_somebody_to_eyes_and_to_screen_readers(banner: Banner) -> None:
    banner.show_view(LOST, 0.0)
    text = "Reconnecting, attempt 1. Everything you said is safe."
    assert banner.text == banner.accessibleName() == text
    assert [label.text() for label in banner.findChildren(QLabel)] == [text]


def test_with_nothing_to_say_nothing_is_drawn(banner: Banner) -> None:
    banner.show_view(LOST, 0.0)
    drawn = colours(banner)
    banner.show_view(view(), 0.0)
    assert banner.text == banner.accessibleName() == banner.toolTip() == ""
    assert not button(banner).isVisible()
    assert len(colours(banner)) == 1 < len(drawn)


def test_what_the_fault_says_is_in_the_tip(banner: Banner) -> None:
    banner.show_view(GONE, 0.0)
    assert banner.toolTip() == "gone"
    banner.show_view(view(microphone=DeviceFault("See --mic.")), 0.0)
    assert banner.toolTip() == ""


def test_trying_now_is_offered_where_it_helps_and_asked_for_once(banner: Banner) -> None:
    asked: list[object] = []
    banner.asked.connect(asked.append)
    banner.show_view(LOST, 0.0)
    assert button(banner).isVisible()
    QTest.mouseClick(button(banner), Qt.MouseButton.LeftButton)
    assert asked == [TryNow()]
    banner.show_view(view(store=StoreFault("full")), 0.0)
    assert not button(banner).isVisible()


@pytest.mark.parametrize(
    ("shown", "name", "intent"),
    [
        (LOST, "Try now", TryNow()),
        (view(talks_muted=True), "Unmute", Mute(on=False)),
        (SWITCHED, "Undo", UndoSwitch()),
        (view(microphone=MicrophoneBlocked("x")), "Open the settings", PAGE),
    ],
)
def test_each_offer_has_its_name_and_asks_for_what_it_says(
    banner: Banner, shown: View, name: str, intent: object
) -> None:
    asked: list[object] = []
    banner.asked.connect(asked.append)
    banner.settings_asked.connect(asked.append)
    banner.show_view(shown, 0.0)
    assert (button(banner).text(), button(banner).isVisible()) == (name, True)
    assert button(banner).toolTip() == button(banner).accessibleDescription() != ""
    QTest.mouseClick(button(banner), Qt.MouseButton.LeftButton)
    assert asked == [intent]


def test_where_no_settings_can_be_opened_words_must_do(
    qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "microphone_page", lambda: None)
    made = Banner(theme)
    qtbot.addWidget(made)
    made.show()
    made.show_view(view(microphone=MicrophoneBlocked("x")), 0.0)
    assert "privacy settings" in made.text
    assert not button(made).isVisible()


def test_a_device_s_name_is_never_taken_for_markup(banner: Banner) -> None:
    banner.show_view(SWITCHED, 0.0)
    (label,) = banner.findChildren(QLabel)
    assert label.text() == "No sound from <b>Headset</b>. Switched to Room."
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert banner.toolTip() == ""


def test_what_needs_action_looks_unlike_what_needs_patience(banner: Banner, theme: Theme) -> None:
    banner.show_view(LOST, 0.0)
    assert LIGHT.weak in colours(banner)
    assert LIGHT.lost not in colours(banner)
    banner.show_view(GONE, 0.0)
    assert LIGHT.lost in colours(banner)
    theme.set_mode(Mode.DARK)
    assert theme.palette.lost in colours(banner)


def test_the_focus_stays_on_the_button_while_the_seconds_are_counted(banner: Banner) -> None:
    banner.activateWindow()
    banner.show_view(view(link=LinkView(LinkState.WAITING, 1, 3.0, 12.0)), 0.0)
    button(banner).setFocus()
    banner.show_view(view(link=LinkView(LinkState.WAITING, 1, 2.0, 13.0)), 0.0)
    assert "Next try in 2 s." in banner.text
    assert banner.focusWidget() is button(banner)
