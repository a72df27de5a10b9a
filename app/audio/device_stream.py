"""One stream of the sound device, opened and closed as often as need be.

What ``Capture`` and ``Speaker`` share. Whoever asks never waits: each call is made on the worker,
and one that a newer wish has made pointless by the time it begins does nothing. So however often
somebody asks while a call is stuck, one more is made when it returns.

PortAudio knows the devices that were there when it was initialised. One that was connected
meanwhile is found only after all streams were closed. That is done when the device that is wanted
is not in the list, or cannot be opened as the list has it; the other stream is opened again at
once, and loses what its device held (some 60 ms).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from app.audio.device_refusal import may_be_out_of_date
from app.audio.devices import Device, find_microphone, find_speaker
from app.audio.portaudio import PortAudio, Stream, Wanted
from app.audio.worker import DeviceWorker
from app.core.faults import DeviceFault

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Way:
    """Into the computer or out of it.

    Attributes:
        kind: Name of the class in ``sounddevice``.
        find: Finds a device by its label.
        channels: How many of them a device has.
    """

    kind: str
    find: Callable[[PortAudio, str | None], Device]
    channels: Callable[[Device], int]


IN = Way("RawInputStream", find_microphone, lambda device: device.inputs)
OUT = Way("RawOutputStream", find_speaker, lambda device: device.outputs)


class _Asked:
    """What was asked for; one is never equal to another."""

    def __init__(self, *, is_open: bool, device: str | None = None) -> None:
        self.is_open = is_open
        self.device = device


class DeviceStream:
    """A stream of one device at a time.

    Args:
        worker: Makes the calls.
        way: In or out.
        on_block: Called by the audio thread with (buffer, frames, time, status). Also while the
            stream is not wanted any more: ask ``is_wanted``.
        on_end: Called when the stream has ended by itself; by the audio thread or the worker.
        device: Label of the device; None for the system's own.

    Attributes:
        finished: Whether the stream ended by itself since it was opened.
        openings: How often it was begun: what the one before did is no measure. Written by the
            worker, between the end of that and the beginning of the next.
    """

    def __init__(
        self,
        worker: DeviceWorker,
        way: Way,
        on_block: Callable[[Any, int, Any, Any], None],
        on_end: Callable[[], None],
        device: str | None,
    ) -> None:
        self._worker = worker
        self._way = way
        self._on_block = on_block
        self._on_end = on_end
        self._device = device
        self._asked = _Asked(is_open=False)  # the newest; written by the loop, read by all
        self._call = _done()  # what comes of it; the loop's
        self._stream: Stream | None = None  # the worker's
        self.finished = False
        self.openings = 0

    @property
    def is_wanted(self) -> bool:
        """Whether the stream is to run; what it delivers otherwise is nobody's."""
        return self._asked.is_open

    @property
    def latency_s(self) -> float:
        """What PortAudio says that the device holds, in seconds; 0 while none is open."""
        stream = self._stream
        return 0.0 if stream is None else stream.latency

    def open(self, device: str | None = None) -> Future[str]:
        """Open and start; the future holds the device's label, or raises DeviceFault.

        A stream that is open is closed first. While the same is asked for already, nothing more
        is done, and the future is the same. Loop thread only, as ``close``.

        Args:
            device: Another device than the one that was chosen; None for that one.
        """
        wanted = self._device if device is None else device
        if self._asked.is_open and self._asked.device == wanted and not self._call.done():
            return self._call
        self.finished = False
        return self._ask(_Asked(is_open=True, device=wanted), self._open)

    def close(self) -> Future[None]:
        """Close at once; what comes after this call is not wanted any more."""
        if not self._asked.is_open and not self._call.done():
            return self._call
        return self._ask(_Asked(is_open=False), self._close_wanted)

    def restart(self) -> None:
        """Throw away what the device holds and go on, as soon as the worker can."""
        self._worker.submit(self._restart)

    def _ask(self, asked: _Asked, call: Callable[[_Asked], T]) -> Future[T]:
        self._asked = asked  # first: the worker may be at it at once
        self._call = future = self._worker.submit(partial(call, asked))
        return future

    # The worker's side.

    def _open(self, asked: _Asked) -> str:
        if asked is not self._asked:
            return ""  # nobody wants to know any more
        self._close()
        self.finished = False  # the one before may have ended while this waited
        is_fresh = self._worker.portaudio.refresh()
        try:
            return self._begin(asked.device)
        except DeviceFault as fault:
            if is_fresh or not may_be_out_of_date(fault):
                raise
        self._worker.portaudio.renew()
        return self._begin(asked.device)

    def _begin(self, wanted: str | None) -> str:
        portaudio = self._worker.portaudio
        device = self._way.find(portaudio, wanted)
        self.openings += 1
        self._stream = portaudio.open(
            Wanted(
                kind=self._way.kind,
                device=device.index,
                name=device.name,
                channels=self._way.channels(device),
                on_block=self._on_block,
                on_finished=self._end,
                reopen=lambda: self._reopen(wanted),
                rate_hz=device.rate_hz,
            )
        )
        return device.label

    def _reopen(self, wanted: str | None) -> None:
        """Open once more: the list was read anew, and that closed the stream."""
        if not self.is_wanted:
            return
        try:
            self._begin(wanted)
        except DeviceFault:
            self._end()

    def _close_wanted(self, asked: _Asked) -> None:
        if asked is self._asked:
            self._close()

    def _close(self) -> None:
        if self._stream is not None:
            stream, self._stream = self._stream, None
            self._worker.portaudio.close(stream)

    def _restart(self) -> None:
        if self._stream is None or not self.is_wanted:
            return
        try:
            self._worker.portaudio.restart(self._stream)
        except DeviceFault:
            self._end()

    def _end(self) -> None:
        """The stream has ended by itself; any thread."""
        if self.is_wanted:
            self.finished = True
            self._on_end()


def _done() -> Future[Any]:
    future: Future[Any] = Future()
    future.set_result(None)
    return future
