from __future__ import annotations

import numpy as np
import pytest

from app.audio.delay import DelayMeter, Finding
from tests.audio.room import HZ, Room, Sound, answer, interviewer

SPEECH = interviewer(8.0)
SILENCE = np.zeros(len(SPEECH))


def fed(near: Sound, far: Sound, meter: DelayMeter | None = None) -> DelayMeter:
    """A meter that heard both, frame by frame, at 16 kHz."""
    meter = meter or DelayMeter()
    frames = [np.rint(sound[::3]).astype(np.int16) for sound in (near, far)]
    for at in range(0, len(near) // 3 - 320, 320):
        meter.feed(frames[0][at : at + 320], frames[1][at : at + 320])
    return meter


def captured(room: Room, far: Sound = SPEECH) -> Sound:
    return room.echo(far) + room.noise(len(far))


@pytest.mark.parametrize("delay_s", [0.0, 0.02, 0.25, 0.45, 0.6, 0.9])
def test_an_echo_is_found_where_it_is(delay_s: float) -> None:
    meter = fed(captured(Room(delay_s)), SPEECH)
    assert meter.finding is Finding.FOUND
    assert meter.delay_s == pytest.approx(delay_s, abs=0.002)


def test_an_echo_that_seems_to_come_before_its_sound_has_a_delay_below_zero() -> None:
    ahead = int(0.1 * HZ)
    echo = captured(Room(0.0))
    meter = fed(echo[ahead:], SPEECH[:-ahead])
    assert meter.delay_s == pytest.approx(-0.1, abs=0.002)


@pytest.mark.parametrize("level_db", [-20.0, -40.0])
def test_a_soft_echo_is_found_too(level_db: float) -> None:
    assert fed(captured(Room(level_db=level_db)), SPEECH).delay_s == pytest.approx(0.06, abs=0.002)


def test_an_echo_is_found_under_the_candidates_voice() -> None:
    near = captured(Room())
    voice = answer()[: len(near)]
    near[: len(voice)] += voice
    assert fed(near, SPEECH).delay_s == pytest.approx(0.06, abs=0.002)


def test_a_voice_or_noise_is_no_echo() -> None:
    near = Room().noise(len(SPEECH))
    voice = answer(1)[: len(near)]
    near[: len(voice)] += voice
    meter = fed(near, SPEECH)
    assert (meter.finding, meter.delay_s) == (Finding.NONE, None)


def test_while_the_loudspeaker_is_silent_nothing_is_known() -> None:
    meter = fed(captured(Room()), SILENCE)
    assert meter.finding is Finding.UNKNOWN
    assert not meter.is_active
    assert fed(captured(Room()), SPEECH).is_active


def test_a_microphone_that_gives_nothing_tells_nothing() -> None:
    assert fed(SILENCE, SPEECH).finding is Finding.UNKNOWN


def test_an_echo_that_moves_is_found_anew() -> None:
    meter = fed(captured(Room(0.06)), SPEECH)
    assert fed(captured(Room(0.3)), SPEECH, meter).delay_s == pytest.approx(0.3, abs=0.002)


def test_after_none_an_echo_is_still_found() -> None:
    meter = fed(Room().noise(len(SPEECH)), SPEECH)
    assert meter.finding is Finding.NONE
    assert fed(captured(Room()), SPEECH, meter).finding is Finding.FOUND


def test_over_a_gap_the_finding_stays_and_the_sound_is_forgotten() -> None:
    meter = fed(captured(Room()), SPEECH)
    meter.restart()
    assert meter.delay_s == pytest.approx(0.06, abs=0.002)
    late = HZ  # what was before the gap has nothing to do with what comes after it
    fed(captured(Room())[late : late + 2 * HZ], SPEECH[late : late + 2 * HZ], meter)
    assert meter.delay_s == pytest.approx(0.06, abs=0.002)
