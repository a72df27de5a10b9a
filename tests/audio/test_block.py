from __future__ import annotations

from app.audio.block import BLOCK_BYTES, BLOCK_S, BLOCK_SAMPLES, RATE_HZ


def test_a_block_is_20_ms_of_one_channel_of_int16() -> None:
    assert BLOCK_S == BLOCK_SAMPLES / RATE_HZ == 0.02
    assert BLOCK_BYTES == 2 * BLOCK_SAMPLES
