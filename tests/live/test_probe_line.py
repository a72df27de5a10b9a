from __future__ import annotations

import asyncio

from websockets.asyncio.server import ServerConnection

from app.core.events import LinkOpened, TurnComplete
from app.core.faults import Phase
from app.live.probe_line import Means, ProbeLine
from app.live.sightings import Ended, Event
from app.live.transport import Endpoint
from app.practice.certificate import Certificate
from app.practice.server import PracticeServer
from app.settings import CheckParams, LiveParams
from tests.live.links import run
from tests.live.peers import live_peer, take_setup


def means(url: str, certificate: Certificate | PracticeServer, key: str = "key") -> Means:
    endpoint = Endpoint(key, url, certificate.ca_file)
    return Means(endpoint, LiveParams(), CheckParams(), bytes(640))


def test_what_arrives_is_noted_and_so_are_the_words_of_the_close(certificate: Certificate) -> None:
    async def conduct(ws: ServerConnection) -> None:
        setup = await take_setup(ws)
        names = setup["setup"]["tools"][0]["functionDeclarations"]
        assert [one["name"] for one in names] == ["report_line"]
        await ws.send('{"serverContent": {"turnComplete": true}}')
        await ws.close(1008, "Operation is not implemented.")

    async def scene() -> None:
        noted: list[Event] = []
        async with live_peer(certificate, conduct) as url:
            line = ProbeLine(1, means(url, certificate), ("report_line",), noted.append)
            await line.live(None)
        opened, turn, end = noted
        assert (opened, turn) == (LinkOpened(1), TurnComplete(1))
        assert isinstance(end, Ended)
        assert (end.phase, end.code) == (Phase.OPEN, 1008)
        assert end.text == "Operation is not implemented."
        assert line.is_over

    run(scene())


def test_a_refused_handle_is_an_end_while_resuming(practice: PracticeServer) -> None:
    async def scene() -> None:
        noted: list[Event] = []
        shared = means(practice.url, practice, practice.key)
        await ProbeLine(1, shared, (), noted.append).live("unknown")
        (end,) = noted
        assert isinstance(end, Ended)
        assert (end.phase, end.code) == (Phase.RESUME, 1007)

    run(scene())


def test_what_we_drop_is_no_end_of_theirs_and_pongs_are_put_down(practice: PracticeServer) -> None:
    async def scene() -> None:
        noted: list[Event] = []
        came = asyncio.Event()

        class Pongs(list[float]):
            def append(self, pong_s: float) -> None:
                super().append(pong_s)
                came.set()

        shared = means(practice.url, practice, practice.key)
        shared.pongs_s = Pongs()
        line = ProbeLine(1, shared, (), noted.append)
        task = asyncio.create_task(line.live(None))
        await came.wait()  # the first ping leaves as soon as the line is open
        assert line.is_open()
        assert not line.is_over
        line.drop()
        assert line.is_over
        await task
        assert not [one for one in noted if isinstance(one, Ended)]
        assert 0 < shared.pongs_s[0] < 10

    run(scene())
