"""The laws of time and order, each as an onlooker that asserts it at every event.

Laws 1 and 2 are asserted where the wire ends (``mind.py``), law 5 in ``kept.py``.
"""

from __future__ import annotations

import app.core.actions as act
import app.core.events as ev
from app.core.activity import ActivityParams
from app.core.outgoing import Outgoing, Prompt, ToolResult, WindowEnd, WindowStart
from app.core.talk import Talk
from tests.sim.desk import Desk, Fed, Taken
from tests.sim.model import Turn
from tests.sim.speaker import turn_of

_SLACK_S = 0.1
_MOST_ADDED_S = 0.7 + 1.5 + 1e-6  # for the first answer, and by what was learnt
_IS_SPEECH = 0.35
_PARAMS = ActivityParams()
_KEY_OPENS_S = 0.36  # 300 ms, and the frames at both ends
_TAP_S = 0.28
_TAKEN = {Talk.HELD, Talk.LOCKED}
_SLOWEST_S = 8.0  # nothing fits into a slow socket for 4.3 s, and again
_LOST_UNDER_KEY_S = 10.0


class EndOfTurn:
    """Law 3: hands-free, a turn ends by the clock: neither late nor early."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._is_open = False
        self._is_plain = False  # no key and no mute had a part in it
        self._last_speech_t = 0.0
        self._newest_t = 0.0
        self._wait_s = _PARAMS.wait_s

    def __call__(self, fed: Fed) -> None:
        """Look at an event."""
        was_open = self._is_open
        if "utterance.ended" in fed.notes:
            self._is_open = False
        if "utterance.began" in fed.notes:
            self._is_open = self._is_plain = True
            self._wait_s = self._desk.session.talk.patience.wait_s
            added_s = self._wait_s - _PARAMS.wait_s
            assert 0 <= added_s <= _MOST_ADDED_S, f"law 3: the wait is {self._wait_s:.1f} s"
        if isinstance(fed.event, ev.MicFrame):
            self._newest_t = fed.event.t
            if fed.event.score >= _IS_SPEECH:
                self._last_speech_t = fed.event.t
        if self._is_open and self._desk.session.talk.state is not Talk.HANDS_FREE:
            self._is_plain = False
        if self._is_open and self._is_plain:
            self._is_not_late(fed)
        if was_open and not self._is_open and self._is_plain:
            self._is_not_early(fed)

    def _is_not_late(self, fed: Fed) -> None:
        silence_s = self._newest_t - self._last_speech_t
        assert silence_s <= self._wait_s + _SLACK_S, f"law 3: {silence_s:.2f} s of silence"
        is_late = isinstance(fed.event, ev.MicFrame) and fed.now - fed.event.t > _SLACK_S
        if fed.now > self._desk.stalled_until and not is_late:  # else more frames may wait
            lost_s = fed.now - self._newest_t
            limit_s = max(self._wait_s, _PARAMS.lost_frames_wait_s)
            assert lost_s <= limit_s + _SLACK_S, f"law 3: no frame for {lost_s:.2f} s"

    def _is_not_early(self, fed: Fed) -> None:
        match fed.event:
            case ev.MicFrame():
                silence_s = fed.event.t - self._last_speech_t
                assert silence_s >= self._wait_s - 0.03, f"law 3: ended after {silence_s:.2f} s"
            case ev.Tick():
                lost_s = fed.now - self._newest_t
                limit_s = max(self._wait_s, _PARAMS.lost_frames_wait_s)
                assert lost_s >= limit_s - 0.03, f"law 3: ended {lost_s:.2f} s after a frame"
            case ev.Done() | ev.TakeBack() | ev.Pause() | ev.Leave():
                pass
            case _:
                raise AssertionError(f"law 3: {fed.event} ended a turn")


class Keys:
    """Law 4: the key wins."""

    def __init__(self, desk: Desk) -> None:
        self._talk = desk.session.talk
        self._held_since: float | None = None
        self._newest_t = 0.0
        self._captured_s = 0.0  # since the key went down
        self._last_speech_t = -1.0
        self._is_open = False

    def __call__(self, fed: Fed) -> None:
        """Look at an event."""
        ended, was_open = "utterance.ended" in fed.notes, self._is_open
        self._is_open = (was_open and not ended) or "utterance.began" in fed.notes
        if isinstance(fed.event, ev.Done):
            assert not self._is_open, "law 4: Done closed nothing"
        elif self._held_since is not None and was_open and ended:
            self._may_end(fed)
        self._follow(fed)
        if "utterance.began" in fed.notes and self._held_since is not None:
            was_silent = self._newest_t - self._last_speech_t > 1.0
            assert not was_silent or self._captured_s >= _TAP_S, "law 2: a tap opened a window"
        # Where no frame comes for 10 s the turn has ended; the next frame begins another.
        is_heard = isinstance(fed.event, ev.MicFrame) and self._held_since is not None
        if is_heard and self._captured_s >= _KEY_OPENS_S:
            assert self._is_open or ended, "law 4: the key is held, and nobody listens"

    def _may_end(self, fed: Fed) -> None:
        if isinstance(fed.event, ev.TakeBack | ev.Pause | ev.Leave):
            return
        lost_s = fed.now - self._newest_t
        assert isinstance(fed.event, ev.Tick), f"law 4: {fed.event} ended what the key holds"
        assert lost_s >= _LOST_UNDER_KEY_S - 0.01, f"law 4: ended {lost_s:.1f} s after a frame"

    def _follow(self, fed: Fed) -> None:
        match fed.event:
            case ev.TalkPressed() | ev.TalkToggled() if self._talk.state in _TAKEN:
                # Pressed anew where the turn had ended for want of frames: it may be a tap.
                if self._held_since is None or not self._is_open:
                    self._held_since, self._captured_s = fed.now, 0.0
            case ev.TalkReleased() if self._talk.state is Talk.LOCKED:
                pass
            case ev.TakeBack() if self._talk.state not in _TAKEN:
                self._held_since = None
            case ev.TalkReleased() | ev.TalkToggled() | ev.Done() | ev.Pause() | ev.Mute(on=True):
                self._held_since = None
            case ev.MicFrame(_, t, score):
                self._newest_t = t
                if score >= _IS_SPEECH:
                    self._last_speech_t = t
                if self._held_since is not None and t >= self._held_since:
                    self._captured_s = t - self._held_since
            case _:
                pass


class Quiet:
    """Law 10: nothing of a cut, lost or needless reply is heard."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._newest: Turn | None = None  # of which something has come
        self._is_whole = True
        self._cut = 0  # turns up to this one may not be heard any more
        self._heard: set[int] = set()
        self._is_open = False

    def __call__(self, fed: Fed) -> None:
        """Look at an event."""
        if fed.is_stale:
            return
        if fed.turn and isinstance(fed.event, ev.ReplyAudio | ev.GenerationComplete):
            self._newest = fed.turn
            self._is_whole = isinstance(fed.event, ev.GenerationComplete)
        if isinstance(fed.event, ev.TurnComplete):
            self._is_whole = True
        self._follow(fed)
        for action in fed.actions:
            if isinstance(action, act.Play):
                self._may_sound(turn_of(action.pcm))

    def _follow(self, fed: Fed) -> None:
        newest = self._newest.number if self._newest else 0
        lost = isinstance(fed.event, ev.LinkClosed) and not self._is_whole
        if lost or (isinstance(fed.event, ev.Interrupted) and not self._is_whole):
            self._cut = max(self._cut, newest)
            assert newest not in self._desk.speaker.queued, "law 10: a lost reply plays on"
        if "utterance.ended" in fed.notes:
            self._is_open = False
        if "utterance.began" in fed.notes:
            self._is_open = True
            self._cut = newest
            assert not self._desk.speaker.queued, "law 10: a cut reply plays on"

    def _may_sound(self, turn: int) -> None:
        assert not self._is_open, "law 10: the interviewer is heard over the candidate"
        assert turn > self._cut, f"law 10: turn {turn} was cut"
        if turn not in self._heard:
            self._heard.add(turn)
            said = self._desk.server.habits.turns[turn - 1].said
            if (
                min(self._desk.server.habits.turns[turn - 1].windows)
                <= self._desk.server.habits.overtaken_by
            ):
                return  # it is to what a reply before it was taken for
            open_now = self._desk.session.dialogue.answers.open
            assert open_now, f"law 10: turn {turn} answers nothing"
            assert {*open_now.said} & {*said}, f"law 10: turn {turn} answers what was answered"


class Calls:
    """Law 1: while a tool call is unanswered, nothing begins; and it is answered soon."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._pending: dict[str, float] = {}  # since when
        self._is_window_open = False

    def __call__(self, fed: Fed) -> None:
        """Look at an event."""
        match fed.event:
            case ev.LinkOpened() | ev.LinkClosed():
                self._pending.clear()
                self._is_window_open = False
            case ev.ToolCall(_, call) if not fed.is_stale:
                self._pending[call] = fed.now
            case ev.ToolCallCancelled(_, calls):
                for call in calls:
                    self._pending.pop(call, None)
            case Taken(_, item):
                self._take(item)
            case _:
                pass
        if not self._is_window_open and fed.now > self._desk.stalled_until:
            waits_s = fed.now - min(self._pending.values(), default=fed.now)
            assert waits_s < _SLOWEST_S, f"law 1: a tool call waits for {waits_s:.1f} s"

    def _take(self, item: Outgoing) -> None:
        match item:
            case ToolResult(call):
                self._pending.pop(call, None)
            case WindowStart() | Prompt():
                assert not self._pending, f"law 1: {item} while a tool call is pending"
                self._is_window_open = isinstance(item, WindowStart)
            case WindowEnd():
                self._is_window_open = False
            case _:
                pass
