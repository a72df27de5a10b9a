"""What is asked of the model at the beginning of a connection.

What each known model refuses is a table, because a refused field costs the connection (close 1007).
Sources: the models' pages of the Gemini API documentation, late 2026. An unknown model is asked for
nothing that is optional.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.settings import LiveParams

if TYPE_CHECKING:
    from google.genai import types


@dataclass(frozen=True, slots=True)
class Takes:
    """What a model takes beyond what all take."""

    thinking_budget: bool = False
    affective: bool = False
    proactive: bool = False
    text_as_content: bool = True
    """A text that asks for a reply goes as clientContent; else as realtimeInput.text."""


_TAKES = (  # the first whose name begins the model's name
    ("gemini-3.8-live", Takes()),
    ("gemini-3.1-flash-live", Takes(text_as_content=False)),
    ("gemini-2.5-flash-native-audio", Takes(thinking_budget=True, affective=True, proactive=True)),
)


def takes(model: str) -> Takes:
    """Return what a model takes."""
    return next((what for name, what in _TAKES if model.startswith(name)), Takes())


def connect_config(
    params: LiveParams, instruction: str, language: str, handle: str | None, *, with_history: bool
) -> types.LiveConnectConfig:
    """Return the set-up of a connection: manual turns, transcripts, compression, resumption.

    Args:
        params: The settings.
        instruction: The system instruction.
        language: BCP 47 tag of the plan, such as "en".
        handle: Resume with this, or None.
        with_history: The first clientContent is history and asks for no reply.
    """
    from google.genai import types  # noqa: PLC0415  # 1.1 s: only when a connection is made

    what = takes(params.model)
    thinking = what.thinking_budget and params.thinking_budget is not None
    return types.LiveConnectConfig(
        response_modalities=[types.Modality.AUDIO],
        system_instruction=types.Content(role="user", parts=[types.Part(text=instruction)]),
        speech_config=types.SpeechConfig(
            language_code=_language_code(language),
            voice_config=types.VoiceConfig(
                prebuilt_voice_config=types.PrebuiltVoiceConfig(voice_name=params.voice)
            ),
        ),
        thinking_config=(
            types.ThinkingConfig(thinking_budget=params.thinking_budget) if thinking else None
        ),
        enable_affective_dialog=True if what.affective and params.affective else None,
        proactivity=(
            types.ProactivityConfig(proactive_audio=True)
            if what.proactive and params.proactive
            else None
        ),
        tools=_tools(params.declared_tools),
        realtime_input_config=types.RealtimeInputConfig(
            automatic_activity_detection=types.AutomaticActivityDetection(disabled=True)
        ),
        input_audio_transcription=types.AudioTranscriptionConfig(),
        output_audio_transcription=types.AudioTranscriptionConfig(),
        context_window_compression=types.ContextWindowCompressionConfig(
            sliding_window=types.SlidingWindow()
        ),
        session_resumption=types.SessionResumptionConfig(handle=handle),
        history_config=(
            types.HistoryConfig(initial_history_in_client_content=True) if with_history else None
        ),
    )


def _language_code(language: str) -> str:
    """The service wants a region; the plan may leave it out."""
    regions = {"en": "en-US", "de": "de-DE", "es": "es-ES", "fr": "fr-FR", "it": "it-IT"}
    return regions.get(language, language)


def _tools(names: tuple[str, ...]) -> types.ToolListUnion | None:
    from google.genai import types  # noqa: PLC0415  # as above

    if not names:
        return None
    return [
        types.Tool(function_declarations=[types.FunctionDeclaration(name=name) for name in names])
    ]
