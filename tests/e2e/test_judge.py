"""The judge itself: lenient to a machine that is late, to nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from tests.e2e import judge
from tests.e2e.judge import HZ, Samples, assert_same, find
from tests.sound import ROOT

VOICE = ROOT / "resources" / "voice"
# What the interviewer of a practice interview says, one time after the other.
REPLIES = [
    np.concatenate([judge.load(VOICE / f"{clip}.wav") for clip in clips])
    for clips in (
        ("greeting", "question-about-you"),
        ("thanks-1", "question-enjoy"),
        ("thanks-2", "question-solved"),
        ("closing",),
    )
]
OTHER = judge.load(ROOT / "resources" / "answers" / "1-about-you.wav")


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * HZ), np.float32)


def interview(*replies: Samples) -> Samples:
    """Return what was said, one after the other."""
    return np.concatenate([one for reply in replies for one in (silence(1.3), reply)])


FIRST, SECOND, THIRD, LAST = REPLIES
SAID = interview(*REPLIES)
MID = len(interview(FIRST, silence(0.0))) + HZ  # in the midst of the second reply
LATER = MID + len(interview(SECOND))  # and of the third


def held_up(sound: Samples, at: int, seconds: float) -> Samples:
    """Silence is heard, and the rest comes later."""
    return np.concatenate([sound[:at], silence(seconds), sound[at:]])


def dropped(sound: Samples, at: int, seconds: float) -> Samples:
    """Silence is heard in place of some of it."""
    return np.concatenate([sound[:at], silence(seconds), sound[at + round(seconds * HZ) :]])


def cut(sound: Samples, at: int, seconds: float) -> Samples:
    """Some of it is left out, and the rest comes earlier."""
    return np.concatenate([sound[:at], sound[at + round(seconds * HZ) :]])


def caught_up(sound: Samples, at: int, seconds: float) -> Samples:
    """The rest of what is said comes later; what is said after a pause comes in time."""
    pause = at + int(np.argmax(np.convolve(np.abs(sound[at:]), np.ones(HZ), "valid") < 1.0))
    delayed = held_up(sound, at, seconds)
    return cut(delayed, pause + round(seconds * HZ), seconds)


def test_there_is_speech_where_the_gaps_are_made() -> None:
    for at in (MID, LATER):
        around = SAID[at - HZ // 4 : at + HZ // 4]
        assert np.sqrt(np.mean(around**2)) > 500


# --- without a gap: the same sound, and nothing else


def test_a_recording_is_the_same_as_itself() -> None:
    assert_same(SAID, SAID)


def test_it_may_lie_elsewhere_and_be_softer_resampled_and_not_quite_clean() -> None:
    noise = np.random.default_rng(1).normal(0.0, 10.0, len(SAID)).astype(np.float32)
    heard = judge.soxr.resample(judge.soxr.resample(0.5 * SAID, HZ, 48_000), 48_000, HZ)
    assert_same(SAID, np.concatenate([silence(2.7), heard + noise[: len(heard)], silence(1.0)]))


@pytest.mark.parametrize(
    "damaged",
    [
        held_up(SAID, MID, 0.1),
        held_up(SAID, MID, 0.5),
        dropped(SAID, MID, 0.25),
        cut(SAID, MID, 0.1),
        caught_up(SAID, MID, 0.2),
        dropped(SAID, LATER, 0.5),
    ],
    ids=["held up", "long held up", "dropped", "cut", "caught up", "long dropped"],
)
def test_what_a_late_machine_does_is_forgiven_only_if_the_machine_was_late(
    damaged: Samples,
) -> None:
    with pytest.raises(AssertionError, match="with 0 gaps"):
        assert_same(SAID, damaged)
    assert_same(SAID, damaged, gaps=1)


def test_each_gap_is_forgiven_once() -> None:
    damaged = SAID
    for at in (MID - 5 * HZ, MID, LATER):
        damaged = dropped(damaged, at, 0.4)
    with pytest.raises(AssertionError, match="lost, with 1 gaps"):
        assert_same(SAID, damaged, gaps=1)
    assert_same(SAID, damaged, gaps=3)


# --- whatever the machine did


@pytest.mark.parametrize(
    "other",
    [
        interview(FIRST, THIRD, SECOND, LAST),
        interview(SECOND, FIRST, THIRD, LAST),
        interview(SECOND, THIRD, LAST),
        interview(FIRST, SECOND, LAST),
        interview(FIRST, SECOND, THIRD),
        interview(FIRST, SECOND, SECOND, THIRD, LAST),
        interview(FIRST, SECOND, THIRD, LAST, LAST),
        interview(FIRST, OTHER, THIRD, LAST),
        interview(OTHER),
        held_up(SAID, MID, 1.5),
        dropped(SAID, LATER, 1.6),
        silence(20.0),
    ],
    ids=[
        *("swapped", "first swapped", "first missing", "missing", "last missing"),
        *("repeated", "last repeated", "another", "all another"),
        *("held up for too long", "too much dropped", "nothing"),
    ],
)
def test_no_gap_excuses_another_order_a_missing_or_a_repeated_reply(other: Samples) -> None:
    for gaps in (0, 9):
        with pytest.raises(AssertionError, match=r"first in second|second in first"):
            assert_same(SAID, other, gaps=gaps)


def test_no_gap_excuses_a_sound_that_is_spoilt_everywhere() -> None:
    blocks = SAID[: len(SAID) // HZ * HZ].reshape(-1, HZ)
    loud = np.sqrt(np.mean(blocks**2, axis=1, keepdims=True))  # as loud as what is said there
    noise = np.random.default_rng(1).normal(0.0, 1.0, blocks.shape).astype(np.float32)
    spoilt = (blocks + 0.36 * loud * noise).reshape(-1)
    with pytest.raises(AssertionError, match="it is another sound"):
        assert_same(SAID, spoilt, gaps=99)


def test_where_nobody_speaks_there_is_nothing_to_judge() -> None:
    with pytest.raises(AssertionError, match="nobody speaks"):
        assert_same(silence(5.0), silence(5.0))


def test_what_is_found_is_counted_and_so_is_what_is_lost() -> None:
    like = find(SAID, dropped(SAID, LATER, 1.6))
    assert like.lost == like.most_lost_in_a_row == 4
    assert (like.slips, len(like.blocks) > 20) == (0, True)
    assert find(SAID, held_up(SAID, MID, 0.5)).slips >= 1


def spoilt(sound: Samples, first: int, last: int) -> Samples:
    """So much noise that a block of it correlates with itself by 0.87."""
    noisy = sound.copy()
    draw = np.random.default_rng(1)
    for start in range(first, last, judge.BLOCK):
        block = noisy[start : start + judge.BLOCK]
        noise = draw.normal(0.0, 0.55 * np.sqrt(np.mean(block**2)), len(block))
        block += noise.astype(np.float32)
    return noisy


def test_behind_the_interviewer_the_sound_may_be_changed_a_little_and_nowhere_else() -> None:
    voice = OTHER[HZ // 2 : 12 * HZ]
    changed = spoilt(voice, 0, HZ)
    assert_same(voice, changed, behind_s=1.0)
    with pytest.raises(AssertionError, match="lost"):
        assert_same(voice, changed)
    with pytest.raises(AssertionError, match="lost"):
        assert_same(voice, spoilt(voice, 4 * HZ, 5 * HZ), behind_s=1.0)
