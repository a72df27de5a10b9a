"""Pipecat: its Gemini Live service in a pipeline, turns driven from outside (its VAD disabled)."""

from __future__ import annotations

import asyncio
import sys

from google.genai.types import HttpOptions
from pipecat.frames.frames import (
    Frame,
    InputAudioRawFrame,
    LLMContextFrame,
    TTSAudioRawFrame,
    TTSStartedFrame,
    TTSStoppedFrame,
    UserStartedSpeakingFrame,
    UserStoppedSpeakingFrame,
)
from pipecat.pipeline.pipeline import Pipeline
from pipecat.pipeline.runner import PipelineRunner
from pipecat.pipeline.task import PipelineParams, PipelineTask
from pipecat.processors.aggregators.llm_context import LLMContext
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor
from pipecat.services.google.gemini_live.llm import GeminiLiveLLMService, GeminiVADParams

from tests.bench.peers.driver import Diary, Told, main


class Listener(FrameProcessor):
    """The end of the pipeline."""

    def __init__(self, diary: Diary) -> None:
        super().__init__()
        self._diary = diary

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        await super().process_frame(frame, direction)
        if isinstance(frame, TTSStartedFrame):
            self._diary.note("reply sound")
        if isinstance(frame, TTSStoppedFrame):
            self._diary.answered()
        if not isinstance(frame, TTSAudioRawFrame):
            await self.push_frame(frame, direction)


class Pipecat:
    """Frames in at the pipeline's head."""

    packages = ("pipecat-ai", "google-genai")

    async def run(self, told: Told, diary: Diary) -> None:
        service = GeminiLiveLLMService(
            api_key=told.key,
            settings=GeminiLiveLLMService.Settings(
                model=f"models/{told.model}", vad=GeminiVADParams(disabled=True)
            ),
            http_options=HttpOptions(base_url=told.url, api_version="v1beta"),
        )
        params = PipelineParams(audio_in_sample_rate=16_000, audio_out_sample_rate=24_000)
        self._task = PipelineTask(
            Pipeline([service, Listener(diary)]), params=params, idle_timeout_secs=None
        )

        @self._task.event_handler("on_pipeline_error")
        async def on_error(task: object, frame: object) -> None:
            diary.note("error", frame)

        ready = asyncio.create_task(self._prepare(diary))
        try:
            await PipelineRunner(handle_sigint=False).run(self._task)
        finally:
            ready.cancel()

    async def _prepare(self, diary: Diary) -> None:
        opening = {"role": "user", "content": "Please begin."}
        await self._task.queue_frame(LLMContextFrame(context=LLMContext([opening])))
        await diary.turn_over.wait()
        diary.ready.set()

    async def begin(self) -> None:
        await self._task.queue_frame(UserStartedSpeakingFrame())

    async def hand_in(self, pcm: bytes) -> None:
        frame = InputAudioRawFrame(audio=pcm, sample_rate=16_000, num_channels=1)
        await self._task.queue_frame(frame)

    async def silence(self, pcm: bytes) -> None:
        pass

    async def end(self) -> None:
        await self._task.queue_frame(UserStoppedSpeakingFrame())


if __name__ == "__main__":
    main(Pipecat(), sys.argv[1])
