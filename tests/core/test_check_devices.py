from __future__ import annotations

from app.core.activity import ActivityParams
from app.core.check_devices import CheckedMicrophone, EchoMeasured, EchoWitness
from app.core.check_report import Trouble
from app.core.echo import Echo
from tests.core.hearing import frame

STRICT_FRAMES = 13  # 256 ms


def heard(microphone: CheckedMicrophone, count: int, *, blank: bool, first: int = 0) -> None:
    for n in range(first, first + count):
        one = frame(n, 0.0, -96.0, -96.0, blank=blank).mic
        microphone.hear(one, one.t)


def test_a_microphone_is_given_time_to_begin() -> None:
    microphone = CheckedMicrophone()
    assert microphone.trouble(100.0) is None, "it was not opened yet"
    microphone.begin(0.0)
    assert microphone.trouble(2.99) is None
    assert microphone.trouble(3.0) is Trouble.STALLED


def test_a_microphone_that_stops_has_stalled_until_it_goes_on() -> None:
    microphone = CheckedMicrophone()
    microphone.begin(0.0)
    heard(microphone, 50, blank=False)
    assert microphone.trouble(1.79) is None
    assert microphone.trouble(1.8) is Trouble.STALLED
    heard(microphone, 1, blank=False, first=100)
    assert microphone.trouble(2.02) is None


def test_zeros_alone_are_a_block_and_end_with_anything_else() -> None:
    microphone = CheckedMicrophone()
    microphone.begin(0.0)
    heard(microphone, 99, blank=True)
    assert microphone.trouble(1.98) is None
    heard(microphone, 1, blank=True, first=99)
    assert microphone.trouble(2.0) is Trouble.BLOCKED
    heard(microphone, 1, blank=False, first=100)
    assert microphone.trouble(2.02) is None


def test_a_microphone_that_is_lost_is_missing_until_it_is_opened_again() -> None:
    microphone = CheckedMicrophone()
    microphone.lose()
    assert microphone.trouble(0.0) is Trouble.MISSING
    microphone.begin(1.0)
    assert microphone.trouble(1.0) is None


def starts(mode: Echo, score: float, frames: int) -> int:
    witness = EchoWitness(mode)
    for n in range(frames):
        witness.hear(frame(n, score, -30.0, -20.0).mic)
    return witness.figures.false_starts


def test_the_interviewer_is_listened_to_by_the_strict_rule() -> None:
    params = ActivityParams()
    assert starts(Echo.CANCELLED, params.strict_on, STRICT_FRAMES - 1) == 0
    assert starts(Echo.CANCELLED, params.strict_on, STRICT_FRAMES) == 1
    assert starts(Echo.HEADPHONES, params.strict_on, 2 * STRICT_FRAMES) == 2
    assert starts(Echo.CANCELLED, params.strict_on - 0.01, 100) == 0


def test_where_the_microphone_rests_nothing_is_a_start() -> None:
    assert starts(Echo.HALF_DUPLEX, 1.0, 100) == 0


def test_what_was_measured_is_told_until_it_begins_anew() -> None:
    witness = EchoWitness(Echo.HALF_DUPLEX)
    witness.measure(EchoMeasured(0.1, -20.0, 30.0))
    witness.mode = Echo.CANCELLED
    found = witness.figures
    assert (found.mode, found.delay_s, found.arrives_db) == (Echo.CANCELLED, 0.1, -20.0)
    assert found.taken_out_db == 30.0
    witness.mode = Echo.HEADPHONES
    assert witness.figures.taken_out_db is None, "nothing had to be"
    witness.mode = Echo.CANCELLED
    witness.begin()
    assert (witness.figures.delay_s, witness.figures.mode) == (None, Echo.CANCELLED)
