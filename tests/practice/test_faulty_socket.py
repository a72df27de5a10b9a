import asyncio
from typing import Any

import pytest
from websockets.asyncio.server import Server
from websockets.server import ServerProtocol

from app.practice.faults import FaultScript
from app.practice.faulty_socket import FaultySocket, Hearing
from tests.practice.test_effects import faulty, play


def test_pongs_are_late_on_all_connections(start: Any) -> None:
    practice = faulty(start, "slow-pong 0.3@setup=2")

    async def scene() -> None:
        async with practice.dial() as one, practice.dial() as other:
            await one.set_up()
            await (await one.ws.ping())
            await other.set_up()
            for client in (one, other):
                pong = await client.ws.ping()
                assert await pong >= 0.3

    play(scene)


def test_late_pongs_can_be_on_time_again(start: Any) -> None:
    practice = faulty(start, "slow-pong 1000;slow-pong 0@setup=1")

    async def scene() -> None:
        async with practice.dial() as client:
            late = await client.ws.ping()
            await client.set_up()
            await (await client.ws.ping())
            # websockets takes a later pong as the answer to all pings before it
            assert late.done()

    play(scene)


def test_a_server_with_late_pongs_still_closes(start: Any) -> None:
    practice = faulty(start, "slow-pong 1000;busy@turn=1")

    async def scene() -> Any:
        async with practice.dial() as client:
            await client.set_up()
            await client.ws.ping()
            await client.realtime(text="begin")
            return await client.ended()

    code, _ = play(scene)
    assert code == 1011
    practice.log.wait_for("closed", connection=1)


class Transport(asyncio.Transport):
    """Counts how often it is asked to read no more."""

    paused = 0

    def pause_reading(self) -> None:
        self.paused += 1


def socket_over(transport: Transport) -> FaultySocket:
    async def nothing(_: object = None) -> Any:
        raise AssertionError

    ws = FaultySocket(ServerProtocol(), Server(nothing, nothing))
    ws.transport = transport
    return ws


def test_a_reset_of_a_connection_that_is_lost_already_does_no_harm() -> None:
    async def scene() -> None:
        ws = socket_over(Transport())  # it has no socket any more
        ws.reset()
        assert ws.hearing is Hearing.GONE

    play(scene)


def test_the_frozen_read_nothing_whoever_resumes_their_reading() -> None:
    async def scene() -> None:
        transport = Transport()
        ws = socket_over(transport)
        ws.freeze()
        for count in (1, 2):
            ws.data_received(b"GET / HTTP/1.1\r\n\r\n")
            assert transport.paused == count
        assert ws.protocol.events_received() == []

    play(scene)


@pytest.mark.parametrize(("spec", "is_slow"), [("slow-reader 10000", True), ("", False)])
def test_a_slow_reader_is_felt_by_who_sends(start: Any, spec: str, is_slow: bool) -> None:
    practice = start(faults=FaultScript.parse(spec))
    frame, count = bytes(3_200), 2_000  # 8.5 MB in base64: no system's buffers hold that

    async def scene() -> bool:
        async with practice.dial() as client:
            await client.set_up()
            await client.realtime(activityStart={})

            async def send_all() -> None:
                for _ in range(count):
                    await client.sound(frame)

            sending = asyncio.create_task(send_all())
            if is_slow:
                # What is slow is so by a factor of 1000: it cannot be done by then.
                await asyncio.wait({sending}, timeout=1.0)
            else:
                await sending
            done = sending.done()
            sending.cancel()
            client.ws.transport.abort()
            return done

    assert play(scene) is not is_slow


def test_a_slow_reader_reads_all_in_the_end(start: Any) -> None:
    practice = faulty(start, "slow-reader 400000")

    async def scene() -> str:
        async with practice.dial() as client:
            await client.set_up()
            await client.window(bytes(100_000) + b"\x00\x10\x00\xf0" * 3_200)
            return str(await client.turn())

    assert play(scene)
    assert practice.log.wait_for("window")["bytes"] == 112_800
