"""What the interviewer is told to do, over a real TLS socket; the rules: test_session.py."""

from typing import Any

import pytest

from app.practice.interviewer import GREETING, THANKS
from app.practice.speaking import Tempo
from app.practice.whims import Cadence, Manner, Whims
from tests.practice.test_effects import faulty, play


def test_without_faults_it_speaks_and_handles_follow_settled_turns() -> None:
    whims = Whims()
    assert (whims.calls, whims.manner(), whims.cadence()) == ((), Manner.SPEAK, Cadence.SETTLED)


def told_at(start: Any, spec: str) -> list[str]:
    """Ask three times, once the last was settled; return what was said each time."""
    practice = faulty(start, spec)

    async def scene() -> list[str]:
        said = []
        async with practice.dial() as client:
            await client.set_up()
            for number in range(1, 4):
                if number == 1:
                    await client.realtime(text="begin")
                else:
                    await client.window()
                if f"silent-turn@turn={number}" in spec:
                    await (await client.ws.ping())
                    practice.log.wait_for("silent")
                    continue
                said.append(await client.turn())
        return said

    return list(play(scene))


def test_a_silent_turn_is_not_answered_and_the_next_one_asks_the_same(start: Any) -> None:
    said = told_at(start, "silent-turn@turn=2")
    assert said == [f"{GREETING} Who are you?", f"{THANKS[1]} What do you like?"]


def test_a_declined_turn_ends_without_a_sound(start: Any) -> None:
    said = told_at(start, "decline@turn=2")
    assert said == [f"{GREETING} Who are you?", "", f"{THANKS[1]} What do you like?"]


def test_after_a_silent_turn_nothing_at_all_was_sent(start: Any) -> None:
    practice = faulty(start, "silent-turn@end=1")

    async def scene() -> list[Any]:
        async with practice.dial() as client:
            await client.set_up()
            await client.window()
            await (await client.ws.ping())  # the answer to it comes after all that was sent
            await client.ws.close()
            return [one async for one in client.ws]

    assert play(scene) == []


def test_resumed_sessions_transcribe_and_are_mute(start: Any) -> None:
    practice = faulty(start, "mute-after-resume")

    async def scene() -> None:
        async with practice.dial() as client:
            handle = await client.set_up()
            await client.realtime(text="begin")
            assert (await client.turn()).startswith(GREETING)
        practice.log.wait_for("closed", connection=1)
        async with practice.dial() as client:
            await client.resume(handle)
            await client.handle()
            await client.window()
            await (await client.ws.ping())
            await client.ws.close()
            assert [one async for one in client.ws] == []
        practice.log.wait_for("window", connection=2)

    play(scene)


def order_of(practice: Any) -> list[str]:
    """Return what was sent from the first turn on, sound and empty messages left out."""
    sent = [row for row in practice.log.rows if row["way"] == "out"]
    names = [
        f"handle:{row['resumable']}" if "resumable" in row else row["kind"]
        for row in sent
        if row["kind"] not in {"audio", "empty"}
    ]
    return names[names.index("handle:False") + 1 :]


@pytest.mark.parametrize(
    ("spec", "order"),
    [
        ("handles settled", ["generationComplete", "turnComplete", "handle:True"]),
        (
            "handles mid",
            ["handle:True", "generationComplete", "turnComplete", "handle:True"],
        ),
        ("handles late", ["generationComplete", "turnComplete", "handle:True"]),
        ("handles never", ["generationComplete", "turnComplete"]),
    ],
)
def test_handles_come_as_they_are_told(start: Any, spec: str, order: list[str]) -> None:
    practice = faulty(start, spec)

    async def scene() -> None:
        async with practice.dial() as client:
            await client.say({"setup": {"model": "models/m"}})
            assert "setupComplete" in await client.hear()
            if spec != "handles never":
                await client.handle()
            await client.realtime(text="begin")
            await client.turn()
            if order[-1] != "turnComplete":
                await client.handle()

    play(scene)
    assert order_of(practice) == order


def test_a_late_handle_knows_what_was_said_after_its_turn(start: Any) -> None:
    tempo = Tempo(thinking_s=0.0, generation=1e4, playout=1e4, late_handle_s=0.3)
    practice = faulty(start, "handles late;silent-turn@turn=2", tempo=tempo)

    async def scene() -> str:
        async with practice.dial() as client:
            await client.set_up()
            await client.realtime(text="begin")
            await client.turn()
            await client.realtime(text="anything")  # asks for turn 2
            handle = await client.handle()
        practice.log.wait_for("closed", connection=1)
        async with practice.dial() as client:
            await client.resume(handle)
            await client.window()
            return str(await client.turn())

    assert play(scene) == f"{THANKS[1]} What do you like?"


def test_a_handle_from_the_middle_of_a_reply_has_not_asked_its_question(start: Any) -> None:
    practice = faulty(start, "handles mid;reset@time=1000")

    async def scene() -> str:
        async with practice.dial() as client:
            await client.set_up()
            await client.realtime(text="begin")
            handle = await client.handle()
        practice.log.wait_for("closed", connection=1)
        async with practice.dial() as client:
            await client.resume(handle)
            await client.realtime(text="go on")
            return str(await client.turn())

    assert play(scene) == f"{THANKS[0]} Who are you?"
