import pytest

from app.core.faults import InputFault
from app.practice.fault_kinds import Effect, When
from app.practice.faults import Clause, FaultScript

NO_MOMENT = """reset reset@ reset@audio reset@audio= reset@audio=x reset@audio=0 reset@audio=-1
    reset@audio=nan reset@audio=inf reset@end=1.5 reset@end=0 reset@moon=1 reset@start=1
    reset@every=0.05 reset@every=5/x reset@time=5/1 any any@end=1 deaf@1 decline silent-turn
    refuse goaway freeze quota"""


def parsed(text: str) -> Clause:
    (clause,) = FaultScript.parse(text).clauses
    return clause


def refused(text: str) -> str:
    with pytest.raises(InputFault) as fault:
        FaultScript.parse(f"reset@end=1;{text}")
    said = str(fault.value)
    assert said.startswith(f"The fault {text!r} is not understood: ")
    assert said.endswith(".")
    return said.partition(": ")[2]


def test_a_script_is_read_clause_by_clause() -> None:
    assert FaultScript.parse(" reset@audio=2.0; deaf  1.5 @ end=3 ;").clauses == (
        Clause(Effect.RESET, When.AUDIO, 2.0),
        Clause(Effect.DEAF, When.END, 3.0, (1.5,)),
    )


def test_an_empty_script_does_nothing() -> None:
    assert FaultScript.parse(" ; ").clauses == ()


@pytest.mark.parametrize(
    ("text", "when", "amount", "seed"),
    [
        ("reset@time=0.5", When.TIME, 0.5, 0),
        ("reset@turn=2", When.TURN, 2, 0),
        ("reset@frame=1000", When.FRAME, 1000, 0),
        ("reset@setup=1", When.SETUP, 1, 0),
        ("reset@every=20", When.EVERY, 20, 0),
        ("any@every=0.5/77", When.EVERY, 0.5, 77),
        ("no-setup", When.START, 0, 0),
    ],
)
def test_every_moment_is_read(text: str, when: When, amount: float, seed: int) -> None:
    clause = parsed(text)
    assert (clause.when, clause.amount, clause.seed) == (when, amount, seed)


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        ("close 1011 Internal error, sorry.@end=1", (1011.0, "Internal error, sorry.")),
        ("close 4000@end=1", (4000.0, "")),
        ("http 503@end=1", (503.0, 0)),
        ("http 429 2.5", (429.0, 2.5)),
        ("goaway 5@turn=1", (5.0, "1000")),
        ("goaway 5 1011@turn=1", (5.0, "1011")),
        ("old-socket-1011@end=1", (3,)),
        ("old-socket-1011 1@end=1", (1.0,)),
        ("slow-pong 25", (25.0,)),
        ("slow-reader", (20_000,)),
        ("handles late@turn=2", ("late",)),
        ("mute-after-resume", ()),
    ],
)
def test_arguments_are_read_and_what_is_left_out_is_filled_in(
    text: str, arguments: tuple[object, ...]
) -> None:
    assert parsed(text).arguments == arguments


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("deaf@end=1", "deaf S wants S, seconds from 0.01 to 3600"),
        ("deaf x@end=1", "deaf S wants S, seconds"),
        ("deaf 0@end=1", "deaf S wants S, seconds"),
        ("deaf nan@end=1", "deaf S wants S, seconds"),
        ("deaf 1 2@end=1", "deaf S wants S, seconds"),
        ("reset now@end=1", "reset takes nothing but a moment"),
        ("close@end=1", "wants CODE, a close code: 1000 to 1003, 1007"),
        ("close 1006@end=1", "wants CODE, a close code"),
        (f"close 1000 {'ü' * 62}@end=1", "a reason of at most 123 bytes"),
        ("http 299", "wants CODE, an HTTP status from 400"),
        ("http 499", "wants CODE, an HTTP status from 400"),
        ("http 503 soon", "RETRY_AFTER_S, seconds from 0 to 3600, 0 if left out"),
        ("goaway 5 1001@end=1", "one of 1000, 1011, 1000 if left out"),
        ("handles", "handles settled|mid|late|never wants one of settled, mid, late, never"),
        ("handles soon", "wants one of settled"),
        ("slow-reader 1", "BYTES_PER_S, bytes in a second from 100"),
    ],
)
def test_bad_arguments_are_answered_with_what_the_fault_wants(text: str, wanted: str) -> None:
    assert wanted in refused(text)


@pytest.mark.parametrize("text", NO_MOMENT.split())
def test_a_moment_without_sense_is_answered_with_those_that_have_some(text: str) -> None:
    text = {"deaf@1": "deaf 1", "refuse": "refuse 1", "goaway": "goaway 1"}.get(text, text)
    assert "can come with " in refused(text)


@pytest.mark.parametrize(
    ("text", "moments"),
    [
        ("reset", "time=S, turn=N, audio=S, frame=N, end=N, setup=N, every=S[/SEED]"),
        ("any", "every=S[/SEED]"),
        ("handles mid@every=3", "frame=N, end=N, setup=N, no moment at all"),
    ],
)
def test_the_moments_of_that_fault_are_named(text: str, moments: str) -> None:
    assert f"{moments} (S in seconds" in refused(text)


@pytest.mark.parametrize("text", ["explode@audio=1", "explode", "@", "=1", "Reset@end=1"])
def test_an_unknown_fault_is_answered_with_all_that_are_known(text: str) -> None:
    said = refused(text)
    assert all(effect.value in said for effect in Effect)
    assert "close CODE REASON..." in said
    assert "reset@audio=2" in said
