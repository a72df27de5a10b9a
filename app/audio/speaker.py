"""What pulls from ``Playback``: a loudspeaker, or a clock where there is none.

What a device holds is heard although the line is empty: 53 to 72 ms more through PulseAudio
(measured). ``flush`` therefore aborts the stream of a device that holds much, which is silent in
10 ms (measured), and starts it again. A device that holds little is given a block that fades.

When a block is heard is told by ``SoundsAt``: what a device holds does not stay what it was.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from app.audio.block import BLOCK_S
from app.audio.callback_times import CallbackTimes
from app.audio.device_rate import ToDevice
from app.audio.device_stream import OUT, DeviceStream
from app.audio.pace import PacedThread
from app.audio.playback import Playback
from app.audio.sounds_at import CallbackTime, SoundsAt
from app.audio.worker import DeviceWorker

T = TypeVar("T")

_HOLDS_LITTLE_S = 0.02
"""A device that holds less is silent sooner, and without a click, by a fade in the next block."""
_ABORT_S = 0.01
"""So long after a flush the device may still be heard, where the stream is aborted."""


class Speaker:
    """One loudspeaker, to be opened and closed as often as need be.

    Args:
        worker: Makes the calls.
        playback: Where the blocks come from.
        on_finished: Called when the stream has ended by itself; by the audio thread or the worker.
        device: Label of the loudspeaker; None for the system's own.

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
        self._playback = playback
        self._stream = DeviceStream(worker, OUT, self._on_block, on_finished, device)
        self._form = ToDevice()
        self._sounds_at = SoundsAt()
        self._opening = 0  # whose that is
        self.callback_times = CallbackTimes()
        self.output_underflows = 0

    @property
    def finished(self) -> bool:
        """Whether the stream ended by itself and has to be opened again."""
        return self._stream.finished

    def open(self, device: str | None = None) -> Future[str]:
        """Begin to pull; done when the stream runs, with the device's label.

        The future raises DeviceFault if there is no such loudspeaker or it cannot be opened. A
        stream that was open is closed first.

        Args:
            device: Another loudspeaker than the one that was chosen; None for that one.
        """
        return self._stream.open(device)

    def close(self) -> Future[None]:
        """Stop pulling at once; what is queued stays in line."""
        return self._stream.close()

    def flush(self) -> None:
        """Drop all that is queued and be silent as soon as can be. Loop thread only."""
        if self._stream.latency_s < _HOLDS_LITTLE_S or not self._playback.is_audible:
            self._playback.flush()
        else:
            self._playback.flush(heard_until=time.perf_counter() + _ABORT_S)
            self._stream.restart()

    def _on_block(self, block: Any, samples: int, times: CallbackTime, status: Any) -> None:
        now = time.perf_counter()
        if not self._stream.is_wanted:
            block[:] = bytes(len(block))
            return
        if status.output_underflow:
            self.output_underflows += 1
        if self._opening != self._stream.openings:  # another device may tell otherwise
            self._opening, self._sounds_at = self._stream.openings, SoundsAt()
        gap, channels = bool(status.output_underflow), len(block) // (2 * samples)
        heard_at = self._sounds_at.next(now, times, self._stream.latency_s, gap=gap)
        block[:] = self._form.fill(lambda: self._playback.pull(heard_at), samples, channels)
        self.callback_times.add(time.perf_counter() - now)


class SilentSpeaker:
    """Pulls at a loudspeaker's pace and plays nothing: for ``--speaker none``.

    Attributes:
        finished: Never True: it has no device to lose.
    """

    finished = False

    def __init__(self, playback: Playback) -> None:
        self._playback = playback
        self._thread = PacedThread("silent-speaker", BLOCK_S, lambda due: _drop(playback.pull(due)))

    def open(self, _device: str | None = None) -> Future[str]:
        """Begin to pull."""
        self._thread.start()
        return _done("none")

    def close(self) -> Future[None]:
        """Stop pulling; what is queued stays in line."""
        self._thread.stop()
        return _done(None)

    def flush(self) -> None:
        """Drop all that is queued."""
        self._playback.flush()


def _drop(_pcm: bytes) -> None:
    """Play it to nobody."""


def _done(result: T) -> Future[T]:
    future: Future[T] = Future()
    future.set_result(result)
    return future
