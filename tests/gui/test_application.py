from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from app import PRODUCT, VERSION
from app.gui.application import DESKTOP_FILE, make_application, show_window
from app.gui.window import Window
from app.gui.wishes import ChoosePlan
from app.settings import Options


def test_there_is_one_application_and_it_is_named(qapp: QApplication) -> None:
    assert make_application() is qapp
    assert qapp.applicationName() == PRODUCT
    assert qapp.applicationVersion() == VERSION
    assert qapp.desktopFileName() == DESKTOP_FILE


def test_closing_the_last_window_ends_nothing(qapp: QApplication) -> None:
    qapp.setQuitOnLastWindowClosed(True)
    make_application()
    assert not qapp.quitOnLastWindowClosed()


def test_the_window_is_there_before_anything_else_and_ends_with_what_brings_it_to_life(
    qapp: QApplication,
) -> None:
    seen: list[bool] = []

    async def live(window: Window, options: Options) -> int:
        assert options is given
        seen.append(window.isVisible())
        window.close()
        await asyncio.sleep(0)
        seen.append(window.isVisible())  # it only asks
        window.hide()
        return 3

    given = Options(is_practice=True)
    assert show_window(given, live) == 3
    assert seen == [True, True]


def test_a_bug_in_what_brings_it_to_life_comes_out(qapp: QApplication) -> None:
    async def live(window: Window, options: Options) -> int:
        window.hide()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        show_window(Options(is_practice=True), live)


def test_a_plan_that_the_system_opens_is_wished_for_in_the_window(
    qapp: QApplication, tmp_path: Path
) -> None:
    plan = tmp_path / "two words.fhplan"
    wished: list[object] = []

    async def live(window: Window, options: Options) -> int:
        window.asked.connect(wished.append)
        assert QApplication.sendEvent(qapp, QFileOpenEvent(str(plan)))
        QApplication.sendEvent(qapp, QFileOpenEvent(QUrl("https://example.org")))  # no file
        await asyncio.sleep(0)
        window.hide()
        return 0

    assert show_window(Options(is_practice=True), live) == 0
    assert wished == [ChoosePlan(plan)]
