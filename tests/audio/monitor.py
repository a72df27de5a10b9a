"""What the loudspeaker plays, and when: its monitor, recorded beside.

A sample of the recording cannot arrive before it was played, so the earliest arrival of all,
counted back to the first sample, gives the time of every sample, too late by what the fastest one
took. What the sound card itself holds (5 ms of a null sink) is not in it.
"""

from __future__ import annotations

import signal
import subprocess
import threading
import time
import wave
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import soxr

from tests.audio.on_device import OnDevice
from tests.sound import RATE_HZ, Sound

REPLY_HZ = 24_000
_AROUND_S = 0.12
_SURE = 0.5


class Monitor:
    """Records the loudspeaker.

    Attributes:
        pcm: All of it: mono int16 at 48 kHz.
        first_at: When its first sample was played, on ``time.perf_counter``.
    """

    def __init__(self, sound: Sound) -> None:
        self.pcm = bytearray()
        self.first_at = float("inf")
        self._parec = subprocess.Popen(
            [
                *("parec", "--device=speaker.monitor", "--raw", "--format=s16le"),
                *(f"--rate={RATE_HZ}", "--channels=1", "--latency-msec=5"),
            ],
            env=sound.env,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        self._thread = threading.Thread(target=self._record, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the recording."""
        self._parec.kill()
        self._parec.wait()
        self._thread.join()
        assert self._parec.stdout is not None
        self._parec.stdout.close()

    def samples(self) -> npt.NDArray[np.int16]:
        """Return all of it."""
        return np.frombuffer(bytes(self.pcm[: len(self.pcm) & ~1]), np.int16)

    def _record(self) -> None:
        assert self._parec.stdout is not None
        while piece := self._parec.stdout.read(65_536):
            self.pcm += piece
            began = time.perf_counter() - len(self.pcm) / 2 / RATE_HZ
            self.first_at = min(self.first_at, began)


def noise_file(path: Path, seconds: float) -> str:
    """Write a reply of which every piece is unlike every other."""
    noise = np.random.default_rng(7).normal(0, 4000, round(REPLY_HZ * seconds))
    with wave.open(str(path), "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(REPLY_HZ)
        wav.writeframes(noise.astype(np.int16).tobytes())
    return str(path)


def stall(sound: Sound, device: OnDevice, seconds: float, *, server_too: bool) -> None:
    """Let the application stand still, as on a busy computer, or the sound server with it.

    The server goes on 20 ms later than the application: their true latency grows then.
    """
    device.signal(signal.SIGSTOP)
    sound.freeze(on=server_too)
    time.sleep(seconds)
    device.signal(signal.SIGCONT)
    time.sleep(0.02)
    sound.freeze(on=False)


def late_ms(monitor: Monitor, placed: list[list[Any]], reply: str) -> npt.NDArray[np.float64]:
    """Return how much later each piece was heard than it is said to; NaN if it was not whole.

    Args:
        monitor: Stopped.
        placed: Of each piece: reply, first sample, samples, when it is said to be heard.
        reply: The file that was played.
    """
    with wave.open(reply) as wav:
        pcm24 = np.frombuffer(wav.readframes(wav.getnframes()), np.int16).astype(float)
    pcm48, heard = soxr.resample(pcm24, REPLY_HZ, RATE_HZ), monitor.samples().astype(float)
    found = []
    for _, first, samples, stamp in placed:
        piece = pcm48[2 * first : 2 * (first + samples)]
        begin = round((stamp - _AROUND_S - monitor.first_at) * RATE_HZ)
        around = heard[begin : begin + len(piece) + round(2 * _AROUND_S * RATE_HZ)]
        likeness = np.correlate(around, piece) / (np.linalg.norm(piece) ** 2)
        best = int(np.argmax(likeness))
        is_heard = likeness[best] > _SURE
        found.append((best / RATE_HZ - _AROUND_S) * 1000 if is_heard else np.nan)
    return np.array(found)
