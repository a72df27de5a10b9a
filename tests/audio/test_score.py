from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from app.audio.score import SpeechScore
from app.core.faults import InputFault

TOLERANCE = 1e-5
"""onnxruntime and numpy add in another order; 2.4e-6 was measured."""


@pytest.fixture(scope="module")
def reference() -> tuple[npt.NDArray[np.int16], npt.NDArray[np.float32]]:
    """A signal and what onnxruntime said to each 512 samples of it."""
    with np.load(Path(__file__).with_name("silero_reference.npz")) as stored:
        return stored["signal"], stored["scores"]


def feed(score: SpeechScore, signal: npt.NDArray[np.int16]) -> list[float]:
    return [score.feed(frame.tobytes()) for frame in signal.reshape(-1, 320)]


def newest(scores: npt.NDArray[np.float32], frames: int) -> list[float]:
    """The score that holds after each frame of 320, of one for each 512 samples."""
    held = [0.0, *scores.tolist()]
    return [held[320 * (n + 1) // 512] for n in range(frames)]


def test_every_score_is_that_of_onnxruntime(
    reference: tuple[npt.NDArray[np.int16], npt.NDArray[np.float32]],
) -> None:
    signal, scores = reference
    got = feed(SpeechScore(), signal)
    assert got == pytest.approx(newest(scores, len(got)), abs=TOLERANCE)


def test_the_reference_holds_speech_and_silence(
    reference: tuple[npt.NDArray[np.int16], npt.NDArray[np.float32]],
) -> None:
    _, scores = reference
    assert (scores > 0.9).sum() > 20
    assert (scores < 0.1).sum() > 20


def test_after_a_reset_it_scores_as_a_new_one(
    reference: tuple[npt.NDArray[np.int16], npt.NDArray[np.float32]],
) -> None:
    signal, _ = reference
    score = SpeechScore()
    fresh = feed(score, signal[:32_000])
    score.reset()
    assert feed(score, signal[:32_000]) == fresh


def test_missing_weights_are_a_fault_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match=r"none\.npz.*install it again"):
        SpeechScore(tmp_path / "none.npz")


def test_damaged_weights_are_a_fault_that_says_what_to_do(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.npz"
    damaged.write_bytes(b"PK\x03\x04 cut off")
    with pytest.raises(InputFault, match="install it again"):
        SpeechScore(damaged)
