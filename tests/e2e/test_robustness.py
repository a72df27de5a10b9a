"""What the machine does to an interview: a loop that stands still, a file as the microphone."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from tests.e2e import judge
from tests.e2e.checks import assert_heard_whole, fates
from tests.e2e.people import answer_each, interview, running, serving
from tests.sound import Sound

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

VOICE = Path(__file__).resolve().parents[2] / "resources" / "voice"


def test_a_loop_that_stands_still_for_two_seconds_loses_nothing(
    sound: Sound, answers: list[Path], tmp_path: Path
) -> None:
    program = (str(Path(__file__).with_name("blocked.py")),)
    with (
        serving(tmp_path) as server,
        running(
            sound, *interview(server, tmp_path / "data"), key=server.key, program=program
        ) as application,
    ):
        answer_each(application, sound, answers)
        result = application.result()
    assert result["how"] == "finished"
    assert result["figures"]["loop_lag_ms"]["most"] >= 1_800, "it did stand still"
    assert result["figures"]["overflows"] == 0
    assert len(server.records(kind="setup")) == 1, "the link lived"
    assert_heard_whole(server, answers, Path(result["folder"]))


def test_a_file_stands_in_for_the_microphone(
    sound: Sound, answers: list[Path], tmp_path: Path
) -> None:
    """In stereo at 44.1 kHz, so that it is converted and said so."""
    recording = _as_a_candidate(answers, tmp_path / "candidate.wav")
    with (
        serving(tmp_path) as server,
        running(
            sound,
            *("interview", "--server", server.url, "--ca", server.ca, "--speaker", "none"),
            *("--data", str(tmp_path / "data"), "--mic", str(recording)),
            key=server.key,
        ) as application,
    ):
        result = application.result()
    notices = " ".join(line["text"] for line in application.lines if line["kind"] == "notice")
    assert "2 channels" in notices
    assert "44100 Hz" in notices.replace(",", "")
    assert result["how"] == "finished"
    assert_heard_whole(server, answers, Path(result["folder"]))
    assert fates(Path(result["folder"])) == ["answered"] * 3


def _as_a_candidate(answers: list[Path], path: Path) -> Path:
    """Write the answers behind one another, each after the interviewer's words before it."""
    rate = 44_100
    spoken = [_seconds("greeting") + _seconds("question-about-you")]
    spoken += [_seconds("thanks-1") + _seconds("question-enjoy")]
    spoken += [_seconds("thanks-2") + _seconds("question-solved")]
    parts = []
    for wait_s, wav in zip(spoken, answers, strict=True):
        # 2 s for the end of turn, and 2.5 s for connecting, thinking and a slow machine.
        parts.append(np.zeros(round((wait_s + 4.5) * rate)))
        voice = judge.load(wav)
        parts.append(judge.soxr.resample(voice, judge.HZ, rate))
    parts.append(np.zeros(rate))
    mono = np.concatenate(parts).astype(np.int16)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.column_stack([mono, mono]).tobytes())
    return path


def _seconds(clip: str) -> float:
    with wave.open(str(VOICE / f"{clip}.wav")) as file:
        return file.getnframes() / file.getframerate()
