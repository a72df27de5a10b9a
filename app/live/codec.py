"""Live messages to core events, outgoing items to calls of the SDK. No await, no socket."""

from __future__ import annotations

import base64
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never

from app.core.events import (
    CandidateText,
    GenerationComplete,
    GoAway,
    HandleGiven,
    Interrupted,
    ReplyAudio,
    ReplyText,
    ServerEvent,
    StillWorking,
    TokensUsed,
    ToolCall,
    ToolCallCancelled,
    TurnComplete,
)
from app.core.outgoing import (
    Audio,
    History,
    Outgoing,
    Prompt,
    ToolResult,
    WindowEnd,
    WindowStart,
)

if TYPE_CHECKING:
    from google.genai import types

_MIC_MIME = "audio/pcm;rate=16000"


class Call(NamedTuple):
    """A method of the SDK's session and its arguments."""

    method: str
    arguments: dict[str, Any]


def encode(item: Outgoing, pcm: bytes, *, text_as_content: bool) -> Call:
    """Return the call that sends an item.

    Args:
        item: What is to be sent.
        pcm: The samples of an ``Audio`` item: int16 mono at 16 kHz; empty for any other.
        text_as_content: See ``app.live.setup.Takes``.
    """
    match item:
        case WindowStart():
            return Call("send_realtime_input", {"activity_start": {}})
        case Audio():
            return Call("send_realtime_input", {"audio": {"data": pcm, "mime_type": _MIC_MIME}})
        case WindowEnd():
            return Call("send_realtime_input", {"activity_end": {}})
        case Prompt(_, _, text) if text_as_content:
            turn = {"role": "user", "parts": [{"text": text}]}
            return Call("send_client_content", {"turns": turn, "turn_complete": True})
        case Prompt(_, _, text):
            return Call("send_realtime_input", {"text": text})
        case History(turns):
            said = [
                {"role": role, "parts": [{"text": text}]}
                for turn in turns
                for role, text in (("user", turn.candidate), ("model", turn.interviewer))
                if text
            ]
            return Call("send_client_content", {"turns": said, "turn_complete": True})
        case ToolResult(call, name, error, result):
            answer = {"error": error} if error else {"result": result}
            response = {"id": call, "name": name, "response": answer}
            return Call("send_tool_response", {"function_responses": [response]})
        case _:
            assert_never(item)


_AUDIO_HEAD = b'{"realtime_input": {"audio": {"data": "'
_AUDIO_TAIL = f'", "mime_type": "{_MIC_MIME}"}}}}}}'.encode()


def audio_message(pcm: bytes) -> bytes:
    """Return the message that sends sound, letter for letter as the SDK writes it.

    There are 50 a second, and the SDK checks each three times over: half of what a frame costs.

    Args:
        pcm: int16 mono at 16 kHz.
    """
    return b"".join((_AUDIO_HEAD, base64.urlsafe_b64encode(pcm), _AUDIO_TAIL))


def decode(message: types.LiveServerMessage, epoch: int) -> Iterator[ServerEvent]:
    """Yield the events in one server message.

    One message may carry several fields at once, so this is a row of ifs and not a switch.
    Interruption comes first and the end of the turn comes last, so that sound and words in the same
    message fall on the right side of each; a handle is judged when all the rest is known.
    """
    content = message.server_content
    if content:
        yield from _reply(content, epoch)
    if message.tool_call:
        for call in message.tool_call.function_calls or []:
            yield ToolCall(epoch, call.id or "", call.name or "", call.args or {})
    if message.tool_call_cancellation:
        yield ToolCallCancelled(epoch, tuple(message.tool_call_cancellation.ids or ()))
    if content:
        yield from _ends(content, epoch)
    if message.usage_metadata and message.usage_metadata.total_token_count:
        yield TokensUsed(epoch, message.usage_metadata.total_token_count)
    if update := message.session_resumption_update:
        yield HandleGiven(epoch, (update.new_handle or None) if update.resumable else None)
    if message.go_away:
        yield GoAway(epoch, _seconds(message.go_away.time_left))


def _reply(content: types.LiveServerContent, epoch: int) -> Iterator[ServerEvent]:
    if content.interrupted:
        yield Interrupted(epoch)
    if (heard := content.input_transcription) and heard.text:
        yield CandidateText(epoch, heard.text)
    turn = content.model_turn
    for part in (turn.parts or []) if turn else []:
        if part.inline_data and part.inline_data.data:
            yield ReplyAudio(epoch, part.inline_data.data)
    if (said := content.output_transcription) and said.text:
        yield ReplyText(epoch, said.text)


def _ends(content: types.LiveServerContent, epoch: int) -> Iterator[ServerEvent]:
    if content.generation_complete:
        yield GenerationComplete(epoch)
    status = content.interaction_status.value if content.interaction_status else None
    if status == "IN_PROGRESS":
        yield StillWorking(epoch)
    elif content.turn_complete or status == "IDLE":  # the SDK, too, ends a turn at either
        yield TurnComplete(epoch)


def _seconds(duration: str | None) -> float:
    """Parse a protobuf duration such as "12.5s"; absent, unreadable or past means now."""
    try:
        seconds = float((duration or "0s").removesuffix("s"))
    except ValueError:
        return 0.0
    return max(seconds, 0.0) if math.isfinite(seconds) else 0.0
