from __future__ import annotations

import importlib
from types import ModuleType

import numpy as np
import pytest

from app.audio.echo import EchoPath, load_canceller
from app.audio.hearing import Heard
from app.audio.reference import Reference
from app.audio.resample import FRAME_BYTES
from app.core.echo import Echo
from tests.audio.both_ways import Chain, alone, sound_of, starts, taken_out_db, with_holes
from tests.audio.room import HZ, Room, Sound, answer, blocks, interviewer

HELD = 224  # samples: 14 ms
FAR = np.concatenate((np.zeros(HZ), interviewer(8.0)))
ROOMS = {
    "none": Room(delay_s=0.0),
    "short": Room(delay_s=0.03),
    "middle": Room(delay_s=0.2),
    "long": Room(delay_s=0.45),
    "loud": Room(level_db=0.0, delay_s=0.1),
    "soft": Room(level_db=-30.0),
    "fast clock": Room(drift_ppm=100.0, delay_s=0.1),
    "slow clock": Room(drift_ppm=-100.0, delay_s=0.45),
    "loudspeaker that distorts": Room(bends=True),
    "hall": Room(tail_s=0.3, delay_s=0.2),
    "room that changes": Room(moves_at_s=6.0),
}


class Through:
    """A canceller that cancels nothing."""

    def __init__(self) -> None:
        self.resets = self.works = 0

    def process(self, near: np.ndarray, far: np.ndarray) -> np.ndarray:
        self.works += 1
        return near

    def reset(self) -> None:
        self.resets += 1


def run(room: Room, near: Sound | None = None) -> tuple[Chain, list[Heard]]:
    chain = Chain(drift_ppm=room.drift_ppm)
    pulled, captured = alone(room, FAR)
    if near is not None:
        echo = room.echo(FAR)
        captured = blocks(echo + room.noise(len(echo)) + near[: len(echo)])
    return chain, chain.run(pulled, captured)


@pytest.mark.parametrize("room", ROOMS.values(), ids=ROOMS)
def test_the_interviewer_is_never_taken_for_the_candidate(room: Room) -> None:
    chain, heard = run(room)
    assert starts(heard) == []
    assert taken_out_db(alone(room, FAR)[1], heard, (3.0, 8.5)) > 20
    assert [mode for _, mode in chain.modes] == [Echo.CANCELLED]


def test_without_a_canceller_the_interviewer_would_be_taken_for_the_candidate() -> None:
    assert starts(Chain(canceller=None).run(*alone(Room(), FAR)))


def test_a_candidate_who_interrupts_is_heard() -> None:
    near = np.zeros(len(FAR))
    voice = answer()[: 3 * HZ]
    near[5 * HZ : 8 * HZ] = voice
    _, heard = run(Room(), near)
    (began,) = starts(heard)
    assert 5.0 < began < 6.0


def test_while_the_loudspeaker_is_silent_the_candidates_voice_stays_as_it_is() -> None:
    captured = blocks(np.concatenate((np.zeros(HZ), answer()[: 3 * HZ])))
    plain = sound_of(Chain(canceller=None).run(blocks(FAR * 0), captured))
    heard = sound_of(Chain().run(blocks(FAR * 0), captured))
    assert np.array_equal(heard[HELD:], plain[:-HELD])


def test_where_it_begins_to_work_and_to_rest_nothing_jumps() -> None:
    """What the canceller lets through lies where the voice lay while it rested."""
    click = interviewer(0.5, dbfs=-60.0)
    far = np.concatenate((np.zeros(4 * HZ), click, np.zeros(4 * HZ)))
    t = np.arange(len(far)) / HZ
    voice = 3000 * np.sin(2 * np.pi * 300 * t)
    heard = sound_of(Chain().run(blocks(far), blocks(voice)))
    steps = np.abs(np.diff(heard[8000:-8000]))
    assert steps.max() < 1.3 * 3000 * 2 * np.pi * 300 / 16_000


def test_it_costs_nothing_while_there_can_be_no_echo() -> None:
    canceller = Through()
    Chain(canceller).run(blocks(np.concatenate((FAR, np.zeros(5 * HZ)))), blocks(np.zeros(14 * HZ)))
    assert 8 * 50 < canceller.works <= 9 * 50 + 10


def test_until_the_echo_is_known_the_microphone_rests_while_the_interviewer_speaks() -> None:
    chain, _ = run(Room())
    ((told_at, mode),) = chain.modes
    assert mode is Echo.CANCELLED
    assert 2.0 < told_at < 4.0, "the interviewer is heard from 1.0 s on"
    assert chain.echo is not None
    assert chain.echo.delay_s == pytest.approx(0.07, abs=0.005)


def test_an_echo_that_comes_too_late_is_not_cancelled_and_the_candidate_cannot_interrupt() -> None:
    chain, _ = run(Room(delay_s=0.6))
    assert chain.modes == []
    assert chain.echo is not None
    assert chain.echo.delay_s == pytest.approx(0.61, abs=0.005)


def test_where_the_microphone_hears_nothing_of_it_the_candidate_may_interrupt() -> None:
    chain, heard = run(Room(level_db=-200.0))
    ((told_at, mode),) = chain.modes
    assert (mode, starts(heard)) == (Echo.CANCELLED, [])
    assert told_at > 5.0, "four seconds of the interviewer and what lies between"
    assert chain.echo is not None
    assert chain.echo.delay_s is None


def test_a_microphone_that_gives_nothing_at_all_is_as_without_a_canceller() -> None:
    chain = Chain()
    heard = chain.run(blocks(FAR), blocks(FAR * 0))
    assert chain.modes == []
    assert not sound_of(heard).any()


def test_after_a_gap_it_begins_anew_and_the_microphone_rests_for_a_second() -> None:
    told: list[Echo] = []
    canceller = Through()
    now = 0.0
    path = EchoPath(canceller, Reference(lambda: now), told.append)
    near = [np.frombuffer(block, np.int16)[::3].tobytes() for block in blocks(Room().echo(FAR))]
    for n, (pulled, captured) in enumerate(zip(blocks(FAR), near, strict=True)):
        now = n * 0.02
        path.reference.put(now, pulled)
        path.clean(captured, now + 0.02)
    assert told == [Echo.CANCELLED]
    path.restart(now + 2.0)
    assert (told[1:], canceller.resets) == ([Echo.HALF_DUPLEX], 2), "one at the start"
    for n in range(49):
        path.clean(bytes(FRAME_BYTES), now + 2.0 + n * 0.02)
    assert told[1:] == [Echo.HALF_DUPLEX]
    path.clean(bytes(FRAME_BYTES), now + 2.98)
    assert told[1:] == [Echo.HALF_DUPLEX, Echo.CANCELLED]


def test_with_other_devices_nothing_is_known_of_the_way_between_them() -> None:
    told: list[Echo] = []
    now = 0.0
    path = EchoPath(Through(), Reference(lambda: now), told.append)
    near = [np.frombuffer(block, np.int16)[::3].tobytes() for block in blocks(Room().echo(FAR))]
    for n, (pulled, captured) in enumerate(zip(blocks(FAR), near, strict=True)):
        now = n * 0.02
        path.reference.put(now, pulled)
        path.clean(captured, now + 0.02)
    assert path.delay_s is not None
    path.change(now, headphones=True)
    assert path.clean(near[-1], now) is near[-1], "nothing is taken out"
    path.restart(now)
    path.change(now, headphones=False)
    assert path.delay_s is None
    for n in range(100):
        path.clean(bytes(FRAME_BYTES), now + 2.0 + n * 0.02)
    assert told == [Echo.CANCELLED, Echo.HEADPHONES, Echo.HALF_DUPLEX], "it has to be found anew"


HOLES = ((250, 0.11), (262, 0.06), (275, 0.15))  # a burst of them, from 5 s on


def run_dry(room: Room, more_s: float = 0.0) -> tuple[Chain, list[Heard]]:
    """Let the loudspeaker run dry, and hold so much more each time than it tells."""
    chain = Chain(holes=HOLES)
    echo = room.echo(with_holes(FAR, [(at, s + more_s) for at, s in HOLES]))
    return chain, chain.run(blocks(FAR), blocks(echo + room.noise(len(echo))))


@pytest.mark.parametrize("room", [Room(delay_s=0.18), Room(delay_s=0.18, level_db=0.0)])
def test_a_loudspeaker_that_ran_dry_is_not_taken_for_the_candidate(room: Room) -> None:
    _, heard = run_dry(room)
    assert starts(heard) == []


@pytest.mark.parametrize("more_s", [0.0, 0.015])
def test_when_it_ran_dry_the_candidate_may_interrupt_once_the_echo_is_taken_out_again(
    more_s: float,
) -> None:
    chain, heard = run_dry(Room(delay_s=0.18), more_s)
    assert [mode for _, mode in chain.modes] == [Echo.CANCELLED, Echo.HALF_DUPLEX, Echo.CANCELLED]
    (_, (gone_at, _), (back_at, _)) = chain.modes
    assert gone_at == pytest.approx(5.1, abs=0.05), "with the first hole"
    assert not [t for t in starts(heard) if not gone_at <= t < back_at]
    assert 6.7 < back_at < 8.5, "a second of sound and more after the last"


@pytest.mark.parametrize("burst", [2, 8])
def test_devices_that_work_in_bursts_are_no_other_room(burst: int) -> None:
    chain = Chain(late=(lambda n: (burst - 1 - n % burst) * 0.02, lambda n: (3 - n % 4) * 0.02))
    heard = chain.run(*alone(Room(delay_s=0.18), FAR))
    assert starts(heard) == []


@pytest.mark.parametrize("error", [ImportError("no such package"), OSError("libstdc++ is missing")])
def test_where_its_package_cannot_be_loaded_there_is_none(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(name: str) -> ModuleType:
        raise error

    monkeypatch.setattr(importlib, "import_module", refuse)
    assert load_canceller() is None
