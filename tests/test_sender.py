"""The one sender: what leaves at once, what the task sends, and that it is never both."""

from __future__ import annotations

import asyncio
import itertools
from collections import deque

import pytest

from app.core.faults import LinkLost, StoreFault
from app.core.outgoing import Audio, Outgoing, WindowEnd, WindowStart
from app.sender import Sender
from tests.fakes import FakeLink, FakeRecord, run

START, END = WindowStart(1), WindowEnd(1, (1,), 2)


def audio(first: int, count: int = 1) -> Audio:
    return Audio(1, first, count)


class Desk:
    """A sender, its link, and what is due."""

    def __init__(self, *due: Outgoing) -> None:
        self.link, self.record = FakeLink(), FakeRecord()
        for index in range(10):
            self.record.keep_frame(index, bytes([index]))
        self.due = deque(due)
        self.left: list[Outgoing] = []
        self.sender = Sender(self.link, self.record, self._take, self._left)
        self.wakes_when_left = False

    def _take(self) -> Outgoing | None:
        return self.due.popleft() if self.due else None

    def _left(self, item: Outgoing) -> None:
        self.left.append(item)
        if self.wakes_when_left:
            self.sender.wake()

    def add(self, *items: Outgoing) -> None:
        """Let items be due, and wake."""
        self.due.extend(items)
        self.sender.wake()

    @property
    def sent(self) -> list[tuple[Outgoing, bytes]]:
        return [(item, pcm) for _, item, pcm in self.link.sent]


async def turns(count: int = 5) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


def test_what_is_due_when_the_task_begins_is_sent_in_order() -> None:
    async def scene() -> None:
        desk = Desk(START, audio(0, 2), END)
        task = asyncio.create_task(desk.sender.run())
        await turns(10)
        assert desk.sent == [(START, b""), (audio(0, 2), b"\x00\x01"), (END, b"")]
        assert desk.left == [START, audio(0, 2), END]
        task.cancel()

    run(scene)


def test_sound_leaves_in_the_turn_of_the_loop_that_brought_it() -> None:
    async def scene() -> None:
        desk = Desk()
        task = asyncio.create_task(desk.sender.run())
        await turns()
        desk.add(audio(0))
        assert desk.sent == [(audio(0), b"\x00")]
        assert desk.left == [audio(0)]
        task.cancel()

    run(scene)


@pytest.mark.parametrize("obstacle", ["socket", "disk", "no sound"])
def test_what_needs_waiting_is_left_to_the_task_and_nothing_overtakes_it(obstacle: str) -> None:
    async def scene() -> None:
        desk = Desk()
        task = asyncio.create_task(desk.sender.run())
        await turns()
        first: Outgoing = START if obstacle == "no sound" else audio(0)
        desk.link.send_s = 1.0 if obstacle == "socket" else 0.0
        desk.record.is_at_hand = obstacle != "disk"
        desk.add(first)
        desk.add(audio(1))
        assert not desk.sent
        desk.record.is_at_hand, desk.link.send_s = True, 0.0
        desk.add(audio(2))
        assert not desk.sent, "the task has the first in hand"
        await turns(20)
        assert desk.left == [item for item, _ in desk.sent] == [first, audio(1), audio(2)]
        assert desk.link.most_sending == 1
        task.cancel()

    run(scene)


def test_of_many_one_leaves_at_once_and_the_reader_has_its_turns_between_the_others() -> None:
    async def scene() -> None:
        desk = Desk()
        task = asyncio.create_task(desk.sender.run())
        await turns()
        desk.wakes_when_left = True
        desk.add(*map(audio, range(5)))
        seen = [len(desk.sent)]
        for _ in range(12):
            await asyncio.sleep(0)
            seen.append(len(desk.sent))
        assert desk.left == [audio(index) for index in range(5)]
        assert seen[0] == 1
        assert max(after - before for before, after in itertools.pairwise(seen)) == 1
        task.cancel()

    run(scene)


def test_a_connection_that_is_gone_ends_the_task_and_nothing_leaves_any_more() -> None:
    async def scene() -> None:
        desk = Desk()
        task = asyncio.create_task(desk.sender.run())
        await turns()
        desk.link.is_broken = True
        desk.add(audio(0))
        with pytest.raises(LinkLost):
            await task
        desk.link.is_broken = False
        desk.add(audio(1))
        assert not desk.sent
        assert not desk.left

    run(scene)


def test_sound_that_cannot_be_read_ends_the_task() -> None:
    async def scene() -> None:
        desk = Desk()
        task = asyncio.create_task(desk.sender.run())
        await turns()
        desk.record.fault = StoreFault("The disk is gone.")
        desk.add(audio(0))
        with pytest.raises(StoreFault):
            await task

    run(scene)


def test_nothing_leaves_once_the_task_is_called_off() -> None:
    async def scene() -> None:
        desk = Desk()
        task = asyncio.create_task(desk.sender.run())
        await turns()
        task.cancel()
        await turns()
        desk.add(audio(0))
        assert not desk.sent

    run(scene)


def test_before_the_task_has_begun_nothing_leaves() -> None:
    async def scene() -> None:
        desk = Desk()
        desk.add(audio(0))
        assert not desk.sent

    run(scene)
