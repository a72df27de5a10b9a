from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from websockets.asyncio.server import ServerConnection

from app.core.events import Left, LinkOpened, ReplyAudio
from app.core.outgoing import ToolResult, WindowEnd
from app.live import probes
from app.live.probe import Ask, Check, Dial, Drop, Expected, HearHandle, HearTurn, Pick, Probe, Say
from app.live.probe_line import Means
from app.live.probing import Scene
from app.live.sightings import Dialled, Dropped, Ended, Sightings
from app.live.transport import Endpoint
from app.practice.calls import ScriptedCall
from app.practice.certificate import Certificate
from app.practice.faults import FaultScript
from app.practice.server import PracticeParams, PracticeServer
from app.practice.speaking import Tempo
from app.settings import CheckParams, LiveParams
from tests.live.links import run
from tests.live.peers import accept_and_listen, live_peer, take_setup
from tests.live.scenes import EXPECTED

FAST = Tempo(thinking_s=0.0, generation=1e4, playout=1e4)
CHECK = CheckParams(quiet_s=0.1, speech_pace=100)
PCM = bytes(640 * 50)
HANDLE = '{"sessionResumptionUpdate": {"newHandle": "the-handle", "resumable": true}}'
TEXT_OF_CALL = f"Call the function {probes.TOOL}"
CALL = '{"toolCall": {"functionCalls": [{"id": "1", "name": "report_line"}]}}'
SOUND = '{"inlineData": {"mimeType": "audio/pcm;rate=24000", "data": "AAAA"}}'
REPLY = f'{{"serverContent": {{"modelTurn": {{"parts": [{SOUND}]}}, "turnComplete": true}}}}'
OLDER = "gemini-3.1-flash-live-preview"


@pytest.fixture(scope="module")
def calling() -> Iterator[PracticeServer]:
    """An interviewer that calls a function when it has heard the first window."""
    calls = (ScriptedCall(1, probes.TOOL),)
    with PracticeServer(PracticeParams(tempo=FAST, calls=calls)) as server:
        yield server


def to(server: PracticeServer, model: str = "gemini-3.8-live") -> Means:
    endpoint = Endpoint(server.key, server.url, server.ca_file)
    return Means(endpoint, LiveParams(model=model), CHECK, PCM)


def at(url: str, certificate: Certificate) -> Means:
    endpoint = Endpoint("key", url, certificate.ca_file)
    return Means(endpoint, LiveParams(), CHECK, PCM, old_socket_waits_s=(0.0, 0.0))


def play(probe: Probe, means: Means, limit_s: float = 9.0) -> Sightings:
    """Play a probe to its end."""
    seen: list[Sightings] = []

    async def scene() -> None:
        seen.append(await Scene(probe, means).play(limit_s))

    run(scene())
    return seen[0]


def verdicts(probe: Probe, means: Means, expected: Expected = EXPECTED) -> dict[Check, str]:
    seen = play(probe, means)
    found = (judge(seen, expected) for judge in probe.judges)
    return {one.check: one.verdict.value for one in found}


def failing(faults: str) -> PracticeServer:
    return PracticeServer(PracticeParams(tempo=FAST, faults=FaultScript.parse(faults)))


# --- the steps


@pytest.mark.parametrize("probe", [one for one in probes.PROBES if one is not probes.ANSWER])
def test_the_practice_interviewer_is_as_it_says(probe: Probe, calling: PracticeServer) -> None:
    assert set(verdicts(probe, to(calling)).values()) == {"holds"}


@pytest.mark.parametrize("probe", [probes.CALLED, probes.UNANSWERED])
def test_a_model_whose_calls_block_is_as_it_says(probe: Probe, calling: PracticeServer) -> None:
    means = to(calling, OLDER)
    means.check = replace(CHECK, quiet_s=8.0)  # until the line is closed
    expected = replace(EXPECTED, model=OLDER)
    assert set(verdicts(probe, means, expected).values()) == {"holds"}


def test_a_window_leaves_whole_or_in_part_and_ends_or_not(practice: PracticeServer) -> None:
    steps = (Dial(), Say(share=0.5, ends=False), Drop(), Dial(), Say(), HearTurn())
    seen = play(Probe("p", steps, ()), to(practice))
    ends = [one.item for _, one in seen.all(Left) if isinstance(one.item, WindowEnd)]
    assert [end.frames for end in ends] == [50]
    assert [one.epoch for _, one in seen.all(Dropped)] == [1, 2]
    assert not seen.all(Ended)


def test_a_window_takes_as_long_as_its_pace_says(practice: PracticeServer) -> None:
    means = to(practice)
    means.check = replace(CHECK, speech_pace=1.0)
    seen = play(Probe("p", (Dial(), Say(4.0), HearTurn()), ()), means)
    (start, _), (end, _) = seen.all(Left)
    assert end - start >= 1.0 / 4.0


def test_calls_are_answered_or_left_as_the_probe_says(calling: PracticeServer) -> None:
    for probe, answers in ((probes.CALLED, 1), (probes.UNANSWERED, 0)):
        seen = play(probe, to(calling))
        results = [one for _, one in seen.all(Left) if isinstance(one.item, ToolResult)]
        assert (len(seen.calls()), len(results)) == (1, answers)


def test_no_window_is_sent_where_the_text_made_the_model_call(certificate: Certificate) -> None:
    async def conduct(ws: ServerConnection) -> None:
        await take_setup(ws)
        async for frame in ws:
            message = json.loads(frame)
            if "client_content" in message and TEXT_OF_CALL in str(frame):
                await ws.send(CALL)
            else:
                assert "realtime_input" not in message
                await ws.send(REPLY)

    async def scene() -> None:
        async with live_peer(certificate, conduct) as url:
            seen = await Scene(probes.CALLED, at(url, certificate)).play(9.0)
        found = probes.CALLED.judges[0](seen, EXPECTED)
        assert (found.verdict.value, found.figures["called_by"]) == ("holds", "text")

    run(scene())


def test_a_scene_ends_where_its_handle_is_missing(practice: PracticeServer) -> None:
    asked = (Ask("Please."), HearTurn())
    steps = (Dial(), HearHandle(), *asked, Drop(), Dial(Pick.MID_TURN), *asked)
    seen = play(Probe("p", steps, ()), to(practice))
    assert len(seen.all(Dialled)) == len(seen.turns()) == 1
    assert seen.turns()[0].is_answered


@pytest.mark.parametrize(("is_patient", "tries"), [(True, 2), (False, 1)])
def test_it_waits_for_the_old_socket_only_where_it_is_told_to(
    certificate: Certificate, tries: int, *, is_patient: bool
) -> None:
    resumed: list[str] = []

    async def conduct(ws: ServerConnection) -> None:
        handle = json.loads(await ws.recv())["setup"]["sessionResumption"].get("handle")
        if handle:
            resumed.append(handle)
        if len(resumed) == 1:
            await ws.close(1011, "Internal error encountered.")
            return
        await ws.send('{"setupComplete": {}}')
        await ws.send(HANDLE)
        await ws.wait_closed()

    async def scene() -> None:
        async with live_peer(certificate, conduct) as url:
            again = Dial(Pick.CLEAN, is_patient=is_patient)
            probe = Probe("p", (Dial(), HearHandle(), Drop(), again), ())
            await Scene(probe, at(url, certificate)).play(9.0)
        assert resumed == ["the-handle"] * tries

    run(scene())


# --- what goes wrong


@pytest.mark.parametrize(
    ("faults", "probe", "check", "verdict"),
    [
        ("reset@end=1", probes.ANSWER, Check.ANSWER, "differs"),
        ("decline@turn=1", probes.GREETING, Check.GREETING, "differs"),
        ("handles mid", probes.RESUMPTION, Check.HANDLES, "differs"),
        ("handles never", probes.RESUMPTION, Check.HANDLES, "differs"),
        ("handles never", probes.RESUMPTION, Check.RESUMPTION, "not seen"),
        ("reject-handle", probes.RESUMPTION, Check.RESUMPTION, "differs"),
        ("reject-handle", probes.OLD_SOCKET, Check.OLD_SOCKET, "differs"),
    ],
)
def test_a_service_that_is_otherwise_is_told_so(
    faults: str, probe: Probe, check: Check, verdict: str
) -> None:
    with failing(faults) as server:
        means = to(server)
        if faults == "handles never":
            means.check = replace(CHECK, handle_s=0.3)
        assert verdicts(probe, means)[check] == verdict


def test_a_service_that_never_replies_costs_no_more_than_the_limit(
    certificate: Certificate,
) -> None:
    async def scene() -> None:
        async with live_peer(certificate, accept_and_listen) as url:
            means = at(url, certificate)
            for check, limit_s in ((replace(CHECK, turn_s=0.2), 9.0), (CHECK, 0.5)):
                means.check = check
                seen = await Scene(probes.GREETING, means).play(limit_s)
                assert len(seen.turns()) == len(seen.all(LinkOpened)) == 1
                assert not seen.all(ReplyAudio)

    run(scene())


def test_a_message_that_cannot_be_read_is_counted(certificate: Certificate) -> None:
    async def conduct(ws: ServerConnection) -> None:
        await take_setup(ws)
        await ws.recv()
        await ws.send('{"somethingNew": {}}')
        await ws.send('{"serverContent": {"turnComplete": true}}')
        await ws.wait_closed()

    async def scene() -> None:
        async with live_peer(certificate, conduct) as url:
            means = at(url, certificate)
            steps = (Dial(), Ask("Please."), HearTurn())
            seen = await Scene(Probe("p", steps, ()), means).play(9.0)
        assert seen.unreadable == 1

    run(scene())


def test_nobody_answers_at_the_address(certificate: Certificate) -> None:
    means = Means(
        Endpoint("key", "https://127.0.0.1:1", certificate.ca_file), LiveParams(), CHECK, PCM
    )
    seen = play(probes.GREETING, means)
    assert seen.end() is not None
    assert not seen.all(LinkOpened)
