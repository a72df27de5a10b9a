"""Is a reply said to have sounded when it did? Also after the sound had gaps."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tests.audio.monitor import Monitor, late_ms, noise_file, stall
from tests.audio.on_device import OnDevice
from tests.sound import Sound, wait_until

REPLY_S = 5.0


def test_right_after_a_gap_a_piece_is_said_to_sound_when_it_does(
    own_sound: Sound, tmp_path: Path
) -> None:
    late, placed = played_with_gaps(own_sound, tmp_path, [0.15] * 6, server_too=False)
    gaps = np.flatnonzero(np.diff([piece[3] for piece in placed]) > 0.05) + 1
    assert len(gaps) >= 5
    # Of six gaps one may be told of late: then the sound system itself does not know.
    assert np.median([np.nanmean(np.abs(late[at : at + 4])) for at in gaps]) < 8


def test_the_place_follows_when_the_sound_system_holds_more_from_then_on(
    own_sound: Sound, tmp_path: Path
) -> None:
    gaps_s = [0.03, 0.06, 0.03, 0.06, 0.03]
    late, _ = played_with_gaps(own_sound, tmp_path, gaps_s, server_too=True)
    assert np.nanpercentile(np.abs(late), 90) < 12


def played_with_gaps(
    sound: Sound, folder: Path, gaps_s: list[float], *, server_too: bool
) -> tuple[npt.NDArray[np.float64], list[list[Any]]]:
    """Play a reply, stalled so often meanwhile.

    Returns:
        How late each piece was heard, in ms, NaN where it was not; and the pieces.
    """
    reply, monitor = noise_file(folder / "reply.wav", REPLY_S), Monitor(sound)
    placed: list[list[Any]] = []

    def is_over() -> bool:
        placed.extend(device.ask("placed"))
        return bool(placed) and placed[-1][1] + placed[-1][2] >= REPLY_S * 24_000

    with OnDevice(sound) as device:
        device.ask("open_speaker")
        device.ask("play", 1, reply)
        wait_until(lambda: is_over() or len(placed) > 25, "the reply to be heard")
        for gap_s in gaps_s:
            stall(sound, device, gap_s, server_too=server_too)
            time.sleep(0.4)
        wait_until(is_over, "the reply to be over")
        time.sleep(0.3)
    monitor.stop()
    return late_ms(monitor, placed, reply), placed
