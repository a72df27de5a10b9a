from __future__ import annotations

import gc
import threading

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui.garbage import Garbage


class Ring:
    """Garbage that only the collector can take away; notes on which thread it dies."""

    died_on: list[str]

    def __init__(self, died_on: list[str]) -> None:
        self.died_on = died_on
        self.me = self
        self.timer = QTimer()

    def __del__(self) -> None:
        self.died_on.append(threading.current_thread().name)


def litter() -> None:
    """Make so many objects that Python would collect."""
    for _ in range(5_000):
        ring: list[object] = []
        ring.append(ring)


def test_what_another_thread_litters_dies_on_the_window_s(qapp: QApplication, qtbot: QtBot) -> None:
    died_on: list[str] = []
    with Garbage():
        Ring(died_on)
        thread = threading.Thread(target=litter, name="another")
        thread.start()
        thread.join()
        assert died_on == []
        qtbot.waitUntil(lambda: died_on != [])
    assert died_on == [threading.main_thread().name]


def test_afterwards_python_collects_by_itself_again(qapp: QApplication) -> None:
    died_on: list[str] = []
    with Garbage():
        assert not gc.isenabled()
        Ring(died_on)
    assert gc.isenabled()
    assert died_on == [threading.main_thread().name]
