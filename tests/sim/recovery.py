"""The laws of recovery, each as an onlooker that asserts it at every event."""

from __future__ import annotations

import math

import app.core.actions as act
import app.core.events as ev
from app.core.faults import Remedy
from app.core.outgoing import Prompt, WindowEnd, WindowStart
from app.core.rotation import RotationParams
from tests.sim.desk import Desk, Fed

_MARGIN_S = RotationParams().margin_s
_SLACK_S = 0.1


class Owed:
    """Law 8: a model that owes a reply for too long is noticed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._window: int | None = None  # what asked last, on this connection
        self._due = 0.0
        self._what = ""
        self._misses = 0  # in a row, without an answer's end
        self._has_handle = False
        self._is_up = False
        self._ends_at: float | None = None

    def __call__(self, fed: Fed) -> None:
        """Look at an event."""
        if fed.is_stale:
            return
        match fed.event:
            case ev.LinkOpened() | ev.LinkClosed():
                self._is_up, self._ends_at = isinstance(fed.event, ev.LinkOpened), None
            case ev.GoAway(_, left_s):
                self._ends_at = min(fed.now + left_s, self._ends_at or math.inf)
            case _:
                pass
        self._climb(fed)
        if self._window is not None and fed.now > self._desk.stalled_until:
            assert fed.now <= self._due + 0.5, f"law 8: {self._what} is late, nobody cares"
        match fed.event:
            case ev.Left(_, item):
                self._ask(item, fed.now)
            case ev.LinkClosed() | ev.LinkOpened():
                self._window = None
            case _ if fed.turn and self._window in fed.turn.windows:
                self._sign(fed)
            case _:
                pass
        if any(isinstance(one, act.Connect | act.Disconnect) for one in fed.actions):
            self._window = None

    def _climb(self, fed: Fed) -> None:
        """Follow the ladder: two new connections, the second of them fresh, then held."""
        dials = [one for one in fed.actions if isinstance(one, act.Connect)]
        by_hand = isinstance(fed.event, ev.TryNow) and dials
        if by_hand or "answer.ended" in fed.notes:
            self._misses = 0
        had_handle = self._has_handle
        if dials:
            self._has_handle = dials[0].handle is not None
        self._has_handle |= "handle.clean" in fed.notes
        holds = any(isinstance(one, act.Disconnect) for one in fed.actions)
        if isinstance(fed.event, ev.Tick) and self._is_up and (dials or holds):
            self._is_up = False
            if not self._is_leaving(fed.now):
                self._judge_rung(dials, had_handle=had_handle)

    def _is_leaving(self, now: float) -> bool:
        """Whether the server has announced that it is time to go."""
        return self._ends_at is not None and now >= self._ends_at - _MARGIN_S

    def _judge_rung(self, dials: list[act.Connect], *, had_handle: bool) -> None:
        self._misses += 1
        if self._misses <= 2:
            assert dials, f"law 8: rung {self._misses} makes no new connection"
            resumes = dials[0].handle is not None
            assert resumes is (had_handle and self._misses == 1), f"law 8: rung {self._misses}"
        else:
            assert not dials, "law 8: the third rung does not hold"

    def _ask(self, item: object, now: float) -> None:
        match item:
            case WindowStart():
                self._window = None
            case WindowEnd(window, _, frames):
                self._window, self._due = window, now + 12 + 0.25 * frames * ev.FRAME_S
                self._what = "a sign"
            case Prompt(window):
                self._window, self._due, self._what = window, now + 12, "a sign"
            case _:
                pass

    def _sign(self, fed: Fed) -> None:
        match fed.event:
            case ev.ReplyAudio() | ev.GenerationComplete() | ev.TurnComplete():
                self._window = None
            case ev.StillWorking() | ev.ToolCall() if self._what == "a sign":
                self._due, self._what = fed.now + 20, "the voice"
            case _:
                pass


class Dials:
    """Laws 6, 7 and 9: one at a time, numbered; no hammering; a person's fault waits; moves."""

    def __init__(self, desk: Desk) -> None:
        self._epoch = 0
        self._at: list[float] = []
        self._is_up = False
        self._needs_person = False
        self._is_over = False
        self._desk = desk
        self._ends_at: float | None = None  # announced of the present connection

    def __call__(self, fed: Fed) -> None:
        """Look at an event."""
        self._moves_in_time(fed)
        if isinstance(fed.event, ev.LinkClosed) and fed.event.epoch == self._epoch:
            self._is_up, self._ends_at = False, None
            self._needs_person |= fed.event.fault.remedy is Remedy.ASK_USER
        if isinstance(fed.event, ev.TryNow):
            self._needs_person = False
        for action in fed.actions:
            match action:
                case act.Disconnect():
                    # Held, at the ladder's end, or left: in both cases not by the clock again.
                    self._is_up, self._needs_person = False, True
                case act.Connect():
                    self._dial(action, fed)
                case act.End():
                    self._is_over = True
                case _:
                    pass

    def _moves_in_time(self, fed: Fed) -> None:
        """Law 9: by the announced end, another connection has been asked for."""
        match fed.event:
            case ev.GoAway(epoch, left_s) if epoch == self._epoch and self._is_up:
                ends_at = fed.now + left_s
                self._ends_at = min(ends_at, self._ends_at or ends_at)
            case _ if self._ends_at is not None and fed.now > self._desk.stalled_until:
                late_s = 0.0 if fed.actions else fed.now - self._ends_at
                assert late_s <= _SLACK_S, f"law 9: still here {late_s:.2f} s after the end"
            case _:
                pass

    def _dial(self, action: act.Connect, fed: Fed) -> None:
        assert action.epoch == self._epoch + 1, f"law 6: epoch {action.epoch} after {self._epoch}"
        is_late = isinstance(fed.event, ev.Tick)
        assert not self._is_up or is_late or self._ends_at, "law 6: a good connection is left"
        if self._is_up and self._ends_at and fed.now < self._ends_at - _MARGIN_S - 1e-6:
            assert not self._desk.speaker.queued, "law 9: moved while the interviewer was heard"
            assert not self._desk.session.dialogue.is_talking, "law 9: moved in an answer"
            assert action.handle, "law 9: moved before anything covers what was said"
        self._ends_at = None
        assert not self._needs_person, "law 7: dialled again without a person"
        assert not self._is_over, "law 6: dialled after the end"
        self._epoch, self._is_up = action.epoch, True
        self._at = [*(at for at in self._at if at > fed.now - 60), fed.now]
        assert len(self._at) <= 60, f"law 7: {len(self._at)} dials in a minute"
