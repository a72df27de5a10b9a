"""What did the candidate choose the last time? Kept in the data folder as ``preferences.toml``.

    wait = "patient"
    toggles = true
    microphone = "Headset"

What was never chosen is not in the file. The file is replaced as a whole, so that a crash leaves
the old one or the new one. What cannot be read in it is set aside, beside it, and told; whatever is
right in it still counts. All functions block.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from app.core.faults import Fault, InputFault
from app.core.patience import Wait
from app.store.disk import refusal, sync_folder

_MOST_BYTES = 65_536
_FLAGS = {"toggles", "cues", "headphones"}
_NAMES = {"microphone", "speaker"}


@dataclass(frozen=True, slots=True)
class Preferences:
    """What was chosen; None for what was not.

    Attributes:
        wait: How long a pause may be.
        toggles: Talk is pressed once to begin and once more to end.
        cues: Short tones tell that the microphone was taken and given back.
        headphones: The microphone does not hear the interviewer.
        microphone: The label of one; None for the system's own.
        speaker: The label of one; None for the system's own.
    """

    wait: Wait | None = None
    toggles: bool | None = None
    cues: bool | None = None
    headphones: bool | None = None
    microphone: str | None = None
    speaker: str | None = None


def read_preferences(path: Path) -> tuple[Preferences, Fault | None]:
    """Return what is kept there, and why not all of it can be used, or None.

    What cannot be used is set aside as ``preferences.damaged.toml``, in place of an earlier one.
    """
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        return Preferences(), None
    except OSError as error:
        return Preferences(), refusal(f"The preferences {path} cannot be read", error)
    known, is_whole = _parse(content)
    if is_whole:
        return known, None
    aside = path.with_suffix(".damaged.toml")
    try:
        path.replace(aside)
        write_preferences(path, known)
    except (OSError, Fault):
        aside = path  # where it still is
    return known, InputFault(f"Some preferences could not be read; they lie in {aside}.")


def write_preferences(path: Path, preferences: Preferences) -> None:
    """Keep them there, in place of what is kept; safe when this returns.

    Raises:
        StoreFault: They cannot be kept; what was kept before still is.
    """
    try:
        number, name = tempfile.mkstemp(dir=path.parent, prefix=f"{path.name}.")
        try:
            with os.fdopen(number, "wb") as file:
                file.write(_written(preferences).encode("utf-8", "replace"))
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise
        sync_folder(path.parent)
    except OSError as error:
        raise refusal(f"The preferences {path} cannot be kept", error) from error


def _written(preferences: Preferences) -> str:
    lines = []
    for one in fields(preferences):
        value = getattr(preferences, one.name)
        if value is None:
            continue
        shown = value.value if isinstance(value, Wait) else value
        # What JSON writes is TOML too, but for the one control character that it leaves alone.
        text = json.dumps(shown, ensure_ascii=False).replace("\x7f", "\\u007f")
        lines.append(f"{one.name} = {text}\n")
    return "".join(lines)


def _parse(content: bytes) -> tuple[Preferences, bool]:
    """Return what is right in a file, and whether that is all of it."""
    if len(content) > _MOST_BYTES:
        return Preferences(), False
    try:
        raw = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):  # no TOML, or no text at all
        return Preferences(), False
    right = {name: value for name, value in raw.items() if _is_right(name, value)}
    return _made_of(right), len(right) == len(raw)


def _is_right(name: str, value: object) -> bool:
    if name in _FLAGS:
        return isinstance(value, bool)
    if name in _NAMES:
        return isinstance(value, str) and bool(value)
    return name == "wait" and value in [one.value for one in Wait]


def _made_of(right: Mapping[str, object]) -> Preferences:
    wait = right.get("wait")
    rest = {name: value for name, value in right.items() if name != "wait"}
    return Preferences(wait=Wait(wait) if wait else None, **rest)  # type: ignore[arg-type]  # checked above
