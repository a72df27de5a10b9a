"""A check of the sound on the tests' own card: a candidate who does what is asked, and an echo."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.audio.room import HZ, answer
from tests.sound import ROOT, Sound, wait_until

Samples = npt.NDArray[np.float64]
SOFT_AT_S, USUAL_AT_S, END_S = 4.5, 10.6, 16.5  # after the microphone was opened


def at_peak(sound: Samples, dbfs: float) -> Samples:
    """Return a sound with its highest sample at this level."""
    return sound * 32768 * 10 ** (dbfs / 20) / np.abs(sound).max()


def said(wav: Path, soft_dbfs: float, usual_dbfs: float) -> Path:
    """Write what a candidate says in a check, from the opening of the microphone on."""
    sound = np.zeros(round(END_S * HZ))
    voice = answer(0)
    voice = np.tile(voice[int(np.argmax(np.abs(voice) > 600)) :], 2)
    for begin_s, end_s, dbfs in (
        (SOFT_AT_S, USUAL_AT_S - 0.6, soft_dbfs),
        (USUAL_AT_S, END_S, usual_dbfs),
    ):
        begin, end = round(begin_s * HZ), round(end_s * HZ)
        sound[begin:end] = at_peak(voice[: end - begin], dbfs)
    pcm = np.clip(np.rint(sound), -32768, 32767).astype(np.int16)
    with wave.open(str(wav), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(HZ)
        file.writeframes(pcm.tobytes())
    return wav


def pactl(sound: Sound, *command: str) -> list[list[str]]:
    """Ask the sound server; return its lines in columns."""
    done = subprocess.run(["pactl", *command], env=sound.env, capture_output=True, check=True)
    return [line.split() for line in done.stdout.decode().splitlines()]


def echo(sound: Sound, delay_ms: int, level_db: int) -> None:
    """Let the microphone hear the loudspeaker, until the card is gone."""
    where = ("source=speaker.monitor", "sink=micfeed", f"latency_msec={delay_ms}")
    pactl(sound, "load-module", "module-loopback", *where)
    inputs = pactl(sound, "list", "sink-inputs", "short")
    (ours,) = [one[0] for one in inputs if "module-loopback.c" in one]
    pactl(sound, "set-sink-input-volume", ours, f"{level_db}dB")


@contextmanager
def checking(sound: Sound, folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run the check, with a home of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "check", "--audio", *arguments],
        cwd=ROOT,
        env=sound.env | {"XDG_DATA_HOME": str(folder), "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # ALSA's chatter
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until_it_listens(sound: Sound) -> None:
    """Wait until the application has the microphone open."""

    (mic,) = [one[0] for one in pactl(sound, "list", "sources", "short") if one[1] == "mic"]

    def is_open() -> bool:
        return any(one[1] == mic for one in pactl(sound, "list", "source-outputs", "short"))

    wait_until(is_open, "the microphone to be opened")


def result(process: subprocess.Popen[str], timeout_s: float = 60.0) -> dict[str, Any]:
    """Wait for the end; return the one object that was printed."""
    out, _ = process.communicate(timeout=timeout_s)
    (line,) = out.splitlines()
    found: dict[str, Any] = json.loads(line)
    assert found["exit"] == process.returncode
    return found


def files(folder: Path) -> list[str]:
    """Return the names of all files in a folder and below."""
    return [name for _, _, names in os.walk(folder) for name in names]
