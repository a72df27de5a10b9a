from __future__ import annotations

import asyncio
import itertools
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

import app.core.actions as act
import app.core.events as ev
from app.core.faults import LinkLost, StoreFault
from app.engine import LOOK_EVERY_S
from tests import fakes
from tests.fakes import FakeCore, FakeLink, frame
from tests.house import House, held, real_core

FIRST = act.Connect(1, None, with_history=False)
LOST = LinkLost("It broke.")


# --- events in


def test_frames_that_wait_in_the_ring_are_fed_before_a_tick_is_judged() -> None:
    core = FakeCore()
    core.at = 1.0
    held(core, lambda house: house.sound.ring.extend(frame(n) for n in range(3)), 2.0)
    kinds = [type(event) for event in core.events(ev.MicFrame, ev.Tick)]
    assert kinds == [ev.MicFrame] * 3 + [ev.Tick]


def test_a_frame_is_kept_before_the_core_sees_it() -> None:
    class Looking(FakeCore):
        def feed(self, event: ev.Event, now: float) -> list[act.Action]:
            if isinstance(event, ev.MicFrame):
                assert event.index in house.record.frames
            return super().feed(event, now)

    core = Looking({ev.Leave: [act.End("left")]})

    async def scene() -> str:
        nonlocal house
        house = House(core)
        return await house.hold(lambda: house.sound.ring.append(frame(7)), house.engine.hear)

    house: House
    assert fakes.run(scene) == "left"
    assert core.events(ev.MicFrame) == [frame(7)[0]]
    assert house.record.frames == {7: frame(7)[1]}


def test_what_was_played_is_kept_and_fed() -> None:
    core, piece = FakeCore(), (ev.Played(1, 0, 480, 0.5), b"xx" * 480)
    house = held(core, lambda house: house.sound.came_out.append(piece), lambda h: h.engine.hear())
    assert core.events(ev.Played) == [piece[0]]
    assert house.record.pieces == [piece]


def test_a_tick_comes_when_it_is_due_and_once() -> None:
    core = FakeCore()
    core.at = 3.5
    held(core, 10.0)
    assert [round(at, 3) for at, event in core.fed if isinstance(event, ev.Tick)] == [3.5]


def test_a_deadline_at_time_zero_is_a_deadline() -> None:
    core = FakeCore()
    core.at = 0.0
    held(core, 0.5)
    assert len(core.events(ev.Tick)) == 1


def test_frames_that_the_device_holds_back_are_heard_when_their_time_has_come() -> None:
    core = FakeCore()

    def burst(house: House) -> None:
        house.sound.deadline = 1.0
        house.engine.hear()
        house.sound.ring.append(frame(0))
        house.sound.deadline = None

    held(core, burst, 3.0)
    assert [round(at, 3) for at, event in core.fed if isinstance(event, ev.MicFrame)] == [1.0]


def test_observers_see_every_event_and_at_most_thirty_views_a_second() -> None:
    core = FakeCore({ev.Start: [act.Note("began", {})]})
    house = held(core, *([lambda house: house.engine.post(ev.Mute(on=True)), 0.004] * 200))
    assert house.observer.events == core.events()
    assert house.observer.notes == [act.Note("began", {})]
    times = [at for at, _ in house.observer.views[:-1]]  # the last comes with the end
    assert len(times) > 20
    assert all(b - a >= 1 / 30 - 1e-9 for a, b in itertools.pairwise(times))


def test_a_view_is_shown_four_times_a_second_though_nothing_happens() -> None:
    """Seconds that are counted on the screen go on by themselves."""
    times = [at for at, _ in held(FakeCore(), 2.0).observer.views[:-1]]
    assert times == pytest.approx([1 / 30 + n * LOOK_EVERY_S for n in range(8)])


def test_what_would_be_shown_before_the_next_frame_is_shown_with_this_one() -> None:
    def capture(house: House) -> None:
        house.engine.show_every_s = 10.0
        house.sound.ring.append(frame(0))
        house.engine.hear()

    house = held(FakeCore(), *([0.02, capture] * 20))
    _, second = [at for at, _ in house.observer.views[:-1]]
    assert 0.001 < 1 / 30 + LOOK_EVERY_S - second < ev.FRAME_S


def test_what_is_shown_anyway_serves_for_what_happened_just_before() -> None:
    """Else there were two within the thirtieth of a second."""
    house = held(FakeCore(), 0.27, lambda house: house.engine.post(ev.Mute(on=True)), 0.2)
    times = [at for at, _ in house.observer.views[:-1]]
    assert times == pytest.approx([1 / 30, 1 / 30 + LOOK_EVERY_S])


def test_the_last_view_is_of_the_end_and_says_why_it_ended() -> None:
    fault = StoreFault("The disk is gone.")

    async def scene() -> tuple[str, House]:
        house = House(real_core())
        how = await house.hold(1.0, lambda: house.engine.post(ev.StoreFailed(fault)), 1.0)
        return how, house

    how, house = fakes.run(scene)
    at, last = house.observer.views[-1]
    assert (how, last.how, last.store) == ("failed", "failed", fault)
    assert at == pytest.approx(1.0)
    assert [view.how for _, view in house.observer.views].count("failed") == 1


@pytest.mark.parametrize("origin", [None, 0.0, -12.5])
def test_the_core_is_told_where_frame_0_lies(origin: float | None) -> None:
    core = FakeCore({ev.Leave: [act.End("left")]})

    async def scene() -> str:
        house = House(core)
        asyncio.get_running_loop().call_later(0.1, house.engine.post, ev.Leave())
        return await house.engine.run(origin)

    assert fakes.run(scene) == "left"
    assert core.events(ev.Start) == [ev.Start(origin)]


def test_nothing_is_shown_after_the_end() -> None:
    async def scene() -> list[float]:
        house = House(FakeCore({ev.Leave: [act.End("left")]}))
        await house.hold(0.27, lambda: house.engine.post(ev.Mute(on=True)), 0.02)
        ended = house.clock()
        await asyncio.sleep(2.0)
        return [at for at, _ in house.observer.views if at > ended]

    assert fakes.run(scene) == []


# --- actions out


def test_each_action_goes_to_its_shell_in_order() -> None:
    asked = [act.OpenMicrophone(), act.Play(1, b"aa"), act.FinishReply(1), act.FlushPlayout()]
    core = FakeCore({ev.Start: [*asked, act.Note("began", {"n": 1})]})
    house = held(core, 0.1)
    assert house.sound.obeyed == asked
    assert house.record.notes == [(0.0, act.Note("began", {"n": 1}))]


def test_leaving_ends_the_interview_and_its_connection() -> None:
    async def scene() -> tuple[str, House]:
        house = House(real_core())
        return await house.hold(5.0), house

    how, house = fakes.run(scene)
    assert how == "left"
    assert house.transport.open_now == 0
    assert house.record.kinds()[-1] == "session.ended"
    assert house.sound.obeyed[0] == act.OpenMicrophone()
    assert act.CloseMicrophone() in house.sound.obeyed


def test_nothing_is_left_running_when_it_has_ended() -> None:
    async def scene() -> set[str]:
        core = FakeCore({ev.Start: [FIRST], ev.Leave: [act.End("left")]})
        core.at = 1e6
        await House(core, FakeLink(closes_in_s=7.0)).hold(1.0)
        await asyncio.sleep(0)
        here = asyncio.current_task()
        return {task.get_name() for task in asyncio.all_tasks() if task is not here}

    assert fakes.run(scene) == set()


# --- failures


def _bug(*_: object) -> list[act.Action]:
    raise AssertionError("a bug of ours")


def fails_with(error: type[Exception], play: Callable[[House], Awaitable[object]]) -> None:
    async def scene() -> None:
        await play(House(FakeCore({ev.Start: [FIRST]})))

    with pytest.raises(error, match="a bug of ours"):
        fakes.run(scene)


def test_a_bug_in_the_connections_task_brings_the_interview_down() -> None:
    async def play(house: House) -> object:
        bug = ValueError("a bug of ours")
        return await house.hold(1.0, lambda: house.transport.links[0].say(bug), 1.0)

    async def scene() -> None:
        await play(House(FakeCore({ev.Start: [FIRST]})))

    with pytest.raises(ExceptionGroup) as caught:
        fakes.run(scene)
    assert caught.group_contains(ValueError, match="a bug of ours")


def test_a_bug_in_the_core_brings_the_interview_down_though_a_callback_met_it() -> None:
    async def play(house: House) -> object:
        def hear() -> None:
            house.core.feed = _bug  # type: ignore[method-assign]  # the bug
            house.sound.ring.append(frame(0))
            asyncio.get_running_loop().call_soon(house.engine.hear)

        return await house.hold(1.0, hear, 1.0)

    fails_with(AssertionError, play)


def test_a_bug_in_what_looks_on_brings_the_interview_down() -> None:
    async def play(house: House) -> object:
        house.observer.view = _bug  # type: ignore[method-assign]  # the bug
        return await house.hold(1.0)

    fails_with(AssertionError, play)


def test_a_record_that_cannot_be_read_ends_the_interview_as_failed() -> None:
    fault = StoreFault("The disk is gone.")

    async def scene() -> tuple[str, House]:
        house = House(real_core())
        house.record.fault = fault

        def speak() -> None:
            house.sound.ring.extend(frame(n, t=house.clock() - 1 + n / 50) for n in range(50))
            house.engine.hear()

        return await house.hold(1.0, speak, 5.0), house

    how, house = fakes.run(scene)
    assert how == "failed"
    assert ev.StoreFailed(fault) in house.observer.events


# --- the other loop

_UNDER_QT = """
import sys
import qasync
from PySide6.QtCore import QCoreApplication
from tests.test_engine import a_short_interview
application = QCoreApplication([])
loop = qasync.QEventLoop(application)
with loop:
    print(loop.run_until_complete(a_short_interview()))
"""


async def a_short_interview() -> str:
    """Connect, lose the link, connect again, be asked, leave."""
    house = House(real_core(), FakeLink(opens_in_s=0.01), FakeLink(send_s=0.01))
    how = await house.hold(0.2, lambda: house.transport.links[0].say(LOST), 1.2)
    return f"{how} {len(house.transport.links)} {len(house.transport.links[1].items)}"


@pytest.mark.parametrize("loop", ["asyncio", "qasync"])
def test_it_runs_unchanged_on_either_loop(loop: str) -> None:
    plain = "import asyncio\nfrom tests.test_engine import a_short_interview\n"
    code = _UNDER_QT if loop == "qasync" else plain + "print(asyncio.run(a_short_interview()))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=Path(__file__).parents[1],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("left 2 1", "")
