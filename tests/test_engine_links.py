from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NoReturn

import pytest

import app.core.actions as act
import app.core.events as ev
import app.core.outgoing as out
from app.core.faults import LinkLost
from tests import fakes
from tests.fakes import FakeCore, FakeLink, frame
from tests.house import House, held, real_core

FIRST, SECOND, THIRD = (act.Connect(n, None, with_history=False) for n in (1, 2, 3))
LOST = LinkLost("It broke.")


def test_items_leave_one_by_one_in_order_and_count_as_left_when_the_socket_took_them() -> None:
    items: list[out.Outgoing] = [out.WindowStart(1), out.Audio(1, 0, 2), out.WindowEnd(1, (0,), 2)]
    core = FakeCore({ev.Start: [FIRST]})
    core.outbox.extend(items)
    house = held(
        core,
        lambda house: [house.record.keep_frame(n, frame(n)[1]) for n in range(2)],
        5.0,
        links=(FakeLink(send_s=1.0, opens_in_s=0.5),),
    )
    (link,) = house.transport.links
    assert link.items == items
    assert link.most_sending == 1
    assert [pcm for _, _, pcm in link.sent] == [b"", frame(0)[1] + frame(1)[1], b""]
    took = [(round(at, 3), item) for at, item, _ in link.sent]
    left = [(round(at, 3), one.item) for at, one in core.fed if isinstance(one, ev.Left)]
    assert left == took
    assert [at for at, _ in took] == [1.5, 2.5, 3.5]


def test_a_slow_socket_makes_the_sender_wait_and_nothing_is_dropped() -> None:
    async def scene() -> House:
        house = House(real_core(), FakeLink(send_s=0.4))

        def speak(first: int, count: int, score: float) -> None:
            for n in range(first, first + count):
                house.sound.ring.append(frame(n, score=score, t=house.clock()))
                house.engine.hear()

        steps: list[Callable[[], object] | float] = [1.0]
        for n in range(150):
            steps += [lambda n=n: speak(n, 1, 0.9 if n < 40 else 0.0), 0.019]
        await house.hold(*steps, 60.0)
        return house

    house = fakes.run(scene)
    (link,) = house.transport.links
    windows = [one for one in link.items if isinstance(one, out.WindowStart | out.WindowEnd)]
    assert [type(one) for one in windows] == [out.WindowStart, out.WindowEnd]
    audio = [one for one in link.items if isinstance(one, out.Audio)]
    sent = [n for one in audio for n in range(one.first, one.first + one.count)]
    assert sent == list(range(sent[0], sent[-1] + 1))
    assert len(sent) == windows[1].frames > 100
    pcm = b"".join(pcm for _, _, pcm in link.sent)
    assert pcm == b"".join(house.record.frames[n] for n in sent)


def test_a_paced_replay_waits_for_its_time() -> None:
    class Paced(FakeCore):
        def take(self, now: float) -> out.Outgoing | None:
            item = super().take(now)
            if item is not None:
                self.not_before = now + 2.5
            return item

    core = Paced({ev.Start: [FIRST]})
    core.outbox.extend(out.WindowStart(n) for n in range(3))
    house = held(core, 10.0)
    assert [round(at, 3) for at, _, _ in house.transport.links[0].sent] == [0.0, 2.5, 5.0]


def test_what_is_queued_later_wakes_the_sender() -> None:
    core = FakeCore({ev.Start: [FIRST]})
    house = held(
        core,
        1.0,
        lambda house: core.outbox.append(out.WindowStart(1)),
        0.5,
        lambda h: h.engine.post(ev.Done()),
        1.0,
    )
    assert house.transport.links[0].items == [out.WindowStart(1)]


def test_what_came_before_a_close_is_fed_before_the_close_even_if_sending_failed_first() -> None:
    words = ev.ReplyText(1, "Good")

    def break_it(house: House) -> None:
        link = house.transport.links[0]
        link.is_broken = True
        core.outbox.append(out.WindowStart(1))
        house.engine.post(ev.Done())  # the sender meets the broken socket
        link.say(words, LOST)

    core = FakeCore({ev.Start: [FIRST]})
    held(core, 1.0, break_it, 1.0)
    assert core.events(ev.ReplyText, ev.LinkClosed, ev.Left) == [words, ev.LinkClosed(1, LOST)]


def test_a_refused_connection_is_reported_with_its_fault() -> None:
    core = FakeCore({ev.Start: [FIRST]})
    held(core, 1.0, links=(FakeLink(refusal=LOST),))
    assert core.events(ev.LinkOpened, ev.LinkClosed) == [ev.LinkClosed(1, LOST)]


def test_the_old_connection_is_gone_before_the_next_is_dialled() -> None:
    core = FakeCore({ev.Start: [FIRST], ev.TryNow: [SECOND]})
    house = held(
        core,
        1.0,
        lambda house: house.engine.post(ev.TryNow()),
        20.0,
        links=(FakeLink(closes_in_s=9.0),),
    )
    assert [link.request for link in house.transport.links] == [FIRST, SECOND]
    assert house.transport.most_open == 1
    assert core.events(ev.LinkOpened) == [ev.LinkOpened(1), ev.LinkOpened(2)]
    assert core.events(ev.LinkClosed) == [], "we ended it: that is no news to the core"


def test_a_third_connection_waits_for_the_first_although_the_second_never_began() -> None:
    core = FakeCore({ev.Start: [FIRST], ev.TryNow: [SECOND], ev.Done: [THIRD]})
    house = held(
        core,
        1.0,
        lambda house: house.engine.post(ev.TryNow()),
        lambda house: house.engine.post(ev.Done()),
        20.0,
        links=(FakeLink(closes_in_s=9.0),),
    )
    assert [link.request for link in house.transport.links] == [FIRST, THIRD]
    assert house.transport.most_open == 1
    assert house.transport.closed_at[0] >= 10.0, "to be dropped twice does not cut its farewell"


def test_to_disconnect_is_to_abort_and_to_dial_no_other() -> None:
    core = FakeCore({ev.Start: [FIRST], ev.Pause: [act.Disconnect()]})
    house = held(core, 1.0, lambda house: house.engine.post(ev.Pause()), 1.0)
    assert house.transport.aborts >= 2
    assert house.transport.open_now == 0
    assert len(house.transport.links) == 1


def test_a_lost_link_is_dialled_again_by_the_core_and_the_interview_goes_on() -> None:
    async def scene() -> House:
        house = House(real_core())
        await house.hold(1.0, lambda: house.transport.links[0].say(LOST), 30.0)
        return house

    house = fakes.run(scene)
    assert len(house.transport.links) == 2
    said = [[item.said for item in link.items] for link in house.transport.links]
    assert said == [[0], [0]], "the opening had no reply: it is asked again"


# --- bugs of ours that a callback meets


def _bug(*_: object) -> NoReturn:
    raise AssertionError("a bug of ours")


def falls(*acts: Callable[[House], object] | float) -> None:
    with pytest.raises(AssertionError, match="a bug of ours"):
        held(FakeCore({ev.Start: [FIRST]}), *acts, links=(FakeLink(),))


def test_a_bug_that_the_pace_of_a_replay_meets_brings_the_interview_down() -> None:
    """Else nothing left any more, and nobody knew."""

    def pace(house: House) -> None:
        core = house.core
        assert isinstance(core, FakeCore)
        core.not_before = house.clock() + 0.5
        house.engine.hear()
        house.engine.post(ev.TryNow())
        core.take = _bug  # type: ignore[method-assign]  # the bug

    falls(0.2, pace, 1.0)


def test_a_bug_in_the_core_that_the_tick_meets_brings_the_interview_down() -> None:
    def tick(house: House) -> None:
        class Wrong(FakeCore):
            @property
            def deadline(self) -> float | None:
                _bug()

        core = house.core
        assert isinstance(core, FakeCore)
        core.at = house.clock() + 0.5
        house.engine.post(ev.TryNow())
        core.__class__ = Wrong

    falls(0.2, tick, 1.0)


def test_a_bug_that_is_told_of_a_device_brings_the_interview_down() -> None:
    falls(lambda house: house.engine.post_if_news(_bug), 1.0)


def test_what_is_told_is_fed_unless_it_is_no_news() -> None:
    def tell(house: House) -> None:
        for event in (ev.MicrophoneOpened("Mic"), None):
            house.engine.post_if_news(partial(next, iter([event])))

    core = FakeCore()
    held(core, tell)
    assert core.events(ev.MicrophoneOpened) == [ev.MicrophoneOpened("Mic")]
    assert len(core.events()) == 3, "beginning and end beside it"
