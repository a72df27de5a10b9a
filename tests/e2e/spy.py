"""The application's window, watched: what stands where on the screen, what strip and tray say.

Run as a program by the tests; the application is itself, as from its own command line. Ten times a
second it writes what can be seen as a line of JSON, whenever that has changed:

    {"t": monotonic s, "page": "StartPage", "things": {name: [x, y, is_enabled, has_focus]},
     "texts": [...], "strip": text or null, "tray": text}

The embedded interviewer's records go to ``server.jsonl`` and the sound of its windows to ``tap``,
beside that file. With SPY_STANDSTILL set, the loop stands still for 2 s in the first answer; with
SPY_BARE nothing of this is done, and the application starts as fast as it does alone.

    python -m tests.e2e.spy SPY.jsonl window ...
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

from app import __main__ as command_line
from app.gui.window import Window
from app.settings import Options

EVERY_MS = 100


class Spy:
    """Writes what can be seen."""

    def __init__(self, window: Window, path: Path) -> None:
        self._window = window
        self._file = path.open("a", buffering=1)
        self._written: dict[str, Any] = {}
        self._timer = QTimer(interval=int(os.environ.get("SPY_EVERY_MS", EVERY_MS)))
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        seen = {
            "page": type(self._window._pages.currentWidget()).__name__,
            "window": [self._window.width(), self._window.height()],
            "things": {_name(one): _place(one) for one in _visible(self._window, _TOUCHED)},
            "texts": [one.text() for one in _visible(self._window, QLabel) if one.text()],
            "strip": self._window.indicator.strip_text or None,
            "tray": self._window.indicator.tray_text,
        }
        if seen != self._written:
            self._written = seen
            self._file.write(json.dumps({"t": time.monotonic(), **seen}) + "\n")


_TOUCHED = (QAbstractButton, QComboBox, QLineEdit)


def _visible(window: Window, kinds: Any) -> list[Any]:
    found = window.findChildren(QWidget)
    return [one for one in found if isinstance(one, kinds) and one.isVisible()]


def _name(thing: Any) -> str:
    return str(thing.accessibleName() or thing.text())


def _place(thing: QWidget) -> list[object]:
    middle = thing.mapToGlobal(thing.rect().center())
    if type(thing).__name__ == "QCheckBox":  # its square is at the left
        middle.setX(thing.mapToGlobal(thing.rect().topLeft()).x() + 10)
    return [middle.x(), middle.y(), thing.isEnabled(), thing.hasFocus()]


def _tap(folder: Path) -> None:
    """Let the embedded interviewer write down what it receives, and the loop stand still."""
    # Here, with the window shown: as the application itself imports them.
    from app.practice.server import PracticeParams, PracticeServer
    from app.wiring import given, interview
    from tests.e2e.blocked import Standstill

    if os.environ.get("SPY_STANDSTILL"):
        interview.Engine = Standstill  # type: ignore[misc]  # a class is no variable
    log = (folder / "server.jsonl").open("a", buffering=1)
    (folder / "tap").mkdir(exist_ok=True)

    def tapped(params: PracticeParams) -> PracticeServer:
        params = replace(params, tap_dir=folder / "tap")
        return PracticeServer(params, lambda record: log.write(json.dumps(record) + "\n") and None)

    given.PracticeServer = tapped  # type: ignore[misc, assignment]  # as a class is used


def main() -> int:
    """Run the application, watched."""
    path, *argv = sys.argv[1:]
    live = command_line._desktop
    spies: list[Spy] = []

    async def watched(window: Window, options: Options) -> int:
        spies.append(Spy(window, Path(path)))
        if not os.environ.get("SPY_BARE"):
            _tap(Path(path).parent)
        return await live(window, options)

    command_line._desktop = watched
    return command_line.main(argv)


if __name__ == "__main__":
    sys.exit(main())
