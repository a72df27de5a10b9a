"""Small builders that several tests of the core need.

Frame ``i`` is captured from ``i * 20 ms`` to ``(i + 1) * 20 ms``: the clock of these tests starts
at 0.0, and so does the timeline.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import app.core.actions as act
import app.core.events as ev
import app.core.outgoing as out
from app.core.conduct import Conduct, Script
from app.core.dialogue import Dialogue
from app.core.events import FRAME_S, MicFrame
from app.core.faults import LinkFault, LinkLost
from app.core.interviewer import Interviewer
from app.core.outbox import OutboxParams
from app.core.plan import Plan, Question
from app.core.playout import PlayoutParams
from app.core.recovery import Past
from app.core.session import Session, SessionParams
from app.core.talk import Began, Ended
from app.core.tools import Tool
from app.core.turns import Floor, Turn, TurnParams
from app.core.utterance import Span, Utterance
from app.core.watchdog import Watch, WatchdogParams

SPEECH = 0.95
SILENCE = 0.02


def captured(index: int) -> float:
    """When the last sample of a frame is captured, in seconds."""
    return (index + 1) * FRAME_S


def frame(index: int, score: float = SILENCE) -> MicFrame:
    """Return one frame that the microphone delivered without delay."""
    return MicFrame(index, captured(index), score, -40.0)


def frames(first: int, count: int, score: float = SILENCE) -> list[MicFrame]:
    """Return frames in a row."""
    return [frame(first + n, score) for n in range(count)]


def hear(feed: Callable[[MicFrame, float], list[Any]], heard: list[MicFrame]) -> list[Any]:
    """Feed frames as they are captured; return all that came out."""
    return [one for each in heard for one in feed(each, each.t)]


def utterance(number: int, *spans: tuple[int, int], speech: tuple[int, int]) -> Utterance:
    """Return an utterance of these spans, with speech from the first to the last frame given."""
    return Utterance(number, [Span(*span) for span in spans], *speech)


def indices(spans: list[Span]) -> list[int]:
    """Return the frames of spans, one by one."""
    return [index for span in spans for index in range(span.first, span.last + 1)]


SCRIPT = Script(opening="Please begin.", nudge="Please go on.", again="Please ask again.")


def plan(questions: int = 2, *, may_interrupt: bool = True) -> Plan:
    """Return a plan of so many questions."""
    asked = tuple(Question(f"q{n}", f"Question {n}?", 2.0) for n in range(questions))
    return Plan("en", asked, may_interrupt=may_interrupt)


class Stage:
    """A session with a clock, a microphone, a server and a loudspeaker that do as they are told.

    Args:
        questions: How many are asked.
        params: Of the session.
        past: An interview that is gone on with.
        tools: What the model may call.
        first_answer_s: What is added to the wait of the first answer, in seconds.
        may_interrupt: As the plan has it.

    Attributes:
        session: The session, started at 0.0, or where the one before stopped.
        now: The time, in seconds.
        done: All actions so far.
        left: All items that left.
        wires: The same, by connection.
        noted: All notes so far, with their times on the session's clock in milliseconds.
    """

    def __init__(
        self,
        questions: int = 2,
        params: SessionParams | None = None,
        past: Past | None = None,
        tools: Mapping[str, Tool] | None = None,
        first_answer_s: float = 0.0,
        *,
        may_interrupt: bool = True,
    ) -> None:
        params = params or SessionParams()
        patience = replace(params.patience, first_answer_s=first_answer_s)
        params = replace(params, patience=patience)
        asked = plan(questions, may_interrupt=may_interrupt)
        self.session = Session(asked, SCRIPT, params, lambda: 1.0, past, tools or {})
        self.now = past.length_s if past else 0.0
        self.done: list[act.Action] = []
        self.left: list[out.Outgoing] = []
        self.wires: dict[int, list[out.Outgoing]] = {}
        self.noted: list[tuple[int, act.Note]] = []
        self.feed(ev.Start(0.0))

    def feed(self, *events: ev.Event) -> list[act.Action]:
        """Feed events now; let all leave that may; return the actions."""
        actions = [one for event in events for one in self.session.feed(event, self.now)]
        while (item := self.session.take(max(self.now, self.session.ready_at))) is not None:
            self.left.append(item)
            self.wires.setdefault(self.epoch, []).append(item)
            actions += self.session.feed(ev.Left(self.session.link.epoch, item), self.now)
        self.done += actions
        at_ms = self.session.ledger.at_ms(self.now)
        self.noted += [(at_ms, one) for one in actions if isinstance(one, act.Note)]
        return actions

    def wait(self, seconds: float) -> list[act.Action]:
        """Let time pass without a frame; ticks come when they are due."""
        until, actions = self.now + seconds, list[act.Action]()
        while (at := self.session.deadline) is not None and at <= until:
            self.now = max(self.now, at)
            actions += self.feed(ev.Tick())
        self.now = until
        return actions

    def hear(self, seconds: float, score: float) -> list[act.Action]:
        """Let time pass with frames of this score."""
        actions = list[act.Action]()
        for _ in range(round(seconds / ev.FRAME_S)):
            actions += self.wait(ev.FRAME_S)
            index = round(self.now / ev.FRAME_S) - 1
            actions += self.feed(ev.MicFrame(index, self.now, score, -40.0))
        return actions

    def answer(self, seconds: float = 1.0) -> list[act.Action]:
        """Say something and be silent until the answer has ended."""
        actions = self.hear(seconds, SPEECH)
        return actions + self.hear(self.session.talk.patience.wait_s + 0.2, SILENCE)

    def open(self) -> list[act.Action]:
        """Let the newest connection open."""
        return self.feed(ev.LinkOpened(self.epoch))

    def lose(self, fault: LinkFault | None = None) -> list[act.Action]:
        """Let the newest connection end."""
        return self.feed(ev.LinkClosed(self.epoch, fault or LinkLost("It broke.")))

    def reply(self, text: str = "Thank you.", seconds: float = 0.2) -> list[act.Action]:
        """Let the server send a whole reply."""
        pcm = bytes(2 * round(seconds * ev.REPLY_HZ))
        return self.feed(
            ev.ReplyAudio(self.epoch, pcm),
            ev.ReplyText(self.epoch, text),
            ev.GenerationComplete(self.epoch),
            ev.TurnComplete(self.epoch),
        )

    def play(self) -> list[act.Action]:
        """Let the loudspeaker play all of the newest reply."""
        newest = self.session.interviewer.replies.newest
        assert newest
        played = ev.Played(newest.number, 0, newest.samples, self.now)
        self.now += newest.samples / ev.REPLY_HZ
        return self.feed(played)

    @property
    def epoch(self) -> int:
        """The number of the newest connection."""
        return self.session.link.epoch

    def windows(self) -> list[out.WindowEnd]:
        """The ends of windows that left."""
        return [item for item in self.left if isinstance(item, out.WindowEnd)]


def greeted(questions: int = 2, params: SessionParams | None = None) -> Stage:
    """Return a stage on which the interviewer has asked the first question."""
    stage = Stage(questions, params)
    stage.open()
    stage.reply("Hello. What do you do?")
    stage.play()
    stage.hear(1.0, SILENCE)  # the room is quiet again
    return stage


class Desk:
    """An interviewer with a dialogue and no session; everything that may leave does."""

    def __init__(self) -> None:
        self.dialogue = Dialogue(OutboxParams())
        self.conduct = Conduct(plan(), SCRIPT)
        params = (TurnParams(), WatchdogParams(), PlayoutParams())
        self.interviewer = Interviewer(self.dialogue, self.conduct, params)
        self.dialogue.connect(1, fresh=False)
        self.dialogue.opened()

    @property
    def watch(self) -> Watch:
        return self.interviewer.watchdog.state

    @property
    def floor(self) -> Floor:
        return self.interviewer.turns.floor

    def ask(self) -> None:
        self.interviewer.ask(SCRIPT.opening)
        self.send()

    def send(self, now: float = 0.0) -> None:
        while (item := self.dialogue.take(self.dialogue.outbox.ready_at)) is not None:
            self.interviewer.left(item, now)

    def begin(self, first: int) -> list[act.Action]:
        actions = self.interviewer.barge_in(0.0)
        self.dialogue.speak(Began(first, first, first))
        self.send()
        return actions

    def end(self) -> None:
        self.dialogue.speak(Ended())
        self.interviewer.turns.feed(Turn.ENDED)
        self.send()

    def feed(self, *events: ev.InterviewerEvent, now: float = 0.0) -> list[act.Action]:
        return [one for event in events for one in self.interviewer.feed(event, now)]

    def play(self, reply: int = 1, first: int = 0, samples: int = 4800) -> list[act.Action]:
        return self.interviewer.played(ev.Played(reply, first, samples, 12.5), 2.5, 12.5)


def notes(actions: list[act.Action], kind: str) -> list[dict[str, act.Json]]:
    """Return what was written into the journal under this kind."""
    return [one.payload for one in actions if isinstance(one, act.Note) and one.kind == kind]
