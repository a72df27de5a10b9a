"""Figures of the sound device, as rows for RESULTS.md.

    python -m tests.bench.device flush [TIMES]    from the decision to cut a reply to silence
    python -m tests.bench.device leave [TIMES]    from the wish to leave to the end of the process,
                                                  with a sound server that answers or is frozen
    python -m tests.bench.device place [TIMES]    how much later pieces of a reply are heard than
                                                  said, while all stands still so often in between

Needs what the tests need (``packaging/start.py --test`` sets it up).
"""

from __future__ import annotations

import os
import platform
import signal
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from tests.audio.monitor import Monitor
from tests.audio.on_device import OnDevice
from tests.audio.test_placing_on_device import played_with_gaps
from tests.audio.test_speaker import tone_file
from tests.e2e.people import running
from tests.sound import RATE_HZ, Sound, wait_until

_LOUD = 300
_LOOK_S = 0.35  # after each decision


def main(what: str, times: int) -> None:
    """Print the figures."""
    print(f"{datetime.now(UTC):%Y-%m-%d} · {platform.platform()} · {os.cpu_count()} cores")
    print(f"Python {platform.python_version()}\n")
    with tempfile.TemporaryDirectory() as scratch, Sound(Path(scratch) / "s") as sound:
        if what == "flush":
            took_ms = _flush(sound, Path(scratch), times)
            print("decision to silence at the monitor:", _figures(took_ms))
        elif what == "place":
            for server_too in (False, True):
                gaps_s = [(0.15, 0.03, 0.06, 0.045)[n % 4] for n in range(times)]
                late_ms, _ = played_with_gaps(sound, Path(scratch), gaps_s, server_too=server_too)
                stalled = "application and server" if server_too else "application"
                print(f"late, after stalls of the {stalled}:", _spread(late_ms))
        else:
            for is_frozen in (False, True):
                took_ms = [_leave(sound, is_frozen=is_frozen) for _ in range(times)]
                state = "is frozen" if is_frozen else "answers"
                print(f"leaving while the sound server {state}:", _figures(took_ms))


def _figures(took_ms: list[float]) -> str:
    return f"p50 {np.median(took_ms):.1f} ms, max {max(took_ms):.1f} ms, of {len(took_ms)}"


def _spread(late_ms: np.ndarray[tuple[int], np.dtype[np.float64]]) -> str:
    least, low, middle, high, most = np.nanpercentile(late_ms, (0, 5, 50, 95, 100))
    return (
        f"p50 {middle:.1f} ms, 90 % from {low:.1f} to {high:.1f}, all from {least:.1f} to "
        f"{most:.1f}, of {len(late_ms)} pieces"
    )


def _flush(sound: Sound, folder: Path, times: int) -> list[float]:
    monitor = Monitor(sound)
    wav = tone_file(folder / "tone.wav", 10.0)
    with OnDevice(sound) as device:
        device.ask("open_speaker")
        decided = [_cut(device, wav, number) for number in range(times)]
    monitor.stop()
    loud = np.abs(monitor.samples().astype(int)) > _LOUD
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
