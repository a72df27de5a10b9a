"""The bare SDK, as its guide uses it: one connection, a reader, sends as the frames come."""

from __future__ import annotations

import sys
from typing import Any

from google import genai
from google.genai import types

from tests.bench.peers.driver import Diary, Told, main


class Bare:
    """No layer between the driver and the SDK."""

    packages = ("google-genai",)

    def __init__(self) -> None:
        self._session: Any = None

    async def run(self, told: Told, diary: Diary) -> None:
        options = types.HttpOptions(base_url=told.url, api_version="v1beta")
        client = genai.Client(api_key=told.key, http_options=options)
        detection = types.AutomaticActivityDetection(disabled=True)
        config = types.LiveConnectConfig(
            response_modalities=[types.Modality.AUDIO],
            realtime_input_config=types.RealtimeInputConfig(automatic_activity_detection=detection),
        )
        async with client.aio.live.connect(model=told.model, config=config) as session:
            self._session = session
            diary.ready.set()
            while True:
                async for message in session.receive():
                    if message.go_away:
                        diary.note("go away", message.go_away.time_left)
                    content = message.server_content
                    if content and content.model_turn:
                        diary.note("reply sound")
                    if content and content.turn_complete:
                        diary.answered()

    async def begin(self) -> None:
        await self._session.send_realtime_input(activity_start=types.ActivityStart())

    async def hand_in(self, pcm: bytes) -> None:
        audio = types.Blob(data=pcm, mime_type="audio/pcm;rate=16000")
        await self._session.send_realtime_input(audio=audio)

    async def silence(self, pcm: bytes) -> None:
        pass

    async def end(self) -> None:
        await self._session.send_realtime_input(activity_end=types.ActivityEnd())


if __name__ == "__main__":
    main(Bare(), sys.argv[1])
