"""Make the interviewer's clips and the sample answers again, with the espeak-ng program.

    python packaging/make_voice.py

It reads the sentences from ``app/practice`` and the questions from the default plan, and writes
``resources/voice`` (24 kHz) and ``resources/answers`` (16 kHz), mono PCM16. Needed only after one
of those sentences changed; the files it makes are kept with the source.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import tomllib
import wave
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import soxr

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from app.practice import interviewer, voice  # noqa: E402  # the path above must come first

_Signal = npt.NDArray[np.float32]

INTERVIEWER: Final = ("-v", "en-gb", "-s", "165", "-p", "40")
CANDIDATE: Final = ("-v", "en-us+f3", "-s", "150")
ANSWERS_HZ: Final = 16_000
PEAK: Final = 0.6

# Each answer in one or more stretches, a pause of 0.75 s between two of them.
ANSWERS: Final = {
    "1-about-you": (
        "My name is Alex Morgan, and I have been a gardener for six years.",
        "I like to be outdoors.",
    ),
    "2-enjoy": (
        "I enjoy working with people, "
        "and every day I learn something new from the rest of the team.",
    ),
    "3-solved": (
        "Last winter our heating failed, so I found a spare part and repaired it the same day.",
    ),
}
PAUSE_S: Final = 0.75


def main() -> None:
    """Write every clip and every sample answer."""
    make_clips(ROOT / "resources" / "voice")
    make_answers(ROOT / "resources" / "answers")


def make_clips(folder: Path) -> None:
    """Write one file for each sentence that the interviewer can say, and their index."""
    plan = tomllib.loads((ROOT / "resources/plans/default.toml").read_text(encoding="utf-8"))
    sentences = {
        "greeting": interviewer.GREETING,
        **{f"thanks-{n}": text for n, text in enumerate(interviewer.THANKS, 1)},
        "not-heard": interviewer.NOT_HEARD,
        "closing": interviewer.CLOSING,
        "read-it": voice.READ_IT,
        **{f"question-{one['id']}": one["text"] for one in plan["questions"]},
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in sentences.items():
        write(folder / f"{name}.wav", speak(text, INTERVIEWER, voice.RATE_HZ), voice.RATE_HZ)
    index = {text: f"{name}.wav" for name, text in sentences.items()}
    (folder / voice.INDEX).write_text(json.dumps(index, indent=2) + "\n", encoding="utf-8")


def make_answers(folder: Path) -> None:
    """Write the sample answers, each with its text beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    pause = np.zeros(round(PAUSE_S * ANSWERS_HZ), dtype=np.float32)
    for name, stretches in ANSWERS.items():
        parts = [speak(text, CANDIDATE, ANSWERS_HZ) for text in stretches]
        joined = [piece for part in parts for piece in (pause, part)][1:]
        write(folder / f"{name}.wav", np.concatenate(joined), ANSWERS_HZ)
        (folder / f"{name}.txt").write_text(" ".join(stretches) + "\n", encoding="utf-8")


def speak(text: str, how: tuple[str, ...], rate_hz: int) -> _Signal:
    """Return a sentence as espeak-ng says it, without the silence around it, in [-1, 1]."""
    spoken = subprocess.run(
        ["espeak-ng", *how, "--stdout", text], check=True, capture_output=True
    ).stdout
    with wave.open(io.BytesIO(spoken)) as file:
        # Written to a pipe, the header cannot know the length; what is there is what counts.
        samples = np.frombuffer(file.readframes(file.getnframes()), dtype="<i2")
        made_hz = file.getframerate()
    signal = samples.astype(np.float32) / 32_768
    loud = np.flatnonzero(np.abs(signal) > 0.003)
    signal = soxr.resample(signal[loud[0] : loud[-1]], made_hz, rate_hz, quality="VHQ")
    faded = np.concatenate((signal, np.zeros(rate_hz // 50, dtype=np.float32)))
    scaled: _Signal = faded * np.float32(PEAK / np.max(np.abs(faded)))
    return scaled


def write(path: Path, signal: _Signal, rate_hz: int) -> None:
    """Write mono PCM16."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(np.round(signal * 32_767).astype("<i2").tobytes())


if __name__ == "__main__":
    main()
