"""Each fault of a connection, over a real TLS socket."""

import asyncio
import base64
import re
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from app.practice.effects import BUSY, EXPIRED, QUOTA
from app.practice.faults import FaultScript
from app.practice.interviewer import GREETING
from tests.practice.conftest import TONE

INTERNAL, INVALID = "Internal error encountered.", "Request contains an invalid argument."


def faulty(start: Any, spec: str, **params: Any) -> Any:
    return start(faults=FaultScript.parse(spec), **params)


def play(scene: Any) -> Any:
    async def within() -> Any:
        async with asyncio.timeout(20):
            return await scene()

    return asyncio.run(within())


def ended_by(start: Any, spec: str) -> tuple[int, str] | None:
    """Hold an interview up to its second answer; return how its connection ended."""
    practice = faulty(start, spec)

    async def scene() -> Any:
        async with practice.dial() as client:
            await client.set_up()
            await client.realtime(text="begin")
            await client.turn()
            await client.window()
            return await client.ended()

    ended = play(scene)
    assert practice.log.faults() == [(1, re.split("[ @]", spec)[0])]
    return ended  # type: ignore[no-any-return]  # a scene is untyped


@pytest.mark.parametrize("when", ["turn=2", "audio=0.4", "frame=20", "end=1"])
def test_a_reset_has_no_close_frame_whatever_its_moment(start: Any, when: str) -> None:
    assert ended_by(start, f"reset@{when}") is None


@pytest.mark.parametrize(
    ("spec", "closed"),
    [
        ("close 1007 Request is odd.@end=1", (1007, "Request is odd.")),
        ("close 1000@turn=2", (1000, "")),
        ("quota@turn=2", (1011, QUOTA)),
        ("busy@end=1", (1011, BUSY)),
        ("deaf 0.05@end=1", None),
        ("goaway 0.05@turn=2", (1000, "")),
        ("goaway 0.05 1011@end=1", (1011, EXPIRED)),
        ("http 503@end=1", None),
        ("reject-handle@end=1", None),
        ("old-socket-1011@end=1", None),
        ("refuse 0.05@end=1", None),
    ],
)
def test_how_a_connection_ends(start: Any, spec: str, closed: Any) -> None:
    assert ended_by(start, spec) == closed


def test_the_deaf_hear_nothing_but_answer_pings(start: Any) -> None:
    practice = faulty(start, "deaf 3600@audio=0.4")

    async def scene() -> None:
        async with practice.dial() as client:
            await client.set_up()
            await client.realtime(activityStart={})
            sound = {"data": base64.b64encode(TONE).decode(), "mimeType": "audio/pcm"}
            await client.realtime(audio=sound, activityEnd={})  # deaf in the middle of a frame
            await client.ws.send("no JSON")
            await client.window()
            await (await client.ws.ping())

    play(scene)
    assert practice.log.wait_for("closed", connection=1)["code"] == 1000
    received = practice.log.kinds("in")
    assert received == ["setup", "activityStart", "audio"]
    assert "window" not in practice.log.kinds("note")


def test_after_the_end_that_made_it_deaf_nothing_is_answered(start: Any) -> None:
    practice = faulty(start, "deaf 3600@end=1")

    async def scene() -> list[Any]:
        async with practice.dial() as client:
            await client.set_up()
            await client.window()
            await (await client.ws.ping())
            await client.ws.close()
            return [one async for one in client.ws]

    assert play(scene) == []
    assert "window" not in practice.log.kinds("note")


def test_a_goaway_says_how_long_and_the_interview_goes_on_until_then(start: Any) -> None:
    practice = faulty(start, "goaway 3600@turn=1")

    async def scene() -> Any:
        async with practice.dial() as client:
            await client.set_up()
            await client.realtime(text="begin")
            first = [await client.hear() for _ in range(2)]
            return first, await client.turn()

    first, said = play(scene)
    assert {"goAway": {"timeLeft": "3600s"}} in first
    assert said.startswith(GREETING)


def test_the_frozen_say_nothing_not_even_a_pong_and_their_session_can_be_resumed(
    start: Any,
) -> None:
    practice = faulty(start, "freeze@end=1")

    async def scene() -> None:
        async with practice.dial() as client, practice.dial() as other:
            handle = await client.set_up()
            await client.window()
            practice.log.wait_for("fault", fault="freeze")
            pong = await client.ws.ping()
            await other.resume(handle)
            assert "setupComplete" in await other.hear()
            await other.realtime(text="begin")
            assert (await other.turn()).startswith(GREETING)
            assert not pong.done()
            assert client.ws.state.name == "OPEN"
            client.ws.transport.abort()  # it would wait for our goodbye

    play(scene)
    assert practice.log.kinds("in").count("activityEnd") == 1


def test_what_was_about_to_be_said_is_not_when_it_freezes(start: Any) -> None:
    practice = faulty(start, "goaway 3600@end=1;freeze@end=1")

    async def scene() -> None:
        async with practice.dial() as client, practice.dial() as other:
            await client.set_up()
            await client.window()
            practice.log.wait_for("goAway", way="out")
            await other.set_up()  # by now it would have arrived
            client.ws.transport.abort()
            with pytest.raises(ConnectionClosed):
                await client.ws.recv()

    play(scene)


@pytest.mark.parametrize(
    ("spec", "refusal"),
    [("reject-handle", (1007, INVALID)), ("old-socket-1011 60", (1011, INTERNAL))],
)
def test_a_resume_is_refused_and_a_fresh_session_is_not(
    start: Any, spec: str, refusal: tuple[int, str]
) -> None:
    practice = faulty(start, f"{spec}@end=1")

    async def scene() -> None:
        async with practice.dial() as client:
            handle = await client.set_up()
            await client.window()
            assert await client.ended() is None
        async with practice.dial() as client:
            await client.set_up()
        async with practice.dial() as client:
            await client.resume(handle)
            assert await client.ended() == refusal

    play(scene)


def test_after_the_rejected_one_and_when_the_time_is_over_resumes_are_taken(start: Any) -> None:
    practice = faulty(start, "reject-handle;old-socket-1011 0.01@setup=1")

    async def scene() -> None:
        async with practice.dial() as client:
            await client.say({"setup": {"model": "models/gemini-3.8-live"}})
            assert await client.ended() is None
        async with practice.dial() as client:
            handle = await client.set_up()
        for expected in [(1007, INVALID), None]:
            async with practice.dial() as client:
                await client.resume(handle)
                if expected:
                    assert await client.ended() == expected
                else:
                    assert "setupComplete" in await client.hear()

    play(scene)


def test_nobody_is_told_what_comes_after_the_end(start: Any) -> None:
    practice = faulty(start, "reset@turn=1")

    async def scene() -> None:
        async with practice.dial() as client:
            await client.set_up()
            await client.window()
            assert await client.ended() is None

    play(scene)
    practice.log.wait_for("closed", connection=1)
    assert practice.log.kinds("out") == ["setupComplete", "sessionResumptionUpdate"]
    notes = practice.log.kinds("note")
    assert notes == ["opened", "fault", "window", "closed"]


def test_a_swallowed_setup_is_never_answered(start: Any) -> None:
    practice = faulty(start, "no-setup@setup=2")

    async def scene() -> None:
        for expected in (True, False, True):
            async with practice.dial() as client:
                await client.say({"setup": {"model": "models/m"}})
                await (await client.ws.ping())  # whatever would be said has been
                await client.ws.close()
                said = [one async for one in client.ws]
                assert bool(said) == expected

    play(scene)


def test_what_comes_after_the_connection_has_ended_is_missed(start: Any) -> None:
    practice = faulty(start, "reset@end=1;close 1011@end=1;handles mid@end=1")

    async def scene() -> None:
        async with practice.dial() as client:
            await client.set_up()
            await client.window()
            assert await client.ended() is None

    play(scene)
    assert practice.log.faults() == [(1, "reset"), (1, "handles")]
    practice.log.wait_for("missed", fault="close")
