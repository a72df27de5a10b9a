"""Where the files are that come with the application."""

from __future__ import annotations

from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
DEFAULT_PLAN = RESOURCES / "plans" / "default.toml"
SAMPLE = RESOURCES / "voice" / "greeting.wav"
"""What a loudspeaker is tried with."""
