"""Stands in for the module ``sounddevice``, for what no real device here can be made to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any


class PortAudioError(Exception):
    pass


class Status:
    def __init__(self, *, input_overflow: bool = False, output_underflow: bool = False) -> None:
        self.input_overflow = input_overflow
        self.output_underflow = output_underflow


class Times:
    """What a callback is told of the time: nothing, unless the block takes so many seconds."""

    def __init__(self, takes_s: float = 0.0) -> None:
        self.currentTime = 5.0
        self.outputBufferDacTime = 5.0 + takes_s


class FakeStream:
    def __init__(self, library: FakeLibrary, **wanted: Any) -> None:
        library.opened += 1
        if wanted["samplerate"] not in library.rates_hz:
            raise PortAudioError("Invalid sample rate", library.rate_error)
        if wanted["channels"] == 1 and library.refuses_mono:
            raise PortAudioError("Invalid number of channels", -9998)
        if library.open_error is not None:
            raise library.open_error
        self.wanted = wanted
        self.library = library
        self.latency = library.latency
        self.active = False
        self.calls: list[str] = []

    def start(self) -> None:
        if self.library.start_error is not None:
            raise self.library.start_error
        self.active = True

    def abort(self) -> None:
        self.calls.append("abort")
        if self.active:
            self.active = False
            self.wanted["finished_callback"]()  # as PortAudio does, whoever ended it

    def close(self) -> None:
        self.calls.append("close")

    def deliver(self, block: bytes, status: Status | None = None) -> None:
        self.wanted["callback"](block, self.wanted["blocksize"], None, status or Status())

    def fetch(self, status: Status | None = None, takes_s: float = 0.0) -> bytes:
        block = bytearray(2 * self.wanted["blocksize"] * self.wanted["channels"])
        times = Times(takes_s)
        self.wanted["callback"](block, self.wanted["blocksize"], times, status or Status())
        return bytes(block)


class Manners:
    """How the library and its devices behave; a test sets what it needs otherwise."""

    apis: Sequence[str] = ("API",)
    api_of: Mapping[int, int] = MappingProxyType({})  # by the device's place, if not the first
    latency = 0.04
    own_rate_hz = 48_000.0
    rates_hz: Sequence[int] = (48_000,)
    rate_error = -9997
    refuses_mono = False
    open_error: Exception | None = None
    start_error: Exception | None = None
    init_error: Exception | None = None


class FakeLibrary(Manners):
    """The devices given as (name, inputs, outputs), all of one host API unless ``apis`` is set."""

    PortAudioError = PortAudioError

    def __init__(self, *devices: tuple[str, int, int], default: tuple[int, int] = (0, 1)) -> None:
        self.devices = list(devices or [("Mic", 1, 0), ("Speaker", 0, 2)])
        self.default = default
        self.opened = 0  # attempts, refused ones included
        self.calls: list[str] = []
        self.streams: list[FakeStream] = []

    def load(self) -> FakeLibrary:
        self.calls.append("load")
        self._look()
        return self

    def query_devices(self) -> list[dict[str, Any]]:
        return [
            {
                "name": name,
                "hostapi": self.api_of.get(index, 0),
                "max_input_channels": ins,
                "max_output_channels": outs,
                "default_samplerate": self.own_rate_hz,
            }
            for index, (name, ins, outs) in enumerate(self._known)
        ]

    def query_hostapis(self) -> tuple[dict[str, Any], ...]:
        ins, outs = self._known_default
        return tuple(
            {"name": name, "default_input_device": ins, "default_output_device": outs}
            for name in self.apis
        )

    def RawInputStream(self, **wanted: Any) -> FakeStream:  # noqa: N802 - sounddevice's name
        return self._stream(**wanted)

    def RawOutputStream(self, **wanted: Any) -> FakeStream:  # noqa: N802 - sounddevice's name
        return self._stream(**wanted)

    def _stream(self, **wanted: Any) -> FakeStream:
        stream = FakeStream(self, **wanted)
        self.streams.append(stream)
        return stream

    def _initialize(self) -> None:
        self.calls.append("initialise")
        if self.init_error is not None:
            raise self.init_error
        self._look()

    def _look(self) -> None:
        """Read the list, which then stays as it is, as PortAudio's does."""
        self._known, self._known_default = list(self.devices), self.default

    def _terminate(self) -> None:
        self.calls.append("terminate")
