"""What keeps the interviewer's sound out of the microphone."""

from __future__ import annotations

import enum


class Echo(enum.Enum):
    """Why the microphone does not take the interviewer for the candidate."""

    HEADPHONES = "headphones"
    """It cannot hear the interviewer."""
    CANCELLED = "cancelled"
    """What it hears of the interviewer is taken out, so the candidate may interrupt."""
    HALF_DUPLEX = "half duplex"
    """It is not listened to while the interviewer is heard."""
