"""The application's window in the hands of somebody who presses anything at all.

Run as a program by ``test_monkey.py``. The application is itself: a real loop, the embedded
interviewer, sample answers in place of a microphone. Seeded random clicks, keys, resizes and theme
switches go to its window as the platform's own events, until so many were made or one of them has
closed the application. The last line printed is JSON:

    {"actions": 412, "interviews": 2, "warnings": [...], "lost": [...]}

    python -m tests.e2e.monkey SEED ACTIONS DATA
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QWidget
from shiboken6 import isValid

from app import __main__ as command_line
from app.core.view import View
from app.gui import wishes
from app.gui.theme import Mode
from app.gui.window import Window
from app.settings import Options

_EVERY_MS = 4
_HANGS_S = 150
_OWN = ("propagateSizeHints", "occurs outside target window")  # offscreen, and what we did
_KEYS = [
    *(Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab),
    *(Qt.Key.Key_F6, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key.Key_A, Qt.Key.Key_1, Qt.Key.Key_Backspace),
]
_WITH_CONTROL = [
    *(Qt.Key.Key_M, Qt.Key.Key_Period, Qt.Key.Key_T, Qt.Key.Key_L, Qt.Key.Key_W, Qt.Key.Key_Slash),
    *(Qt.Key.Key_Plus, Qt.Key.Key_A, Qt.Key.Key_V),
]
_NONE, _CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


class Monkey:
    """Acts on one window after another.

    Args:
        luck: Seeded.
        actions: How many are left.
    """

    def __init__(self, luck: random.Random, actions: int) -> None:
        self._luck = luck
        self.left = actions
        self.interviews = 0
        self.warnings: list[str] = []
        self.lost: list[str] = []
        self._saved_s = 0.0
        self._held: Qt.Key | None = None
        self._timer = QTimer(interval=_EVERY_MS, singleShot=True)
        self._window: Window | None = None

    def take(self, window: Window) -> None:
        """Begin to act on a window."""
        self._window = window
        self._watch(window)
        window.open_folder = lambda _path: None  # type: ignore[method-assign]  # starts a program
        self._timer.timeout.connect(self._act)
        self._timer.start()

    def leave(self) -> None:
        """Let go of it."""
        self._timer.stop()
        self._timer.timeout.disconnect(self._act)

    def _watch(self, window: Window) -> None:
        """See that what is saved never shrinks, and that every interview begins at nothing."""
        show_view, begin = window.interview.show_view, window.interview.begin

        def shown(view: View, saved_s: float, now: float) -> None:
            if saved_s < self._saved_s:
                self.lost.append(f"saved went from {self._saved_s} to {saved_s} s")
            self._saved_s = saved_s
            show_view(view, saved_s, now)

        def begun() -> None:
            self.interviews += 1
            self._saved_s = 0.0
            begin()

        window.interview.show_view = shown  # type: ignore[method-assign]  # it looks on
        window.interview.begin = begun  # type: ignore[method-assign]  # as above

    def _act(self) -> None:
        window = self._window
        assert window is not None
        if self.left <= 0:
            return
        self.left -= 1
        self._timer.start()  # now: a warning of the file dialog's holds up what has opened it
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            # Qt's own file dialog crashes by itself on Key_Up in its tree (PySide6 6.11, seed
            # 20261143); on a desktop the system's is shown instead. Look at it, and close it.
            dialog.reject()
        else:
            with contextlib.suppress(RuntimeError):  # what it pressed in is gone already
                self._choose()(window)
        if self.left <= 0:
            self._finish(window)

    def _choose(self) -> Callable[[Window], None]:
        acts: list[tuple[Callable[[Window], None], int]] = [
            (self._click_a_button, 50),
            (self._click_anywhere, 20),
            (self._press, 50),
            (self._press_with_control, 20),
            (self._hold_or_let_go, 15),
            (self._resize, 10),
            (self._switch_theme, 5),
            (self._close, 1),
            (self._agree_and_begin, 12),
        ]
        (act,) = self._luck.choices([one for one, _ in acts], [weight for _, weight in acts])
        return act

    def _finish(self, window: Window) -> None:
        """Leave whatever page is shown as a person would."""
        if self._held is not None:
            self._hold_or_let_go(window)
        self._timer.stop()
        QTimer.singleShot(0, leave_as_asked_by_the_system)

    def _target(self, window: Window) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or window

    def _handle(self, top: QWidget) -> QWindow | None:
        """Return the platform's window of a widget; a dialog that closes has none any more."""
        handle = top.window().windowHandle()
        return handle if handle is not None and isValid(handle) else None

    def _click_a_button(self, window: Window) -> None:
        buttons = [
            one
            for one in self._target(window).findChildren(QAbstractButton)
            if one.isVisible() and one.isEnabled()
        ]
        if buttons:
            button = self._luck.choice(buttons)
            top = button.window()
            self._click(top, button.mapTo(top, button.rect().center()))

    def _click_anywhere(self, window: Window) -> None:
        top = self._target(window).window()
        x, y = self._luck.randrange(top.width()), self._luck.randrange(top.height())
        self._click(top, QPoint(x, y))

    def _click(self, top: QWidget, at: QPoint) -> None:
        handle = self._handle(top)
        if handle and top.rect().contains(at):
            QTest.mousePress(handle, Qt.MouseButton.LeftButton, _NONE, at)
            if isValid(handle):  # the press may have been the end of it
                QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, _NONE, at)

    def _press(self, window: Window) -> None:
        self._type(window, self._luck.choice(_KEYS), _NONE)

    def _press_with_control(self, window: Window) -> None:
        self._type(window, self._luck.choice(_WITH_CONTROL), _CONTROL)

    def _type(self, window: Window, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
        if handle := self._handle(self._target(window)):
            QTest.keyPress(handle, key, held)
            if isValid(handle):
                QTest.keyRelease(handle, key, held)

    def _hold_or_let_go(self, window: Window) -> None:
        handle = self._handle(window)
        if handle is None:
            return
        if self._held is None:
            self._held = Qt.Key.Key_Space
            QTest.keyPress(handle, self._held)
        else:
            QTest.keyRelease(handle, self._held)
            self._held = None

    def _resize(self, window: Window) -> None:
        window.resize(QSize(self._luck.randint(300, 1600), self._luck.randint(200, 1000)))

    def _switch_theme(self, window: Window) -> None:
        window.theme.set_mode(self._luck.choice([*Mode]))

    def _close(self, window: Window) -> None:
        window.close()

    def _agree_and_begin(self, window: Window) -> None:
        """Let there be interviews: by luck alone nobody ticks, then begins."""
        window.asked.emit(wishes.Agree(on=True))
        window.asked.emit(wishes.Begin())


def leave_as_asked_by_the_system() -> None:
    """End the application as the system would: the interview is left and kept."""
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> int:
    """Open the application and let the monkey loose; print what came of it."""
    seed, actions, data = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    monkey = Monkey(random.Random(seed), actions)

    def take_message(kind: QtMsgType, _context: object, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and not any(one in text for one in _OWN):
            monkey.warnings.append(text)

    live = command_line._desktop

    async def handled(window: Window, options: Options) -> int:
        monkey.take(window)
        try:
            return await live(window, options)
        finally:
            monkey.leave()

    command_line._desktop = handled
    qInstallMessageHandler(take_message)
    status = command_line.main(["window", "--data", str(data), "--speaker", "none"])
    print(  # noqa: T201  # for the test that reads it
        json.dumps(
            {
                "actions": actions - monkey.left,
                "interviews": monkey.interviews,
                "warnings": monkey.warnings,
                "lost": monkey.lost,
            }
        ),
        flush=True,
    )
    return status


if __name__ == "__main__":
    faulthandler.dump_traceback_later(_HANGS_S, exit=True)  # whatever hangs tells where
    os._exit(main())  # as the application ends (``app.__main__.run``)
