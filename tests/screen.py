"""A screen of the tests' own: Xvfb with a window manager, a tray, a pointer and a keyboard.

    program with screen.env -> window -> wait_window()
    click(), key(), type() -> xdotool -> X server -> the program, as from a person's hands

Nothing of the user's desktop is touched: own display, home and configuration, and no message bus,
so that a tray icon goes to the tray of this screen. Bare Xvfb gives no focus, loses typed keys and
has no tray; with openbox and tint2 all three work.
"""

from __future__ import annotations

import os
import re
import select
import shutil
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.sound import ROOT, wait_until

_PANEL_PX = 32
_TINT2 = f"""\
panel_items = TS
panel_size = 100% {_PANEL_PX}
panel_position = bottom center horizontal
strut_policy = follow_size
systray = 1
systray_padding = 4 4 4
systray_icon_size = 22
"""
# What would lead to the user's own desktop, sound or settings.
_NOT_OURS = ("DBUS_", "PULSE_", "ALSA_", "QT_", "WAYLAND_", "XAUTHORITY", "XDG_")
_PICTURE = """\
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication(sys.argv)
sys.exit(not QGuiApplication.primaryScreen().grabWindow(0).save(sys.argv[1]))
"""


class Screen:
    """The screen, from entering the context to leaving it.

    Args:
        folder: Its scratch folder, absolute.
        width: In pixels; the tray takes the lowest 32 rows.
        height: In pixels.

    Attributes:
        env: The environment for every program that is to show itself here. Merged over a sound
            card's, it leaves that as it is.
    """

    def __init__(self, folder: Path, width: int = 1280, height: int = 900) -> None:
        self._folder = folder
        self._size = f"{width}x{height}"
        self._children: list[subprocess.Popen[bytes]] = []
        kept = {name: one for name, one in os.environ.items() if not name.startswith(_NOT_OURS)}
        self.env = kept | {
            "HOME": str(folder),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_DATA_HOME": str(folder / "data"),
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_RUNTIME_DIR": str(folder / "run"),
            "DBUS_SESSION_BUS_ADDRESS": "disabled:",
            "WAYLAND_DISPLAY": "",
            "QT_QPA_PLATFORM": "xcb",
            "PYTHONPATH": str(ROOT),
        }

    def __enter__(self) -> Self:
        _require_tools()
        (self._folder / "run").mkdir(mode=0o700, parents=True)
        (self._folder / "tint2rc").write_text(_TINT2)
        try:
            self.env["DISPLAY"] = self._start_server()
            self._popen("openbox", "--sm-disable")
            wait_until(lambda: self._ask("get_num_desktops"), "the window manager")
            self._popen("tint2", "-c", str(self._folder / "tint2rc"))
            wait_until(lambda: self._find("--class", "^tint2$"), "the tray")
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._stop()

    # --- windows

    def wait_window(self, name: str, timeout_s: float = 20.0) -> int:
        """Wait for a window with these words in its title to be there and active; return its id."""
        words = re.escape(name)
        wait_until(lambda: self._find("--name", words), f"a window {name!r}", timeout_s)
        window = self._find("--name", words)[0]
        self.activate(window)
        return window

    def activate(self, window: int) -> None:
        """Bring a window to the front and give it the keyboard."""
        self._do("windowactivate", str(window))
        wait_until(lambda: self._ask("getactivewindow") == str(window), "the window to be active")

    def place(self, window: int) -> tuple[int, int, int, int]:
        """Return where the inside of a window is: left, top, width, height."""
        told = self._ask("getwindowgeometry", "--shell", str(window))
        lines = dict(line.split("=", 1) for line in told.splitlines())
        return int(lines["X"]), int(lines["Y"]), int(lines["WIDTH"]), int(lines["HEIGHT"])

    def resize(self, window: int, width: int, height: int) -> None:
        """Give what is inside a window's frame this size."""
        self._do("windowsize", str(window), str(width), str(height))

    def close(self, window: int) -> None:
        """Ask a window to close, as a click on the cross of its frame does."""
        self.activate(window)
        self.key("alt+F4")

    # --- the pointer

    def move(self, x: int, y: int) -> None:
        """Move the pointer."""
        self._do("mousemove", str(x), str(y))

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Move the pointer and click; 1 is the left button, 3 the right one."""
        self._do("mousemove", str(x), str(y), "click", str(button))

    def press(self, x: int, y: int) -> None:
        """Move the pointer and hold the left button down."""
        self._do("mousemove", str(x), str(y), "mousedown", "1")

    def release(self) -> None:
        """Let go of the left button."""
        self._do("mouseup", "1")

    # --- the keyboard

    def key(self, *keys: str) -> None:
        """Press and release keys one after the other, such as "space" or "ctrl+m"."""
        self._do("key", *keys)

    def key_down(self, key: str) -> None:
        """Hold a key down; it repeats as on any keyboard."""
        self._do("keydown", key)

    def key_up(self, key: str) -> None:
        """Let go of a key."""
        self._do("keyup", key)

    def picture(self, path: Path) -> Path:
        """Write what is on the screen to a PNG file and return its path."""
        command = [sys.executable, "-c", _PICTURE, str(path)]
        subprocess.run(command, env=self.env, timeout=30, check=True)
        return path

    def _start_server(self) -> str:
        """Start the X server on a free display and return that display."""
        reading, writing = os.pipe()
        try:
            self._popen(
                *("Xvfb", "-displayfd", str(writing), "-screen", "0", f"{self._size}x24"),
                *("-nolisten", "tcp", "-noreset", "-dpi", "96"),
                keep=(writing,),
            )
        finally:
            os.close(writing)
        with os.fdopen(reading, "rb", buffering=0) as told:
            number = b""
            while not number.endswith(b"\n"):  # it writes the line in two pieces
                assert select.select([told], [], [], 20.0)[0], "waited 20 s in vain for Xvfb"
                piece = told.read(16)
                assert piece, "Xvfb ended at once"
                number += piece
        return f":{number.decode().strip()}"

    def _stop(self) -> None:
        for child in reversed(self._children):
            child.terminate()  # a killed server would leave its lock behind
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self._children.clear()

    def _popen(self, *command: str, keep: tuple[int, ...] = ()) -> None:
        child = subprocess.Popen(
            command,
            env=self.env,
            cwd=self._folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=keep,
        )
        self._children.append(child)

    def _find(self, by: str, words: str) -> list[int]:
        return [int(one) for one in self._ask("search", "--onlyvisible", by, words).split()]

    def _ask(self, *words: str) -> str:
        """Return what xdotool finds; "" for nothing."""
        return self._xdotool(*words).stdout.strip()

    def _do(self, *words: str) -> None:
        done = self._xdotool(*words)
        assert done.returncode == 0, f"xdotool {' '.join(words)}: {done.stderr}"

    def _xdotool(self, *words: str) -> subprocess.CompletedProcess[str]:
        command = ["xdotool", *words]
        return subprocess.run(
            command, env=self.env, capture_output=True, text=True, timeout=20, check=False
        )


def _require_tools() -> None:
    missing = [tool for tool in ("Xvfb", "openbox", "tint2", "xdotool") if not shutil.which(tool)]
    assert not missing, (
        f"These tests need {', '.join(missing)}: apt install xvfb openbox tint2 xdotool"
    )
