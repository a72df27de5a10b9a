import pytest

from app.core.faults import InputFault
from app.practice.faults import Clause, Effect, FaultRun, FaultScript, When

BAD = """reset reset@ reset@audio reset@audio= reset@audio=x reset@audio=0 reset@audio=-1
    reset@audio=nan reset@audio=inf reset@end=1.5 reset@end=0 reset@moon=1 explode@audio=1 @"""


def test_a_script_is_read_clause_by_clause() -> None:
    assert FaultScript.parse(" reset@audio=2.0; reset@end=3 ;").clauses == (
        Clause(Effect.RESET, When.AUDIO, 2.0),
        Clause(Effect.RESET, When.END, 3.0),
    )


def test_an_empty_script_does_nothing() -> None:
    run = FaultRun(FaultScript.parse(""))
    assert (run.at_audio(1e9), run.at_end()) == ([], [])


@pytest.mark.parametrize(
    "clause",
    BAD.split(),
)
def test_a_bad_clause_is_named_with_what_is_known(clause: str) -> None:
    with pytest.raises(InputFault) as fault:
        FaultScript.parse(f"reset@end=1;{clause}")
    assert repr(clause) in str(fault.value)
    assert "reset@audio=N, reset@end=N" in str(fault.value)


def test_each_clause_fires_once_when_its_moment_is_reached() -> None:
    run = FaultRun(FaultScript.parse("reset@audio=2;reset@end=2"))
    assert run.at_audio(1.98) == []
    assert run.at_audio(2.0) == [Effect.RESET]
    assert run.at_audio(2.02) == []
    assert run.at_end() == []
    assert run.at_end() == [Effect.RESET]
    assert run.at_end() == []


def test_two_equal_clauses_fire_together_but_not_again() -> None:
    run = FaultRun(FaultScript.parse("reset@audio=1;reset@audio=1"))
    assert run.at_audio(1.0) == [Effect.RESET, Effect.RESET]
    assert run.at_audio(1.0) == []
