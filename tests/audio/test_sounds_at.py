from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.audio.sounds_at import SoundsAt
from tests.audio.fake_library import Times

CLAIMS_S = 0.04


class Device:
    """A loudspeaker that pulls a block every 20 ms and tells how long it will take.

    Args:
        ahead_s: How much more it tells than it takes.
        claims_s: What it says it holds when it is opened.
    """

    def __init__(self, ahead_s: float = 0.0, claims_s: float = CLAIMS_S) -> None:
        self.sounds_at = SoundsAt()
        self.ahead_s = ahead_s
        self.claims_s = claims_s
        self.now = 100.0

    def pull(
        self, holds_s: float, late_s: float = 0.0, *, gap: bool = False, told_s: float | None = None
    ) -> float:
        """Return how much later the block is said to be heard than it is."""
        told = Times(holds_s - late_s + self.ahead_s if told_s is None else told_s)
        said = self.sounds_at.next(self.now + late_s, told, self.claims_s, gap=gap)
        heard, self.now = self.now + holds_s, self.now + 0.02
        return said - heard

    def run(self, blocks: int, holds_s: float = CLAIMS_S) -> list[float]:
        return [self.pull(holds_s) for _ in range(blocks)]


@pytest.mark.parametrize("ahead_s", [-0.02, 0.0, 0.005, 0.05])
def test_what_is_told_beyond_the_claim_from_the_start_is_not_held(ahead_s: float) -> None:
    assert Device(ahead_s).run(60) == pytest.approx([0.0] * 60)


def test_a_device_that_holds_far_more_than_it_claims_is_believed() -> None:
    assert Device().run(60, holds_s=0.3) == pytest.approx([0.0] * 60)


@pytest.mark.parametrize("claims_s", [CLAIMS_S, 0.1])
@pytest.mark.parametrize("told_s", [0.0, -0.01, 2.1])
def test_one_that_tells_nothing_of_use_holds_what_it_claims(told_s: float, claims_s: float) -> None:
    device = Device(claims_s=claims_s)
    late = [device.pull(claims_s, told_s=told_s) for _ in range(60)]
    assert late == pytest.approx([0.0] * 60)


def test_one_that_stops_to_tell_holds_what_it_claims() -> None:
    device = Device(ahead_s=0.02)
    late = [device.pull(CLAIMS_S, told_s=None if n < 30 else -1.0) for n in range(60)]
    assert late == pytest.approx([0.0] * 60)


@given(st.randoms())
def test_a_callback_that_comes_late_moves_no_block(draw: Random) -> None:
    device = Device()
    device.run(30)
    late = [device.pull(CLAIMS_S, draw.uniform(0.0, 0.02)) for _ in range(60)]
    assert late == pytest.approx([0.0] * 60)


def test_what_is_told_wrongly_for_a_moment_moves_no_block() -> None:
    device = Device()
    late = [device.pull(0.04, told_s=0.06 if 30 <= n < 40 else 0.04) for n in range(60)]
    assert late == pytest.approx([0.0] * 60)


@pytest.mark.parametrize("ahead_s", [0.0, 0.02])
def test_more_that_stays_is_followed_within_half_a_second(ahead_s: float) -> None:
    device = Device(ahead_s)
    device.run(50)
    late = device.run(50, CLAIMS_S + 0.02)
    assert min(late) == pytest.approx(-0.02)
    assert late[13:] == pytest.approx([0.0] * 37)


@pytest.mark.parametrize("ahead_s", [0.0, 0.02])
@pytest.mark.parametrize("is_told", [True, False])
def test_after_a_gap_an_empty_device_fills_itself_at_once(*, is_told: bool, ahead_s: float) -> None:
    device = Device(ahead_s)
    device.run(50)
    device.now += 0.15
    late = []
    for n in range(3):
        device.now -= 0.02 * (n > 0)  # all at one time
        late.append(device.pull(0.02 * n, gap=is_told and n == 0))
    late += device.run(60)
    assert late == pytest.approx([0.0] * 63, abs=1e-6)


def test_a_gap_that_is_told_counts_however_short() -> None:
    device = Device()
    device.run(50)
    device.now += 0.01
    assert device.pull(CLAIMS_S, gap=True) == pytest.approx(0.0)
