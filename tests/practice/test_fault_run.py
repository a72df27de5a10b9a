import pytest

from app.practice.fault_kinds import COUNTED, KINDS, Effect, When
from app.practice.fault_run import FaultRun
from app.practice.faults import Clause, FaultScript

PERIOD_S = 20.0


def run_of(spec: str) -> FaultRun:
    return FaultRun(FaultScript.parse(spec))


def effects(clauses: list[Clause]) -> list[str]:
    return [clause.effect.value for clause in clauses]


def times_of(spec: str, until: float) -> list[tuple[float, Effect]]:
    """Return when what comes, of a clock that begins at 100 s."""
    run = run_of(spec)
    run.open(100.0)
    happened = []
    while (deadline := run.deadline) is not None and deadline <= until:
        happened += [(deadline, clause.effect) for clause in run.at_time(deadline)]
    return happened


def test_an_empty_script_does_nothing() -> None:
    run = run_of("")
    run.open(0.0)
    assert run.deadline is None
    assert run.at_start() + run.at_time(1e9) + run.at_sound(1e9, 1e9) == []
    assert run.at_turn() + run.at_end() + run.at_setup() == []


def test_what_has_no_moment_comes_at_the_start_once() -> None:
    run = run_of("slow-pong 2;handles late;reset@end=1")
    assert effects(run.at_start()) == ["slow-pong", "handles"]
    assert run.at_start() == []


def test_a_clause_fires_once_when_a_window_holds_its_sound() -> None:
    run = run_of("reset@audio=2;reset@audio=2")
    assert run.at_sound(1.98, 1.98) == []
    assert effects(run.at_sound(2.0, 0.02)) == ["reset", "reset"]
    assert run.at_sound(2.02, 0.02) == []


def test_frames_are_counted_over_all_windows() -> None:
    run = run_of("deaf 1@frame=1000;reset@frame=3")
    assert run.at_sound(0.02, 0.02) + run.at_sound(0.04, 0.02) == []
    assert effects(run.at_sound(0.02, 0.02)) == ["reset"]  # another window
    happened = [n for n in range(4, 1100) if run.at_sound(0.02, 0.02)]
    assert happened == [1000]


@pytest.mark.parametrize("when", sorted(COUNTED - {When.FRAME}, key=str))
def test_turns_ends_and_setups_are_counted_from_one_and_apart(when: When) -> None:
    run = run_of(f"reset@{when.value}=2;deaf 1@{when.value}=2;reset@{when.value}=4")
    count = {When.TURN: run.at_turn, When.END: run.at_end, When.SETUP: run.at_setup}
    others = [one for other, one in count.items() if other is not when]
    assert [one() for one in others for _ in range(9)] == [[]] * 18
    happened = [effects(count[when]()) for _ in range(5)]
    assert happened == [[], ["reset", "deaf"], [], ["reset"], []]


def test_the_clock_begins_with_the_first_connection() -> None:
    run = run_of("reset@time=5;freeze@time=2.5")
    assert run.deadline is None
    assert run.at_time(1e9) == []
    run.open(100.1)
    run.open(104.0)
    assert run.deadline == 102.6
    assert run.at_time(102.5) == []
    assert effects(run.at_time(102.6)) == ["freeze"]
    assert effects(run.at_time(110.0)) == ["reset"]
    assert run.deadline is None


def test_what_is_due_at_the_deadline_is_due_whatever_the_rounding() -> None:
    for tenth in range(1, 200):
        run = run_of(f"reset@time={tenth / 10}")
        run.open(12_345.678_9)
        assert run.deadline is not None
        assert effects(run.at_time(run.deadline)) == ["reset"]


def test_what_comes_again_and_again_does_so_at_drawn_gaps_about_the_period() -> None:
    times = [when for when, _ in times_of(f"reset@every={PERIOD_S}", 100 + 100 * PERIOD_S)]
    gaps = [b - a for a, b in zip([100.0, *times], times, strict=False)]
    assert all(0.5 * PERIOD_S <= gap <= 1.5 * PERIOD_S for gap in gaps)
    assert max(gaps) > 1.3 * PERIOD_S
    assert min(gaps) < 0.7 * PERIOD_S
    assert len(times) == pytest.approx(100, abs=15)


def test_the_seed_decides_and_nothing_else() -> None:
    spec = "any@every=20"
    assert times_of(f"{spec}/3", 2000) == times_of(f"{spec}/3", 2000)
    assert times_of(f"{spec}/3", 2000) != times_of(f"{spec}/4", 2000)
    assert times_of(f"{spec}/0", 2000) == times_of(spec, 2000)


def test_a_late_clock_brings_all_that_was_due() -> None:
    punctual = times_of("any@every=20/3", 300)
    run = run_of("any@every=20/3")
    run.open(100.0)
    assert [clause.effect for clause in run.at_time(300)] == [effect for _, effect in punctual]


def test_any_is_one_that_needs_no_person_and_does_not_last() -> None:
    drawn = {effect for _, effect in times_of("any@every=0.1/1", 200)}
    assert drawn >= {Effect.RESET, Effect.DEAF, Effect.REFUSE, Effect.FREEZE, Effect.GO_AWAY}
    assert not drawn & {Effect.ANY, Effect.QUOTA, Effect.DECLINE, Effect.MUTE_AFTER_RESUME}
    assert all(When.EVERY in KINDS[effect].moments for effect in drawn)


def test_any_gives_each_fault_all_that_it_takes() -> None:
    run = run_of("any@every=0.1/1")
    run.open(0.0)
    for clause in run.at_time(200.0):
        wanted = KINDS[clause.effect].arguments
        assert len(clause.arguments) == len(wanted)
        for argument, value in zip(wanted, clause.arguments, strict=True):
            text = f"{value:g}" if isinstance(value, float) else value
            assert argument.read(text) == value
