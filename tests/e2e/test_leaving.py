"""Ctrl-C and the system's request to end, at any moment: always a clean end, nothing lost."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.commands import Ended, assert_record_is_whole, ended, environment, start
from tests.sound import ROOT

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]

NOTHING = "Nothing was recorded."
SEED, MOMENTS = 20261123, 10
SAMPLE = ROOT / "resources" / "answers" / "1-about-you.wav"


def begin(data: Path) -> subprocess.Popen[str]:
    argv = ("practice", "--data", str(data), "--json", "--consent", "--speaker", "none")
    return start(*argv, "--mic", str(SAMPLE))


def left(data: Path, after_s: float, *signals: signal.Signals) -> Ended:
    """Begin an interview, send it signals so long after it has begun, and wait for its end."""
    process = begin(data)
    time.sleep(after_s)  # the very thing that is tested: any moment will do
    for one in signals:
        process.send_signal(one)
    return ended(process)


def assert_clean(done: Ended, data: Path) -> str:
    """Check that nothing is lost and nobody is alarmed; return how it ended."""
    if not done.out:
        # A signal that meets Python itself while it looks for the program: it says so, with 1.
        is_pythons = "Could not import runpy" in done.err
        assert done.status in {-signal.SIGINT, -signal.SIGTERM, *([1] if is_pythons else [])}
        assert not data.exists(), "nothing of ours had begun"
        assert "app/" not in done.err, done.err  # what Python says of itself is not ours
        return "not begun"
    assert done.err == "", done.err
    lines = [json.loads(line) for line in done.out.splitlines()]
    result = lines[-1]
    assert result["kind"] == "result"
    if "folder" not in result:
        # Python itself ends by SIGINT if a signal met code that a library ran from C.
        assert done.status in {1, -signal.SIGINT}
        assert lines[-2]["text"].startswith(NOTHING)
        assert not any(kinds(data)), "what it says is true"
        return "not begun"
    assert {"left": 0, "finished": 0, "held": 3}[result["how"]] == result["exit"] == done.status
    assert assert_record_is_whole(Path(result["folder"]))[-1] == "session.ended"
    return str(result["how"])


def kinds(data: Path) -> list[list[str]]:
    return [assert_record_is_whole(folder) for folder in data.glob("sessions/*")]


@pytest.mark.parametrize("one", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_at_any_moment_is_a_clean_end(tmp_path: Path, one: signal.Signals) -> None:
    draw = random.Random(f"{SEED} {one}")  # to be repeated
    moments = sorted(draw.uniform(0.0, 12.0) for _ in range(MOMENTS))
    folders = [tmp_path / f"at-{moment:.3f}" for moment in moments]
    with ThreadPoolExecutor(5) as together:
        ends = [*together.map(lambda at, data: left(data, at, one), moments, folders)]
    for done, data in zip(ends, folders, strict=True):
        assert_clean(done, data)


@pytest.mark.parametrize("one", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_in_the_midst_of_an_answer_keeps_it(tmp_path: Path, one: signal.Signals) -> None:
    process, seen = begin(tmp_path / "d"), b""
    assert process.stdout
    while b'"floor": "candidate"' not in seen:
        piece = os.read(process.stdout.fileno(), 65_536)
        assert piece, seen
        seen += piece
    process.send_signal(one)
    done = ended(process)
    whole = Ended(done.status, seen.decode() + done.out, done.err)
    assert assert_clean(whole, tmp_path / "d") == "held"


@pytest.mark.parametrize("at_s", [0.0, 0.05, 0.1, 0.2, 0.4])
def test_a_signal_before_anything_began_says_that_nothing_was_recorded(
    tmp_path: Path, at_s: float
) -> None:
    data = tmp_path / "d"
    assert assert_clean(left(data, at_s, signal.SIGINT), data) in {"not begun", "left", "held"}


def test_who_asks_again_and_again_does_not_spoil_the_end(tmp_path: Path) -> None:
    process = begin(tmp_path / "d")
    time.sleep(4.0)
    deadline = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < deadline:
        process.send_signal(signal.SIGINT)
        time.sleep(0.003)
    assert assert_clean(ended(process), tmp_path / "d") in {"left", "held"}


# --- at a terminal


class Terminal:
    """The application at a terminal of its own."""

    def __init__(self, *argv: str) -> None:
        self._far, near = os.openpty()
        self.seen = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "app", *argv],
            cwd=ROOT,
            env=environment(TERM="xterm", COLUMNS="100"),
            stdin=near,
            stdout=near,
            stderr=near,
        )
        os.close(near)

    def until(self, text: str, timeout_s: float = 30.0) -> None:
        """Read until this is shown, or to the end."""
        deadline = time.monotonic() + timeout_s
        while text not in self.seen:
            assert time.monotonic() < deadline, self.seen[-2000:]
            assert self.read(0.2), f"it ended without {text!r}: {self.seen[-2000:]}"

    def type(self, keys: str) -> None:
        os.write(self._far, keys.encode())

    def read(self, wait_s: float) -> bool:
        """Read what is there; return False at the end."""
        if not select.select([self._far], [], [], wait_s)[0]:
            return True
        try:
            more = os.read(self._far, 65_536)
        except OSError:  # Linux says so at the end
            return False
        self.seen += more.decode(errors="replace")
        return bool(more)

    def end(self) -> int:
        """Read to the end and return the exit status."""
        deadline = time.monotonic() + 30
        while self.read(0.2) and time.monotonic() < deadline:
            pass
        os.close(self._far)
        try:
            return self.process.wait(10)
        finally:
            self.process.kill()


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    argv = ("practice", "--data", str(tmp_path / "d"), "--speaker", "none", "--mic", str(SAMPLE))
    return Terminal(*argv)


def test_at_a_terminal_it_asks_for_consent_shows_the_keys_and_obeys_them(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.until("anything else to leave: ")
    assert "nothing leaves this computer" in terminal.seen
    terminal.type("y\n")
    terminal.until("You are talking")
    assert "Keys: Space talk" in terminal.seen
    terminal.type("m")
    terminal.until("muted")
    terminal.type("q")
    assert terminal.end() == 3
    assert "The record is in" in terminal.seen
    assert terminal.seen.rstrip().endswith(next((tmp_path / "d/sessions").iterdir()).name)


@pytest.mark.parametrize("keys", ["n\n", "\n", "\x04"])
def test_who_does_not_agree_leaves_and_nothing_is_recorded(
    terminal: Terminal, tmp_path: Path, keys: str
) -> None:
    terminal.until("anything else to leave: ")
    terminal.type(keys)
    assert terminal.end() == 0
    assert NOTHING in terminal.seen
    assert not any((tmp_path / "d/sessions").iterdir())


def test_ctrl_c_at_the_question_leaves_and_nothing_is_recorded(
    terminal: Terminal, tmp_path: Path
) -> None:
    terminal.until("anything else to leave: ")
    while terminal.read(0.5):  # until it is heard: a person would do no other
        terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == 1
    assert NOTHING in terminal.seen
    assert "Traceback" not in terminal.seen
    assert not any((tmp_path / "d/sessions").iterdir())
