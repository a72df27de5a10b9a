from __future__ import annotations

import numpy as np
import pytest

from app.audio.echo_gauge import EchoGauge
from tests.audio.both_ways import Chain, taken_out_db
from tests.audio.room import HZ, Room, Sound, blocks, interviewer

SECOND = np.zeros(HZ)


def measured(room: Room, far: Sound, *, before_s: float = 1.0) -> float | None:
    """Play a sound in a room, with a second of its tail; return what the gauge says."""
    played = np.concatenate((np.zeros(int(before_s * HZ)), far, SECOND))
    gauge = EchoGauge()
    echo = room.echo(played)
    for given, captured in zip(blocks(played), blocks(echo + room.noise(len(echo))), strict=True):
        gauge.put(0.0, given)
        gauge.hear(captured)
    return gauge.arrives_db


@pytest.mark.parametrize("level_db", [0.0, -12.0, -30.0])
@pytest.mark.parametrize("delay_s", [0.02, 0.45])
def test_the_echo_has_the_level_that_it_was_built_with(level_db: float, delay_s: float) -> None:
    found = measured(Room(delay_s=delay_s, level_db=level_db), interviewer(4.0))
    assert found == pytest.approx(level_db, abs=1.0)


def test_noise_as_loud_as_the_echo_is_taken_off() -> None:
    found = measured(Room(level_db=-30.0, noise_dbfs=-56.0), interviewer(4.0))
    assert found == pytest.approx(-30.0, abs=1.0)


def test_what_the_noise_hides_is_not_told() -> None:
    assert measured(Room(level_db=-60.0), interviewer(4.0)) is None
    assert measured(Room(level_db=-6.0), interviewer(2.0) * 0) is None, "nothing was played"


def test_without_the_room_alone_there_is_no_telling() -> None:
    assert measured(Room(level_db=-6.0), interviewer(2.0), before_s=0.4) is None


def test_what_was_before_does_not_count() -> None:
    gauge = EchoGauge()
    loud, faint = (np.full(960, level, np.int16).tobytes() for level in (20_000, 20))
    gauge.put(0.0, loud)
    gauge.hear(loud)
    gauge.put(0.0, loud)
    gauge.begin()
    for _ in range(25):
        gauge.hear(faint)
    gauge.put(0.0, loud)
    gauge.hear(np.full(960, 2_000, np.int16).tobytes())
    assert gauge.arrives_db == pytest.approx(-20.0, abs=0.01)


def gauged(room: Room, lead_s: float) -> tuple[EchoGauge, float]:
    """Play a sentence in a room that the canceller knows; return the gauge and what is right."""
    lead = interviewer(lead_s)
    far = np.concatenate((SECOND, lead, SECOND, SECOND, interviewer(4.0), SECOND))
    begins = HZ + len(lead) + HZ  # a second of the room, then the sentence
    given, echo = blocks(far), room.echo(far)
    captured = blocks(echo + room.noise(len(echo)))
    heard = Chain().run(given, captured)
    gauge, first = EchoGauge(), begins // 960
    for n in range(first, len(heard)):
        gauge.put(0.0, given[n])
        gauge.hear(captured[n])
        gauge.keep(heard[n].pcm)
    span = ((begins + HZ) / HZ, len(heard) / 50)
    return gauge, taken_out_db(captured, heard, span)


@pytest.mark.parametrize("level_db", [-6.0, -20.0])
@pytest.mark.parametrize("lead_s", [3.0, 4.0, 5.0])
def test_what_is_taken_out_is_weighed_over_the_whole_sentence(
    level_db: float, lead_s: float
) -> None:
    gauge, built = gauged(Room(delay_s=0.1, level_db=level_db, noise_dbfs=-75.0), lead_s)
    assert gauge.taken_out_db == pytest.approx(built, abs=2.0)


def test_of_an_echo_that_nobody_hears_nothing_is_taken_out() -> None:
    gauge, _ = gauged(Room(delay_s=0.1, level_db=-60.0, noise_dbfs=-50.0), 3.0)
    assert gauge.taken_out_db is None


def fed(left: int | None) -> EchoGauge:
    """A gauge that heard half a second of nothing, then an echo of -20 dB of which this is left."""
    gauge = EchoGauge()
    for _ in range(25):
        gauge.hear(bytes(1920))
        gauge.keep(np.full(320, 9_000, np.int16).tobytes())
    gauge.put(0.0, np.full(960, 20_000, np.int16).tobytes())
    gauge.hear(np.full(960, 2_000, np.int16).tobytes())
    if left is not None:
        gauge.keep(np.full(320, left, np.int16).tobytes())
    return gauge


@pytest.mark.parametrize(("left", "db"), [(200, 20.0), (2_000, 0.0), (4_000, 0.0), (0, 60.0)])
def test_what_is_left_tells_what_was_taken_out(left: int, db: float) -> None:
    assert fed(left).taken_out_db == pytest.approx(db, abs=0.01)


def test_where_nothing_was_taken_there_is_no_telling() -> None:
    assert fed(None).taken_out_db is None
