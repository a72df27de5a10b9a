"""What is told of microphone and loudspeaker: soon, truly, and nobody is held up by them."""

from __future__ import annotations

import app.core.events as ev
from app.core.microphone import Mic
from app.core.talk import Talk
from app.core.turns import Floor
from tests.sim.desk import Desk, Fed, Pulse

_TOLD_S = 1.0
_BLOCKED_S = 4.5
_BACK_S = 2.0
_HEARD_S = 2.0
_SLACK_S = 0.35  # a pulse, and a block


class Told:
    """Frames that stop are told within 1 s, zeros within 4.5 s; what is cured is over in 2 s."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._wanted_from = 0.0  # since when the microphone is wanted, and the loop has run
        self._heard_at = 0.0  # when a frame was fed last, however late it came
        self._blanks = 0  # frames of zeros in a row

    def __call__(self, fed: Fed) -> None:
        """Look at an event."""
        session, now = self._desk.session, fed.now
        if isinstance(fed.event, ev.MicFrame):
            self._heard_at = now
            self._blanks = self._blanks + 1 if fed.event.is_blank else 0
        if session.talk.state is Talk.PAUSED or session.how is not None:
            self._wanted_from, self._blanks = now, 0
        self._wanted_from = max(self._wanted_from, self._desk.stalled_until)
        newest = session.talk._newest
        if not isinstance(fed.event, Pulse) or newest is None:
            return
        state, wanted_s = session.devices.microphone.state, now - self._wanted_from
        silent_s = now - max(newest.t, self._heard_at, self._wanted_from)
        if silent_s > _TOLD_S + _SLACK_S and wanted_s > 4.0:
            assert state in {Mic.STALLED, Mic.GONE}, f"{state}, {silent_s:.2f} s without a frame"
        well_s = now - max(self._desk.microphone.well_from, self._wanted_from)
        if well_s > _BACK_S + _SLACK_S:
            assert state is Mic.LIVE, f"{state} {well_s:.2f} s after the cure"
        if self._blanks * ev.FRAME_S > _BLOCKED_S:
            assert state is not Mic.LIVE, f"{state} after {self._blanks} frames of zeros"


class HeldUp:
    """A reply of which nothing is played for 2 s does not keep the floor.

    A loudspeaker that was opened again meanwhile has its 2 s from then on.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._owed: tuple[int | None, Floor] = (None, Floor.NOBODY)
        self._since = 0.0

    def __call__(self, fed: Fed) -> None:
        """Look at an event."""
        session = self._desk.session
        is_paused = session.talk.state is Talk.PAUSED or session.how is not None
        owed = (None if is_paused else session.interviewer.playout.owed, session.floor)
        is_stalled = fed.now <= self._desk.stalled_until
        is_new = isinstance(fed.event, ev.Played | ev.SpeakerOpened)
        if is_stalled or owed != self._owed or is_new:
            self._owed, self._since = owed, fed.now
        if owed[0] is not None and owed[1] is Floor.INTERVIEWER:
            silent_s = fed.now - self._since
            assert silent_s <= _HEARD_S + _SLACK_S, f"nothing is heard for {silent_s:.2f} s"
