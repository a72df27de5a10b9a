"""The room's shells on a real device, in a process of their own that a test talks to.

PortAudio reads its environment once in a process, so each test that uses the private sound card
starts one of these. A question is a line of JSON, [method of ``Desk``, argument ...]; so is the
answer, {"is": value} or {"fault": text}.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import wave
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import app.core.actions as act
from app.audio.capture import Capture
from app.audio.devices import find_microphone, list_devices
from app.audio.hearing import Hearing
from app.audio.playback import Playback
from app.audio.ring import BlockRing
from app.audio.sound import SoundDevice
from app.audio.speaker import Speaker
from app.audio.worker import DeviceWorker
from app.core.events import DeviceEvent
from app.core.faults import Fault
from app.core.tones import Tone
from tests.sound import ROOT, Sound


class OnDevice:
    """The test's side."""

    def __init__(self, sound: Sound, module: str = "tests.audio.on_device") -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", module],
            env=sound.env,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # ALSA's chatter
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._child.kill()
        self.exit_code()

    def ask(self, method: str, *arguments: object) -> Any:
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(json.dumps([method, *arguments]) + "\n")
        self._child.stdin.flush()
        line = self._child.stdout.readline()
        assert line, f"the process died over {method}"
        answer = json.loads(line)
        return answer.get("is", answer)

    def signal(self, number: signal.Signals) -> None:
        """Stop the process as it stands, or let it go on."""
        self._child.send_signal(number)

    def exit_code(self, timeout_s: float = 20.0) -> int:
        """End the questions, wait until the process has left by itself."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        if not self._child.stdin.closed:
            self._child.stdin.close()
        code = self._child.wait(timeout_s)
        self._child.stdout.close()
        return code


class Desk:
    """The process's side: what may be asked."""

    def __init__(self) -> None:
        self._ring = BlockRing()
        self._worker = DeviceWorker()
        self._wakes = 0
        self._capture = Capture(self._worker, self._ring, self._on_wake)
        self._playback = Playback(self._on_wake)
        self._speaker = Speaker(self._worker, self._playback, self._on_wake)
        self._pcm = bytearray()
        self._newest = 0.0
        self._told: list[Callable[[], DeviceEvent | None]] = []
        self._device = SoundDevice(
            *(self._capture, self._speaker),
            *(Hearing(self._ring, time.perf_counter()), self._playback),
            *(time.perf_counter, self._told.append),
        )

    def _on_wake(self) -> None:
        self._wakes += 1

    def open_microphone(self) -> None:
        self._capture.open().result()

    def close_microphone(self) -> None:
        self._capture.close().result()

    def begin_to_open_microphone(self) -> None:
        self._capture.open()

    def obey(self, action: str, *arguments: Any) -> None:
        self._device.obey(getattr(act, action)(*arguments))

    def cue(self, tone: str) -> None:
        self._device.obey(act.Cue(Tone[tone]))

    def hear(self) -> dict[str, Any]:
        """What came since the last call: events by name with their text, frames, those of zeros."""
        frames = [frame for frame, _ in self._device.heard(muted=False)]
        news, self._told[:] = list(self._told), []
        told = [event for one in news if (event := one()) is not None]
        return {
            "told": [[type(one).__name__, *map(str, astuple(one))] for one in told],
            "frames": len(frames),
            "blank": sum(frame.is_blank for frame in frames),
        }

    def microphone(self) -> dict[str, Any]:
        self._take()
        return {
            "blocks": self._ring.blocks_in,
            "overruns": self._ring.overruns,
            "finished": self._capture.finished,
            "quiet_s": time.perf_counter() - self._newest,
            "wakes": self._wakes,
        }

    def save_recorded(self, path: str) -> int:
        self._take()
        Path(path).write_bytes(self._pcm)
        return len(self._pcm) // 2

    def _take(self) -> None:
        for block in self._ring.take():
            self._newest = block.stamp
            self._pcm += block.pcm

    def open_speaker(self) -> None:
        self._speaker.open().result()

    def speaker_finished(self) -> bool:
        return self._speaker.finished

    def play(self, reply: int, path: str) -> int:
        with wave.open(path) as wav:
            samples = wav.getnframes()
            self._playback.play(reply, wav.readframes(samples))
        self._playback.finish(reply)
        return samples

    def flush(self) -> float:
        """Return when it was decided, on the clock of all processes."""
        decided = time.perf_counter()
        self._speaker.flush()
        return decided

    def placed(self) -> list[list[Any]]:
        """What was heard since the last call, as it is said to have been."""
        taken = self._playback.take_played(time.perf_counter())
        return [[p.reply, p.first_sample, p.samples, p.stamp] for p in taken]

    def played(self) -> list[list[int]]:
        return [[p.reply, p.first_sample, p.samples] for p in self._playback.take_played()]

    def devices(self) -> list[str]:
        return [d.name for d in self._worker.submit(lambda: list_devices(self._port)).result()]

    def find_microphone(self, name: str | None) -> str:
        return self._worker.submit(lambda: find_microphone(self._port, name)).result().name

    def stop(self, timeout_s: float) -> bool:
        return self._worker.stop(timeout_s)

    @property
    def _port(self) -> Any:
        return self._worker.portaudio


def answer_all(desk: Desk) -> None:
    """Answer questions until there are no more."""
    for line in sys.stdin:
        method, *arguments = json.loads(line)
        try:
            answer = {"is": getattr(desk, method)(*arguments)}
        except Fault as fault:
            answer = {"fault": str(fault)}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    answer_all(Desk())
