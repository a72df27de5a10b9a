"""The microphone: from the device into the ring.

The callback runs on PortAudio's thread every 20 ms. It copies the block, stamps it, counts and
wakes the loop: no lock, no log, no await, no arithmetic. The stamp is our own clock's, because the
device's own time was wrong by up to 0.3 s through PulseAudio (measured).

A microphone can stop without a word: a suspended source or a frozen sound server calls nothing,
raises nothing and stays "active" (measured). ``finished`` tells only of a stream that has ended;
for the rest the age of the last block is the only witness, and whoever takes from the ring keeps
it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from app.audio.device_stream import IN, DeviceStream
from app.audio.ring import BlockRing
from app.audio.worker import DeviceWorker


class Capture:
    """One microphone, to be opened and closed as often as need be.

    Args:
        worker: Makes the calls.
        ring: Where the blocks go.
        wake: Called after each block and when the stream ends, by the audio thread; such as
            ``lambda: loop.call_soon_threadsafe(take)``. Not called after ``close``.
        device: Label of the microphone; None for the system's own.
    """

    def __init__(
        self,
        worker: DeviceWorker,
        ring: BlockRing,
        wake: Callable[[], None],
        device: str | None = None,
    ) -> None:
        self._ring = ring
        self._wake = wake
        self._stream = DeviceStream(worker, IN, self._on_block, wake, device)

    @property
    def finished(self) -> bool:
        """Whether the stream ended by itself and has to be opened again."""
        return self._stream.finished

    def open(self, device: str | None = None) -> Future[str]:
        """Begin to record; done when the stream runs, with the device's label.

        The future raises DeviceFault if there is no such microphone or it cannot be opened. A
        stream that was open is closed first.

        Args:
            device: Another microphone than the one that was chosen; None for that one.
        """
        return self._stream.open(device)

    def close(self) -> Future[None]:
        """Stop recording at once: no block and no wake comes after this call."""
        return self._stream.close()

    def _on_block(self, block: Any, samples: int, _time: Any, status: Any) -> None:
        stamp = time.perf_counter()
        if not self._stream.is_wanted:
            return
        self._ring.put(stamp, bytes(block), samples)
        if status.input_overflow:
            self._ring.input_overflows += 1
        self._wake()
        self._ring.callback_times.add(time.perf_counter() - stamp)
