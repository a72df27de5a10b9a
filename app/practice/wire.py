"""How a client says it: one WebSocket frame in, zero or more messages out.

TEXT and BINARY frames, camelCase and snake_case at every level, both base64 alphabets. Whatever
else arrives is a ``Refusal`` with 1007, never another exception.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from typing import Final

from app.practice.fields import check_setup, in_camel_case
from app.practice.messages import (
    RATE_HZ,
    ActivityEnd,
    ActivityStart,
    Audio,
    AudioStreamEnd,
    Content,
    ContextUpdate,
    Message,
    Setup,
    Text,
    Tool,
    ToolResponse,
    Turn,
    Video,
)
from app.practice.refusal import INVALID, Refusal

_TO_STANDARD: Final = str.maketrans("-_", "+/")
_Object = dict[str, object]


def parse(frame: str | bytes) -> list[Message]:
    """Return what one frame says.

    Args:
        frame: The payload of a TEXT or BINARY frame: one JSON object with exactly one field.

    Returns:
        One message; several only if a ``realtimeInput`` has several fields.

    Raises:
        Refusal: With 1007, if the frame is not a message of this protocol.
    """
    try:
        said = in_camel_case(json.loads(frame))
    except (ValueError, RecursionError):
        raise Refusal(1007, INVALID, "the frame is not JSON") from None
    if not isinstance(said, dict) or len(said) != 1:
        raise Refusal(1007, INVALID, "the frame is not an object with one field")
    ((kind, body),) = said.items()
    read = _READERS.get(kind)
    if read is None:
        raise Refusal(1007, INVALID, "unknown kind of message")
    return list(read(_object(body, kind)))


def _setup(body: _Object) -> Iterator[Message]:
    check_setup(body)
    realtime = _object(body.get("realtimeInputConfig", {}), "realtimeInputConfig")
    detection = _object(realtime.get("automaticActivityDetection", {}), "detection")
    resumption = _object(body.get("sessionResumption", {}), "sessionResumption")
    history = _object(body.get("historyConfig", {}), "historyConfig")
    model = str(body["model"])
    yield Setup(
        model=model,
        instruction=_text(body.get("systemInstruction", {})),
        tools=tuple(_tools(body.get("tools", []), model)),
        handle=str(resumption.get("handle") or "") or None,
        is_manual=detection.get("disabled") is True,
        interrupts=realtime.get("activityHandling") != "NO_INTERRUPTION",
        history_first=history.get("initialHistoryInClientContent") is True,
        transcribes_input="inputAudioTranscription" in body,
        transcribes_output="outputAudioTranscription" in body,
    )


def _tools(value: object, model: str) -> Iterator[Tool]:
    # On 3.8 a function does not block unless it says so; before, it blocks unless it says not.
    default = "NON_BLOCKING" if "gemini-3.8" in model else "BLOCKING"
    for tool in _list(value, "tools"):
        declarations = _object(tool, "tool").get("functionDeclarations", [])
        for declared in _list(declarations, "functionDeclarations"):
            function = _object(declared, "functionDeclaration")
            behaviour = function.get("behavior", default)
            yield Tool(str(function.get("name", "")), behaviour == "BLOCKING")


def _realtime(body: _Object) -> Iterator[Message]:
    for name in body:
        if name not in _REALTIME:
            raise Refusal(1007, INVALID, f"unknown field realtimeInput.{name}")
    for name, read in _REALTIME.items():  # a message with several fields is read in this order
        if name in body:
            yield from read(body[name])


def _chunks(value: object) -> Iterator[Message]:
    for chunk in _list(value, "mediaChunks"):
        yield from _audio(chunk)


def _audio(value: object) -> Iterator[Message]:
    blob = _object(value, "audio")
    kind, _, rate = str(blob.get("mimeType", "")).replace(" ", "").partition(";rate=")
    rate_hz = int(rate) if rate.isdecimal() and len(rate) <= 6 else RATE_HZ
    if kind != "audio/pcm" or not 8_000 <= rate_hz <= 48_000:
        raise Refusal(1007, INVALID, "sound is taken as audio/pcm of 8 to 48 kHz only")
    yield Audio(_bytes(blob.get("data", "")), rate_hz)


_REALTIME: Final[dict[str, Callable[[object], Iterator[Message]]]] = {
    "activityStart": lambda _: iter([ActivityStart()]),
    "mediaChunks": _chunks,
    "audio": _audio,
    "video": lambda _: iter([Video()]),
    "text": lambda value: iter([Text(str(value))]),
    "audioStreamEnd": lambda value: iter([AudioStreamEnd()] if value else []),
    "activityEnd": lambda _: iter([ActivityEnd()]),
}


def _content(body: _Object) -> Iterator[Message]:
    turns = (_object(turn, "turn") for turn in _list(body.get("turns", []), "turns"))
    yield Content(
        tuple(Turn(str(turn.get("role", "user")), _text(turn)) for turn in turns),
        body.get("turnComplete") is True,
    )


def _tool_response(body: _Object) -> Iterator[Message]:
    responses = _list(body.get("functionResponses", []), "functionResponses")
    yield ToolResponse(tuple(str(_object(one, "response").get("id", "")) for one in responses))


def _context_update(body: _Object) -> Iterator[Message]:
    yield ContextUpdate(_text(body.get("systemInstruction", {})))


_READERS: Final[dict[str, Callable[[_Object], Iterator[Message]]]] = {
    "setup": _setup,
    "realtimeInput": _realtime,
    "clientContent": _content,
    "toolResponse": _tool_response,
    "contextUpdate": _context_update,
}


def _text(content: object) -> str:
    parts = _list(_object(content, "content").get("parts", []), "parts")
    texts = (_object(part, "part").get("text") for part in parts)
    return "\n".join(text for text in texts if isinstance(text, str))


def _bytes(data: object) -> bytes:
    """Decode either base64 alphabet, with its padding or without."""
    try:
        standard = str(data).translate(_TO_STANDARD).rstrip("=")
        return base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True)
    except ValueError:
        raise Refusal(1007, INVALID, "the data is not base64") from None


def _object(value: object, name: str) -> _Object:
    if not isinstance(value, dict):
        raise Refusal(1007, INVALID, f"{name} is not an object")
    return value


def _list(value: object, name: str) -> list[object]:
    if not isinstance(value, list):
        raise Refusal(1007, INVALID, f"{name} is not a list")
    return value
