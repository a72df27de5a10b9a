from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from app.audio.reference import Reference
from app.audio.ring import BLOCK_S
from tests.audio.room import Sound, blocks

LEAD = 160  # samples
STEP_S = 1 / 16_000


def ramp(seconds: float) -> Sound:
    """A sound whose every sample says where it is: it rises by one each millisecond."""
    return np.arange(int(seconds * 48_000)) / 48.0 + 1


class Desk:
    """Pulls and frames in their order; the microphone's frames end on time, block by block."""

    def __init__(self) -> None:
        self.now = 0.0
        self.reference = Reference(lambda: self.now)
        self.frames = 0

    def pull(self, pcm48: bytes, at: float, heard_at: float | None = None) -> None:
        self.now = at
        self.reference.put(at + 0.5 if heard_at is None else heard_at, pcm48)

    def frame(self, t: float) -> np.ndarray:
        self.frames += 1
        return np.frombuffer(self.reference.frame(t), np.int16)

    def run(
        self,
        pcm: list[bytes],
        late_pull: Callable[[int], float] = lambda n: 0.0,
        late_capture: Callable[[int], float] = lambda n: 0.0,
        pace: float = 1.0,
        begin: float = 0.0,
    ) -> list[np.ndarray]:
        """Pull all, and take the frame of each 20 ms with the block after it."""
        frames, pulled = [], 0
        for n in range(len(pcm) - 2):
            emitted = begin + (n + 2) * BLOCK_S
            while (
                pulled < len(pcm) and begin + pulled * BLOCK_S + late_pull(pulled) <= emitted + 1e-9
            ):
                due = begin + pulled * BLOCK_S
                self.pull(pcm[pulled], due + late_pull(pulled), due + 0.5)
                pulled += 1
            frames.append(self.frame(begin + (n + 1) * BLOCK_S * pace + late_capture(n)))
        return frames


def place(frame: np.ndarray) -> float:
    """Where in the ramp a frame begins, in seconds."""
    return (float(frame[160]) - 1) / 1000 - 0.01


def test_a_frame_is_what_was_pulled_while_it_was_captured_and_ten_milliseconds_ahead() -> None:
    frames = Desk().run(blocks(ramp(3.0)))
    for n in (60, 100, 140):
        assert place(frames[n]) == pytest.approx(n * BLOCK_S + 0.01, abs=0.002)


def test_until_the_loudspeaker_has_found_its_pace_there_is_nothing() -> None:
    frames = Desk().run(blocks(ramp(1.0)))
    assert not any(frame.any() for frame in frames[:20])
    assert all(frame.any() for frame in frames[30:])


def test_a_device_that_fills_itself_first_does_not_count_as_ahead() -> None:
    frames = Desk().run(blocks(ramp(3.0)), late_pull=lambda n: -min(n, 5) * BLOCK_S)
    assert place(frames[100]) == pytest.approx(105 * BLOCK_S + 0.01, abs=0.002)


def test_late_pulls_and_captures_do_not_move_it() -> None:
    rng = np.random.default_rng(2)
    late = rng.uniform(0, 0.015, 400)
    frames = Desk().run(blocks(ramp(6.0)), lambda n: float(late[n]), lambda n: float(late[n + 50]))
    places = [place(frame) - n * BLOCK_S for n, frame in enumerate(frames) if n > 60]
    assert max(places) - min(places) < 0.002
    assert -0.02 < places[0] < 0.02


def test_what_a_device_pulls_in_bursts_is_there_when_its_echo_may_come() -> None:
    frames = Desk().run(blocks(ramp(4.0)), late_pull=lambda n: (3 - n % 4) * BLOCK_S)
    assert all(frame.all() for frame in frames[80:-5])
    assert place(frames[100]) == pytest.approx(100 * BLOCK_S - 0.05, abs=0.002)


def test_a_pull_that_is_missed_is_silence_and_the_next_is_in_its_place() -> None:
    frames = Desk().run(blocks(ramp(4.0)), late_pull=lambda n: 0.1 if n in range(120, 123) else 0)
    assert not frames[120].all()
    assert place(frames[130]) == pytest.approx(130 * BLOCK_S + 0.01, abs=0.002)


def test_clocks_that_drift_apart_are_followed_in_silence() -> None:
    pcm = blocks(np.where(np.arange(48_000 * 30) % 480_000 < 384_000, ramp(30.0), 0.0))
    frames = Desk().run(pcm, pace=1 - 1e-3)  # 30 ms in 30 s
    at = 49 * 22
    assert place(frames[at]) == pytest.approx(at * BLOCK_S * (1 - 1e-3) + 0.01, abs=0.012)


def test_a_step_in_what_is_heard_is_made_only_if_it_is_large() -> None:
    small = Desk().run(blocks(ramp(14.0)), late_capture=lambda n: 0.03 if n > 100 else 0)
    assert place(small[600]) == pytest.approx(600 * BLOCK_S + 0.01, abs=0.002)
    large = Desk().run(blocks(ramp(14.0)), late_capture=lambda n: -0.1 if n > 100 else 0)
    assert place(large[600]) == pytest.approx(600 * BLOCK_S - 0.09, abs=0.002)


def test_after_a_gap_of_the_microphone_it_is_in_its_place_again() -> None:
    desk, pcm = Desk(), blocks(ramp(8.0))
    desk.run(pcm[:100])
    for n in range(100, 300):  # the microphone is silent for four seconds
        desk.pull(pcm[n], n * BLOCK_S)
    desk.reference.restart(300 * BLOCK_S)
    for n in range(300, 303):
        desk.pull(pcm[n], n * BLOCK_S)
    assert place(desk.frame(301 * BLOCK_S)) == pytest.approx(300 * BLOCK_S + 0.01, abs=0.025)


def test_a_loudspeaker_that_begins_anew_is_found_anew() -> None:
    desk, pcm = Desk(), blocks(ramp(3.0))
    desk.run(pcm)
    frames = desk.run(pcm, begin=3.5)
    assert not frames[5].any()
    assert place(frames[100]) == pytest.approx(100 * BLOCK_S + 0.01, abs=0.6)


def test_what_is_pulled_while_nobody_listens_does_not_grow() -> None:
    desk = Desk()
    for n in range(5000):
        desk.pull(bytes(1920), n * BLOCK_S)
    assert len(desk.reference._ring) == 3000
    desk.reference.restart(5000 * BLOCK_S)
    assert len(desk.reference._ring) <= 51


def test_what_was_used_is_forgotten() -> None:
    desk = Desk()
    desk.run(blocks(ramp(30.0)))
    assert len(desk.reference._pulled._pcm) < 4 * 32_000


@pytest.mark.parametrize(("hole_s", "holes"), [(0.1, 1), (0.0, 0), (-0.04, 0)])
def test_a_hole_in_what_is_heard_is_in_the_reference_too(hole_s: float, holes: int) -> None:
    """Or, where the device threw away what it held, what was not heard is not in it either."""
    desk, pcm, behind, pulled = Desk(), blocks(ramp(6.0)), [], 0
    for n in range(250):
        while (heard_at := pulled * BLOCK_S + hole_s * (pulled >= 100)) <= n * BLOCK_S + 1e-9:
            desk.pull(pcm[pulled], n * BLOCK_S, heard_at + 0.04)
            pulled += 1
        behind.append(n * BLOCK_S - place(desk.frame((n - 1) * BLOCK_S)))
    assert desk.reference.holes == holes
    assert behind[30:98] == pytest.approx([0.03] * 68, abs=0.002)
    assert behind[108:] == pytest.approx([0.03 + hole_s] * 142, abs=0.002)


def test_no_more_is_thrown_away_than_there_was() -> None:
    desk, pcm = Desk(), blocks(ramp(3.0))
    for n in range(100):
        desk.pull(pcm[n], n * BLOCK_S, n * BLOCK_S if n else 5.0)
        behind = n * BLOCK_S - place(desk.frame((n - 1) * BLOCK_S))
    assert behind == pytest.approx(0.03, abs=0.002)


def test_the_rest_of_a_hole_is_told_a_little_later() -> None:
    desk, pcm, late_s = Desk(), blocks(ramp(6.0)), 0.0
    for n in range(250):
        late_s = {60: 0.015, 100: 0.015 + 0.09, 103: 0.015 + 0.105}.get(n, late_s)
        desk.pull(pcm[n], n * BLOCK_S, n * BLOCK_S + late_s)
        behind = n * BLOCK_S - place(desk.frame((n - 1) * BLOCK_S))
        if n in (95, 110):  # before the pace has been seen to be another
            assert behind == pytest.approx(0.03 + (0.105 if n == 110 else 0.0), abs=0.002)
    assert desk.reference.holes == 1
