from __future__ import annotations

import math

import numpy as np
import pytest

from app.audio.level import FLOOR_DBFS
from app.wiring.check_mouth import CheckMouth, read_sentence

LOUD = np.full(2_400, 16_384, np.int16).tobytes()  # 0.1 s


def pulled(mouth: CheckMouth, blocks: int, at: float = 0.0) -> bytes:
    return b"".join(mouth.playback.pull(at) for _ in range(blocks))


def test_the_interviewer_s_sentence_is_long_enough_for_an_echo_to_be_found() -> None:
    pcm = read_sentence()
    assert 4.0 < len(pcm) / 48_000 < 7.0
    assert CheckMouth(pcm).sentence is pcm


def test_it_is_through_once_when_all_was_heard() -> None:
    mouth = CheckMouth(b"")
    assert not mouth.is_through(), "nothing was played"
    assert mouth.play(LOUD) == pytest.approx(0.1)
    pulled(mouth, 3)
    mouth.listen(math.inf)
    assert not mouth.is_through()
    pulled(mouth, 4)
    assert not mouth.is_through(), "the device has it, and nobody heard it yet"
    mouth.listen(math.inf)
    assert [mouth.is_through(), mouth.is_through()] == [True, False]


def test_it_tells_how_loud_it_is_when_it_is_heard() -> None:
    mouth = CheckMouth(b"")
    assert mouth.listen(math.inf) == FLOOR_DBFS
    mouth.play(LOUD)
    pulled(mouth, 3, at=5.0)
    assert mouth.listen(4.9) == FLOOR_DBFS
    assert mouth.listen(5.0) == pytest.approx(-6.0, abs=0.5)


def test_what_is_stopped_is_silent_and_never_through() -> None:
    mouth = CheckMouth(b"")
    mouth.play(LOUD)
    pulled(mouth, 1)
    mouth.stop()
    pulled(mouth, 1)
    assert not np.frombuffer(pulled(mouth, 10), np.int16).any()
    mouth.listen(math.inf)
    assert not mouth.is_through()
