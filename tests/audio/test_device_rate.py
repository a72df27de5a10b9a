from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from app.audio.block import BLOCK_BYTES, BLOCK_S, RATE_HZ, Block
from app.audio.device_rate import FromDevice, ToDevice, mono

TONE_HZ = 400
_Samples = npt.NDArray[np.int16]


def tone(rate_hz: int, seconds: float) -> _Samples:
    at = np.arange(round(rate_hz * seconds)) / rate_hz
    return np.rint(8000 * np.sin(2 * np.pi * TONE_HZ * at)).astype(np.int16)


def delivered(pcm: bytes, rate_hz: int, start: float = 0.0) -> list[tuple[Block, int]]:
    """Return blocks as a mono device delivers them."""
    size = rate_hz // 50
    return [
        (Block(start + (n + 1) * BLOCK_S, pcm[2 * size * n : 2 * size * (n + 1)]), size)
        for n in range(len(pcm) // (2 * size))
    ]


def heard(form: FromDevice, blocks: list[tuple[Block, int]]) -> list[Block]:
    return [one for block, size in blocks for one in form.take(block, size)]


def frequency(samples: _Samples, rate_hz: int) -> float:
    """Return the frequency of a tone by its crossings of zero."""
    rising = np.flatnonzero((samples[:-1] < 0) & (samples[1:] >= 0))
    return float((len(rising) - 1) * rate_hz / (rising[-1] - rising[0]))


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 44_100, 96_000, 192_000])
def test_a_microphone_of_any_rate_gives_blocks_of_48_khz_at_its_pace(rate_hz: int) -> None:
    blocks = heard(FromDevice(), delivered(tone(rate_hz, 2.0).tobytes(), rate_hz))
    assert 98 <= len(blocks) <= 100
    assert {len(block.pcm) for block in blocks} == {BLOCK_BYTES}
    sound = np.frombuffer(b"".join(block.pcm for block in blocks), np.int16)
    assert frequency(sound, RATE_HZ) == pytest.approx(TONE_HZ, rel=1e-3)
    assert np.abs(sound[RATE_HZ // 2 :]).max() == pytest.approx(8000, rel=0.03)
    stamps = np.array([block.stamp for block in blocks])
    assert np.diff(stamps).min() >= 0
    late = stamps - BLOCK_S * np.arange(1, len(stamps) + 1)
    assert late.max() <= (0.0601 if rate_hz == 8_000 else 0.0401)


def test_48_khz_passes_as_it_is() -> None:
    block = Block(1.0, tone(RATE_HZ, 0.02).tobytes())
    assert FromDevice().take(block, 960) == [block]


def test_a_device_that_takes_over_begins_anew_and_brings_nothing_of_the_other() -> None:
    form = FromDevice()
    heard(form, delivered(tone(44_100, 0.5).tobytes(), 44_100))
    after = heard(form, delivered(bytes(2 * 8_000), 8_000, start=0.5))
    assert not any(any(block.pcm) for block in after)
    heard(form, delivered(tone(44_100, 0.5).tobytes(), 44_100, start=1.5))
    assert form.take(Block(2.1, bytes(1920)), 960) == [Block(2.1, bytes(1920))]
    again = heard(form, delivered(bytes(2 * 44_100), 44_100, start=2.1))
    assert not any(any(block.pcm) for block in again)


def test_what_comes_after_a_gap_is_not_joined_to_what_was_before() -> None:
    form = FromDevice()
    heard(form, delivered(tone(44_100, 0.5).tobytes(), 44_100))
    after = heard(form, delivered(bytes(2 * 44_100), 44_100, start=1.0))
    assert not any(any(block.pcm) for block in after)


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100, 96_000, 192_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_loudspeaker_of_any_form_is_given_whole_blocks(rate_hz: int, channels: int) -> None:
    form, size, sound = ToDevice(), rate_hz // 50, tone(RATE_HZ, 2.5)
    waiting = [sound[at : at + 960].tobytes() for at in range(0, sound.size, 960)]
    pulled = len(waiting)
    filled = [form.fill(lambda: waiting.pop(0), size, channels) for _ in range(100)]
    assert {len(block) for block in filled} == {2 * size * channels}
    assert 100 <= pulled - len(waiting) <= 102
    played = np.frombuffer(b"".join(filled), np.int16).reshape(-1, channels)
    assert (played == played[:, :1]).all()
    assert frequency(played[:, 0], rate_hz) == pytest.approx(TONE_HZ, rel=1e-3)


def test_a_loudspeaker_of_48_khz_is_given_what_was_pulled() -> None:
    pcm = tone(RATE_HZ, 0.02).tobytes()
    assert ToDevice().fill(lambda: pcm, 960, 1) == pcm


def test_a_loudspeaker_that_takes_over_is_given_nothing_of_the_others() -> None:
    form, loud = ToDevice(), tone(RATE_HZ, 0.02).tobytes()
    form.fill(lambda: loud, 882, 1)
    assert not any(form.fill(lambda: bytes(1920), 320, 1))


def test_a_channel_of_exact_zeros_does_not_count() -> None:
    both = np.array([[100, 300], [-100, -300]], np.int16)
    assert np.frombuffer(mono(both.tobytes(), 2), np.int16).tolist() == [200, -200]
    one = np.array([[0, 300], [0, -300]], np.int16)
    assert np.frombuffer(mono(one.tobytes(), 2), np.int16).tolist() == [300, -300]
    assert mono(bytes(8), 2) == bytes(4)
