import pytest

from app.practice.conditions import Conditions, Turned
from app.practice.fault_kinds import Effect
from app.practice.faults import FaultScript
from app.practice.whims import Cadence, Manner

# What is done to one connection, not to the server.
OF_A_CONNECTION = """reset|deaf 1|close 1011|freeze|goaway 1|spurious-interrupt|quota|busy|garbage|
    unknown-message|big-frame"""


def imposed(spec: str, now: float = 0.0) -> Conditions:
    conditions = Conditions()
    for clause in FaultScript.parse(spec).clauses:
        assert conditions.impose(clause, now)
    return conditions


def test_at_first_nothing_is_wrong() -> None:
    conditions = Conditions()
    assert (conditions.pong_late_s, conditions.read_bytes_per_s) == (0.0, None)
    assert conditions.cadence is Cadence.SETTLED
    assert conditions.next_turned() is None
    assert conditions.refusal_of_resume(0.0) is None
    assert not conditions.swallows_setup()
    assert conditions.next_manner(resumed=True) is Manner.SPEAK


def test_what_lasts_lasts() -> None:
    conditions = imposed("slow-pong 25;slow-reader 500;handles late")
    assert (conditions.pong_late_s, conditions.read_bytes_per_s) == (25.0, 500.0)
    assert conditions.cadence is Cadence.LATE


def test_the_later_of_two_holds() -> None:
    assert imposed("slow-pong 25;slow-pong 0").pong_late_s == 0.0


def test_upgrades_are_turned_away_one_for_each_fault() -> None:
    conditions = imposed("http 503 2;http 401")
    assert conditions.next_turned() == Turned(503, 2.0)
    assert conditions.next_turned() == Turned(401, 0.0)
    assert conditions.next_turned() is None


def test_one_setup_is_swallowed_for_each_fault() -> None:
    conditions = imposed("no-setup;no-setup")
    assert [conditions.swallows_setup() for _ in range(3)] == [True, True, False]


def test_one_resume_is_rejected() -> None:
    conditions = imposed("reject-handle")
    refusal = conditions.refusal_of_resume(0.0)
    assert refusal is not None
    assert refusal.code == 1007
    assert conditions.refusal_of_resume(0.0) is None


def test_resumes_are_refused_for_a_while_as_if_the_old_socket_were_open() -> None:
    conditions = imposed("old-socket-1011 3@end=1", now=10.0)
    for now in (10.0, 12.9):
        refusal = conditions.refusal_of_resume(now)
        assert refusal is not None
        assert (refusal.code, refusal.reason) == (1011, "Internal error encountered.")
    assert conditions.refusal_of_resume(13.0) is None


def test_the_model_is_odd_once_for_each_fault_in_their_order() -> None:
    conditions = imposed("silent-turn@turn=1;decline@turn=1")
    manners = [conditions.next_manner(resumed=False) for _ in range(3)]
    assert manners == [Manner.SILENT, Manner.DECLINE, Manner.SPEAK]


def test_only_resumed_sessions_are_mute() -> None:
    conditions = imposed("mute-after-resume")
    assert conditions.next_manner(resumed=False) is Manner.SPEAK
    assert [conditions.next_manner(resumed=True) for _ in range(2)] == [Manner.SILENT] * 2


def test_refusing_is_passed_on() -> None:
    refused: list[float] = []
    conditions = Conditions(refused.append)
    (clause,) = FaultScript.parse("refuse 2.5@end=1").clauses
    assert conditions.impose(clause, 0.0)
    assert refused == [2.5]


@pytest.mark.parametrize("name", OF_A_CONNECTION.replace("\n    ", "").split("|"))
def test_what_is_done_to_a_connection_is_none_of_the_servers(name: str) -> None:
    (clause,) = FaultScript.parse(f"{name}@end=1").clauses
    assert not Conditions().impose(clause, 0.0)


def test_every_fault_is_of_the_one_kind_or_the_other() -> None:
    others = {Effect(name.split()[0]) for name in OF_A_CONNECTION.replace("\n", "").split("|")}
    assert len(Effect) == len(others) + 11 + len({Effect.ANY})
