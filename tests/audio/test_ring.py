from __future__ import annotations

import threading

import numpy as np

from app.audio.ring import Block, BlockRing

PCM = bytes(1920)


def test_blocks_come_out_in_order_and_once() -> None:
    ring = BlockRing()
    ring.put(0.0, b"\x01" * 1920)
    ring.put(0.02, b"\x02" * 1920)
    assert ring.take() == [Block(0.0, b"\x01" * 1920), Block(0.02, b"\x02" * 1920)]
    assert ring.take() == []


def test_a_minute_without_the_loop_loses_nothing() -> None:
    ring = BlockRing()
    for n in range(3000):
        ring.put(n * 0.02, PCM)
    assert ring.overruns == 0
    assert [round(block.stamp / 0.02) for block in ring.take()] == list(range(3000))


def test_what_does_not_fit_is_counted_and_what_lies_in_the_ring_stays() -> None:
    ring = BlockRing(capacity_blocks=2)
    for n in range(5):
        ring.put(float(n), PCM)
    assert (ring.blocks_in, ring.overruns) == (5, 3)
    assert [block.stamp for block in ring.take()] == [0.0, 1.0]
    ring.put(5.0, PCM)
    assert [block.stamp for block in ring.take()] == [5.0]


def test_channels_are_mixed_to_one() -> None:
    ring = BlockRing()
    ring.put(0.0, np.array([[1000, 3000, -1000]] * 960, np.int16).tobytes())
    (block,) = ring.take()
    assert block.pcm == np.full(960, 1000, np.int16).tobytes()


def test_mixing_does_not_overflow() -> None:
    ring = BlockRing()
    ring.put(0.0, np.full((960, 2), 32767, np.int16).tobytes())
    (block,) = ring.take()
    assert block.pcm == np.full(960, 32767, np.int16).tobytes()


def test_a_block_that_comes_while_others_are_taken_is_for_the_next_time() -> None:
    ring = BlockRing()

    class Slow(bytes):
        """Sound during whose mixing the audio thread delivers another block."""

        def __len__(self) -> int:
            ring.put(1.0, PCM)
            return super().__len__()

    ring.put(0.0, Slow(PCM))
    assert [block.stamp for block in ring.take()] == [0.0]
    assert [block.stamp for block in ring.take()] == [1.0]


def test_two_threads_lose_and_double_nothing() -> None:
    ring = BlockRing(capacity_blocks=50_000)
    writer = threading.Thread(target=lambda: [ring.put(float(n), PCM) for n in range(20_000)])
    writer.start()
    taken: list[float] = []
    while len(taken) < 20_000:
        taken += [block.stamp for block in ring.take()]
    writer.join()
    assert taken == [float(n) for n in range(20_000)]
