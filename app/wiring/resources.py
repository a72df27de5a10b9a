"""Where the files are that come with the application."""

from __future__ import annotations

from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
DEFAULT_PLAN = RESOURCES / "plans" / "default.toml"
SAMPLE = RESOURCES / "voice" / "greeting.wav"
"""What a loudspeaker is tried with."""
NOTICES = RESOURCES / "notices" / "third-party.txt"
"""The licences of all that comes with the application; ``packaging/notices.py`` makes it."""

_FILES = {
    "answers": ("1-about-you", "2-enjoy", "3-solved"),
    "icons": (
        *("check-dark", "check-light", "done", "down", "leave", "mute", "pause", "resume"),
        *("strip", "talk", "theme"),
    ),
    "prompts": ("again", "instruction", "nudge", "opening"),
    "voice": (
        *("closing", "greeting", "not-heard", "question-about-you", "question-enjoy"),
        *("question-solved", "read-it", "thanks-1", "thanks-2", "thanks-3"),
    ),
}
_ENDINGS = {"answers": (".wav", ".txt"), "icons": (".svg",), "prompts": (".txt",)}
NEEDED = (
    *(
        f"{folder}/{name}{ending}"
        for folder, names in _FILES.items()
        for name in names
        for ending in _ENDINGS.get(folder, (".wav",))
    ),
    *("plans/default.toml", "speech/silero_vad_v6.npz", "speech/LICENSE", "voice/clips.json"),
    *("notices/third-party.txt", "help/it.md", "help/check-service.md", "help/faults.md"),
)
"""What the application opens while it runs, and what it must not be without; in ``RESOURCES``."""


def missing(folder: Path = RESOURCES) -> list[str]:
    """Return what of ``NEEDED`` is not there, or empty."""
    paths = {name: folder / name for name in NEEDED}
    return [name for name, path in paths.items() if not path.is_file() or not path.stat().st_size]
