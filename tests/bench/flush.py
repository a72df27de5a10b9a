"""From the decision to cut a reply to silence at the loudspeaker, as a row for RESULTS.md.

    python -m tests.bench.flush [FLUSHES]

The loudspeaker is a null sink of PulseAudio; its monitor is recorded beside. A sample of the
recording cannot arrive before it was played, so the earliest arrival of all, counted back to the
first sample, gives the time of every sample, too late by what the fastest one took.

Needs what the tests need (``packaging/start.py --test`` sets it up).
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from tests.audio.on_device import OnDevice
from tests.audio.test_speaker import tone_file
from tests.sound import RATE_HZ, Sound, wait_until

_LOUD = 300
_LOOK_S = 0.35  # after each decision


class Monitor:
    """Records what the loudspeaker plays, and when.

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

    def _record(self) -> None:
        assert self._parec.stdout is not None
        while piece := self._parec.stdout.read(65_536):
            self.pcm += piece
            began = time.perf_counter() - len(self.pcm) / 2 / RATE_HZ
            self.first_at = min(self.first_at, began)


def main(flushes: int) -> None:
    """Print the figures."""
    print(f"{datetime.now(UTC):%Y-%m-%d} · {platform.platform()} · {os.cpu_count()} cores")
    print(f"Python {platform.python_version()}\n")
    with tempfile.TemporaryDirectory() as scratch, Sound(Path(scratch) / "s") as sound:
        monitor = Monitor(sound)
        wav = tone_file(Path(scratch) / "tone.wav", 10.0)
        with OnDevice(sound) as device:
            device.ask("open_speaker")
            decided = [_cut(device, wav, number) for number in range(flushes)]
        monitor.stop()
    loud = np.abs(np.frombuffer(bytes(monitor.pcm), np.int16).astype(int)) > _LOUD
    took_ms = sorted(_silent_after_s(loud, at - monitor.first_at) * 1000 for at in decided)
    print(f"decision to silence at the monitor, {len(took_ms)} flushes:", end=" ")
    print(f"p50 {np.median(took_ms):.1f} ms, max {took_ms[-1]:.1f} ms")


def _cut(device: OnDevice, wav: str, number: int) -> float:
    """Play, cut at another place within a block each time; return when that was decided."""
    device.ask("play", number, wav)
    wait_until(lambda: device.ask("played"), "the reply to be heard")
    time.sleep(0.3 + 0.0013 * (number % 16))
    decided = float(device.ask("flush"))
    time.sleep(_LOOK_S + 0.1)
    device.ask("played")
    return decided


def _silent_after_s(loud: np.ndarray[tuple[int], np.dtype[np.bool_]], at_s: float) -> float:
    at = round(at_s * RATE_HZ)
    assert loud[at - RATE_HZ // 10 : at].any(), "it sounded before"
    sounding = np.flatnonzero(loud[at : at + round(_LOOK_S * RATE_HZ)])
    return float(sounding[-1] + 1) / RATE_HZ if sounding.size else 0.0


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
