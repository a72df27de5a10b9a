"""That the chain is driven as a device drives it, and that scenes are as they say."""

import itertools

import numpy as np
import pytest

from app.core.activity import Ear
from tests.bench.speech import chain
from tests.bench.speech.labels import RATE_HZ, STEP, rms, spans
from tests.bench.speech.noise import noise
from tests.bench.speech.scenes import PAUSES_S, Condition, Speech, speech, under
from tests.bench.speech.voices import Prompt


class TwoTones:
    """Voices of tones: 1.6 s long, half a second of it after a gap, 40 ms of nothing around."""

    def prompts(self, voice: str) -> list[Prompt]:
        labels = np.zeros(168, bool)
        labels[4:104] = labels[120:164] = True
        tone = np.sin(np.arange(len(labels) * STEP) / 5).astype(np.float32)
        return [Prompt(tone * np.repeat(labels, STEP), labels)] * 5


@pytest.fixture
def burst() -> chain.Frames:
    """Two seconds, the middle one of which is loud."""
    microphone = np.zeros(2 * RATE_HZ, np.int16)
    middle = slice(RATE_HZ // 2, RATE_HZ * 3 // 2)
    microphone[middle] = 8000 * np.sin(np.arange(RATE_HZ) / 5)
    return chain.hear(chain.blocks(microphone))


def test_each_frame_stands_where_its_sound_was_and_comes_with_the_block_after_it(
    burst: chain.Frames,
) -> None:
    assert [frame.index for frame in burst.frames] == list(range(99))
    loud = np.abs(burst.pcm).max(axis=1) > 4000
    assert spans(loud) == [(25, 75)]
    assert burst.came[50] == pytest.approx(burst.frames[50].t + 0.02)


def test_the_core_makes_one_turn_of_what_a_detector_finds(burst: chain.Frames) -> None:
    scores = np.zeros(len(burst.frames))
    scores[25:40] = 1.0
    made = chain.decide(chain.rescored(burst, scores), wait_s=0.5)
    assert np.flatnonzero(made.flags).tolist() == list(range(25, 40))
    (turn,) = made.turns
    assert turn.onset == pytest.approx(0.5)
    assert turn.began == pytest.approx(0.62)  # the fifth frame, with the block after it
    assert turn.ended == pytest.approx(0.8 + 0.5 + 0.02)


def test_a_closed_ear_finds_nothing(burst: chain.Frames) -> None:
    all_speech = chain.rescored(burst, np.ones(len(burst.frames)))
    assert chain.decide(all_speech, 0.5, ear=lambda t: Ear.CLOSED).turns == []


def test_who_plays_is_called_before_each_block() -> None:
    played: list[int] = []
    chain.hear(chain.blocks(np.zeros(960, np.int16)), play=played.append)
    assert played == [0, 1, 2]


@pytest.mark.parametrize("pauses", PAUSES_S)
def test_pauses_between_prompts_lie_within_their_limits(pauses: str) -> None:
    said = speech(TwoTones(), "anyone", pauses)  # type: ignore[arg-type]  # all that it asks for
    shortest, longest = PAUSES_S[pauses]
    for answer in said.answers:
        for before, after in itertools.pairwise(answer.prompts):
            assert shortest - 0.006 <= after[0] - before[1] <= longest + 0.006
        first, last = round(answer.onset * 100), round(answer.end * 100)
        assert said.labels[first]
        assert said.labels[last - 1]
        assert not said.labels[first - 300 : first].any()
        assert not said.labels[last : last + 590].any()


def test_noise_is_so_many_decibels_under_active_speech() -> None:
    said = Speech(np.zeros(10 * RATE_HZ, np.float32), np.zeros(1000, bool), ())
    heard = under(said, Condition("fan", 10), None, "").microphone  # type: ignore[arg-type]  # no babble: no voices are needed
    assert 20 * np.log10(rms(heard / np.float32(32768))) == pytest.approx(-36, abs=0.1)


@pytest.mark.parametrize("kind", ["white", "pink", "hum", "fan"])
def test_noise_is_the_same_for_the_same_seed_and_as_loud_as_said(kind: str) -> None:
    first, again = (noise(kind, 5, "", None, 7) for _ in range(2))  # type: ignore[arg-type]  # no babble: no voices are needed
    assert np.array_equal(first, again)
    assert rms(first) == pytest.approx(1, abs=0.01)
