"""Whole interviews by steps, with their journals: what the laws of the record are held against."""

from __future__ import annotations

from collections import deque

from hypothesis import strategies as st

import app.core.actions as act
import app.core.entries as en
import app.core.events as ev
from app.core.account import Account, Telling
from app.core.faults import DeviceFault, HandleRefused
from app.core.link import LinkState
from app.core.recovery import Past
from app.core.session import Session
from tests.core import test_session_laws
from tests.core.builders import SILENCE, SPEECH, Stage
from tests.core.journals import read_back, started

Step = tuple[str, int]
Entries = list[tuple[int, en.Entry]]

_OFTEN = [
    "turn",
    "turn",
    "turn",
    "answer",
    "speak",
    "silence",
    "reply",
    "reply",
    "listen",
    "listen",
]
_ELSE = ["coming", "complete", "words", "words", "skip", "skip", "deaf", "room", "tokens", "wait"]
_LINK = ["decline", "handle", "handle", "lose", "refuse", "forget", "open", "open"]
_HANDS = [*test_session_laws.KEYS, *test_session_laws.HANDS, *test_session_laws.MICROPHONE]
KINDS = [*_OFTEN, *_ELSE, *_LINK, *_HANDS, "cut", "cut"]
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 30)), min_size=40, max_size=60)
GREETING: list[Step] = [("open", 1), ("reply", 8), ("listen", 9), ("handle", 1), ("silence", 5)]


class Scene:
    """An interview with a loudspeaker that plays what it is given, and with its journal.

    Args:
        questions: How many are asked.
        before: The journal of an interview that is gone on with; empty for a new one.
        past: What that had come to.

    Attributes:
        stage: The session and whoever acts on it.
    """

    def __init__(
        self, questions: int = 9, before: Entries | None = None, past: Past | None = None
    ) -> None:
        self.stage = Stage(questions, past=past)
        self._questions = questions
        self._before = before or []
        self._length_ms = round(past.length_s * 1000) if past else 0
        self._queue: deque[list[int]] = deque()  # reply, its first sample, samples
        self._given: dict[int, int] = {}  # samples by reply
        self._seen = 0  # actions
        self._is_on_hold = False

    @property
    def entries(self) -> Entries:
        """All that the journal has, as it is read back."""
        first = en.SessionResumed("1.0", 60.0) if self._before else started(self._questions)
        mine = [(at_ms, read_back(note)) for at_ms, note in self.stage.noted]
        return [*self._before, (self._length_ms, first), *mine]

    @property
    def session(self) -> Session:
        return self.stage.session

    def play(self, steps: list[Step]) -> Scene:
        """Let these things happen, each for so many tenths of a second where that has a meaning."""
        for place, (kind, tenths) in enumerate(steps):
            match kind:
                case "listen":
                    self._listen(tenths)
                case "turn":
                    self._take_turns(place, tenths)
                case "reply" | "coming" | "complete" | "words" | "tokens":
                    if self.session.link.state is LinkState.UP:
                        self.stage.feed(*self._serve(kind, place, tenths))
                case "answer":
                    self.stage.hear(tenths / 10, SPEECH)
                    self.stage.feed(ev.Done())
                case "cut":
                    self.stage.lose()
                    self.stage.hear(tenths / 10, SPEECH)
                    self.stage.feed(*([ev.TakeBack()] if tenths % 2 else []))
                case "forget":
                    self.stage.lose()
                    self.stage.lose(HandleRefused("No.", code=1007))
                case "skip":
                    self.stage.wait(tenths * 2 * ev.FRAME_S)
                case "deaf":
                    self.stage.feed(ev.MicrophoneFailed(DeviceFault("It is gone.")))
                case "room":
                    self.stage.feed(ev.DiskTold(tenths * 50_000_000, tenths / 10))
                case _:
                    test_session_laws.play(self.stage, [(kind, tenths)])
        return self

    def _take_turns(self, place: int, tenths: int) -> None:
        """Let both speak and hear each other, whatever was the matter before."""
        self.stage.feed(ev.Resume(), ev.Mute(on=False), ev.TryNow())
        if self.session.link.state is LinkState.CONNECTING:
            self.stage.open()
        steps = [("silence", 10), ("answer", 5), ("words", place), ("reply", tenths), ("words", 1)]
        self.play([*steps, ("listen", tenths + 3)])

    def _serve(self, kind: str, place: int, tenths: int) -> list[ev.Event]:
        epoch = self.stage.epoch
        coming: list[ev.Event] = [
            ev.ReplyAudio(epoch, bytes(4800 * tenths)),
            ev.ReplyText(epoch, f" Well {place},"),
            ev.ReplyAudio(epoch, bytes(4800)),
            ev.ReplyText(epoch, f" then {place}."),
        ]
        match kind:
            case "reply":
                return [*coming, ev.GenerationComplete(epoch), ev.TurnComplete(epoch)]
            case "coming":
                return coming
            case "complete":
                return [ev.GenerationComplete(epoch), ev.TurnComplete(epoch)]
            case "words":
                return [ev.CandidateText(epoch, f" I {place}")]
            case _:
                return [ev.TokensUsed(epoch, tenths)]

    def _listen(self, tenths: int) -> None:
        for _ in range(tenths):
            self._take_what_was_given()
            if self._queue and not self._is_on_hold:
                reply, first, samples = self._queue[0]
                piece = min(2400, samples)
                self._queue[0][1:] = [first + piece, samples - piece]
                if samples == piece:
                    self._queue.popleft()
                self.stage.feed(ev.Played(reply, first, piece, self.stage.now))
            self.stage.hear(0.1, SILENCE)

    def _take_what_was_given(self) -> None:
        for action in self.stage.done[self._seen :]:
            match action:
                case act.Play(reply, pcm):
                    first, samples = self._given.get(reply, 0), len(pcm) // 2
                    self._queue.append([reply, first, samples])
                    self._given[reply] = first + samples
                case act.FlushPlayout():
                    self._queue.clear()
                case act.HoldPlayout(on):
                    self._is_on_hold = on
                case _:
                    pass
        self._seen = len(self.stage.done)


def tell(entries: Entries) -> Account:
    """Return what the journal tells."""
    telling = Telling()
    for at_ms, entry in entries:
        telling.feed(at_ms, entry)
    return telling.account()


def speak(stage: Stage) -> None:
    """Let the candidate say something for a second."""
    stage.hear(1.0, SPEECH)
    stage.feed(ev.Done())


def settle(stage: Stage) -> None:
    """Let the server reply to all that it hears; nobody listens."""
    sent = -1
    while sent != len(stage.left):
        sent = len(stage.left)
        if stage.session.dialogue.coverage.awaiting:
            stage.reply("Yes.", 0.1)
