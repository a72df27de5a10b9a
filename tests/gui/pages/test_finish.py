from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from app.core.ending import Ending
from app.core.faults import InputFault, StoreFault
from app.core.lobby import Kind
from app.gui.pages.finish import FinishPage
from app.gui.theme import Theme
from app.gui.widgets.mark import Mark
from app.gui.wishes import OpenFolder, Quit, StartOver
from tests.gui.gallery import ENDINGS

FINISHED = Ending("finished", Kind.PRACTICE, "a/folder", 134.0, 3)


@pytest.fixture
def page(qtbot: QtBot, theme: Theme) -> FinishPage:
    made = FinishPage(theme)
    qtbot.addWidget(made)
    made.show_ending(FINISHED)
    made.show()
    return made


@pytest.fixture
def asked(page: FinishPage) -> list[object]:
    made: list[object] = []
    page.asked.connect(made.append)
    return made


def shown(page: FinishPage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible()]


def click(page: FinishPage, name: str) -> None:
    found = next(one for one in page.findChildren(QPushButton) if one.text() == name)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def mark(page: FinishPage) -> str:
    found = page.findChild(Mark)
    assert found is not None
    return found.accessibleName()


def test_how_it_ended_and_what_is_kept_is_told(page: FinishPage) -> None:
    assert {
        "You have finished the interview",
        "Every question was asked and answered. Thank you.",
        "Kept on this computer: 2:14 of sound, 3 answers.",
        "Nothing left this computer.",
        "a/folder",
        "candidate.wav",
        "your voice",
    } <= set(shown(page))


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("finished", "Finished"),
        ("left", "You have left"),
        ("ended-held", "Left, and saved"),
        ("failed", "It could not go on"),
    ],
)
def test_its_mark_is_that_of_how_it_ended(page: FinishPage, name: str, word: str) -> None:
    page.show_ending(ENDINGS[name])
    assert mark(page) == word


def test_a_record_that_is_not_whole_is_never_shown_as_if_all_were_well(page: FinishPage) -> None:
    fault = StoreFault("The disk is full.")
    page.show_ending(Ending("finished", Kind.PRACTICE, "a/folder", 134.0, 3, fault))
    assert mark(page) == "It could not go on"
    assert "The disk is full." in shown(page)
    page.show_ending(FINISHED)
    assert "The disk is full." not in shown(page)
    assert mark(page) == "Finished"


def test_one_that_the_disk_ended_says_why_and_never_looks_as_if_all_were_well(
    page: FinishPage,
) -> None:
    for name, word in (
        ("failed-full", "It could not go on"),
        ("ended-held-full", "Left, and saved"),
    ):
        page.show_ending(ENDINGS[name])
        assert str(ENDINGS[name].fault) in shown(page)
        assert any(text.startswith("This was not your fault.") for text in shown(page))
        assert mark(page) == word


def test_options_of_the_command_line_are_not_told(page: FinishPage) -> None:
    page.show_ending(Ending("failed", Kind.PRACTICE, "f", fault=InputFault("see --plan")))
    assert not any("--" in text for text in shown(page))


@pytest.mark.parametrize(
    ("name", "wish"),
    [
        ("Open the folder", OpenFolder("a/folder")),
        ("Back to the start", StartOver()),
        ("Close", Quit()),
    ],
)
def test_each_button_asks_once(
    page: FinishPage, asked: list[object], name: str, wish: object
) -> None:
    click(page, name)
    assert asked == [wish]


def test_the_folder_that_is_opened_is_that_of_the_newest_interview(
    page: FinishPage, asked: list[object]
) -> None:
    page.show_ending(Ending("left", Kind.SERVICE, "another", 20.0, 1))
    click(page, "Open the folder")
    assert asked == [OpenFolder("another")]


def test_the_folder_can_be_copied_by_pointer_and_keyboard(page: FinishPage) -> None:
    folder = next(one for one in page.findChildren(QLabel) if one.text() == "a/folder")
    flags = folder.textInteractionFlags()
    assert flags & Qt.TextInteractionFlag.TextSelectableByMouse
    assert flags & Qt.TextInteractionFlag.TextSelectableByKeyboard
    assert folder.accessibleName() == "Folder: a/folder"


def test_a_name_of_a_folder_is_never_taken_for_markup(page: FinishPage) -> None:
    page.show_ending(Ending("left", Kind.PRACTICE, "<b>x</b>"))
    folder = next(one for one in page.findChildren(QLabel) if one.text() == "<b>x</b>")
    assert folder.textFormat() is Qt.TextFormat.PlainText


def test_before_anything_ended_no_folder_is_opened(qtbot: QtBot, theme: Theme) -> None:
    made = FinishPage(theme)
    qtbot.addWidget(made)
    with qtbot.assertNotEmitted(made.asked):
        click(made, "Open the folder")
