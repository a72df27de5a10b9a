"""What pulls from ``Playback``: a loudspeaker, or a clock where there is none."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import numpy as np

from app.audio.callback_times import CallbackTimes
from app.audio.devices import find_speaker
from app.audio.pace import PacedThread
from app.audio.playback import Playback
from app.audio.portaudio import Stream, Wanted
from app.audio.ring import BLOCK_BYTES, BLOCK_S, BLOCK_SAMPLES
from app.audio.worker import DeviceWorker


class Speaker:
    """One loudspeaker, to be opened and closed as often as need be.

    Args:
        worker: Makes the calls.
        playback: Where the blocks come from.
        on_finished: Called by the audio thread when the stream has ended by itself.
        device: Name of the loudspeaker; None for the system's own.

    Attributes:
        callback_times: How long the callbacks took. Written by the audio thread only.
        output_underflows: Callbacks in which the device said that it had gone without sound
            before the block. Written by the audio thread only.
    """

    def __init__(
        self,
        worker: DeviceWorker,
        playback: Playback,
        on_finished: Callable[[], None],
        device: str | None = None,
    ) -> None:
        self._worker = worker
        self._playback = playback
        self._on_finished = on_finished
        self._device = device
        self._stream: Stream | None = None  # the worker's
        self._latency_s = 0.0  # written by the worker, read by the audio thread
        self._is_wanted = False  # written by the loop, read by the audio thread
        self._is_finished = False
        self.callback_times = CallbackTimes()
        self.output_underflows = 0

    @property
    def finished(self) -> bool:
        """Whether the stream ended by itself and has to be opened again."""
        return self._is_finished

    def open(self) -> Future[None]:
        """Begin to pull; done when the stream runs.

        The future raises DeviceFault if there is no such loudspeaker or it cannot be opened. A
        stream that was open is closed first.
        """
        self._is_wanted = True
        return self._worker.submit(self._open)

    def close(self) -> Future[None]:
        """Stop pulling at once; what is queued stays in line."""
        self._is_wanted = False
        return self._worker.submit(self._close)

    def _open(self) -> None:
        self._close()
        self._is_finished = False
        self._worker.portaudio.refresh()
        device = find_speaker(self._worker.portaudio, self._device)
        self._stream = self._worker.portaudio.open(
            Wanted(
                kind="RawOutputStream",
                device=device.index,
                name=device.name,
                channels=device.outputs,
                on_block=self._on_block,
                on_finished=self._on_end,
            )
        )
        self._latency_s = self._stream.latency

    def _close(self) -> None:
        if self._stream is not None:
            stream, self._stream = self._stream, None
            self._worker.portaudio.close(stream)

    def _on_block(self, block: Any, _frames: int, _time: Any, status: Any) -> None:
        now = time.perf_counter()
        if not self._is_wanted:
            block[:] = bytes(len(block))
            return
        if status.output_underflow:
            self.output_underflows += 1
        pcm = self._playback.pull(now + self._latency_s)
        block[:] = pcm if len(block) == BLOCK_BYTES else _on_all_channels(pcm, len(block))
        self.callback_times.add(time.perf_counter() - now)

    def _on_end(self) -> None:
        if self._is_wanted:
            self._is_finished = True
            self._on_finished()


def _on_all_channels(pcm: bytes, block_bytes: int) -> bytes:
    """Spread mono over a device that refuses mono."""
    mono = np.frombuffer(pcm, np.int16).reshape(BLOCK_SAMPLES, 1)
    return np.repeat(mono, block_bytes // BLOCK_BYTES, axis=1).tobytes()


class SilentSpeaker:
    """Pulls at a loudspeaker's pace and plays nothing: for ``--speaker none``.

    Attributes:
        finished: Never True: it has no device to lose.
    """

    finished = False

    def __init__(self, playback: Playback) -> None:
        self._thread = PacedThread("silent-speaker", BLOCK_S, lambda due: _drop(playback.pull(due)))

    def open(self) -> Future[None]:
        """Begin to pull."""
        self._thread.start()
        return _done()

    def close(self) -> Future[None]:
        """Stop pulling; what is queued stays in line."""
        self._thread.stop()
        return _done()


def _drop(_pcm: bytes) -> None:
    """Play it to nobody."""


def _done() -> Future[None]:
    future: Future[None] = Future()
    future.set_result(None)
    return future
