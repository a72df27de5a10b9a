"""One frame of silence stands for a run of them, where the core does nothing with silence.

The core remembers of such a frame only that there was no gap. That it comes to the same is proven
by ``test_joined.py``, which plays the same interviews with every frame.
"""

from __future__ import annotations

from app.core.activity import Speech
from app.core.events import MicFrame
from app.core.microphone import Mic
from app.core.session import Session
from app.core.talk import Talk

_WELL = {Mic.LIVE, Mic.OFF}
_INDIFFERENT = {Talk.HANDS_FREE, Talk.MUTED, Talk.PAUSED}


def is_indifferent(session: Session) -> bool:
    """Whether a frame of silence changes nothing but the newest frame's number."""
    talk, microphone = session.talk, session.devices.microphone
    if talk.is_talking or talk.state not in _INDIFFERENT:
        return False
    if microphone.state not in _WELL or microphone._blanks:
        return False
    return talk._activity.state is Speech.SILENT and talk._activity._run_frames == 0


def pass_over(session: Session, frame: MicFrame) -> None:
    """Count this frame of silence, and those between it and the newest one, as heard."""
    devices = session.devices
    session.talk._newest = frame
    devices._next_frame = frame.index + 1
    devices.clock.hear(frame.index, frame.t)
    if devices.microphone.state is Mic.LIVE:
        devices.microphone.feed(frame, frame.t)
