"""The bare SDK and the loop that everybody writes around it: dial again with the newest handle.

While the candidate speaks it opens a new window on the new connection; what the old one held, and
what was said meanwhile, it does not have any more.
"""

from __future__ import annotations

import asyncio
import sys

from google import genai
from google.genai import types

from tests.bench.peers.client_genai import Bare
from tests.bench.peers.driver import Diary, Told, main


class Again(Bare):
    """Reconnects after 0.5 s, with the handle."""

    def __init__(self) -> None:
        super().__init__()
        self._is_speaking = False
        self._handle: str | None = None

    async def run(self, told: Told, diary: Diary) -> None:
        options = types.HttpOptions(base_url=told.url, api_version="v1beta")
        client = genai.Client(api_key=told.key, http_options=options)
        while True:
            try:
                await self._hold(client, told, diary)
            except Exception as error:  # noqa: BLE001  # it tries again after whatever it was
                diary.note("reconnect", f"{type(error).__name__}: {error}")
                await asyncio.sleep(0.5)

    async def _hold(self, client: genai.Client, told: Told, diary: Diary) -> None:
        detection = types.AutomaticActivityDetection(disabled=True)
        config = types.LiveConnectConfig(
            response_modalities=[types.Modality.AUDIO],
            realtime_input_config=types.RealtimeInputConfig(automatic_activity_detection=detection),
            session_resumption=types.SessionResumptionConfig(handle=self._handle),
        )
        async with client.aio.live.connect(model=told.model, config=config) as session:
            if self._is_speaking:
                await session.send_realtime_input(activity_start=types.ActivityStart())
            self._session = session
            diary.ready.set()
            while True:
                async for message in session.receive():
                    if message.go_away:
                        diary.note("go away", message.go_away.time_left)
                    update = message.session_resumption_update
                    if update and update.resumable and update.new_handle:
                        self._handle = update.new_handle
                    content = message.server_content
                    if content and content.turn_complete:
                        diary.answered()

    async def begin(self) -> None:
        self._is_speaking = True
        await super().begin()

    async def end(self) -> None:
        self._is_speaking = False
        await super().end()


if __name__ == "__main__":
    main(Again(), sys.argv[1])
