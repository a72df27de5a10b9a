from __future__ import annotations

import json
import logging
import time

import pytest
from websockets.asyncio.server import ServerConnection

from app.core.actions import Connect
from app.core.events import (
    GoAway,
    LinkSuspect,
    ReplyText,
    ServerEvent,
)
from app.core.faults import (
    LinkLost,
    ServerBusy,
)
from app.core.liveness import LivenessParams
from app.core.outgoing import Prompt
from app.live.transport import Endpoint, Transport
from app.practice.certificate import Certificate
from app.practice.faults import FaultScript
from app.practice.server import PracticeParams, PracticeServer
from app.practice.speaking import Tempo
from app.settings import LiveParams
from tests.live.links import (
    FRESH,
    PLAN,
    ends_turn,
    gives_handle,
    hear,
    hear_to_the_end,
    run,
    send,
    to,
    to_practice,
    window,
)
from tests.live.peers import live_peer, take_setup


def test_what_was_received_before_a_reset_is_delivered_before_the_fault(
    certificate: Certificate,
) -> None:
    async def talk_and_break(ws: ServerConnection) -> None:
        await take_setup(ws)
        for number in range(100):  # more than the SDK reads at once
            said = {"outputTranscription": {"text": str(number)}}
            await ws.send(json.dumps({"serverContent": said}))
        ws.transport.abort()

    async def scene() -> None:
        async with (
            live_peer(certificate, talk_and_break) as url,
            to(url, certificate.ca_file).open(FRESH) as link,
        ):
            await link._connection.wait_closed()  # all of it is there before any is read
            heard, fault = await hear_to_the_end(link)
        assert heard == [ReplyText(1, str(number)) for number in range(100)]
        assert (type(fault), fault.code) == (LinkLost, 1006)
        assert isinstance(fault.__cause__, Exception)

    run(scene())


def test_a_reset_after_a_window_is_a_lost_link_for_reader_and_sender() -> None:
    async def scene(server: PracticeServer) -> None:
        async with to_practice(server).open(FRESH) as link:
            await send(link, *window(1), pcm=bytes(3200))
            _, fault = await hear_to_the_end(link)
            assert type(fault) is LinkLost
            with pytest.raises(LinkLost):
                await send(link, *window(2), pcm=bytes(3200))

    params = PracticeParams(tempo=Tempo(thinking_s=0.0), faults=FaultScript.parse("reset@end=1"))
    with PracticeServer(params) as server:
        run(scene(server))


def test_the_service_says_why_it_closes(certificate: Certificate) -> None:
    async def close(ws: ServerConnection) -> None:
        await take_setup(ws)
        await ws.close(1011, "The service is currently unavailable.")

    async def scene() -> None:
        async with (
            live_peer(certificate, close) as url,
            to(url, certificate.ca_file).open(FRESH) as link,
        ):
            _, fault = await hear_to_the_end(link)
            assert (type(fault), fault.code) == (ServerBusy, 1011)

    run(scene())


def test_messages_that_cannot_be_read_are_counted_and_the_rest_is_received(
    certificate: Certificate, caplog: pytest.LogCaptureFixture
) -> None:
    unreadable = [
        "secret words",
        '{"error": {"message": "secret words"}}',
        '{"somethingNew": "secret words"}',
        '{"goAway": {"timeLeft": {"secret": "words"}}}',
        b"\xff\xfe secret words",
    ]

    async def babble(ws: ServerConnection) -> None:
        await take_setup(ws)
        for message in unreadable:
            await ws.send(message)
        await ws.send('{"goAway": {"timeLeft": "50s"}}')
        await ws.wait_closed()

    async def scene() -> None:
        async with (
            live_peer(certificate, babble) as url,
            to(url, certificate.ca_file).open(FRESH) as link,
        ):
            assert await hear(link, lambda event: isinstance(event, GoAway)) == [GoAway(1, 50.0)]
            assert link.unreadable == len(unreadable)

    with caplog.at_level(logging.DEBUG, "app"):
        run(scene())
    assert len(caplog.records) == len(unreadable)
    assert "secret" not in "".join(str(vars(record)) for record in caplog.records)


def test_a_bug_of_ours_is_not_taken_for_an_unreadable_message(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def decode(message: object, epoch: int) -> list[ServerEvent]:
        raise AssertionError("a bug")

    async def talk(ws: ServerConnection) -> None:
        await take_setup(ws)
        await ws.send("{}")
        await ws.wait_closed()

    async def scene() -> None:
        async with (
            live_peer(certificate, talk) as url,
            to(url, certificate.ca_file).open(FRESH) as link,
        ):
            with pytest.raises(AssertionError, match="a bug"):
                await hear(link, lambda event: isinstance(event, GoAway))

    monkeypatch.setattr("app.live.transport.decode", decode)
    run(scene())


# --- the watch over the line

QUICK = LivenessParams(ping_every_s=0.1, suspect_s=0.1, limit_least_s=0.5, limit_most_s=0.5)


def test_a_line_that_goes_dead_is_told_as_suspect_and_then_lost(certificate: Certificate) -> None:
    told: list[LinkSuspect] = []

    async def freeze(ws: ServerConnection) -> None:
        await take_setup(ws)
        ws.transport.pause_reading()
        await ws.wait_closed()

    async def scene() -> None:
        async with live_peer(certificate, freeze) as url:
            endpoint = Endpoint("key", url, certificate.ca_file)
            transport = Transport(endpoint, LiveParams(liveness=QUICK), PLAN, "en", told.append)
            async with transport.open(Connect(4, None, with_history=False)) as link:
                _, fault = await hear_to_the_end(link)
        assert type(fault) is LinkLost
        assert "silent" in str(fault)
        assert told
        assert all(one.epoch == 4 and one.since_s is not None for one in told)

    run(scene())


def test_a_loop_that_was_blocked_keeps_its_connection(practice: PracticeServer) -> None:
    async def scene() -> None:
        async with to_practice(practice, liveness=QUICK).open(FRESH) as link:
            await hear(link, gives_handle)
            for number in (1, 2):
                _stand_still(0.9)
                await send(link, Prompt(number, number, "Go on."))
                await hear(link, ends_turn)

    run(scene())


def _stand_still(seconds: float) -> None:
    """Do as a loop does that computes: nothing is read meanwhile."""
    time.sleep(seconds)
