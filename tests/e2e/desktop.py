"""The application's window as a test sees and touches it: real pointer, real keys, real sound."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.screen import Screen
from tests.sound import ROOT, Sound, wait_until

Seen = dict[str, Any]
_STILL_S = 0.3


@dataclass
class Desktop:
    """The application in its window, watched by ``spy.py``."""

    process: subprocess.Popen[str]
    screen: Screen
    path: Path
    errors: Path
    _shown: list[Seen] = field(default_factory=list)
    _read_bytes: int = 0

    def shown(self) -> list[Seen]:
        """Return everything that could be seen so far, oldest first."""
        if self.path.exists():
            raw = self.path.read_bytes()
            whole = raw[self._read_bytes : raw.rfind(b"\n") + 1]
            self._read_bytes += len(whole)
            self._shown += [json.loads(line) for line in whole.splitlines()]
        return self._shown

    @property
    def now(self) -> Seen:
        """What can be seen now; empty before the window is there."""
        return self.shown()[-1] if self.shown() else {"page": "", "things": {}, "texts": []}

    def until(self, is_so: Callable[[Seen], object], what: str, timeout_s: float = 40.0) -> Seen:
        """Wait until what can be seen is so; return it."""

        def reached() -> bool:
            assert self.process.poll() is None, f"it ended: {self.errors.read_text()}"
            return bool(is_so(self.now))

        wait_until(reached, f"{what}; the window shows {self.now}", timeout_s)
        return self.now

    def until_text(self, text: str, timeout_s: float = 40.0) -> Seen:
        """Wait until some text on the page holds these words."""
        return self.until(lambda seen: text in " ".join(seen["texts"]), text, timeout_s)

    def until_word(self, word: str, timeout_s: float = 40.0) -> Seen:
        """Wait until some text on the page is just this, such as the word of the state."""
        return self.until(lambda seen: word in seen["texts"], word, timeout_s)

    def place(self, name: str) -> tuple[int, int]:
        """Return where something that can be touched is, once it can be and stands still.

        The start page moves until it knows what there is; who clicks meanwhile misses.
        """
        seen = self.until(lambda seen: self._stands(seen, name), f"{name!r} to be there")
        return tuple(seen["things"][_full(seen, name)][:2])

    def _stands(self, seen: Seen, name: str) -> bool:
        if not _enabled(seen, name):
            return False
        full = _full(seen, name)
        where, since = seen["things"][full][:2], seen["t"]
        for earlier in reversed(self.shown()):
            if earlier["things"].get(full, [])[:2] != where:
                break
            since = earlier["t"]
        return bool(time.monotonic() - since > _STILL_S)

    def click(self, name: str) -> None:
        """Click something by its name, or by how it begins."""
        self.screen.click(*self.place(name))

    def tab_to(self, name: str, *, most: int = 40) -> None:
        """Press Tab until something has the focus."""
        for _ in range(most):
            before = time.monotonic()
            if _has_focus(self.now, name):
                return
            self.screen.key("Tab")
            with_focus = self._focus()
            wait_until(
                lambda was=with_focus, t=before: self._focus() != was or time.monotonic() > t + 1.0,
                "the focus to move",
            )
        raise AssertionError(f"Tab does not reach {name!r}: {self.now['things']}")

    def _focus(self) -> list[str]:
        return [name for name, place in self.now["things"].items() if place[3]]

    def end(self) -> int:
        """Wait for it to end by itself; return its status. Nothing may be on standard error."""
        status = self.process.wait(30)
        said = self.errors.read_text()
        assert not _complaints(said), said
        return status


def _complaints(said: str) -> list[str]:
    """Leave out what the sound library prints of a starved machine."""
    return [line for line in said.splitlines() if line and "ALSA lib" not in line]


def _full(seen: Seen, name: str) -> str:
    return next((one for one in seen["things"] if one.startswith(name)), name)


def _enabled(seen: Seen, name: str) -> bool:
    place = seen["things"].get(_full(seen, name))
    return bool(place and place[2])


def _has_focus(seen: Seen, name: str) -> bool:
    place = seen["things"].get(_full(seen, name))
    return bool(place and place[3])


@contextmanager
def windowed(
    sound: Sound,
    screen: Screen,
    folder: Path,
    *arguments: str,
    key: str = "",
    standstill: bool = False,
    bare: bool = False,
) -> Iterator[Desktop]:
    """Run the application in its window, with the sound card and on the screen."""
    path, errors = folder / "spy.jsonl", folder / "errors.txt"
    env = sound.env | screen.env | ({"GEMINI_API_KEY": key} if key else {})
    env |= {"PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    env |= {"SPY_STANDSTILL": "1"} if standstill else {}
    env |= {"SPY_BARE": "1"} if bare else {}
    with errors.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.spy", str(path), "window", *arguments],
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stderr=file,
            text=True,
        )
    try:
        yield Desktop(process, screen, path, errors)
    finally:
        process.kill()
        process.wait(10)


@dataclass
class Followed:
    """``fairhearing status --follow``, and when each of its lines came."""

    process: subprocess.Popen[str]
    lines: list[tuple[float, Seen]] = field(default_factory=list)

    def read(self) -> None:
        """Take what it prints, on a thread of its own."""
        assert self.process.stdout
        for text in self.process.stdout:
            self.lines.append((time.monotonic(), json.loads(text)))


@contextmanager
def followed(data: Path) -> Iterator[Followed]:
    """Follow the status from another process."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "status", "--follow", "--json", "--data", str(data)],
        cwd=ROOT,
        env=os.environ.copy(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    following = Followed(process)
    reader = threading.Thread(target=following.read)
    reader.start()
    try:
        yield following
    finally:
        process.terminate()
        process.wait(10)
        reader.join(10)
        assert process.stdout
        process.stdout.close()
