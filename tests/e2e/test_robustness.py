"""A file as the microphone."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from tests.e2e import judge
from tests.e2e.checks import assert_heard_whole, fates
from tests.e2e.people import one_question, running, serving
from tests.sound import Sound

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

VOICE = Path(__file__).resolve().parents[2] / "resources" / "voice"


def test_a_file_stands_in_for_the_microphone(
    sound: Sound, answers: list[Path], tmp_path: Path
) -> None:
    """In stereo at 44.1 kHz, so that it is converted and said so."""
    recording = _as_a_candidate(answers[0], tmp_path / "candidate.wav")
    with (
        serving(tmp_path) as server,
        running(
            sound,
            *("interview", "--server", server.url, "--ca", server.ca, "--speaker", "none"),
            *("--data", str(tmp_path / "data"), "--mic", str(recording)),
            *("--plan", str(one_question(tmp_path))),
            key=server.key,
        ) as application,
    ):
        result = application.result()
    notices = " ".join(line["text"] for line in application.lines if line["kind"] == "notice")
    assert "2 channels" in notices
    assert "44100 Hz" in notices.replace(",", "")
    assert result["how"] == "finished"
    assert_heard_whole(server, answers[:1], Path(result["folder"]))
    assert fates(Path(result["folder"])) == ["answered"]


def _as_a_candidate(answer: Path, path: Path) -> Path:
    """Write an answer after the interviewer's words before it."""
    rate = 44_100
    # 2 s for the end of turn, and 5 s for connecting, thinking and a slow machine.
    wait_s = _seconds("greeting") + _seconds("question-about-you") + 7.0
    voice = judge.soxr.resample(judge.load(answer), judge.HZ, rate)
    parts = [np.zeros(round(wait_s * rate)), voice, np.zeros(rate)]
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
