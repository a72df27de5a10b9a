"""The door and the clock. What is let in and what is not: test_server.py and test_door.py."""

import asyncio
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import InvalidStatus

from tests.practice.test_effects import faulty, play


def test_a_refusing_server_closes_its_socket_and_resets_all(start: Any) -> None:
    practice = faulty(start, "refuse 3600@end=1")
    port = urlsplit(practice.server.url).port

    async def scene() -> None:
        async with practice.dial() as client, practice.dial() as other:
            await client.set_up()
            await other.set_up()
            await client.window()
            assert await client.ended() is None
            assert await other.ended() is None
        practice.log.wait_for("closed", connection=1)
        practice.log.wait_for("closed", connection=2)
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)

    play(scene)
    assert practice.log.faults() == [(1, "refuse")]


def test_after_its_time_the_same_port_takes_clients_and_their_handles_again(start: Any) -> None:
    practice = faulty(start, "refuse 0.2@end=1;refuse 0.1@end=2")

    async def scene() -> None:
        for least_s in (0.2, 0.1):
            practice.log.rows.clear()
            async with practice.dial() as client:
                handle = await client.set_up()
                await client.window()
                assert await client.ended() is None
            practice.log.wait_for("reopened")
            rows = [row for row in practice.log.rows if row["kind"] in {"fault", "reopened"}]
            assert rows[1]["t"] - rows[0]["t"] >= 0.95 * least_s
            async with practice.dial() as client:
                await client.resume(handle)
                assert "setupComplete" in await client.hear()

    play(scene)


def test_a_server_that_is_stopped_while_it_refuses_ends_at_once(start: Any) -> None:
    practice = faulty(start, "refuse 3600@setup=1")

    async def scene() -> None:
        async with practice.dial() as client:
            await client.say({"setup": {"model": "models/m"}})
            assert await client.ended() is None

    play(scene)
    practice.server.stop()  # asserts that the thread ended


@pytest.mark.parametrize(
    ("spec", "status", "retry_after"), [("http 503 2", 503, "2"), ("http 401", 401, None)]
)
def test_the_next_upgrade_gets_the_status_and_the_one_after_it_none(
    start: Any, spec: str, status: int, retry_after: str | None
) -> None:
    practice = faulty(start, spec)

    async def scene() -> None:
        with pytest.raises(InvalidStatus) as refused:
            async with practice.dial():
                pass
        response = refused.value.response
        assert (response.status_code, response.headers.get("Retry-After")) == (status, retry_after)
        async with practice.dial() as client:
            await client.set_up()

    play(scene)
    assert practice.log.faults() == [(0, "http")]


def test_the_clock_strikes_the_newest_connection_that_is_well(start: Any) -> None:
    practice = faulty(start, "freeze@time=0.3;reset@time=0.4")

    async def scene() -> None:
        async with practice.dial() as one, practice.dial() as two, practice.dial() as three:
            await asyncio.to_thread(practice.log.wait_for, "fault", fault="reset")
            for client in (one, two, three):
                client.ws.transport.abort()  # the frozen one would not say goodbye

    play(scene)
    well = []
    for row in practice.log.rows[
        : 1 + practice.log.rows.index(practice.log.wait_for("fault", fault="reset"))
    ]:
        if row["kind"] == "opened":
            well.append(row["connection"])
        elif row["kind"] == "fault":
            assert row["connection"] == well.pop()
    assert len(well) < 3


def test_where_nobody_is_connected_the_clock_strikes_only_the_server(start: Any) -> None:
    practice = faulty(start, "reset@time=1;silent-turn@time=1.1;refuse 0.01@time=1.1")

    async def scene() -> None:
        async with practice.dial():
            pass
        await asyncio.to_thread(practice.log.wait_for, "fault", fault="refuse")

    play(scene)
    practice.log.wait_for("missed", fault="reset", connection=0)
    assert practice.log.faults() == [(0, "silent-turn"), (0, "refuse")]


def test_what_comes_again_and_again_does(start: Any) -> None:
    practice = faulty(start, "reset@every=0.1/5")

    async def scene() -> None:
        for _ in range(4):
            async with practice.dial() as client:
                assert await client.ended() is None

    play(scene)
    assert [fault for _, fault in practice.log.faults()].count("reset") >= 4


def test_the_frozen_do_not_count_among_those_inside(start: Any) -> None:
    spec = ";".join(f"freeze@setup={number}" for number in range(1, 10))
    practice = faulty(start, spec)

    async def scene(depth: int) -> None:
        if depth == 9:
            return
        async with practice.dial() as client:
            await client.say({"setup": {"model": "models/m"}})
            await asyncio.to_thread(
                practice.log.wait_for, "fault", fault="freeze", connection=depth + 1
            )
            await scene(depth + 1)
            client.ws.transport.abort()

    play(lambda: scene(0))


def test_stopping_resets_the_frozen(start: Any) -> None:
    practice = faulty(start, "freeze@setup=1")

    async def scene() -> Any:
        async with practice.dial() as client:
            await client.say({"setup": {"model": "models/m"}})
            await asyncio.to_thread(practice.log.wait_for, "fault", fault="freeze")
            await asyncio.to_thread(practice.server.stop)
            return await client.ended()

    assert play(scene) is None
