"""What the server says: each message with its JSON and what the record keeps of it.

Names in camelCase and standard base64, as the service sends them. The shapes and their order
follow the recorded turn of gemini-3.8-live in the facts on Gemini Live, 3.3 and 3.4.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from app.practice.voice import RATE_HZ, Piece

_BIG_BYTES: Final = 2**20
"""What websockets clients take at most unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Send:
    """One message to the client."""

    kind: str
    payload: Mapping[str, Any] = field(repr=False)
    noted: Mapping[str, Any] = field(default_factory=dict)
    """What the record says of it besides its kind; no sound, no text, no secrets."""

    raw: bytes | None = field(default=None, repr=False)
    """What leaves in place of the payload, where that is no JSON or is written strangely."""

    def frame(self) -> bytes:
        """Return it as the payload of a BINARY frame, which is what the service sends."""
        if self.raw is not None:
            return self.raw
        return json.dumps(self.payload, separators=(",", ":")).encode()


def setup_complete() -> Send:
    """Return the answer to the set-up."""
    return Send("setupComplete", {"setupComplete": {}})


def resumable(handle: str, fingerprint: str) -> Send:
    """Return the news that the session can be resumed with this handle."""
    update = {"newHandle": handle, "resumable": True}
    noted = {"resumable": True, "handle": fingerprint}
    return Send("sessionResumptionUpdate", {"sessionResumptionUpdate": update}, noted)


def not_resumable() -> Send:
    """Return the news that what happens now cannot be resumed."""
    update = {"newHandle": "", "resumable": False}
    noted = {"resumable": False}
    return Send("sessionResumptionUpdate", {"sessionResumptionUpdate": update}, noted)


def stray() -> Send:
    """Return an empty message; the service sends them, for reasons of its own."""
    return Send("empty", {})


def stray_content() -> Send:
    """Return a message with empty content, which the service sends too."""
    return Send("empty", {"serverContent": {}})


def sound(piece: Piece, *, transcribed: bool, noted: Mapping[str, Any]) -> Send:
    """Return a piece of speech, its words in the same message."""
    data = base64.b64encode(piece.pcm).decode("ascii")
    blob = {"mimeType": f"audio/pcm;rate={RATE_HZ}", "data": data}
    content: dict[str, Any] = {"modelTurn": {"role": "model", "parts": [{"inlineData": blob}]}}
    if transcribed and piece.text:
        content["outputTranscription"] = {"text": piece.text}
    return Send("audio", {"serverContent": content}, {"bytes": len(piece.pcm), **noted})


def input_transcription(text: str) -> Send:
    """Return what the candidate said, as one whole."""
    content = {"inputTranscription": {"text": text}}
    return Send("inputTranscription", {"serverContent": content}, {"chars": len(text)})


def generation_complete() -> Send:
    """Return that all of the reply has been sent."""
    return Send("generationComplete", {"serverContent": {"generationComplete": True}})


def interrupted() -> Send:
    """Return that the reply was cut."""
    return Send("interrupted", {"serverContent": {"interrupted": True}})


def turn_complete(heard_s: float, said_s: float) -> Send:
    """Return that the turn is over, with its usage in the same message.

    Args:
        heard_s: Seconds of sound that the model took in.
        said_s: Seconds of sound of this reply.
    """
    # 25 and 32 tokens a second of sound are of the right size; nobody may rely on them.
    prompt, response = round(32 * heard_s), round(25 * said_s)
    usage = {
        "promptTokenCount": prompt,
        "responseTokenCount": response,
        "totalTokenCount": prompt + response,
    }
    payload = {"serverContent": {"turnComplete": True}, "usageMetadata": usage}
    return Send("turnComplete", payload)


def tool_call(call_id: str, name: str, args: Mapping[str, Any]) -> Send:
    """Return the wish to call one of the client's functions."""
    calls = [{"id": call_id, "name": name, "args": dict(args)}]
    noted = {"id": call_id, "name": name}
    return Send("toolCall", {"toolCall": {"functionCalls": calls}}, noted)


def tool_call_cancellation(call_id: str) -> Send:
    """Return that the answer to a call is no longer wanted."""
    payload = {"toolCallCancellation": {"ids": [call_id]}}
    return Send("toolCallCancellation", payload, {"id": call_id})


def go_away(left_s: float) -> Send:
    """Return the news that the connection will be closed.

    Args:
        left_s: In how many seconds.
    """
    return Send("goAway", {"goAway": {"timeLeft": f"{left_s:g}s"}}, {"left_s": left_s})


def garbage() -> Send:
    """Return a frame that is no JSON."""
    return Send("garbage", {}, raw=b"\x00\xff\xfe no JSON {")


def unknown() -> Send:
    """Return a message of a kind that no client knows."""
    return Send("unknown", {"weatherReport": {"sky": "clear"}})


def big() -> Send:
    """Return a message with empty content that is over 1 MiB long: white space within."""
    raw = b'{"serverContent":{' + b" " * _BIG_BYTES + b"}}"
    return Send("big", {"serverContent": {}}, {"bytes": len(raw)}, raw)
