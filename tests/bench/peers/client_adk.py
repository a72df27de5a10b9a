"""Google ADK: a runner's live run with session resumption asked for, turns driven by hand."""

from __future__ import annotations

import asyncio
import sys

from google.adk.agents import Agent, LiveRequestQueue
from google.adk.agents.run_config import RunConfig, StreamingMode
from google.adk.models.google_llm import Gemini
from google.adk.runners import InMemoryRunner
from google.genai import types

from tests.bench.peers.driver import Diary, Told, main


class Adk:
    """Into the queue that a live run reads."""

    packages = ("google-adk", "google-genai")

    async def run(self, told: Told, diary: Diary) -> None:
        self._queue = LiveRequestQueue()
        model = Gemini(model=told.model, base_url=told.url)
        agent = Agent(name="interviewer", model=model, instruction="Interview.")
        runner = InMemoryRunner(agent, app_name="peers")
        session = await runner.session_service.create_session(app_name="peers", user_id="candidate")
        detection = types.AutomaticActivityDetection(disabled=True)
        config = RunConfig(
            response_modalities=[types.Modality.AUDIO],
            streaming_mode=StreamingMode.BIDI,
            realtime_input_config=types.RealtimeInputConfig(automatic_activity_detection=detection),
            session_resumption=types.SessionResumptionConfig(),
        )
        ready = asyncio.create_task(self._prepare(diary))
        is_sounding = False
        try:
            async for event in runner.run_live(
                user_id="candidate",
                session_id=session.id,
                live_request_queue=self._queue,
                run_config=config,
            ):
                if getattr(event, "go_away", None):
                    diary.note("go away")
                if getattr(event, "error_code", None):
                    diary.note("error", f"{event.error_code} {event.error_message}")
                if event.content and any(part.inline_data for part in event.content.parts or []):
                    if not is_sounding:
                        diary.note("reply sound")
                    is_sounding = True
                if event.turn_complete:
                    is_sounding = False
                    diary.answered()
        finally:
            ready.cancel()

    async def _prepare(self, diary: Diary) -> None:
        await asyncio.sleep(3)  # it does not tell when it is connected
        diary.ready.set()

    async def begin(self) -> None:
        self._queue.send_activity_start()

    async def hand_in(self, pcm: bytes) -> None:
        self._queue.send_realtime(types.Blob(data=pcm, mime_type="audio/pcm;rate=16000"))

    async def silence(self, pcm: bytes) -> None:
        pass

    async def end(self) -> None:
        self._queue.send_activity_end()


if __name__ == "__main__":
    main(Adk(), sys.argv[1])
