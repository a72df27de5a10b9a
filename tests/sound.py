"""A sound card of the tests' own: a private PulseAudio with a loudspeaker and a microphone.

    speak(wav), room noise -> micfeed (null sink) -> mic (source)   ... what the application records
    what the application plays -> speaker (null sink) -> listen()

A room is never digitally silent, so there is always a noise of -70 dBFS: exact zeros mean a
microphone that is muted or gone.

Nothing of the user's or the system's sound is touched: own runtime folder, cookie and
configuration. PortAudio reads its environment once in a process, when it is initialised, so
whatever uses this card runs in a child process with ``sound.env``.

``norewinds=1`` is essential: without it a null sink sleeps in blocks of 2 s (measured).
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parents[1]
RATE_HZ = 48_000
VOICE = "candidate"
NOISE_DBFS = -70.0
_ROOM = "room"

_ALSA = """\
</usr/share/alsa/alsa.conf>
pcm.!default { type pulse  hint { show on description "Default (PulseAudio)" } }
ctl.!default { type pulse }
pcm.pulse { type pulse }
ctl.pulse { type pulse }
pcm.speaker { type pulse device speaker hint { show on description "Test speaker" } }
"""
_ALSA_MICROPHONE = """\
pcm.{name} {{ type pulse device {name} hint {{ show on description "Test {name}" }} }}
"""
_PULSE = """\
load-module module-native-protocol-unix
load-module module-null-sink sink_name=speaker norewinds=1 rate=48000 channels=2
load-module module-null-sink sink_name=micfeed norewinds=1 rate=48000 channels=1 channel_map=mono
set-default-sink speaker
"""


class Sound:
    """The card, from entering the context to leaving it.

    Args:
        folder: Its scratch folder, absolute; kept short, for a socket's path ends at 107 bytes.

    Attributes:
        env: The environment for every process that is to use the card.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._children: list[subprocess.Popen[bytes]] = []
        self._microphones: dict[str, str] = {}  # numbers of their modules
        run = folder / "run"
        self.env = os.environ | {
            "XDG_RUNTIME_DIR": str(run),
            "PULSE_RUNTIME_PATH": str(run / "pulse"),
            "PULSE_STATE_PATH": str(folder / "state"),
            "PULSE_COOKIE": str(folder / "cookie"),
            "PULSE_SERVER": f"unix:{run}/pulse/native",
            "ALSA_CONFIG_PATH": str(folder / "alsa.conf"),
            "PYTHONPATH": str(ROOT),
        }

    def __enter__(self) -> Self:
        _require_tools()
        (self._folder / "run").mkdir(mode=0o700, parents=True)
        (self._folder / "alsa.conf").write_text(_ALSA)
        (self._folder / "daemon.pa").write_text(_PULSE)
        noise = np.random.default_rng(1).normal(0, 32768 * 10 ** (NOISE_DBFS / 20), 10 * RATE_HZ)
        (self._folder / "noise.raw").write_bytes(noise.round().astype(np.int16).tobytes())
        self.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Start the sound server and wait until it answers. Entering the context does this."""
        self._daemon = self._popen(
            *("pulseaudio", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1"),
            *("--disallow-exit=yes", "--realtime=no", "--high-priority=no", "-n"),
            *("-F", str(self._folder / "daemon.pa")),
            # "debug" names each stream that ran dry.
            *(f"--log-target=file:{self._folder / 'pulse.log'}", "--log-level=debug"),
        )
        wait_until(self._answers, "PulseAudio to answer")
        self.plug("mic")
        self.set_default_microphone("mic")
        self._make_noise()

    def stop(self) -> None:
        """End the sound server and all that plays or records here."""
        self.freeze(on=False)
        for child in reversed(self._children):
            child.kill()
            child.wait()
            if child.stdout is not None:
                child.stdout.close()
        self._children.clear()

    def speak(self, wav: Path) -> subprocess.Popen[bytes]:
        """Begin to play a WAV file into the microphone; ``wait()`` on what is returned."""
        return self._popen("paplay", "--device=micfeed", f"--stream-name={VOICE}", str(wav))

    @contextmanager
    def listen(self) -> Iterator[Recording]:
        """Record what the loudspeaker plays, within the context."""
        raw = self._folder / f"heard-{len(self._children)}.raw"
        with raw.open("wb") as file:
            parec = self._popen(
                *("parec", "--device=speaker.monitor", "--raw", "--format=s16le"),
                *(f"--rate={RATE_HZ}", "--channels=1", "--latency-msec=20"),
                stdout=file.fileno(),
            )
        recording = Recording(raw)
        wait_until(lambda: recording.samples().size, "the monitor to be recorded")
        try:
            yield recording
        finally:
            parec.terminate()
            parec.wait()

    def underruns(self) -> Counter[str]:
        """Count how often each stream ran dry since the start: who fills it was late, or stopped.

        Silence is heard then. A stream that was played to its end did not run dry. What ``speak``
        plays has the name VOICE.
        """
        log = (self._folder / "pulse.log").read_text(errors="replace")
        dry = Counter(re.findall(r" underrun of '(.*)'", log))
        del dry[_ROOM]
        return dry

    def plug(self, name: str) -> None:
        """Connect a microphone, which hears the same as every other."""
        entry, alsa = _ALSA_MICROPHONE.format(name=name), self._folder / "alsa.conf"
        if entry not in alsa.read_text():
            alsa.write_text(alsa.read_text() + entry)
        source = (f"source_name={name}", "master=micfeed.monitor", "channels=1", "channel_map=mono")
        done = self._pactl("load-module", "module-remap-source", *source)
        self._microphones[name] = done.stdout.decode().strip()

    def hear_loudspeaker(self, name: str, level_db: float) -> None:
        """Add a loudspeaker that every microphone hears, so much quieter: a room without delay."""
        alsa = self._folder / "alsa.conf"
        alsa.write_text(alsa.read_text() + _ALSA_MICROPHONE.format(name=name))
        self._pactl("load-module", "module-remap-sink", f"sink_name={name}", "master=micfeed")
        self._pactl("set-sink-volume", name, f"{level_db:+.0f}dB")

    def unplug(self, name: str) -> None:
        """Disconnect a microphone: what recorded it gets zeros, or another microphone."""
        self._pactl("unload-module", self._microphones.pop(name))

    def set_default_microphone(self, name: str) -> None:
        """Let the system's own microphone be this one."""
        self._pactl("set-default-source", name)

    def mute_microphone(self, *, on: bool) -> None:
        """Mute it at the source: exact zeros come."""
        self._pactl("set-source-mute", "mic", str(int(on)))

    def suspend_speaker(self, *, on: bool) -> None:
        """Let the loudspeaker take no more, without a word."""
        self._pactl("suspend-sink", "speaker", str(int(on)))

    def suspend_microphone(self, *, on: bool) -> None:
        """Let the microphone fall silent without a word: no block comes, no error either."""
        self._pactl("suspend-source", "mic", str(int(on)))

    def freeze(self, *, on: bool) -> None:
        """Stop or continue the sound server as a whole: calls to it hang meanwhile."""
        if self._daemon.poll() is None:
            self._daemon.send_signal(signal.SIGSTOP if on else signal.SIGCONT)

    def kill(self) -> None:
        """Let the sound server die; ``start`` begins another."""
        self._daemon.kill()
        self._daemon.wait()

    def python(self, *arguments: str, timeout_s: float = 30.0) -> str:
        """Run Python in the card's environment and return its standard output.

        Raises:
            AssertionError: If it fails; with what it said.
            subprocess.TimeoutExpired: If it does not end.
        """
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.env,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )
        assert done.returncode == 0, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def _popen(
        self, *command: str, stdin: int = subprocess.DEVNULL, stdout: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        child = subprocess.Popen(
            command,
            env=self.env,
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.DEVNULL,  # an inherited pipe would stay open with the daemon
        )
        self._children.append(child)
        return child

    def _make_noise(self) -> None:
        loop = 'while cat "$0"; do :; done'  # ends when nobody reads any more
        cat = self._popen("sh", "-c", loop, str(self._folder / "noise.raw"), stdout=subprocess.PIPE)
        assert cat.stdout is not None
        with cat.stdout as noise:
            self._popen(
                *("pacat", "--playback", "--device=micfeed", f"--stream-name={_ROOM}", "--raw"),
                *(f"--rate={RATE_HZ}", "--channels=1", "--format=s16le", "--latency-msec=200"),
                stdin=noise.fileno(),
            )

    def _answers(self) -> bool:
        assert self._daemon.poll() is None, (self._folder / "pulse.log").read_text()
        return self._pactl("info", check=False).returncode == 0

    def _pactl(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            ["pactl", *arguments], env=self.env, capture_output=True, timeout=10, check=check
        )


class Recording:
    """What was heard so far, growing while it is recorded."""

    def __init__(self, raw: Path) -> None:
        self._raw = raw

    def samples(self) -> npt.NDArray[np.int16]:
        """Return all of it: mono at 48 kHz."""
        pcm = self._raw.read_bytes()
        return np.frombuffer(pcm[: len(pcm) & ~1], np.int16)


def say(text: str, wav: Path) -> Path:
    """Write ``text``, spoken by espeak-ng, to a WAV file and return its path."""
    subprocess.run(["espeak-ng", "-w", str(wav), text], check=True, timeout=20)
    return wav


def wait_until(is_so: Callable[[], object], what: str, timeout_s: float = 20.0) -> None:
    """Wait for a process outside to get there; fail loudly if it never does."""
    end = time.monotonic() + timeout_s
    while not is_so():
        assert time.monotonic() < end, f"waited {timeout_s:.0f} s in vain for {what}"
        time.sleep(0.02)


def _require_tools() -> None:
    missing = [
        tool for tool in ("pulseaudio", "pactl", "paplay", "parec") if not shutil.which(tool)
    ]
    assert not missing, (
        f"These tests need {', '.join(missing)}: "
        "apt install pulseaudio pulseaudio-utils libasound2-plugins libportaudio2 espeak-ng"
    )
