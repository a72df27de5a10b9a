"""LiveKit Agents: the realtime session of its Google plugin, turns driven by hand."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from google.genai import types
from livekit import rtc
from livekit.plugins.google.realtime import RealtimeModel

from tests.bench.peers.driver import Diary, Told, main


class LiveKit:
    """``start_user_activity``, ``push_audio``, ``generate_reply``: what an agent session calls."""

    packages = ("livekit-agents", "livekit-plugins-google", "google-genai")

    async def run(self, told: Told, diary: Diary) -> None:
        detection = types.AutomaticActivityDetection(disabled=True)
        model = RealtimeModel(
            model=told.model,
            api_key=told.key,
            realtime_input_config=types.RealtimeInputConfig(automatic_activity_detection=detection),
            http_options=types.HttpOptions(base_url=told.url, api_version="v1beta"),
        )
        self._reading: set[asyncio.Task[None]] = set()
        self._session = model.session()
        self._session.on("error", lambda error: diary.note("error", error))
        self._session.on(
            "generation_created",
            lambda made: self._reading.add(asyncio.create_task(self._read(made, diary))),
        )
        await asyncio.sleep(3)  # it does not tell when it is connected
        diary.ready.set()
        try:
            await asyncio.Event().wait()
        finally:
            await self._session.aclose()

    async def _read(self, made: Any, diary: Diary) -> None:
        has_sound = False
        async for message in made.message_stream:
            async for _ in message.audio_stream:
                if not has_sound:
                    has_sound = True
                    diary.note("reply sound")
        if has_sound:
            diary.answered()

    async def begin(self) -> None:
        self._session.start_user_activity()

    async def hand_in(self, pcm: bytes) -> None:
        self._session.push_audio(rtc.AudioFrame(pcm, 16_000, 1, 320))

    async def silence(self, pcm: bytes) -> None:
        pass

    async def end(self) -> None:
        reply = self._session.generate_reply()
        reply.add_done_callback(lambda one: one.cancelled() or one.exception())


if __name__ == "__main__":
    main(LiveKit(), sys.argv[1])
