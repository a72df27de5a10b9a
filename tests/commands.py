"""The command line as a person meets it: child processes, what they print, how they end."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import wave
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from app.__main__ import main
from app.store.journal_reader import JournalReader
from tests.sound import ROOT

NO_KEYRING = "keyring.backends.null.Keyring"


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str

    def complaint(self) -> str:
        """Return the one line on standard error; it must be all there is."""
        assert "Traceback" not in self.err, self.err
        (line,) = self.err.splitlines()
        assert line.startswith("Fairhearing: ")
        return line


def environment(**more: str) -> dict[str, str]:
    """Return the caller's environment without a key and without a keyring."""
    kept = {name: value for name, value in os.environ.items() if name != "GEMINI_API_KEY"}
    return {**kept, "PYTHON_KEYRING_BACKEND": NO_KEYRING, "PYTHONPATH": str(ROOT), **more}


def start(*argv: str, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
    """Start a command with nothing to read."""
    return subprocess.Popen(
        [sys.executable, "-m", "app", *argv],
        cwd=ROOT,
        env=env or environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(process: subprocess.Popen[str], timeout_s: float = 40.0) -> Ended:
    """Wait for a command to end by itself."""
    try:
        out, err = process.communicate(timeout=timeout_s)
    finally:
        process.kill()
        process.wait()
    return Ended(process.returncode, out, err)


def run(*argv: str, env: dict[str, str] | None = None) -> Ended:
    """Run a command to its end."""
    return ended(start(*argv, env=env))


def call(*argv: str) -> Ended:
    """Call the command line in this process, for what ends before anything begins."""
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    out, err = io.StringIO(), io.StringIO()
    try:
        with redirect_stdout(out), redirect_stderr(err):
            status = main(argv)
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)
    return Ended(status, out.getvalue(), err.getvalue())


def silence(path: Path, seconds: float = 1.0) -> Path:
    """Write a WAV file in which nobody says anything."""
    with wave.open(str(path), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(48_000)
        wav.writeframes(bytes(2 * round(48_000 * seconds)))
    return path


def assert_record_is_whole(folder: Path) -> list[str]:
    """Check that journal and both recordings can be opened; return the kinds of the events."""
    for name in ("candidate.wav", "interviewer.wav"):
        with wave.open(str(folder / name)) as wav:
            assert len(wav.readframes(wav.getnframes())) == 2 * wav.getnframes()
    with JournalReader(folder / "journal.db") as journal:
        return [event.kind for event in journal.events()]


def practice(data: Path, *argv: str) -> Ended:
    """Run a practice interview without questions and keys."""
    return run("practice", "--data", str(data), "--headless", "--consent", *argv)


def interview(data: Path, mic: str, *argv: str, key: str = "a-key") -> Ended:
    """Run an interview against a server, with lines of JSON."""
    command = ("interview", "--data", str(data), "--json", "--consent", "--speaker", "none")
    return run(*command, "--mic", mic, *argv, env=environment(GEMINI_API_KEY=key))


def nothing_began(data: Path) -> bool:
    """Whether no interview was begun in this data folder."""
    return not any((data / "sessions").glob("*"))
