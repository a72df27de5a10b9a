from __future__ import annotations

import asyncio
import contextlib
import itertools
import wave
from pathlib import Path

import pytest

from app.core.actions import Connect
from app.core.events import (
    CandidateText,
    GenerationComplete,
    HandleGiven,
    ReplyAudio,
    TokensUsed,
    TurnComplete,
)
from app.core.faults import OldSocketOpen
from app.core.outgoing import Audio, History, HistoryTurn, Prompt
from app.live.transport import Endpoint
from app.practice.server import PracticeServer
from tests.live.links import (
    BEGIN,
    FRESH,
    ends_turn,
    gives_handle,
    hear,
    run,
    send,
    to,
    to_practice,
    window,
    words,
)

ANSWER = Path(__file__).parents[2] / "resources" / "answers" / "1-about-you.wav"


def test_a_window_is_answered_by_a_whole_reply_in_order(practice: PracticeServer) -> None:
    async def scene() -> None:
        with wave.open(str(ANSWER)) as file:
            pcm = file.readframes(file.getnframes())
        async with to_practice(practice).open(FRESH) as link:
            await send(link, BEGIN)
            await hear(link, ends_turn)
            await hear(link, gives_handle)
            await send(link, *window(2), pcm=pcm)
            heard = await hear(link, gives_handle)
        kinds = [type(event) for event in heard]
        order = [CandidateText, ReplyAudio, GenerationComplete, TurnComplete, TokensUsed]
        assert sorted(order, key=kinds.index) == order
        assert "What do you like?" in words(heard)
        assert all(event.epoch == 1 for event in heard)

    run(scene())


def test_what_leaves_at_once_arrives_among_the_rest_in_order(practice: PracticeServer) -> None:
    async def scene() -> None:
        with wave.open(str(ANSWER)) as file:
            pcm = file.readframes(file.getnframes())
        async with to_practice(practice).open(FRESH) as link:
            await send(link, BEGIN)
            await hear(link, ends_turn)
            start, sound, end = window(2)
            await send(link, start)
            for at in range(0, len(pcm), 3200):
                assert isinstance(sound, Audio)
                assert link.send_at_once(sound, pcm[at : at + 3200])
                await asyncio.sleep(0)
            await send(link, end)
            heard = await hear(link, ends_turn)
        assert any(isinstance(event, CandidateText) for event in heard), "the sample is known again"

    run(scene())


def test_a_full_socket_takes_nothing_at_once(practice: PracticeServer) -> None:
    async def scene() -> None:
        async with to_practice(practice).open(FRESH) as link:
            start, sound, _ = window(1)
            assert isinstance(sound, Audio)
            await send(link, start)
            taken = itertools.takewhile(
                lambda _: link.send_at_once(sound, bytes(320_000)), range(1000)
            )
            assert 1 <= len(list(taken)) < 1000
            await send(link, sound, pcm=bytes(640))  # waits
            assert link.send_at_once(sound, bytes(640))

    run(scene())


def test_a_connection_that_is_gone_takes_nothing_at_once(practice: PracticeServer) -> None:
    async def scene() -> None:
        transport = to_practice(practice)
        async with transport.open(FRESH) as link:
            start, sound, _ = window(1)
            assert isinstance(sound, Audio)
            await send(link, start)
            transport.abort()
            assert not link.send_at_once(sound, bytes(640))

    run(scene())


def test_turn_after_turn_is_received_by_the_same_loop(practice: PracticeServer) -> None:
    """The SDK's own receive ends with each turn."""

    async def scene() -> None:
        async with to_practice(practice).open(FRESH) as link:
            turns = 0
            await send(link, BEGIN)
            async for event in link.receive(1):
                turns += ends_turn(event)
                if turns == 3:
                    break
                if ends_turn(event):
                    await send(link, Prompt(turns + 1, turns + 1, "Go on."))
            assert turns == 3

    run(scene())


def test_a_handle_resumes_what_the_server_knew(practice: PracticeServer) -> None:
    async def scene() -> None:
        transport = to_practice(practice)
        async with transport.open(FRESH) as link:
            await send(link, BEGIN)
            await hear(link, ends_turn)
            given = (await hear(link, gives_handle))[-1]
        assert isinstance(given, HandleGiven)
        while True:
            try:
                async with transport.open(Connect(2, given.handle, with_history=False)) as link:
                    await send(link, Prompt(2, 2, "Go on."))
                    heard = await hear(link, ends_turn, epoch=2)
                break
            except OldSocketOpen:
                pass  # the server has not seen the end of the first one yet: as the real one
        assert "What do you like?" in words(heard)
        assert all(event.epoch == 2 for event in heard)

    run(scene())


def test_history_tells_a_fresh_server_where_the_interview_stands(practice: PracticeServer) -> None:
    async def scene() -> None:
        told = History((HistoryTurn("Please begin.", "Hello. Who are you?"),), (1,))
        async with to_practice(practice).open(Connect(1, None, with_history=True)) as link:
            await send(link, told, Prompt(2, 2, "Go on."))
            heard = await hear(link, ends_turn)
        assert "What do you like?" in words(heard)

    run(scene())


def test_leaving_one_connection_leaves_the_next_one_alone(practice: PracticeServer) -> None:
    async def scene() -> None:
        transport = to_practice(practice)
        async with contextlib.AsyncExitStack() as old:
            await old.enter_async_context(transport.open(FRESH))
            async with transport.open(FRESH) as link:
                await old.aclose()
                await send(link, BEGIN)
                await hear(link, ends_turn)

    run(scene())


def test_neither_a_proxy_nor_another_service_in_the_environment_keeps_us_from_this_computer(
    practice: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setenv("GOOGLE_GENAI_USE_VERTEXAI", "true")

    async def scene() -> None:
        async with to_practice(practice).open(FRESH) as link:
            await hear(link, gives_handle)

    run(scene())


def test_without_a_url_the_librarys_own_choice_is_dialled(
    practice: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", practice.url)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    async def scene() -> None:
        async with to(None, practice.ca_file, practice.key).open(FRESH) as link:
            await hear(link, gives_handle)

    run(scene())


def test_a_key_is_never_shown() -> None:
    assert "secret" not in repr(Endpoint("secret", "https://example.org"))
