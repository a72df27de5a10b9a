"""Who takes part in an end-to-end test: the server, the application, the candidate's voice."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.sound import ROOT, Sound, say, wait_until

Line = dict[str, Any]


def spoken(folder: Path, *texts: str) -> list[Path]:
    """Return the texts as WAV files."""
    return [say(text, folder / f"answer-{number}.wav") for number, text in enumerate(texts, 1)]


@dataclass
class Server:
    """``fairhearing serve``, and what it noticed."""

    url: str
    ca: str
    key: str
    log: Path
    tap: Path
    process: subprocess.Popen[str]

    def records(self, **like: object) -> list[Line]:
        """Return what it noticed, such as ``kind="setup"``."""
        lines = [json.loads(line) for line in self.log.read_text().splitlines()]
        return [one for one in lines if like.items() <= one.items()]

    def windows(self) -> list[tuple[int, int, bytes, bool]]:
        """Return every window with sound: connection, number, PCM at 16 kHz, whether closed."""
        found = []
        for path in sorted(self.tap.glob("*.pcm"), key=_place):
            connection, window = _place(path)
            said = path.with_suffix(".json")
            wait_until(said.exists, f"the server to write {said.name}")
            closed = json.loads(said.read_text())["closed"]
            found.append((connection, window, path.read_bytes(), closed))
        return found


def _place(path: Path) -> tuple[int, int]:
    connection, window = path.stem.removeprefix("conn").split("-window")
    return int(connection), int(window)


@contextmanager
def serving(
    folder: Path,
    *arguments: str,
    within: tuple[str, ...] = (),
    program: tuple[str, ...] = ("-m", "app"),
) -> Iterator[Server]:
    """Run a server of its own; ``within`` is what runs it, such as in another network."""
    log, tap = folder / "server.jsonl", folder / "tap"
    command = [
        *(*within, sys.executable, *program, "serve", "--data", str(folder / "server")),
        *("--log", str(log), "--tap", str(tap), *arguments),
    ]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    try:
        first = json.loads(process.stdout.readline())
        yield Server(first["url"], first["ca"], first["key"], log, tap, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)
        process.stdout.close()


@dataclass
class Application:
    """The application, which talks in lines of JSON.

    Attributes:
        lines: What it printed, so far as it was asked for.
        began: The time of its 0.0, in seconds on ``time.perf_counter``, by its quickest line.
    """

    process: subprocess.Popen[str]
    lines: list[Line] = field(default_factory=list)
    began: float = float("inf")
    _coming: queue.SimpleQueue[Line | None] = field(default_factory=queue.SimpleQueue)

    def read(self) -> None:
        """Take what it prints, on a thread of its own."""
        assert self.process.stdout
        for text in self.process.stdout:
            line = json.loads(text)
            self.began = min(self.began, time.perf_counter() - line["t"])
            self._coming.put(line)
        self._coming.put(None)

    def until(self, timeout_s: float = 60.0, **like: object) -> Line:
        """Return the next line that is like this, such as ``kind="state", floor="open"``."""
        while True:
            line = self._coming.get(timeout=timeout_s)
            assert line is not None, f"it ended without {like}: {self.lines[-3:]}"
            self.lines.append(line)
            if like.items() <= line.items():
                return line

    def result(self) -> Line:
        """Return its last line, when it has ended."""
        last = self.until(kind="result")
        assert self.process.wait(20) == last["exit"]
        return last

    def said(self, speaker: str) -> list[Line]:
        """Return the transcript of one side, each entry in its last version."""
        by = {"candidate": "exchange", "interviewer": "reply"}[speaker]
        entries = (one for one in self.lines if one["kind"] == "transcript")
        return [*{one[by]: one for one in entries if one["speaker"] == speaker}.values()]


@contextmanager
def running(
    sound: Sound,
    *arguments: str,
    key: str = "",
    program: tuple[str, ...] = ("-m", "app"),
    within: tuple[str, ...] = (),
) -> Iterator[Application]:
    """Run the application in the sound card's environment; ``within`` as for ``serving``."""
    process = subprocess.Popen(
        [*within, sys.executable, *program, *arguments, "--json", "--consent"],
        cwd=ROOT,
        env=sound.env | ({"GEMINI_API_KEY": key} if key else {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    with reading(process) as application:
        yield application


@contextmanager
def reading(process: subprocess.Popen[str]) -> Iterator[Application]:
    """Read what an application prints; end it with the context."""
    application = Application(process)
    reader = threading.Thread(target=application.read)
    reader.start()
    try:
        yield application
    finally:
        process.kill()
        process.wait(10)
        reader.join(10)
        assert process.stdout
        process.stdout.close()


def interview(server: Server, data: Path, *arguments: str) -> tuple[str, ...]:
    """Return the arguments of an interview against a server, with the card's devices.

    With headphones: what is recorded is then what was spoken, sample by sample, with nothing taken
    out of it behind the interviewer's voice.
    """
    return (
        *("interview", "--server", server.url, "--ca", server.ca, "--data", str(data)),
        *("--mic", "mic", "--speaker", "speaker", "--headphones", *arguments),
    )


def one_question(folder: Path) -> Path:
    """Write a plan of the first default question alone, for what need not be seen three times."""
    path = folder / "one.toml"
    path.write_text(
        'language = "en"\n[[questions]]\nid = "about-you"\n'
        'text = "Please tell me a little about yourself."\nminutes = 2\n'
    )
    return path


def answer_each(application: Application, sound: Sound, answers: list[Path]) -> None:
    """Speak an answer each time the floor opens."""
    for wav in answers:
        application.until(kind="state", floor="open", link="up")
        sound.speak(wav).wait(60)


def environment() -> dict[str, str]:
    """Return the caller's environment, without a key."""
    return {name: value for name, value in os.environ.items() if name != "GEMINI_API_KEY"}
