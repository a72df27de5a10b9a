"""The sound library: when it is loaded, read anew, and closed.

PortAudio is one per process and reads the list of devices once, when it is initialised. A device
that is plugged in later, or a sound server that starts later, is seen only after terminate and
initialise, and terminate kills every open stream. ``refresh`` therefore does it only while nothing
plays or records; streams that are already dead do not count. ``renew`` does it in any case, and
lets whoever had a stream open it again.

Nothing here loads the library before it is needed: an interview from a file, without a
loudspeaker, runs on a computer that has no PortAudio.

Every method is to be called on the one thread of ``DeviceWorker``.
"""

from __future__ import annotations

import atexit
import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from app.audio.block import BLOCK_S, RATE_HZ
from app.audio.device_refusal import INVALID_CHANNEL_COUNT, INVALID_RATE, code_of, refused
from app.core.faults import DeviceFault

_LATENCY_S = 0.02
"""What 'low' means here: 53 ms from write to heard through PulseAudio; at 0.1 it is 140 ms."""

_RATES_HZ = (44_100, 96_000, 32_000, 24_000, 16_000, 88_200, 192_000, 176_400, 22_050, 8_000)
"""What is tried of a device that refuses 48 kHz, after its own rate; the likely ones first."""
_NOT_STARTED = (
    "The sound system does not start ({}). Check that sound works in other applications, then try "
    "again."
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A stream to be opened.

    Attributes:
        kind: Name of the class in ``sounddevice``: RawInputStream or RawOutputStream.
        device: PortAudio's index.
        name: The device's name, for messages.
        channels: How many it offers.
        on_block: Called by the audio thread with (buffer, frames, time, status).
        on_finished: Called by the audio thread when the stream has ended by itself.
        reopen: Called after ``renew`` has closed the stream, to open it again.
        rate_hz: The device's own rate.
    """

    kind: str
    device: int
    name: str
    channels: int
    on_block: Callable[[Any, int, Any, Any], None]
    on_finished: Callable[[], None]
    reopen: Callable[[], None]
    rate_hz: float = RATE_HZ


class Stream(Protocol):
    """The part of a ``sounddevice`` stream that others may read."""

    latency: float
    """What PortAudio says that the device holds, in seconds."""

    def start(self) -> None:
        """Run, for the first time or after ``abort``."""

    def abort(self) -> None:
        """End at once."""

    def close(self) -> None:
        """Let go of the device."""


class _Run:
    """A stream that was opened, and whether it is we who end it."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.is_ended_by_us = False

    def finish(self) -> None:
        """The stream has ended; on the audio thread."""
        if not self.is_ended_by_us:
            self.wanted.on_finished()


class PortAudio:
    """The process's PortAudio, loaded at first use.

    Args:
        load: Returns the module ``sounddevice``, initialised.
    """

    def __init__(self, load: Callable[[], Any] | None = None) -> None:
        self._load = load or _load_sounddevice
        self._library: Any = None
        self._is_initialised = False
        self._runs: dict[Any, _Run] = {}  # by stream

    def refresh(self) -> bool:
        """Read the list of devices anew.

        Returns:
            Whether it was read. It is not while a stream plays or records.

        Raises:
            DeviceFault: If PortAudio is missing or does not start.
        """
        if any(stream.active for stream in self._runs):
            return False
        self.terminate()
        if self._library is None:
            self._library = self._load()
        else:
            self._initialise_again()
        self._is_initialised = True
        return True

    def renew(self) -> None:
        """Read the list of devices anew, though streams run; those are then opened again.

        Raises:
            DeviceFault: If PortAudio does not start; every stream has ended then.
        """
        running = [run.wanted for stream, run in self._runs.items() if stream.active]
        self.terminate()
        try:
            self.refresh()
        finally:
            for wanted in running:
                wanted.reopen()

    def query(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Return the devices and the host APIs as PortAudio lists them.

        Raises:
            DeviceFault: If PortAudio is missing or does not start.
        """
        if not self._is_initialised:
            self.refresh()
        return list(self._library.query_devices()), list(self._library.query_hostapis())

    def open(self, wanted: Wanted) -> Stream:
        """Open and start a stream at 48 kHz in blocks of 20 ms, mono if the device can.

        A device that refuses one channel is opened with all that it offers, one that refuses the
        rate with another: its own, if it may be.

        Raises:
            DeviceFault: If it cannot be opened; it says why it refused 48 kHz.
        """
        assert self._is_initialised
        refusal: Exception | None = None
        for rate_hz in _rates(wanted.rate_hz):
            try:
                return self._open_at(wanted, rate_hz)
            except (self._library.PortAudioError, ValueError) as error:
                refusal = refusal or error
                if code_of(error) not in INVALID_RATE:
                    break
        assert refusal is not None, "each rate was refused"
        raise refused(wanted.name, refusal) from refusal

    def close(self, stream: Stream) -> None:
        """Close a stream at once, without playing what it still holds.

        Never ``stop``: it waits for the device to play out, on a suspended one for ever.
        """
        run = self._runs.pop(stream, None)
        if run is not None:  # else a refresh or a terminate has closed it
            run.is_ended_by_us = True
            stream.abort()
            stream.close()

    def restart(self, stream: Stream) -> None:
        """Throw away at once what the device holds, then let the stream run on.

        Raises:
            DeviceFault: If it does not run any more.
        """
        run = self._runs.get(stream)
        if run is None:
            return
        run.is_ended_by_us = True
        stream.abort()
        run.is_ended_by_us = False
        try:
            stream.start()
        except self._library.PortAudioError as error:
            raise refused(run.wanted.name, error) from error

    def terminate(self) -> None:
        """Close every stream and let go of the sound system; ``refresh`` begins anew."""
        for stream in list(self._runs):
            self.close(stream)
        if self._is_initialised:
            self._is_initialised = False
            self._library._terminate()  # noqa: SLF001 - documented, and the only way

    def abandon(self) -> None:
        """Keep the streams' memory until the process is gone, for a device that may still write.

        For the one case in which ``terminate`` cannot be called: a call is stuck. It is the only
        method that another thread may call.
        """
        for stream in list(self._runs):
            ctypes.pythonapi.Py_IncRef(ctypes.py_object(stream))

    def _initialise_again(self) -> None:
        try:
            self._library._initialize()  # noqa: SLF001 - documented, and the only way
        except self._library.PortAudioError as error:
            raise DeviceFault(_NOT_STARTED.format(error)) from error

    def _open_at(self, wanted: Wanted, rate_hz: int) -> Stream:
        try:
            return self._open(wanted, rate_hz, 1)
        except self._library.PortAudioError as error:
            if code_of(error) != INVALID_CHANNEL_COUNT or wanted.channels == 1:
                raise
            return self._open(wanted, rate_hz, wanted.channels)

    def _open(self, wanted: Wanted, rate_hz: int, channels: int) -> Stream:
        run = _Run(wanted)
        stream = getattr(self._library, wanted.kind)(
            device=wanted.device,
            samplerate=rate_hz,
            blocksize=round(
                rate_hz * BLOCK_S
            ),  # 0 means 1 to 104 samples a call and 15 % of a core
            channels=channels,
            dtype="int16",
            latency=_LATENCY_S,
            callback=wanted.on_block,
            finished_callback=run.finish,
        )
        self._runs[stream] = run
        try:
            stream.start()
        except self._library.PortAudioError:
            self.close(stream)
            raise
        opened: Stream = stream
        return opened


def _rates(own_hz: float) -> list[int]:
    """Return the rates to try, in order; of each a block of 20 ms is a whole number of samples."""
    own = round(own_hz)
    is_usable = 8_000 <= own <= 192_000 and own % 50 == 0
    return list(dict.fromkeys((RATE_HZ, *((own,) if is_usable else ()), *_RATES_HZ)))


def _load_sounddevice() -> Any:
    try:
        import sounddevice as library  # noqa: PLC0415  # this initialises PortAudio, once

        if not library._initialized:  # noqa: SLF001 - nothing public tells; one before us is done
            library._initialize()  # noqa: SLF001 - documented, and the only way
    except (ImportError, OSError) as error:
        raise DeviceFault(
            f"The sound library PortAudio is not installed ({error}). On Debian or Ubuntu install "
            "it with: apt install libportaudio2"
        ) from error
    except Exception as error:  # its own class cannot be named when its import fails
        raise DeviceFault(_NOT_STARTED.format(error)) from error
    # It would terminate PortAudio at exit and hang there with a stuck call: DeviceWorker does it.
    atexit.unregister(library._exit_handler)  # noqa: SLF001 - nothing public takes it out
    # The interpreter unmaps the library as it goes, under a thread that may be stuck in it, and
    # crashes (measured). ctypes never lets go of what it has opened.
    ctypes.CDLL(library._libname)  # noqa: SLF001 - nothing public names the file
    return library
