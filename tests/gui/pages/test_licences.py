from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from app.gui.pages.licences import LicencesPage


def shown(qtbot: QtBot, path: Path | None = None) -> LicencesPage:
    page = LicencesPage(path) if path else LicencesPage()
    qtbot.addWidget(page)
    page.show()
    return page


def text(page: LicencesPage) -> str:
    (area,) = page.findChildren(QPlainTextEdit)
    return area.toPlainText()


def test_what_the_application_is_made_of_can_be_read(qtbot: QtBot) -> None:
    page = shown(qtbot)
    assert "pyside6-essentials" in text(page)
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text(page)


def test_nobody_can_write_into_it(qtbot: QtBot) -> None:
    page = shown(qtbot)
    before = text(page)
    (area,) = page.findChildren(QPlainTextEdit)
    QTest.keyClicks(area, "abc")
    assert text(page) == before


def test_it_is_read_when_it_is_shown_and_once(qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "texts.txt"
    page = LicencesPage(path)
    qtbot.addWidget(page)
    path.write_text("one", "utf-8")
    page.show()
    path.write_text("two", "utf-8")
    page.hide()
    page.show()
    assert text(page) == "one"


def test_texts_that_are_gone_are_said_to_be(qtbot: QtBot, tmp_path: Path) -> None:
    assert text(shown(qtbot, tmp_path / "gone.txt")).startswith("The texts cannot be read.")


@pytest.mark.parametrize("how", ["button", "key"])
def test_it_leads_back(qtbot: QtBot, how: str) -> None:
    page = shown(qtbot)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    (back,) = page.findChildren(QPushButton)
    with qtbot.waitSignal(page.back_asked, timeout=1000):
        if how == "button":
            QTest.mouseClick(back, Qt.MouseButton.LeftButton)
        else:
            QTest.keyClick(page, Qt.Key.Key_Escape)
