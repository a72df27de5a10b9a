import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosedError

from app.practice.calls import ScriptedCall
from app.practice.faults import FaultScript
from app.practice.interviewer import GREETING
from app.practice.speaking import Tempo

ENDLESS = Tempo(thinking_s=0.0, generation=0.01)  # the second piece comes after 10 s
PLAYS_ON = Tempo(thinking_s=0.0, generation=1e4, playout=0.01)
TONE = b"\x00\x10\x00\xf0" * 3_200
AUTOMATIC: dict[str, Any] = {"realtimeInputConfig": {}}
Do = Callable[[Any], Awaitable[None]]


async def closed(client: Any) -> tuple[int, str]:
    """Hear on until the server closes; return its code and reason."""
    with pytest.raises(ConnectionClosedError) as over:
        await client.hear_out()
    assert over.value.rcvd is not None
    return over.value.rcvd.code, over.value.rcvd.reason


async def start_twice(client: Any) -> None:
    await client.realtime(activityStart={})
    await client.realtime(activityStart={})


async def sound_after_end(client: Any) -> None:
    await client.window()
    await client.sound()


@pytest.mark.parametrize(
    ("setup", "act", "why"),
    [
        ({}, lambda c: c.sound(), "sound before activityStart"),
        ({}, sound_after_end, "sound after activityEnd"),
        ({}, lambda c: c.realtime(activityEnd={}), "activityEnd without activityStart"),
        ({}, start_twice, "a second activityStart in one window"),
        (
            {},
            lambda c: c.realtime(audioStreamEnd=True),
            "audioStreamEnd while detection is manual",
        ),
        (
            AUTOMATIC,
            lambda c: c.realtime(activityStart={}),
            "activityStart while automatic detection is on",
        ),
        (
            AUTOMATIC,
            lambda c: c.realtime(activityEnd={}),
            "activityEnd while automatic detection is on",
        ),
        ({}, lambda c: c.say({"setup": {"model": "models/m"}}), "a second setup"),
        ({}, lambda c: c.say({"hello": {}}), "unknown kind of message"),
        ({}, lambda c: c.ws.send(b"\xff"), "the frame is not JSON"),
    ],
)
def test_who_breaks_a_rule_is_closed_with_1007(
    start: Any, setup: dict[str, Any], act: Do, why: str
) -> None:
    practice = start()

    async def play() -> None:
        async with practice.dial() as client:
            await client.set_up(**setup)
            await act(client)
            assert await closed(client) == (1007, "Request contains an invalid argument.")

    asyncio.run(play())
    practice.log.wait_for("refused", code=1007, why=why)


@pytest.mark.parametrize(
    "first",
    [
        {"setup": {"model": "models/m", "voice": "Kore"}},
        {"setup": {"model": "models/m", "sessionResumption": {"handle": "unknown"}}},
        {"realtimeInput": {"text": "begin"}},
    ],
)
def test_a_bad_first_message_is_closed_with_1007(start: Any, first: dict[str, Any]) -> None:
    practice = start()

    async def play() -> None:
        async with practice.dial() as client:
            await client.say(first)
            assert (await closed(client))[0] == 1007

    asyncio.run(play())


@pytest.mark.parametrize(
    ("input_name", "start_name", "end_name"),
    [
        ("realtimeInput", "activityStart", "activityEnd"),
        ("realtime_input", "activity_start", "activity_end"),
    ],
)
@pytest.mark.parametrize("as_binary", [False, True])
def test_both_cases_and_both_kinds_of_frame_are_understood(
    start: Any, input_name: str, start_name: str, end_name: str, as_binary: bool
) -> None:
    practice = start()

    async def play() -> str:
        async with practice.dial() as client:
            await client.set_up()
            for message in ({"text": "begin"}, {start_name: {}}, {end_name: {}}):
                text = json.dumps({input_name: message})
                await client.ws.send(text.encode() if as_binary else text)
                if start_name not in message:
                    said = await client.turn()
            return str(said)

    assert asyncio.run(play()) == "I did not hear you, please say that again."
    assert "audio" in practice.log.kinds("out")


def test_messages_come_as_binary_frames(start: Any) -> None:
    practice = start()

    async def play() -> None:
        async with practice.dial() as client:
            await client.say({"setup": {"model": "models/m"}})
            assert await client.ws.recv() == b'{"setupComplete":{}}'

    asyncio.run(play())


def test_input_while_a_blocking_call_is_unanswered_is_closed_with_1008(start: Any) -> None:
    practice = start(calls=(ScriptedCall(1, "score"),))
    tools = [{"functionDeclarations": [{"name": "score", "behavior": "BLOCKING"}]}]

    async def play() -> None:
        async with practice.dial() as client:
            await client.set_up(tools=tools)
            await client.window()
            while "toolCall" not in await client.hear():
                pass
            await client.realtime(activityStart={})
            code, reason = await closed(client)
            assert (code, reason.split()[0]) == (1008, "Operation")

    asyncio.run(play())


def test_an_answered_call_is_followed_by_the_reply(start: Any) -> None:
    practice = start(calls=(ScriptedCall(1, "score"),))
    tools = [{"functionDeclarations": [{"name": "score", "behavior": "BLOCKING"}]}]

    async def play() -> str:
        async with practice.dial() as client:
            await client.set_up(tools=tools)
            await client.window()
            while not (call := (await client.hear()).get("toolCall")):
                pass
            answers = [{"id": one["id"], "response": {}} for one in call["functionCalls"]]
            await client.say({"toolResponse": {"functionResponses": answers}})
            return str(await client.turn())

    assert asyncio.run(play()).startswith("Thank you")


def test_a_start_while_generating_brings_interrupted_and_the_turns_end(start: Any) -> None:
    practice = start(tempo=ENDLESS)

    async def play() -> None:
        async with practice.dial() as client:
            await client.set_up()
            await client.realtime(text="begin")
            while "modelTurn" not in (await client.hear()).get("serverContent", {}):
                pass
            await client.realtime(activityStart={})
            await client.turn()

    asyncio.run(play())
    sent = practice.log.kinds("out")
    assert sent[-2:] == ["interrupted", "turnComplete"]
    assert sent.count("audio") == 1
    assert "generationComplete" not in sent


def test_a_start_while_it_only_plays_brings_the_spurious_pair(start: Any) -> None:
    practice = start(tempo=PLAYS_ON)

    async def play() -> None:
        async with practice.dial() as client:
            await client.set_up()
            await client.realtime(text="begin")
            while "generationComplete" not in (await client.hear()).get("serverContent", {}):
                pass
            await client.realtime(activityStart={})
            await client.turn()
            assert await client.handle()

    asyncio.run(play())
    assert practice.log.kinds("out")[-4:] == [
        "generationComplete",
        "interrupted",
        "turnComplete",
        "sessionResumptionUpdate",
    ]


def test_a_resume_while_the_old_socket_is_open_is_closed_with_1011(start: Any) -> None:
    practice = start()

    async def play() -> str:
        async with practice.dial() as old, practice.dial() as new:
            handle = await old.set_up()
            resumption = {"sessionResumption": {"handle": handle}}
            await new.say({"setup": {"model": "models/gemini-3.8-live", **resumption}})
            assert await closed(new) == (1011, "Internal error encountered.")
            await old.realtime(text="begin")  # the refused one has not closed the session
            await old.turn()
            await old.ws.close()
            practice.log.wait_for("closed", connection=1)
            async with practice.dial() as again:
                await again.set_up(**resumption)
                await again.realtime(text="begin")
                return str(await again.turn())

    assert asyncio.run(play()).startswith(GREETING)


def test_a_reset_fault_cuts_the_socket_in_the_window_once(start: Any, tmp_path: Path) -> None:
    practice = start(faults=FaultScript.parse("reset@audio=0.8"), tap_dir=tmp_path)

    async def play() -> None:
        async with practice.dial() as client:
            await client.set_up()
            await client.realtime(activityStart={})
            await client.sound()
            await client.sound()
            with pytest.raises(ConnectionClosedError) as over:
                await client.hear()
            assert over.value.rcvd is None  # no close frame
        async with practice.dial() as client:
            await client.set_up()
            await client.window(TONE * 3)
            await client.turn()

    asyncio.run(play())
    assert practice.log.wait_for("closed", connection=1)["code"] == 1006
    assert (tmp_path / "conn1-window1.pcm").read_bytes() == TONE * 2
    assert json.loads((tmp_path / "conn1-window1.json").read_text())["closed"] is False
    assert (tmp_path / "conn2-window1.pcm").read_bytes() == TONE * 3
    assert json.loads((tmp_path / "conn2-window1.json").read_text())["closed"] is True


def test_a_reset_fault_at_the_end_leaves_the_window_unheard(start: Any) -> None:
    practice = start(faults=FaultScript.parse("reset@end=1"))

    async def play() -> None:
        async with practice.dial() as client:
            await client.set_up()
            await client.window()
            with pytest.raises(ConnectionClosedError):
                await client.hear()

    asyncio.run(play())
    practice.log.wait_for("closed", connection=1)
    assert "window" not in practice.log.kinds("note")


def test_the_record_says_what_each_window_held(start: Any) -> None:
    practice = start()

    async def play() -> None:
        async with practice.dial() as client:
            await client.set_up()
            await client.window(TONE)
            await client.turn()

    asyncio.run(play())
    row = practice.log.wait_for("window", window=1)
    assert (row["bytes"], row["seconds"], row["audible"]) == (len(TONE), 0.4, True)
    assert row["sha256"] == hashlib.sha256(TONE).hexdigest()
    received = [r["kind"] for r in practice.log.rows if r["way"] == "in"]
    assert received == ["setup", "activityStart", "audio", "activityEnd"]
    assert {r["window"] for r in practice.log.rows if "window" in r} == {1}
