import asyncio
import socket
import stat
import sys
import wave
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from google import genai
from google.genai import errors, types
from google.genai.live import AsyncSession
from websockets.exceptions import ConnectionClosed, ConnectionClosedError, InvalidStatus

from app.core.faults import InputFault, StoreFault
from app.practice.faults import FaultScript
from app.practice.interviewer import CLOSING, GREETING, THANKS
from app.practice.server import PracticeParams, PracticeServer
from app.practice.voice import RATE_HZ

RESOURCES = Path(__file__).parents[2] / "resources"
SAMPLES = sorted((RESOURCES / "answers").glob("*.wav"))
PLAN = "You interview.\n1. Who are you?\n2. What do you like?\n3. Why are you here?\n"
MODEL = "gemini-3.8-live"


@asynccontextmanager
async def sdk(practice: Any, key: str | None = None, **config: Any) -> AsyncIterator[AsyncSession]:
    """A session of the real SDK over real TLS."""
    client = genai.Client(
        api_key=key or practice.server.key,
        http_options=types.HttpOptions(
            base_url=practice.server.url,
            api_version="v1beta",
            async_client_args={"ssl": practice.tls(), "ping_interval": None},
        ),
    )
    usual: dict[str, Any] = {
        "response_modalities": ["AUDIO"],
        "system_instruction": PLAN,
        "realtime_input_config": {"automatic_activity_detection": {"disabled": True}},
        "input_audio_transcription": {},
        "output_audio_transcription": {},
        "session_resumption": {},
    }
    connect = client.aio.live.connect(
        model=MODEL, config=types.LiveConnectConfig(**{**usual, **config})
    )
    async with connect as session:
        assert session.setup_complete is not None
        yield session


class Turn:
    """What the SDK gave of one turn."""

    def __init__(self) -> None:
        self.said = self.transcribed = ""
        self.sound_bytes = 0
        self.usage: types.UsageMetadata | None = None

    async def hear(self, session: AsyncSession) -> "Turn":
        async for message in session.receive():
            self.usage = message.usage_metadata or self.usage
            content = message.server_content
            if content is None:
                continue
            self.said += (content.output_transcription or types.Transcription()).text or ""
            self.transcribed += (content.input_transcription or types.Transcription()).text or ""
            for part in (content.model_turn or types.Content()).parts or []:
                assert part.inline_data is not None
                assert part.inline_data.mime_type == f"audio/pcm;rate={RATE_HZ}"
                self.sound_bytes += len(part.inline_data.data or b"")
        return self


async def handle(session: AsyncSession) -> str:
    """Return the next resumable handle."""
    while True:
        async for message in session.receive():
            update = message.session_resumption_update
            if update is not None and update.resumable:
                return str(update.new_handle)


async def answer(session: AsyncSession, sample: Path) -> Turn:
    with wave.open(str(sample)) as file:
        pcm = file.readframes(file.getnframes())
    await session.send_realtime_input(activity_start=types.ActivityStart())
    for at in range(0, len(pcm), 3200):
        audio = types.Blob(data=pcm[at : at + 3200], mime_type="audio/pcm;rate=16000")
        await session.send_realtime_input(audio=audio)
    await session.send_realtime_input(activity_end=types.ActivityEnd())
    return await Turn().hear(session)


async def greeted(session: AsyncSession) -> Turn:
    await session.send_realtime_input(text="Please begin.")
    return await Turn().hear(session)


def test_the_sdk_holds_a_whole_interview(start: Any) -> None:
    practice = start()

    async def interview() -> list[Turn]:
        async with sdk(practice) as session:
            return [await greeted(session), *[await answer(session, one) for one in SAMPLES]]

    turns = asyncio.run(interview())
    assert [turn.said for turn in turns] == [
        f"{GREETING} Who are you?",
        f"{THANKS[1]} What do you like?",
        f"{THANKS[2]} Why are you here?",
        f"{THANKS[0]} {CLOSING}",
    ]
    texts = [one.with_suffix(".txt").read_text(encoding="utf-8").strip() for one in SAMPLES]
    assert [turn.transcribed for turn in turns] == ["", *texts]
    assert all(turn.sound_bytes > RATE_HZ for turn in turns)
    assert all(turn.usage is not None and turn.usage.total_token_count for turn in turns)


def test_a_resumed_session_of_the_sdk_goes_on_from_its_snapshot(start: Any) -> None:
    practice = start(faults=FaultScript.parse("reset@end=3"))

    async def interview() -> tuple[str, str]:
        async with sdk(practice) as session:
            await greeted(session)
            await answer(session, SAMPLES[0])
            kept = await handle(session)
            lost = (await answer(session, SAMPLES[1])).said
            with pytest.raises((errors.APIError, ConnectionClosedError)):
                await answer(session, SAMPLES[2])
        practice.log.wait_for("closed", connection=1)
        async with sdk(practice, session_resumption={"handle": kept}) as session:
            return lost, (await answer(session, SAMPLES[1])).said

    # What came after the handle is not in its snapshot: the same question comes again.
    assert asyncio.run(interview()) == (f"{THANKS[2]} Why are you here?",) * 2


def test_history_tells_a_fresh_session_where_the_interview_stands(start: Any) -> None:
    practice = start()
    history = [
        types.Content(role="user", parts=[types.Part(text="Please begin.")]),
        types.Content(role="model", parts=[types.Part(text=f"{GREETING} Who are you?")]),
        types.Content(role="user", parts=[types.Part(text="I am Alex.")]),
        types.Content(role="model", parts=[types.Part(text="What do you like?")]),
    ]

    async def interview() -> str:
        first = {"history_config": {"initial_history_in_client_content": True}}
        async with sdk(practice, **first) as session:
            await session.send_client_content(turns=history, turn_complete=True)
            return (await answer(session, SAMPLES[0])).said

    assert asyncio.run(interview()) == f"{THANKS[2]} Why are you here?"


def test_the_sdk_sees_the_close_code_of_a_broken_rule(start: Any) -> None:
    practice = start()

    async def interview() -> None:
        async with sdk(practice) as session:
            blob = types.Blob(data=bytes(640), mime_type="audio/pcm;rate=16000")
            await session.send_realtime_input(audio=blob)
            await Turn().hear(session)

    with pytest.raises(errors.APIError) as error:
        asyncio.run(interview())
    assert error.value.code == 1007


def test_a_wrong_key_is_refused_at_the_upgrade(start: Any) -> None:
    practice = start()

    async def interview() -> None:
        async with sdk(practice, key="wrong"):
            pass

    with pytest.raises(InvalidStatus) as refused:
        asyncio.run(interview())
    assert refused.value.response.status_code == 401


def test_each_run_has_a_key_of_its_own(start: Any) -> None:
    one, other = start(), start()
    assert one.server.key != other.server.key
    assert len(one.server.key) >= 32


def test_only_loopback_is_listened_on(start: Any) -> None:
    assert start().server.url.startswith("https://127.0.0.1:")


def test_a_taken_port_is_a_fault_in_words() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputFault, match=rf"port {port}.*--port"):
            PracticeServer(PracticeParams(port=port)).start()
    with pytest.raises(InputFault, match="port 70000"):
        PracticeServer(PracticeParams(port=70_000)).start()


def test_missing_resources_are_a_fault(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="Install the application again"):
        PracticeServer(PracticeParams(resources=tmp_path)).start()


def test_stopping_closes_every_connection_and_ends_the_thread(start: Any) -> None:
    practice = start()

    async def play() -> int | None:
        async with practice.dial() as client:
            await client.set_up()
            await client.realtime(text="begin")
            await asyncio.to_thread(practice.server.stop)
            with pytest.raises(ConnectionClosed):
                await client.hear_out()
            return client.ws.close_code  # type: ignore[no-any-return]  # the fixture is untyped

    assert asyncio.run(play()) == 1001
    thread = practice.server._thread
    assert thread
    assert not thread.is_alive()
    assert not practice.server.ca_file.exists()
    practice.server.stop()  # once more does no harm
    PracticeServer().stop()  # nor before it was started


def test_a_message_over_4_mib_ends_its_connection(start: Any) -> None:
    practice = start()

    async def play() -> None:
        async with practice.dial() as client:
            await client.set_up()
            await client.ws.send("x" * (4 * 2**20 + 1))
            await client.handle()

    with pytest.raises(ConnectionClosedError) as over:
        asyncio.run(play())
    assert over.value.rcvd is not None
    assert over.value.rcvd.code == 1009


def test_the_ninth_connection_at_once_is_put_off(start: Any) -> None:
    practice = start()

    async def play(depth: int) -> int:
        if depth == 8:
            with pytest.raises(InvalidStatus) as refused:
                async with practice.dial():
                    pass
            return refused.value.response.status_code
        async with practice.dial():
            return await play(depth + 1)

    assert asyncio.run(play(0)) == 503


def test_a_server_started_again_with_its_folder_knows_key_and_handles(
    start: Any, tmp_path: Path
) -> None:
    first = start(data_dir=tmp_path)

    async def begin() -> str:
        async with first.dial() as client:
            await client.set_up()
            await client.realtime(text="begin")
            await client.turn()
            return str(await client.handle())

    kept = asyncio.run(begin())
    ca = first.server.ca_file.read_bytes()
    first.server.stop()
    second = start(data_dir=tmp_path)
    assert (second.server.key, second.server.ca_file.read_bytes()) == (first.server.key, ca)

    async def go_on() -> str:
        async with second.dial() as client:
            await client.set_up(sessionResumption={"handle": kept})
            await client.window()
            return str(await client.turn())

    assert asyncio.run(go_on()) == f"{THANKS[1]} What do you like?"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such mode")
def test_what_is_kept_is_its_owners_alone(start: Any, tmp_path: Path) -> None:
    start(data_dir=tmp_path / "kept")
    modes = {p.name: stat.S_IMODE(p.stat().st_mode) for p in (tmp_path / "kept").iterdir()}
    assert set(modes) == {"access-key", "ca.pem", "server.pem", "server-key.pem"}
    assert set(modes.values()) == {0o600}


def test_a_key_that_is_given_is_the_key(start: Any, tmp_path: Path) -> None:
    assert start(key="given", data_dir=tmp_path).server.key == "given"
    assert not (tmp_path / "access-key").exists()
