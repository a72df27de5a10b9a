"""What is mixed over the sound that plays: the sum, in time, and nothing after its time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from hypothesis import given
from hypothesis import strategies as st

from app.audio.overlay import Overlay
from app.audio.ring import BLOCK_S, BLOCK_SAMPLES

SILENCE = bytes(2 * BLOCK_SAMPLES)


def block(value: int) -> bytes:
    return np.full(BLOCK_SAMPLES, value, np.int16).tobytes()


def samples(pcm: bytes) -> npt.NDArray[np.int16]:
    return np.frombuffer(pcm, np.int16)


def test_with_nothing_in_line_a_block_passes_as_it_is() -> None:
    pcm = block(7)
    assert Overlay().mix(pcm, 0.0) is pcm


@given(st.lists(st.integers(-32768, 32767), min_size=1, max_size=5 * BLOCK_SAMPLES))
def test_a_sound_of_any_length_is_played_whole_and_once(sound: list[int]) -> None:
    overlay, pcm = Overlay(), np.array(sound, np.int16).tobytes()
    overlay.put(pcm, by=0.5)
    played = b"".join(overlay.mix(SILENCE, n * BLOCK_S) for n in range(7))
    assert played[: len(pcm)] == pcm
    assert not any(played[len(pcm) :])


def test_it_is_added_and_what_is_too_loud_is_clipped() -> None:
    overlay = Overlay()
    for value in (1000, 32000, -32000):
        overlay.put(block(value), by=1.0)
    assert samples(overlay.mix(block(234), 0.0)).tolist() == [1234] * BLOCK_SAMPLES
    assert samples(overlay.mix(block(1000), 0.0)).tolist() == [32767] * BLOCK_SAMPLES
    assert samples(overlay.mix(block(-1000), 0.0)).tolist() == [-32768] * BLOCK_SAMPLES


def test_what_is_not_heard_in_time_is_dropped_and_what_comes_after_it_is_not() -> None:
    overlay = Overlay()
    overlay.put(block(1) + block(2), by=1.0)
    overlay.put(block(3), by=9.0)
    assert samples(overlay.mix(SILENCE, 1.1))[0] == 3
    assert overlay.mix(SILENCE, 1.1) == SILENCE


def test_a_sound_that_has_begun_in_time_is_played_to_its_end() -> None:
    overlay = Overlay()
    overlay.put(block(1) + block(2), by=1.0)
    assert [samples(overlay.mix(SILENCE, t))[0] for t in (1.0, 1.0 + BLOCK_S)] == [1, 2]


def test_what_no_loudspeaker_takes_does_not_pile_up() -> None:
    overlay = Overlay()
    for _ in range(1000):
        overlay.put(block(1), by=1e6)
    mixed = [overlay.mix(SILENCE, n * BLOCK_S) for n in range(1000)]
    assert sum(any(one) for one in mixed) == 100
