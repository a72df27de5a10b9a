"""The simulated model: when it is asked, it thinks, calls, speaks, declines or stays silent.

Whatever it sends goes through one door, ``send(event, turn)``, in order. A turn that is cut sends
``interrupted`` and ``turnComplete`` and nothing more.
"""

from __future__ import annotations

import enum
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

import app.core.events as ev
from app.core.outgoing import Outgoing, Prompt, ToolResult, WindowEnd, WindowStart
from tests.sim.mind import Context, Mind, Sounded
from tests.sim.speaker import sound_of
from tests.sim.world import World


class Manner(enum.Enum):
    """How the model takes its turn."""

    SPEAK = enum.auto()
    DECLINE = enum.auto()
    """It completes its turn without a sound."""
    SILENT = enum.auto()
    """Nothing comes at all."""
    STUCK = enum.auto()
    """A sign of work comes, and nothing more."""
    TARDY = enum.auto()
    """It speaks when nobody expects it any more, or almost."""
    CALL = enum.auto()
    """It wants the result of a function first."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of the model.

    Attributes:
        number: From 1 on, over all connections.
        windows: What it answers, by window of its connection.
        said: The same, by said number.
        context: What the model knew when it began.
    """

    number: int
    windows: tuple[int, ...]
    said: tuple[int, ...]
    context: Context


@dataclass(slots=True)
class Habits:
    """How models behave in this run; shared by all connections.

    Attributes:
        next_turns: How the next turns go; then all speak.
        cadence: When handles are given: "settled", "early", "mid", "late" or "never".
        words: What is put into words: "all", "late" or "none" of what the candidate says.
        deaf_until: Nothing is consumed before this time, and no model goes on.
        overtaken_by: The newest window that ended while the reply to one before was under way:
            who answers what up to it, nobody can tell.
        turns: All turns so far.
    """

    random: Random
    cadence: str
    words: str
    deaf_until: float = 0.0
    overtaken_by: int = 0
    next_turns: deque[Manner] = field(default_factory=deque)
    turns: list[Turn] = field(default_factory=list)

    def draw(self, least: float, most: float) -> float:
        """Return a number between these."""
        return self.random.uniform(least, most)


Send = Callable[[ev.ServerEvent, Turn | None], None]


class Model:
    """The model on one connection.

    Attributes:
        mind: What it knows.
        is_dumb: It hears, and never answers.
        is_hushed: What it sends does not arrive any more.
        is_speaking: It has begun to answer.
    """

    def __init__(self, world: World, habits: Habits, context: Context, send: Send) -> None:
        self.mind = Mind(list(context.known))
        self.is_dumb = False
        self.is_hushed = False
        self.is_speaking = False
        self._world = world
        self._habits = habits
        self._send = send
        self._turn: Turn | None = None  # begun, its turnComplete not sent
        self._part: object = None  # what plays the turn; another object means that it was cut

    def consume(self, epoch: int, item: Outgoing) -> None:
        """Take an item of the wire."""
        if isinstance(item, WindowStart | Prompt):
            self._be_interrupted(epoch)
        self.mind.consume(item)
        match item:
            case WindowEnd() | Prompt():
                self._begin(epoch)
            case ToolResult() if self._turn and not self.mind.calls:
                self._act(self._speak(epoch, self._turn))
            case _:
                pass

    def die(self) -> None:
        """The connection is gone, and the turn with it."""
        self._part = None

    def _be_interrupted(self, epoch: int) -> None:
        turn, self._turn, self._part = self._turn, None, None
        self.is_speaking = False
        if self.mind.calls:
            self._send(ev.ToolCallCancelled(epoch, tuple(self.mind.calls)), turn)
            self.mind.calls.clear()
        if turn or self._habits.random.random() < 0.1:  # spurious, as has been reported
            self._send(ev.Interrupted(epoch), None)
            self._send(ev.TurnComplete(epoch), None)

    def stumble(self, epoch: int) -> None:
        """Say that it was interrupted, though it was not speaking."""
        self._send(ev.Interrupted(epoch), None)
        self._send(ev.TurnComplete(epoch), None)

    def _begin(self, epoch: int) -> None:
        owed, habits = self.mind.owed, self._habits
        said = tuple(one for these in owed.values() for one in these)
        turn = Turn(len(habits.turns) + 1, tuple(owed), said, self.mind.snapshot())
        habits.turns.append(turn)
        self._turn = turn
        manner = habits.next_turns.popleft() if habits.next_turns else Manner.SPEAK
        manner = Manner.SILENT if self.is_dumb else manner
        self._act(self._take_turn(epoch, turn, manner))
        self._act(self._transcribe(epoch, turn), can_be_cut=False)

    def _act(self, part: Iterator[float], *, can_be_cut: bool = True) -> None:
        if not can_be_cut:
            self._world.play(part)
            return
        self._part = part
        self._world.play(self._while_uncut(part))

    def _while_uncut(self, part: Iterator[float]) -> Iterator[float]:
        for wait_s in part:
            yield wait_s
            while self._world.now <= self._habits.deaf_until:  # first it consumes what came
                yield self._habits.deaf_until - self._world.now + 0.001
            if self._part is not part:
                return

    def _take_turn(self, epoch: int, turn: Turn, manner: Manner) -> Iterator[float]:
        slow = self._habits.random.random() < 0.15
        yield self._habits.draw(2.5, 9.0) if slow else self._habits.draw(0.2, 2.5)
        match manner:
            case Manner.SPEAK:
                yield from self._speak(epoch, turn)
            case Manner.TARDY:
                yield self._habits.draw(9.0, 13.0)
                yield from self._speak(epoch, turn)
            case Manner.DECLINE:
                yield from self._complete(epoch, turn, 0.0)
            case Manner.STUCK:
                self._send(ev.StillWorking(epoch), turn)
            case Manner.CALL:
                call = f"call-{turn.number}"
                self.mind.call(call)
                self._send(ev.ToolCall(epoch, call, "next_question"), turn)
            case Manner.SILENT:
                pass

    def _speak(self, epoch: int, turn: Turn) -> Iterator[float]:
        pieces = self._habits.random.randrange(1, 10)
        self.is_speaking = True
        self._send(ev.HandleGiven(epoch, None), turn)
        for piece in range(pieces):
            self._send(ev.ReplyAudio(epoch, sound_of(turn.number, 0.4)), turn)
            self._send(ev.ReplyText(epoch, f"reply {turn.number} "), turn)
            if piece == 1 and self._habits.cadence == "mid":
                self._give_handle(epoch)
            yield self._habits.draw(0.02, 0.12)
        yield from self._complete(epoch, turn, pieces * 0.4)

    def _complete(self, epoch: int, turn: Turn, sound_s: float) -> Iterator[float]:
        self.mind.reply(turn.number)
        self.is_speaking = False
        if sound_s or self._habits.random.random() < 0.5:
            self._send(ev.GenerationComplete(epoch), turn)
        if self._habits.cadence == "early":
            self._give_handle(epoch)
        yield self._habits.draw(0.0, sound_s)  # it assumes that its sound plays in real time
        self._send(ev.TurnComplete(epoch), turn)
        self._turn = None
        if self._habits.cadence == "late":
            self._act(self._give_handle_later(epoch), can_be_cut=False)
        elif self._habits.cadence in {"settled", "mid"}:
            self._give_handle(epoch)

    def _give_handle_later(self, epoch: int) -> Iterator[float]:
        yield self._habits.draw(0.5, 6.0)
        self._give_handle(epoch)

    def _transcribe(self, epoch: int, turn: Turn) -> Iterator[float]:
        heard = next((one for one in reversed(self.mind.known) if isinstance(one, Sounded)), None)
        if heard is None or heard.window not in turn.windows or self._habits.words == "none":
            return
        late = self._habits.words == "late" and self._habits.random.random() < 0.3
        yield self._habits.draw(3.0, 9.0) if late else self._habits.draw(0.0, 0.4)
        text = f"[{min(heard.frames)}-{max(heard.frames)}]"
        self._send(ev.CandidateText(epoch, text), None)
        if self._habits.random.random() < 0.1:  # again, late
            yield self._habits.draw(0.0, 9.0)
            self._send(ev.CandidateText(epoch, text), None)

    def _give_handle(self, epoch: int) -> None:
        number = self._habits.random.randrange(10**9)
        self._send(ev.HandleGiven(epoch, f"handle-{number}"), None)
