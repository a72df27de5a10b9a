from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.gui.theme import Mode, Theme
from app.gui.widgets.captions import Captions

MARKUP = '<b>x</b><img src="file:///x.png"> &amp; <script>1</script>'


@pytest.fixture
def captions(qtbot: QtBot, theme: Theme) -> Captions:
    made = Captions(theme)
    qtbot.addWidget(made)
    made.resize(500, 160)
    made.show()
    return made


def lines(captions: Captions) -> list[str]:
    return captions.toPlainText().replace("\u2002", " ").split("\n")


def newest(captions: Captions) -> QPushButton:
    found = captions.findChild(QPushButton)
    assert found is not None
    return found


def fill(captions: Captions, count: int = 30) -> None:
    for at in range(count):
        captions.show_line(("interviewer", at), "Interviewer", f"Sentence {at} of many. " * 4)


def is_at_end(captions: Captions) -> bool:
    bar = captions.verticalScrollBar()
    return bar.value() == bar.maximum() > 0


def test_lines_stand_in_the_order_in_which_they_came(captions: Captions) -> None:
    captions.show_line(("interviewer", 1), "Interviewer", "Hello.")
    captions.show_line(("candidate", 1), "You", "Good day.")
    assert lines(captions) == ["Interviewer Hello.", "You Good day."]


def test_a_later_version_takes_the_place_of_the_earlier(captions: Captions) -> None:
    captions.show_line(("candidate", 1), "You", "Your answer, 0:12")
    captions.show_line(("interviewer", 1), "Interviewer", "Thanks.")
    captions.show_line(("candidate", 1), "You", "I like it.")
    captions.show_line(("candidate", 2), "You", "Very much.")
    assert lines(captions) == ["You I like it.", "Interviewer Thanks.", "You Very much."]


def test_what_is_being_said_grows_in_its_place_below_everything(captions: Captions) -> None:
    captions.show_live("Interviewer", "Thank")
    captions.show_line(("candidate", 1), "You", "I like it.")
    captions.show_live("Interviewer", "Thank you")
    captions.show_live("Interviewer", "Thank you for that.")
    assert lines(captions) == ["You I like it.", "Interviewer Thank you for that."]
    captions.show_line(("candidate", 2), "You", "Very much.")
    captions.show_live("Interviewer", "Thank you for that.")
    assert lines(captions)[1:] == ["You Very much.", "Interviewer Thank you for that."]
    captions.show_live("Interviewer", "")
    assert lines(captions) == ["You I like it.", "You Very much."]


@pytest.mark.parametrize("above", [0, 1, 30])
def test_what_grows_looks_like_what_was_drawn_at_once(
    qtbot: QtBot, theme: Theme, captions: Captions, above: int
) -> None:
    other = Captions(theme)
    qtbot.addWidget(other)
    other.show()
    for one, texts in ((captions, ["Thank", "Thank you", MARKUP]), (other, [MARKUP])):
        fill(one, above)
        for text in texts:
            one.show_live("Interviewer", text)
    assert captions.toHtml() == other.toHtml()
    captions.show_line(("candidate", 1), "You", "I like it.")
    assert len(lines(captions)) == above + 1


def test_what_is_selected_stays_selected_while_the_interviewer_speaks(captions: Captions) -> None:
    captions.show_line(("candidate", 1), "You", "I like bridges.")
    captions.show_live("Interviewer", "Thank")
    captions.moveCursor(QTextCursor.MoveOperation.Start)
    assert captions.find("bridges")
    for text in ("Thank you", "Thank you for that."):
        captions.show_live("Interviewer", text)
        assert captions.textCursor().selectedText() == "bridges"


def test_what_was_being_said_is_not_told_twice_once_it_is_a_line(captions: Captions) -> None:
    captions.show_live("Interviewer", "Thank you.")
    captions.show_line(("interviewer", 1), "Interviewer", "Thank you.")
    captions.show_live("Interviewer", "Thank you.")
    assert lines(captions) == ["Interviewer Thank you."]


def test_what_a_server_sends_is_never_taken_for_markup(captions: Captions) -> None:
    captions.show_line(("interviewer", 1), MARKUP, MARKUP)
    captions.show_live(MARKUP, f"{MARKUP}!")
    assert lines(captions) == [f"{MARKUP} {MARKUP}", f"{MARKUP} {MARKUP}!"]
    assert "￼" not in captions.toPlainText()  # what stands for a picture


def test_the_newest_stays_in_sight(captions: Captions) -> None:
    fill(captions)
    assert is_at_end(captions)
    captions.show_live("Interviewer", "And now? " * 20)
    assert is_at_end(captions)
    captions.resize(500, 90)
    assert is_at_end(captions)
    assert not newest(captions).isVisible()


def test_who_scrolled_back_stays_there_and_is_shown_the_way_to_the_end(
    captions: Captions,
) -> None:
    fill(captions)
    captions.verticalScrollBar().setValue(40)
    assert newest(captions).isVisible()
    fill(captions, 40)
    captions.show_live("Interviewer", "And now?")
    assert captions.verticalScrollBar().value() == 40
    assert newest(captions).isVisible()
    QTest.mouseClick(newest(captions), Qt.MouseButton.LeftButton)
    assert is_at_end(captions)
    assert not newest(captions).isVisible()
    captions.show_line(("candidate", 1), "You", "I like it.")
    assert is_at_end(captions)


def test_the_way_to_the_end_stands_in_the_corner_whatever_the_size(captions: Captions) -> None:
    fill(captions)
    captions.verticalScrollBar().setValue(0)
    for size in ((500, 160), (300, 90), (800, 300)):
        captions.resize(*size)
        assert captions.viewport().geometry().contains(newest(captions).geometry())


def test_a_new_interview_begins_empty(captions: Captions) -> None:
    fill(captions)
    captions.verticalScrollBar().setValue(0)
    captions.clear_lines()
    assert captions.toPlainText() == ""
    assert not newest(captions).isVisible()
    captions.show_line(("interviewer", 1), "Interviewer", "Hello.")
    assert lines(captions) == ["Interviewer Hello."]


def test_they_can_be_read_by_keyboard_and_screen_reader(captions: Captions) -> None:
    assert captions.accessibleName() == "What was said"
    assert captions.isReadOnly()
    assert captions.tabChangesFocus()
    fill(captions)
    captions.setFocus()
    QTest.keyClick(captions, Qt.Key.Key_PageUp)
    assert not is_at_end(captions)


def test_they_have_the_colours_of_the_theme(captions: Captions, theme: Theme) -> None:
    captions.show_line(("interviewer", 1), "Interviewer", "Hello.")
    theme.set_mode(Mode.DARK)
    assert theme.palette.quiet.lower() in captions.toHtml()
    assert lines(captions) == ["Interviewer Hello."]
