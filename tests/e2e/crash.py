"""A practice interview that is killed at some moment, gone on with, and judged.

What the killed process had told of itself (``telltale.py``) is compared with what it left on disk,
and what the model knew in the end (``context.py``) with what the candidate had said.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import wave
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import soxr

from app.core.answers import Exchange
from app.store.files import JOURNAL
from app.store.interviews import read_interview
from app.store.journal_reader import JournalReader
from app.store.recovery import Stopped, recover
from tests.e2e.context import known_to, last_connection
from tests.e2e.outcome import Outcome
from tests.e2e.people import Server, one_question
from tests.sound import ROOT

HZ = 16_000
FRAME_BYTES = 640
LOST_FRAMES = 50  # of 20 ms: the second of sound that a crash may take back
_ANSWERS = ROOT / "resources" / "answers"


@dataclass
class Claims:
    """What a process had told of itself."""

    delivered: int = -1
    began: dict[int, int] = field(default_factory=dict)  # utterance -> frames delivered by then
    events: int = 0
    frames: int = 0

    def take(self, line: str) -> None:
        """Take a line of ``telltale.py``."""
        match line.split():
            case ["d", index]:
                self.delivered = int(index)
            case ["b", said]:
                self.began[int(said)] = self.delivered
            case ["s", events, frames]:
                self.events, self.frames = int(events), int(frames)
            case other:
                raise AssertionError(other)


def speech(path: Path, wait_s: float, length_s: float, times: int = 1) -> Path:
    """Write a candidate who waits, speaks for so long, and perhaps does so again after 5 s."""
    with wave.open(str(_ANSWERS / "1-about-you.wav")) as file:
        voice = np.frombuffer(file.readframes(round(length_s * HZ)), np.int16)
    parts = [np.zeros(round(wait_s * HZ)), *([voice, np.zeros(5 * HZ)] * times)]
    sound = soxr.resample(np.concatenate(parts).astype(np.int16), HZ, 48_000)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(sound.tobytes())
    return path


def arguments(server: Server, folder: Path, microphone: Path) -> list[str]:
    """Return the command line of a new interview with its record under ``folder``.

    Its plan is ``plan.toml`` in that folder, or one question.
    """
    plan = folder / "plan.toml"
    return [
        *("interview", "--server", server.url, "--ca", server.ca, "--speaker", "none"),
        *("--plan", str(plan if plan.exists() else one_question(folder))),
        *("--data", str(folder / "data")),
        *("--mic", str(microphone), "--headphones", "--json", "--consent"),
    ]


def write_plan(path: Path, *questions: str) -> None:
    """Write a plan."""
    asked = [
        f'[[questions]]\nid = "q{number}"\ntext = "{text}"\nminutes = 1\n'
        for number, text in enumerate(questions)
    ]
    path.write_text("\n".join(['language = "en"', *asked]))


def kill(server: Server, folder: Path, microphone: Path, after_s: float) -> Claims:
    """Begin an interview, kill it after so many seconds, and return what it had told."""
    ours, theirs = os.pipe()
    with os.fdopen(ours) as told:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.telltale", *arguments(server, folder, microphone)],
            cwd=ROOT,
            env=os.environ | {"GEMINI_API_KEY": server.key, "TELLTALE": str(theirs)},
            pass_fds=[theirs],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        os.close(theirs)
        timer = threading.Timer(after_s, process.send_signal, [signal.SIGKILL])
        timer.start()
        claims = Claims()
        for line in told:  # until the process is gone
            claims.take(line)
        timer.cancel()
        process.wait(10)
    return claims


def go_on(server: Server, folder: Path, microphone: Path) -> dict[str, Any]:
    """Go on with the interview that was killed, to its end; return its last line."""
    command = [
        *(sys.executable, "-m", "app", "resume", "--json", "--speaker", "none"),
        *("--data", str(folder / "data"), "--mic", str(microphone)),
    ]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"GEMINI_API_KEY": server.key},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, (lines[-3:], done.stderr[-2000:])
    last: dict[str, Any] = lines[-1]
    return last


def record_of(folder: Path) -> Path | None:
    """Return the folder of the one interview, or None if it was killed before there was one."""
    found = [*(folder / "data" / "sessions").glob("*")]
    assert len(found) <= 1
    return found[0] if found else None


def judge_record(record: Path, claims: Claims) -> Stopped:
    """Judge what lies on the disk; mends it, as the next start does.

    Raises:
        AssertionError: Something that was safe is lost, or more than a second of sound is.
    """
    stopped = recover(record)
    kept, found = samples(record), stopped.found
    assert stopped.past.frames * FRAME_BYTES >= len(kept)
    assert not found.entries_missing, "committed events are lost"
    assert JOURNAL not in found.repairs, "a crash is taken for damage"
    assert not found.candidate_missing_s, "sound that was safe is lost"
    numbers = event_numbers(record)
    assert numbers == [*range(1, len(numbers) + 1)], "the journal has a hole"
    assert len(numbers) >= claims.events, f"{claims.events} were committed, {len(numbers)} are left"
    assert len(kept) // FRAME_BYTES >= claims.frames, "sound that was called safe is lost"
    lost = claims.delivered + 1 - len(kept) // FRAME_BYTES
    assert lost <= LOST_FRAMES, f"{lost * 0.02:.2f} s of what was delivered are lost"
    said = {one.number for each in stopped.past.exchanges for one in each.utterances}
    for number, delivered in claims.began.items():
        if claims.delivered - delivered > LOST_FRAMES:
            assert number in said, f"utterance {number} is not known"
    return stopped


def event_numbers(record: Path) -> list[int]:
    """Return the numbers of the journal's events."""
    with JournalReader(record / "journal.db") as reader:
        return [event.number for event in reader.events()]


def samples(record: Path) -> bytes:
    """Return the candidate's sound, as any player would read it: both recordings are playable."""
    with wave.open(str(record / "interviewer.wav")) as file:
        assert file.getframerate() == 24_000
        file.readframes(file.getnframes())
    with wave.open(str(record / "candidate.wav")) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (HZ, 1, 2)
        return file.readframes(file.getnframes())


def judge_context(server: Server, record: Path, exchange: Exchange) -> None:
    """Judge whether the model that had the last word has heard an answer whole.

    Args:
        server: The server.
        record: The record after the interview was gone on with.
        exchange: The answer, as it was when the interview was killed.

    Raises:
        AssertionError: A part of it is not in the model's context.
    """
    log = server.records()
    known = known_to(log, last_connection(log))
    windows = [
        pcm for connection, number, pcm, _ in server.windows() if (connection, number) in known
    ]
    kept = samples(record)
    # From the first speech to the last, for an utterance that was cut to its last frame: pauses
    # before and behind may be shortened.
    for one in exchange.utterances:
        needed = b"".join(
            kept[
                max(first, one.onset) * FRAME_BYTES : (min(last, one.last_speech) + 1) * FRAME_BYTES
            ]
            for first, last in one.spans
        )
        assert needed
        assert any(needed in pcm for pcm in windows), f"{one} is not in the model's context"


def open_answer(stopped: Stopped) -> Exchange | None:
    """Return the answer that waits for a reply, if the candidate has said something in it."""
    newest = stopped.past.exchanges[-1] if stopped.past.exchanges else None
    return newest if newest and newest.is_open and newest.utterances else None


def fates(record: Path) -> Sequence[str]:
    """Return how each answer ended."""
    with JournalReader(record / "journal.db") as reader:
        return [str(one.payload["how"]) for one in reader.events() if one.kind == "answer.ended"]


def kill_and_go_on(server: Server, folder: Path, seed: int) -> Outcome:
    """Play one interview that is killed at a moment of this seed; judge everything."""
    draw = Random(seed)
    folder.mkdir(parents=True)
    wait_s, length_s = draw.uniform(0.2, 2.0), draw.uniform(3.0, 7.0)
    after_s = draw.uniform(0.7, 1.5 + wait_s + length_s + 4.0)
    microphone = speech(folder / "first.wav", wait_s, length_s, times=2)
    if seed % 4 == 3:  # two answers, so that a clean handle covers the first
        write_plan(folder / "plan.toml", "Who are you?", "What do you like?")
        microphone = speech(folder / "first.wav", 0.1, 2.0, times=4)
        after_s = draw.uniform(4.0, 18.0)
    claims = kill(server, folder, microphone, after_s)
    return judge_and_go_on(server, folder, seed, claims)


def judge_and_go_on(server: Server, folder: Path, seed: int, claims: Claims) -> Outcome:
    """Judge what a crash has left in a folder, go on with the interview, judge what the model knew.

    Args:
        server: The server.
        folder: With ``data`` in it.
        seed: Chooses what the candidate does next.
        claims: What the application had told before the crash.
    """
    draw, record = Random(seed), record_of(folder)
    delivered_s = round((claims.delivered + 1) * 0.02, 2)
    if record is None or not (record / "journal.db").exists() or claims.events == 0:
        assert claims.delivered < LOST_FRAMES, "a second of sound and nothing is there"
        return Outcome(seed, delivered_s, 0.0, "before the beginning")
    if ended(record):
        return Outcome(seed, delivered_s, 0.0, "it was over")
    stopped = judge_record(record, claims)
    lost_s = max(0.0, delivered_s - len(samples(record)) / HZ / 2)
    answer = open_answer(stopped)
    then = speech(folder / "then.wav", draw.uniform(0.4, 2.0), draw.uniform(1.2, 2.5), times=8)
    result = go_on(server, folder, then)
    assert result["how"] == "finished", result
    if answer is not None:
        judge_context(server, record, answer)
    assert "answered" in fates(record)
    state = "an answer was open" if answer else "none was open"
    return Outcome(seed, delivered_s, round(lost_s, 2), state)


def ended(record: Path) -> bool:
    """Whether the interview had ended in order."""
    return read_interview(record).how == "finished"
