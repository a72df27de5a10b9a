"""The sound card of the tests tells when the machine was late."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.commands import silence
from tests.sound import VOICE, Sound, wait_until

SECOND = 2 * 44_100 * 2  # bytes, as pacat takes them


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sound]:
    with Sound(tmp_path_factory.mktemp("sound") / "s") as card:
        yield card


def test_a_stream_that_runs_dry_is_counted_by_its_name(sound: Sound) -> None:
    command = ["pacat", "--playback", "--device=speaker", "--stream-name=slow", "--latency-msec=50"]
    with subprocess.Popen(command, env=sound.env, stdin=subprocess.PIPE) as pacat:
        assert pacat.stdin
        for times in (1, 2):
            pacat.stdin.write(bytes(SECOND // 4))
            pacat.stdin.flush()
            wait_until(lambda times=times: sound.underruns()["slow"] == times, "it to run dry")
        pacat.stdin.close()
        pacat.wait(20)
    assert sound.underruns()["slow"] == 2


def test_a_voice_that_was_heard_to_its_end_did_not_run_dry(sound: Sound, tmp_path: Path) -> None:
    before = sound.underruns()
    assert sound.speak(silence(tmp_path / "quiet.wav", 0.3)).wait(20) == 0
    assert f"drain of '{VOICE}'" in (sound._folder / "pulse.log").read_text()
    assert sound.underruns() == before


def peak(sound: Sound) -> int:
    """Return the loudest sample of half a second of the microphone."""
    command = ["parec", "--device=mic", "--raw", "--format=s16le", "--rate=48000", "--channels=1"]
    with subprocess.Popen(command, env=sound.env, stdout=subprocess.PIPE) as parec:
        assert parec.stdout
        parec.stdout.read(48_000)
        pcm = parec.stdout.read(48_000)
        parec.kill()
    return int(np.abs(np.frombuffer(pcm, np.int16)).max())


def test_a_room_is_never_digitally_silent_unless_its_microphone_is_muted(sound: Sound) -> None:
    wait_until(lambda: 0 < peak(sound) < 100, "the noise of the room")
    sound.mute_microphone(on=True)
    try:
        assert peak(sound) == 0
    finally:
        sound.mute_microphone(on=False)
    assert peak(sound) > 0


def test_microphones_come_and_go(sound: Sound) -> None:
    def sources() -> str:
        command = ["pactl", "list", "short", "sources"]
        return subprocess.run(
            command, env=sound.env, capture_output=True, text=True, check=True
        ).stdout

    sound.plug("headset")
    assert "\theadset\t" in sources()
    sound.set_default_microphone("headset")
    sound.unplug("headset")
    assert "\theadset\t" not in sources()
    sound.set_default_microphone("mic")
