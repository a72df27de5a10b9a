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

from app.audio.devices import find_microphone
from app.audio.portaudio import Stream, Wanted
from app.audio.ring import BlockRing
from app.audio.worker import DeviceWorker


class Capture:
    """One microphone, to be opened and closed as often as need be.

    Every opening reads the list of devices anew, except while a loudspeaker plays: to find a
    microphone that was connected meanwhile, close the ``Speaker`` first, then open both.

    Args:
        worker: Makes the calls.
        ring: Where the blocks go.
        wake: Called after each block and when the stream ends, by the audio thread; such as
            ``lambda: loop.call_soon_threadsafe(take)``. Not called after ``close``.
        device: Name of the microphone; None for the system's own.
    """

    def __init__(
        self,
        worker: DeviceWorker,
        ring: BlockRing,
        wake: Callable[[], None],
        device: str | None = None,
    ) -> None:
        self._worker = worker
        self._ring = ring
        self._wake = wake
        self._device = device
        self._stream: Stream | None = None  # the worker's
        self._is_wanted = False  # written by the loop, read by the audio thread
        self._is_finished = False

    @property
    def finished(self) -> bool:
        """Whether the stream ended by itself and has to be opened again."""
        return self._is_finished

    def open(self) -> Future[None]:
        """Begin to record; done when the stream runs.

        The future raises DeviceFault if there is no such microphone or it cannot be opened. A
        stream that was open is closed first.
        """
        self._is_wanted = True
        return self._worker.submit(self._open)

    def close(self) -> Future[None]:
        """Stop recording at once: no block and no wake comes after this call."""
        self._is_wanted = False
        return self._worker.submit(self._close)

    def _open(self) -> None:
        self._close()
        self._is_finished = False
        self._worker.portaudio.refresh()
        device = find_microphone(self._worker.portaudio, self._device)
        self._stream = self._worker.portaudio.open(
            Wanted(
                kind="RawInputStream",
                device=device.index,
                name=device.name,
                channels=device.inputs,
                on_block=self._on_block,
                on_finished=self._on_finished,
            )
        )

    def _close(self) -> None:
        if self._stream is not None:
            stream, self._stream = self._stream, None
            self._worker.portaudio.close(stream)

    def _on_block(self, block: Any, _frames: int, _time: Any, status: Any) -> None:
        stamp = time.perf_counter()
        if not self._is_wanted:
            return
        self._ring.put(stamp, bytes(block))
        if status.input_overflow:
            self._ring.input_overflows += 1
        self._wake()
        self._ring.callback_times.add(time.perf_counter() - stamp)

    def _on_finished(self) -> None:
        if self._is_wanted:
            self._is_finished = True
            self._wake()
