"""The screen of the tests: a program on it meets what a person's hands would do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.screen import Screen
from tests.sound import ROOT, wait_until

TITLE = "A window (of a test)"

# A window that tells all that happens to it.
_PROGRAM = """
import json, sys
from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget


def tell(kind, **more):
    print(json.dumps({"kind": kind, **more}), flush=True)


class Window(QWidget):
    def event(self, event):
        match event.type():
            case QEvent.Type.MouseButtonPress | QEvent.Type.MouseButtonRelease:
                at = event.globalPosition().toPoint()
                tell(event.type().name, button=event.button().name, at=[at.x(), at.y()])
            case QEvent.Type.KeyPress | QEvent.Type.KeyRelease:
                tell(event.type().name, text=event.text(), repeat=event.isAutoRepeat())
            case QEvent.Type.Resize:
                tell("Resize", size=[event.size().width(), event.size().height()])
            case QEvent.Type.WindowActivate | QEvent.Type.Close:
                tell(event.type().name)
        return super().event(event)


application = QApplication(sys.argv)
window = Window()
window.setWindowTitle("TITLE")
window.setStyleSheet("background: #c01030")
window.resize(400, 300)
window.show()
tray = QSystemTrayIcon(QIcon(QPixmap(22, 22)))
tray.show()
tell("tray", there=QSystemTrayIcon.isSystemTrayAvailable(), platform=application.platformName())
sys.exit(application.exec())
""".replace("TITLE", TITLE)


class Program:
    """The program, and what it has told so far."""

    def __init__(self, screen: Screen, path: Path) -> None:
        self._path = path
        with path.open("w") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM],
                env=screen.env,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.PIPE,
                text=True,
            )

    def told(self, kind: str, **like: object) -> list[dict[str, Any]]:
        """Return what it told of this kind."""
        whole = self._path.read_text().rpartition("\n")[0].splitlines()
        lines = [json.loads(line) for line in whole]
        return [one for one in lines if one["kind"] == kind and like.items() <= one.items()]

    def until(self, kind: str, **like: object) -> dict[str, Any]:
        """Wait until it has told this; return what it told."""
        wait_until(lambda: self.told(kind, **like), f"{kind} {like}")
        return self.told(kind, **like)[-1]

    def end(self) -> str:
        """Wait for it to end by itself; return what it complained of."""
        assert self.process.stderr
        try:
            assert self.process.wait(20) == 0
        finally:
            self.process.kill()
            self.process.wait()
            complaints = self.process.stderr.read()
            self.process.stderr.close()
        return complaints


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    with Screen(tmp_path_factory.mktemp("screen") / "s") as one:
        yield one


@pytest.fixture
def program(screen: Screen, tmp_path: Path) -> Iterator[Program]:
    one = Program(screen, tmp_path / "told.jsonl")
    yield one
    if one.process.poll() is None:
        one.process.kill()
    assert one.process.stderr
    one.process.wait()
    one.process.stderr.close()


@pytest.fixture
def window(screen: Screen, program: Program) -> int:
    return screen.wait_window(TITLE)


def test_a_window_comes_up_active_on_the_platform_of_a_desktop(
    program: Program, window: int
) -> None:
    program.until("WindowActivate")
    assert program.until("tray")["platform"] == "xcb"


def test_there_is_a_tray(program: Program, window: int) -> None:
    assert program.until("tray")["there"]


def test_a_click_is_a_press_and_a_release_at_its_place(
    screen: Screen, program: Program, window: int
) -> None:
    x, y = middle(screen, window)
    screen.click(x, y)
    assert program.until("MouseButtonRelease")["at"] == [x, y]
    (press,) = program.told("MouseButtonPress")
    assert (press["button"], press["at"]) == ("LeftButton", [x, y])
    screen.click(x, y, button=3)
    program.until("MouseButtonPress", button="RightButton")


def test_a_button_is_held_until_it_is_released(
    screen: Screen, program: Program, window: int
) -> None:
    x, y = middle(screen, window)
    screen.press(x, y)
    program.until("MouseButtonPress")
    screen.move(x + 20, y + 10)
    assert program.told("MouseButtonRelease") == []
    screen.release()
    assert program.until("MouseButtonRelease")["at"] == [x + 20, y + 10]


def test_keys_are_pressed_and_released(screen: Screen, program: Program, window: int) -> None:
    screen.key("a", "space")
    program.until("KeyRelease", text=" ")
    assert [one["text"] for one in program.told("KeyPress")] == ["a", " "]


def test_a_key_that_is_held_repeats_until_it_is_let_go(
    screen: Screen, program: Program, window: int
) -> None:
    screen.key_down("space")
    program.until("KeyPress", text=" ", repeat=True)
    screen.key_up("space")
    program.until("KeyRelease", text=" ", repeat=False)
    *_, last = [one for one in program.told("KeyRelease") if one["text"] == " "]
    assert not last["repeat"]


def test_a_window_takes_the_size_that_it_is_given(
    screen: Screen, program: Program, window: int
) -> None:
    screen.resize(window, 640, 480)
    program.until("Resize", size=[640, 480])


def test_a_window_is_asked_to_close_and_its_program_ends_by_itself(
    screen: Screen, program: Program, window: int
) -> None:
    screen.close(window)
    assert program.end() == ""
    assert len(program.told("Close")) == 1


def test_a_picture_shows_the_window_where_it_is(
    screen: Screen, window: int, tmp_path: Path
) -> None:
    from PySide6.QtGui import QImage

    x, y = middle(screen, window)

    def is_red() -> bool:
        picture = QImage(str(screen.picture(tmp_path / "screen.png")))
        assert (picture.width(), picture.height()) == (1280, 900)
        return picture.pixelColor(x, y).name() == "#c01030"

    wait_until(is_red, "the window to be drawn")


def test_a_window_that_never_comes_is_waited_for_in_vain(screen: Screen) -> None:
    with pytest.raises(AssertionError, match="in vain for a window 'Nobody'"):
        screen.wait_window("Nobody", timeout_s=0.1)


def test_screens_are_apart_and_leave_nothing_behind(tmp_path: Path, screen: Screen) -> None:
    with Screen(tmp_path / "s", 640, 480) as other:
        assert other.env["DISPLAY"] != screen.env["DISPLAY"]
        children = [one.pid for one in other._children]
        assert len(children) == 3
    display = other.env["DISPLAY"].removeprefix(":")
    assert not Path(f"/tmp/.X{display}-lock").exists()  # noqa: S108  # the X server's own place
    for pid in children:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_nothing_of_the_users_desktop_is_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    theirs = {
        "DBUS_SESSION_BUS_ADDRESS": "unix:path=x",
        "WAYLAND_DISPLAY": "wayland-0",
        "XDG_CONFIG_HOME": "x",
        "XDG_CURRENT_DESKTOP": "GNOME",
        "QT_STYLE_OVERRIDE": "x",
        "PULSE_SERVER": "x",
        "HOME": "x",
    }
    for name, value in theirs.items():
        monkeypatch.setenv(name, value)
    env = Screen(tmp_path).env
    assert not theirs.items() & env.items()
    assert "PULSE_SERVER" not in env, "a sound card's environment stays as it is under this one"
    assert env["PATH"] == os.environ["PATH"]


def middle(screen: Screen, window: int) -> tuple[int, int]:
    """Return the middle of a window on the screen."""
    x, y, width, height = screen.place(window)
    return x + width // 2, y + height // 2
