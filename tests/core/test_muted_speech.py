"""Is the candidate told of talking while muted: of speech, and of nothing else?"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.events import MicFrame
from app.core.muted_speech import MutedSpeech
from tests.core.builders import captured


class Ear:
    """Hears frames in a row; ``noticed`` has when it was said, in seconds."""

    def __init__(self) -> None:
        self.machine = MutedSpeech()
        self.index = 0
        self.noticed: list[float] = []

    def hear(self, *scores: float) -> None:
        for score in scores:
            t, was = captured(self.index), self.machine.is_shown(captured(self.index))
            self.machine.hear(MicFrame(self.index, t, 0.0, -96.0, muted_score=score), t)
            if self.machine.is_shown(t) and not was:
                self.noticed.append(t)
            self.index += 1


@pytest.fixture
def ear() -> Ear:
    return Ear()


def test_speech_of_700_ms_is_noticed_and_shown_for_3_s(ear: Ear) -> None:
    ear.hear(*[0.0] * 10, 0.9, *[0.6] * 33)
    assert ear.noticed == []
    ear.hear(0.6)
    assert ear.noticed == [captured(44)]
    assert ear.machine.is_shown(captured(44) + 2.99)
    assert not ear.machine.is_shown(captured(44) + 3.0)


@pytest.mark.parametrize(
    "scores",
    [
        [0.89] * 200,  # never sure
        [1.0] * 8 + [0.0] * 200,  # a cough
        ([0.95] * 20 + [0.0] * 20) * 5,  # 20 of 35: a mean of 0.54
        [0.0] * 200,
    ],
)
def test_what_is_no_speech_is_not_noticed(ear: Ear, scores: list[float]) -> None:
    ear.hear(*scores)
    assert ear.noticed == []


def test_a_gap_begins_anew(ear: Ear) -> None:
    """What was said before and after it is no 700 ms of speech."""
    ear.hear(*[1.0] * 30)
    ear.index += 50
    ear.hear(*[1.0] * 34)
    assert ear.noticed == []
    ear.hear(1.0)
    assert len(ear.noticed) == 1


def test_who_talks_on_is_told_again_after_5_s_and_not_before(ear: Ear) -> None:
    ear.hear(*[1.0] * 600)
    assert [round(one, 2) for one in ear.noticed] == [0.7, 6.38]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from([0.0, 0.5, 0.7, 1.0]), st.integers(1, 80)), min_size=40))
def test_it_is_noticed_at_most_once_in_5_s(steps: list[tuple[float, int]]) -> None:
    ear = Ear()
    for score, count in steps:
        ear.hear(*[score] * count)
    later = zip(ear.noticed, ear.noticed[1:], strict=False)
    assert all(after - before >= 5.0 for before, after in later)
