"""The judge, the labels and the detectors against scenes made by hand."""

import numpy as np
import pytest

from tests.bench.speech import detectors, judge
from tests.bench.speech.chain import Decided, Turn
from tests.bench.speech.labels import RATE_HZ, STEP, label, spans
from tests.bench.speech.scenes import Answer, Speech

RANDOM = np.random.default_rng(1)


def said(*prompts: tuple[float, float], seconds: float = 20.0) -> Speech:
    """One answer of these prompts, in seconds."""
    labels = np.zeros(round(seconds * 100), bool)
    for begin, end in prompts:
        labels[round(begin * 100) : round(end * 100)] = True
    answer = Answer(prompts[0][0], prompts[-1][1], prompts)
    return Speech(np.zeros(len(labels) * STEP, np.float32), labels, (answer,))


ANSWER = said((2.0, 4.0), (5.2, 7.0))


def flags(*speech: tuple[float, float], seconds: float = 20.0) -> np.ndarray:
    made = np.zeros(round(seconds * 50), bool)
    for begin, end in speech:
        made[round(begin * 50) : round(end * 50)] = True
    return made


def test_frames_are_counted_but_for_40_ms_around_each_edge() -> None:
    counts = judge.frames(ANSWER.labels, flags((2.04, 3.0), (5.2, 7.2)))
    assert counts == {"true": 96 + 172, "false": 16, "lost": 96}
    assert judge.f1(counts) == pytest.approx(2 * 268 / (2 * 268 + 16 + 96))


def test_an_utterance_of_which_less_than_a_third_is_found_is_missed() -> None:
    assert judge.missed(ANSWER, flags((2.0, 4.0), (5.2, 5.6))) == 1
    assert judge.missed(ANSWER, flags((2.0, 4.0), (5.2, 5.9))) == 0
    assert judge.missed(ANSWER, flags()) == 2


def test_a_turn_of_the_whole_answer_cuts_nothing_and_ends_in_time() -> None:
    made = [Turn(2.0, 2.12, 9.02)]
    assert judge.turns(ANSWER, made, 2.0) == {
        "answers": 1, "cut": 0, "by_design": 0, "ended": 1
    }  # fmt: skip
    assert judge.delays(ANSWER, made) == ([0.12], 0)


def test_a_turn_that_ends_in_a_pause_shorter_than_the_wait_is_the_detectors_fault() -> None:
    made = [Turn(2.0, 2.12, 5.1), Turn(5.2, 5.4, 9.0)]
    counts = judge.turns(ANSWER, made, 2.0)
    assert (counts["cut"], counts["by_design"], counts["ended"]) == (1, 0, 1)


def test_a_turn_that_ends_in_a_pause_as_long_as_the_wait_was_ended_by_design() -> None:
    made = [Turn(2.0, 2.12, 5.02), Turn(5.2, 5.4, 8.0)]
    counts = judge.turns(ANSWER, made, 1.0)
    assert (counts["cut"], counts["by_design"]) == (1, 1)


def test_an_end_soon_after_a_long_pause_belongs_to_that_pause() -> None:
    made = [Turn(2.0, 2.12, 5.3), Turn(5.2, 5.5, 8.0)]  # a soft start was not found at once
    assert judge.turns(ANSWER, made, 1.0)["by_design"] == 1


@pytest.mark.parametrize("ended", [None, 10.6])
def test_a_turn_still_open_a_second_and_a_half_after_the_wait_has_not_ended(
    ended: float | None,
) -> None:
    counts = judge.turns(ANSWER, [Turn(2.0, 2.12, ended)], 2.0)
    assert (counts["cut"], counts["ended"]) == (0, 0)


def test_an_answer_that_nobody_heard_has_not_ended_and_has_no_delay() -> None:
    assert judge.turns(ANSWER, [], 2.0)["ended"] == 0
    assert judge.delays(ANSWER, []) == ([], 0)


def test_a_turn_that_noise_began_hides_the_onset() -> None:
    assert judge.delays(ANSWER, [Turn(0.5, 0.62, 9.0)]) == ([], 1)


def test_noise_alone_counts_its_turns_and_the_time_in_them() -> None:
    made = Decided(flags(), [Turn(1.0, 1.1, 4.1), Turn(15.0, 15.1, None)])
    assert judge.of_noise(made, 20.0) == {"starts": 2, "open_s": 7.9}


def test_all_figures_of_a_scene() -> None:
    decided = {"Standard": Decided(flags((2.0, 4.0), (5.2, 7.0)), [Turn(2.0, 2.12, 9.02)])}
    figures = judge.of_speech(ANSWER, decided, {"Standard": 2.0})
    assert (judge.f1(figures), figures["missed"], figures["utterances"]) == (1.0, 0, 2)
    assert figures["turns"]["Standard"]["ended"] == 1


def test_labels_close_short_gaps_and_drop_islands() -> None:
    loud = {(0.5, 1.0), (1.1, 1.5), (1.8, 1.805), (2.2, 2.6)}
    prompt = 0.0001 * RANDOM.standard_normal(3 * RATE_HZ)
    for begin, end in loud:
        prompt[round(begin * RATE_HZ) : round(end * RATE_HZ)] *= 1000
    found = spans(label(prompt.astype(np.float32)))
    edges = [edge / 100 for one in found for edge in one]
    assert edges == pytest.approx([0.5, 1.5, 2.2, 2.6], abs=0.015)


def test_the_other_detectors_tell_speech_from_a_soft_floor() -> None:
    pcm = np.full((200, 320), 30, np.int16)
    pcm[100:150] = 2000
    assert np.flatnonzero(detectors.fixed(pcm)).tolist() == list(range(100, 150))
    assert np.flatnonzero(detectors.energy(pcm)).tolist() == list(range(100, 150))


def test_adaptive_energy_gets_used_to_louder_noise_and_fixed_rms_does_not() -> None:
    pcm = np.full((1000, 320), 30, np.int16)
    pcm[100:] = 1000  # 30 dB louder, for good
    assert detectors.fixed(pcm)[-1] == 1
    assert detectors.energy(pcm)[-1] == 0
