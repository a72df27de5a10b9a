"""Figures of the sound device, as rows for RESULTS.md.

    python -m tests.bench.device flush [TIMES]    from the decision to cut a reply to silence
    python -m tests.bench.device leave [TIMES]    from the wish to leave to the end of the process,
                                                  with a sound server that answers or is frozen

For ``flush`` the loudspeaker is a null sink of PulseAudio; its monitor is recorded beside. A sample
of the recording cannot arrive before it was played, so the earliest arrival of all, counted back to
the first sample, gives the time of every sample, too late by what the fastest one took.

Needs what the tests need (``packaging/start.py --test`` sets it up).
"""

from __future__ import annotations

import os
import platform
import signal
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
from tests.e2e.people import running
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


def main(what: str, times: int) -> None:
    """Print the figures."""
    print(f"{datetime.now(UTC):%Y-%m-%d} · {platform.platform()} · {os.cpu_count()} cores")
    print(f"Python {platform.python_version()}\n")
    with tempfile.TemporaryDirectory() as scratch, Sound(Path(scratch) / "s") as sound:
        if what == "flush":
            took_ms = _flush(sound, Path(scratch), times)
            print("decision to silence at the monitor:", _figures(took_ms))
        else:
            for is_frozen in (False, True):
                took_ms = [_leave(sound, is_frozen=is_frozen) for _ in range(times)]
                state = "is frozen" if is_frozen else "answers"
                print(f"leaving while the sound server {state}:", _figures(took_ms))


def _figures(took_ms: list[float]) -> str:
    return f"p50 {np.median(took_ms):.1f} ms, max {max(took_ms):.1f} ms, of {len(took_ms)}"


def _flush(sound: Sound, folder: Path, times: int) -> list[float]:
    monitor = Monitor(sound)
    wav = tone_file(folder / "tone.wav", 10.0)
    with OnDevice(sound) as device:
        device.ask("open_speaker")
        decided = [_cut(device, wav, number) for number in range(times)]
    monitor.stop()
    loud = np.abs(np.frombuffer(bytes(monitor.pcm), np.int16).astype(int)) > _LOUD
    return [_silent_after_s(loud, at - monitor.first_at) * 1000 for at in decided]


def _leave(sound: Sound, *, is_frozen: bool) -> float:
    """Leave a practice while the interviewer speaks."""
    with (
        tempfile.TemporaryDirectory() as data,
        running(sound, "practice", "--data", data, "--mic", "mic") as application,
    ):
        application.until(kind="state", floor="interviewer")
        sound.freeze(on=is_frozen)
        time.sleep(0.5)
        began = time.perf_counter()
        application.process.send_signal(signal.SIGINT)
        application.result()
        took_s = time.perf_counter() - began
    sound.freeze(on=False)
    return took_s * 1000


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
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20)
