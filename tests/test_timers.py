from __future__ import annotations

import asyncio
from collections.abc import Callable

from app.timers import Timers


class Handle(asyncio.TimerHandle):
    pass


def hold(play: Callable[[Timers, list[str], Callable[[float], None]], None]) -> list[str]:
    """Let a test arm timers on a loop whose clock it moves; return who was called, in order."""
    calls: list[str] = []

    async def scene() -> None:
        loop = asyncio.get_running_loop()
        now, waiting = [100.0], list[asyncio.TimerHandle]()

        def call_later(wait_s: float, call: Callable[..., None], *args: object) -> Handle:
            timer = Handle(now[0] + wait_s, call, args, loop)
            waiting.append(timer)
            return timer

        timers = Timers(lambda: now[0])
        timers._loop = type("Loop", (), {"call_later": staticmethod(call_later)})()  # type: ignore[assignment]  # a clock of numbers

        def reach(at: float) -> None:
            while due := [one for one in waiting if one.when() <= at and not one.cancelled()]:
                first = min(due, key=lambda one: one.when())
                waiting.remove(first)
                now[0] = first.when()
                first._run()
            now[0] = at

        play(timers, calls, reach)

    asyncio.run(scene())
    return calls


def test_each_name_has_one_timer() -> None:
    def play(timers: Timers, calls: list[str], reach: Callable[[float], None]) -> None:
        timers.arm("a", 101.0, lambda: calls.append("first"))
        timers.arm("a", 102.0, lambda: calls.append("second"))
        timers.arm("b", 101.5, lambda: calls.append("b"))
        assert timers.is_armed("a")
        reach(103.0)
        assert not timers.is_armed("a")

    assert hold(play) == ["b", "second"]


def test_what_is_called_off_or_over_is_not_called() -> None:
    def play(timers: Timers, calls: list[str], reach: Callable[[float], None]) -> None:
        timers.arm("a", 101.0, lambda: calls.append("a"))
        timers.arm("a", None, lambda: calls.append("never"))
        timers.arm("b", 101.0, lambda: calls.append("b"))
        timers.stop()
        timers.arm("c", 101.0, lambda: calls.append("c"))
        reach(103.0)

    assert hold(play) == []


def test_a_time_that_has_passed_is_now() -> None:
    def play(timers: Timers, calls: list[str], reach: Callable[[float], None]) -> None:
        timers.arm("a", 50.0, lambda: calls.append("a"))
        reach(100.0)

    assert hold(play) == ["a"]


def test_what_would_be_called_soon_can_be_called_now_and_is_not_called_again() -> None:
    def play(timers: Timers, calls: list[str], reach: Callable[[float], None]) -> None:
        timers.arm("a", 100.03, lambda: calls.append("a"))
        timers.hasten("a", 0.02)
        timers.hasten("b", 0.02)
        assert not calls
        reach(100.015)
        timers.hasten("a", 0.02)
        assert calls == ["a"]
        assert not timers.is_armed("a")
        reach(101.0)

    assert hold(play) == ["a"]


def test_a_timer_that_is_early_enough_is_kept() -> None:
    def play(timers: Timers, calls: list[str], reach: Callable[[float], None]) -> None:
        timers.arm_by("a", 101.0, lambda: calls.append("101"))
        timers.arm_by("a", 105.0, lambda: calls.append("105"))
        timers.arm_by("a", None, lambda: calls.append("None"))
        reach(101.0)
        timers.arm_by("a", 105.0, lambda: calls.append("105"))
        timers.arm_by("a", 103.0, lambda: calls.append("103"))
        reach(110.0)

    assert hold(play) == ["101", "103"]


def test_who_is_called_may_arm_again() -> None:
    def play(timers: Timers, calls: list[str], reach: Callable[[float], None]) -> None:
        def again() -> None:
            calls.append("again")
            timers.arm("a", 101.0 + len(calls), again)

        timers.arm("a", 101.0, again)
        reach(103.0)

    assert hold(play) == ["again"] * 3
