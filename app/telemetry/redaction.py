"""Keeps secrets and speech out of the log.

Three nets, one behind the other:

* by name: what is passed as ``text``, ``handle``, ``key`` ... is not written, but for numbers;
* by kind: only numbers, words and paths are written; bytes, lists and objects give their size;
* by look: what looks like a key or a handle, or is one that we were told of, is replaced.
"""

from __future__ import annotations

import enum
import json
import re
from collections import deque
from pathlib import PurePath

HIDDEN = "[hidden]"
_MOST_CHARACTERS = 200
_MOST_SECRETS = 64

# A name is split at its underscores: resumption_handle and candidate_text are caught as well.
# fmt: off
_PRIVATE_WORDS = frozenset({
    "answer", "audio", "authorization", "caption", "handle", "key", "password", "payload", "pcm",
    "prompt", "question", "said", "secret", "speech", "text", "token", "transcript",
    "transcription", "utterance",
})
# fmt: on

# Google's API keys, old and new, and the Live API's ephemeral tokens (ai.google.dev/gemini-api).
_KEYS = re.compile(r"AIza[\w-]+|\bAQ\.[\w.-]+|auth_tokens/[\w./-]+")
# What stands behind a telling word: key=..., "newHandle": "...", x-goog-api-key: ..., Bearer ...
_TOLD = re.compile(r"(?i)((?:key|token|handle)[\"']?\s*[:=]\s*[\"']?|bearer\s+)[^\s\"',;&)}]+")


class Redaction:
    """Renders what may be written; remembers the secrets that have no look of their own."""

    def __init__(self) -> None:
        # Bounded: a two-hour interview sees hundreds of handles, of which the last ones matter.
        self._secrets: deque[str] = deque(maxlen=_MOST_SECRETS)

    def remember(self, secret: str) -> None:
        """Replace this wherever it turns up from now on: the key, each resumption handle."""
        if secret and secret not in self._secrets:
            self._secrets.append(secret)

    def render(self, name: str, value: object) -> str:
        """Return a value as it may stand behind its name."""
        is_private = bool(_PRIVATE_WORDS.intersection(name.lower().split("_")))
        match value:
            case float():
                return f"{value:.6g}"
            case int() | None:  # also bool; under a private name it is a count or a position
                return str(value)
            case _ if is_private:
                return HIDDEN
            case enum.Enum():
                return value.name.lower()
            case str() | PurePath():
                return _quote(self.clean(str(value)))
            case bytes() | bytearray() | memoryview() | list() | tuple() | dict() | set():
                return f"<{type(value).__name__} of {len(value)}>"
            case _:
                return f"<{type(value).__name__}>"

    def clean(self, text: str, most: int = _MOST_CHARACTERS) -> str:
        """Return a text on one line, with the secrets replaced, cut after so many characters."""
        for secret in tuple(self._secrets):
            text = text.replace(secret, HIDDEN)
        text = _TOLD.sub(rf"\1{HIDDEN}", _KEYS.sub(HIDDEN, text))
        text = " ".join(text.split())
        return text if len(text) <= most else f"{text[:most]}..."


def _quote(text: str) -> str:
    """Return a text that holds blanks or quotes in quotes, so that a line can be read back."""
    plain = text and not any(character in ' "=' for character in text)
    return text if plain else json.dumps(text, ensure_ascii=False)
