"""One device takes the place of another, as the core decides it, on a real sound server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.audio.on_device import OnDevice
from tests.audio.test_sound_on_device import is_loud, playing
from tests.sound import Sound, wait_until


class Core:
    """The core's devices, which do what is due whenever they are looked at."""

    def __init__(self, device: OnDevice) -> None:
        self.device = device
        self.notes: list[list[Any]] = []
        self.now: dict[str, Any] = {}

    def step(self) -> None:
        self.now = self.device.ask("step")
        self.notes += self.now["notes"]

    def until(self, is_so: Callable[[], object], what: str) -> None:
        def look() -> object:
            self.step()
            return is_so()

        wait_until(look, f"{what}; it is {self.now}, after {self.notes}")

    def until_live(self, on: str) -> None:
        self.until(lambda: self.now["state"] == "LIVE" and self.now["microphone"] == on, on)

    def until_quiet(self, seconds: float) -> None:
        self.until(lambda: self.now["quiet_s"] > seconds, f"{seconds} s of silence")

    def wish(self, intent: str, *arguments: Any) -> None:
        self.device.ask("wish", intent, *arguments)

    @property
    def switches(self) -> list[list[Any]]:
        return [one[1:] for one in self.notes if one[0] == "microphone.switched"]


@contextmanager
def begun(sound: Sound, microphone: str | None, speaker: str | None = None) -> Iterator[Core]:
    """Two microphones, one of them open, and the list of devices known.

    The first is ``mic``; the system's own is ``mic2``.
    """
    sound.plug("mic2")
    sound.set_default_microphone("mic2")
    with OnDevice(sound, "tests.audio.on_switch") as device:
        device.ask("begin", microphone, speaker)
        core = Core(device)
        core.until_live(on=microphone or "default")
        core.until(lambda: "mic2" in core.now["labels"], "the list")
        yield core


def test_one_that_falls_silent_alone_gives_way_and_the_switch_can_be_undone(
    own_sound: Sound,
) -> None:
    with begun(own_sound, "mic") as core:
        own_sound.suspend_microphone(on=True)
        core.until_live(on="default")
        assert core.now["switched"] == ["mic", "default"]
        assert core.notes[-3][:2] == ["microphone.switched", "default"]
        assert [one[0] for one in core.notes[-2:]] == ["microphone.back", "gap"]
        core.wish("UndoSwitch")
        core.until(lambda: core.now["microphone"] == "mic", "the chosen one")
        core.until_quiet(2.5)
        own_sound.suspend_microphone(on=False)
        core.until_live(on="mic")
        assert core.switches == [["default", "stands in"], ["mic", "undone"]]


def test_a_frozen_sound_server_is_waited_for_and_its_burst_is_heard(own_sound: Sound) -> None:
    with begun(own_sound, "mic") as core:
        own_sound.freeze(on=True)
        core.until_quiet(2.0)
        assert core.now["state"] == "STALLED"
        own_sound.freeze(on=False)
        core.until_live(on="mic")
        missing = sum(one[2] for one in core.notes if one[0] == "gap" and one[1] > 0)
        assert missing < 50, "nearly all of the 2 s came with the burst"
        assert core.switches == []


def test_a_sound_server_that_is_restarted_has_the_chosen_one_again(own_sound: Sound) -> None:
    with begun(own_sound, "mic") as core:
        own_sound.kill()
        core.until(lambda: core.now["state"] == "GONE", "the end")
        core.until(lambda: core.now["labels"] == [], "an empty list")
        own_sound.start()
        core.until_live(on="mic")
        assert core.switches == []


def test_one_that_cannot_be_opened_gives_way(own_sound: Sound) -> None:
    own_sound.plug("broken")
    own_sound.unplug("broken")  # ALSA still has its name
    with begun(own_sound, "mic") as core:
        core.wish("UseMicrophone", "broken")
        core.until_live(on="default")
        assert core.now["switched"] == ["broken", "default"]
        core.wish("UndoSwitch")
        core.until(lambda: core.now["state"] == "GONE", "the loss")
        core.until_quiet(2.0)
        assert core.now["switched"] is None
        assert core.switches == [["default", "stands in"]]


def test_the_sound_server_moves_what_it_lost_by_itself(own_sound: Sound) -> None:
    with begun(own_sound, None) as core:
        own_sound.unplug("mic2")
        own_sound.set_default_microphone("mic")
        core.until(lambda: core.now["quiet_s"] < 0.1, "a frame")
        core.until_live(on="default")
        assert core.switches == []


def test_the_candidate_chooses_both_and_the_rest_of_the_reply_is_heard(
    own_sound: Sound, tmp_path: Path
) -> None:
    with begun(own_sound, None, "default") as core:
        core.wish("UseMicrophone", "mic")
        core.until_live(on="mic")
        assert core.switches == [["mic", "chosen"]]
        with playing(own_sound, core.device, tmp_path) as recording:
            core.wish("UseSpeaker", "speaker")
            core.until(lambda: core.now["speaker"] == "speaker", "the other loudspeaker")
            wait_until(is_loud(recording), "the rest of the reply")
