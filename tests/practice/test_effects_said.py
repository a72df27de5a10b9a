"""Faults that are messages, over a real TLS socket."""

import json
import re
from typing import Any

import pytest

from tests.practice.test_effects import faulty, play


@pytest.mark.parametrize("spec", ["spurious-interrupt", "garbage", "unknown-message", "big-frame"])
@pytest.mark.parametrize("when", ["setup=1", "turn=1", "time=0.01"])
def test_what_is_said_out_of_turn_disturbs_nothing(start: Any, spec: str, when: str) -> None:
    practice = faulty(start, f"{spec}@{when}")

    async def scene() -> list[bytes]:
        async with practice.dial() as client:
            await client.say({"setup": {"model": "models/m", "outputAudioTranscription": {}}})
            heard = [await client.ws.recv()]
            practice.log.wait_for("sessionResumptionUpdate", way="out")
            await client.realtime(text="begin")
            while not heard[-1].startswith(b'{"serverContent":{"generationComplete"'):
                heard.append(await client.ws.recv())
            practice.log.wait_for("fault", fault=spec)
            (await (await client.ws.ping()))
            return heard

    heard = play(scene)
    assert heard[0] == b'{"setupComplete":{}}'
    assert sum(b"modelTurn" in one for one in heard) > 5
    if when != "time=0.01":  # then it may come after the reply
        assert sum(is_odd(one) for one in heard) == 1


def is_odd(frame: bytes) -> bool:
    """Whether it is what only a fault says."""
    try:
        said = json.loads(frame)
    except ValueError:
        return True
    return bool(len(frame) > 2**20 or "weatherReport" in said or b'"interrupted"' in frame)


def test_a_big_frame_is_well_formed_and_over_1_mib(start: Any) -> None:
    practice = faulty(start, "big-frame@setup=1")

    async def scene() -> Any:
        async with practice.dial() as client:
            await client.set_up()
            return await client.ws.recv()

    frame = play(scene)
    assert len(frame) > 2**20
    assert re.sub(rb" +", b"", frame) == b'{"serverContent":{}}'


def test_a_spurious_interrupt_is_a_pair(start: Any) -> None:
    practice = faulty(start, "spurious-interrupt@setup=1")

    async def scene() -> Any:
        async with practice.dial() as client:
            await client.set_up()
            return [(await client.hear())["serverContent"] for _ in range(2)]

    assert play(scene) == [{"interrupted": True}, {"turnComplete": True}]
