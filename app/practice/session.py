"""One connection's session: messages in, actions out, no I/O.

It puts together what the model knows (``conversation``), when sound may arrive (``ears``), the
life of a reply (``mouth``) and what is said (``interviewer``). The interviewer speaks only when
asked as the service must be asked: by activityEnd, by realtime text between windows, by client
content with turnComplete. What is asked while a reply is still going on is answered after it.

A new handle goes out after the set-up and after each settled turn, unless the ``Whims`` say
otherwise; it stands for what the model knows at that moment. While something is generated, and
after a turn that was cut, there is none.
"""

from __future__ import annotations

import enum
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from app.practice import outgoing
from app.practice.calls import due_call
from app.practice.conversation import Conversation, Past, Prompt, Update, Window
from app.practice.ears import Ears
from app.practice.handles import Handles, fingerprint
from app.practice.interviewer import Line, next_line
from app.practice.messages import (
    ActivityEnd,
    ActivityStart,
    Audio,
    AudioStreamEnd,
    Content,
    ContextUpdate,
    Message,
    Realtime,
    Setup,
    Text,
    ToolResponse,
    Video,
)
from app.practice.mouth import Mouth, Speech
from app.practice.outgoing import Send
from app.practice.refusal import INVALID, NOT_ENABLED, Refusal
from app.practice.samples import SampleAnswers
from app.practice.voice import Piece
from app.practice.whims import Cadence, Manner, Whims
from app.practice.window import OpenWindow


@dataclass(frozen=True, slots=True)
class Speak:
    """Begin to send this line; tell the session of each piece."""

    line: Line


@dataclass(frozen=True, slots=True)
class Hush:
    """Stop sending the line, if one is being sent."""


@dataclass(frozen=True, slots=True)
class Note:
    """Write something in the record."""

    kind: str
    noted: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HandleLater:
    """Ask for ``late_handle`` some seconds from now."""


Action = Send | Speak | Hush | Note | HandleLater


class Phase(enum.Enum):
    """Where the connection is in its life."""

    HISTORY = enum.auto()
    """Client content is history, up to the one that completes it."""
    OPEN = enum.auto()
    """Everything is as usual."""


class Session:
    """One session on one connection.

    Args:
        setup: The connection's first message.
        handles: The server's sessions.
        samples: The answers that are known by their sound.
        whims: What else it is told to do.

    Raises:
        Refusal: If the handle is not taken.
    """

    def __init__(
        self,
        setup: Setup,
        handles: Handles,
        samples: SampleAnswers,
        whims: Whims | None = None,
    ) -> None:
        self.name, self.conversation = handles.enter(setup)
        self.ears = Ears(is_manual=setup.is_manual)
        self.mouth = Mouth(transcribes=setup.transcribes_output)
        self.phase = Phase.HISTORY if setup.history_first else Phase.OPEN
        self._setup = setup
        self._handles = handles
        self._samples = samples
        self._whims = whims or Whims()
        self._is_asked = False  # once more, while a reply was going on

    def start(self) -> list[Action]:
        """Return the answer to the set-up."""
        is_never = self._whims.cadence() is Cadence.NEVER
        return [outgoing.setup_complete(), *([] if is_never else [self._new_handle()])]

    def feed(self, message: Message) -> list[Action]:
        """Take one message, return what it calls for, in order.

        Raises:
            Refusal: If the message breaks a rule; the connection must be closed with it.
        """
        match message:
            case Setup():
                raise Refusal(1007, INVALID, "a second setup")
            case Content():
                return self._take_content(message)
            case ToolResponse(ids):
                return [action for call_id in ids for action in self._take_answer(call_id)]
            case ContextUpdate(text):
                self.conversation = self.conversation.add(Update(text))
                return []
            case _:
                return self._take_realtime(message)

    def say(self, piece: Piece) -> Send:
        """Return the message for the next piece of the line being spoken."""
        return self.mouth.say(piece)

    def midway(self) -> list[Action]:
        """Half of the line's pieces have been sent."""
        if self._whims.cadence() is not Cadence.MID:
            return []
        return [self._new_handle(self.conversation.add(self.mouth.so_far()))]

    def late_handle(self) -> list[Send]:
        """Some seconds have passed since ``HandleLater``."""
        return [self._new_handle()] if self.mouth.state is Speech.STILL else []

    def generated(self) -> list[Action]:
        """All pieces of the line have been sent."""
        self.conversation = self.conversation.add(self.mouth.generated())
        return [outgoing.generation_complete()]

    def played(self) -> list[Action]:
        """The line's sound would have ended by now."""
        self.mouth.played()
        ended: list[Action] = [self._turn_complete(self.mouth.said_s), *self._settled()]
        return [*ended, *self._speak()] if self._is_asked else ended

    def _take_content(self, content: Content) -> list[Action]:
        if self.phase is Phase.HISTORY:
            told = [Past(turn.role, turn.text) for turn in content.turns]
            self.conversation = self.conversation.add(*told)
            if content.turn_complete:
                self.phase = Phase.OPEN
            return [Note("history", {"turns": len(told), "complete": content.turn_complete})]
        # Client content with turnComplete interrupts unconditionally (model page of 3.8).
        cut = self._cut() if content.turn_complete else []
        for turn in content.turns:
            is_model = turn.role == "model"
            entry = Past(turn.role, turn.text) if is_model else Prompt(turn.text)
            self.conversation = self.conversation.add(entry)
        return [*cut, *self._ask()] if content.turn_complete else []

    def _take_answer(self, call_id: str) -> list[Action]:
        if not self.mouth.take_answer(call_id):
            return [Note("unknownToolResponse", {"id": call_id})]
        return self._reply() if self.mouth.state is Speech.CALLING else []

    def _take_realtime(self, message: Realtime) -> list[Action]:
        if self.phase is Phase.HISTORY:
            raise Refusal(1007, INVALID, "realtime input before the history was complete")
        if self.mouth.state is Speech.CALLING:
            raise Refusal(1008, NOT_ENABLED, "realtime input while a tool call is unanswered")
        match message:
            case ActivityStart():
                self.ears.open()
                return self._cut() if self._setup.interrupts else []
            case Audio():
                self.ears.hear(message)
                return []
            case ActivityEnd():
                return self._take_window(self.ears.close())
            case AudioStreamEnd():
                window = self.ears.close_stream()
                return [] if window is None else self._take_window(window)
            case Text(text):
                return self._take_text(text)
            case Video():
                return []
            case _:
                assert_never(message)

    def _take_window(self, heard: OpenWindow) -> list[Action]:
        window = heard.measured()
        self.conversation = self.conversation.add(window)
        actions: list[Action] = [Note("window", window.noted(heard.number))]
        if self._setup.transcribes_input:
            text = self._samples.text_of(heard.sound())
            actions += [outgoing.input_transcription(text)] if text else []
        return [*actions, *self._ask()]

    def _take_text(self, text: str) -> list[Action]:
        is_between_windows = self.ears.window is None
        cut = self._cut() if is_between_windows and self._setup.interrupts else []
        self.conversation = self.conversation.add(Prompt(text))
        # Inside a window it belongs to the window, and activityEnd will ask.
        return [*cut, *self._ask()] if is_between_windows else []

    def _ask(self) -> list[Action]:
        if self.mouth.state is not Speech.STILL:
            self._is_asked = True
            return []
        return self._speak()

    def _speak(self) -> list[Action]:
        """Speak, after the tool call that the script may want first."""
        self._is_asked = False
        match self._whims.manner():
            case Manner.SILENT:
                return [Note("silent", {})]
            case Manner.DECLINE:
                return [outgoing.not_resumable(), self._turn_complete(0.0), *self._settled()]
            case Manner.SPEAK:
                return self._speak_up()

    def _speak_up(self) -> list[Action]:
        call = due_call(self._whims.calls, self.conversation)
        if call is None:
            return [outgoing.not_resumable(), *self._reply()]
        tool = next((one for one in self._setup.tools if one.name == call.name), None)
        if tool is None:
            note = Note("undeclaredTool", {"name": call.name})
            return [note, outgoing.not_resumable(), *self._reply()]
        call_id = f"function-call-{secrets.randbits(63)}"
        self.mouth.call(call_id, blocking=tool.blocking)
        made: list[Action] = [
            outgoing.not_resumable(),
            outgoing.tool_call(call_id, call.name, call.args),
        ]
        return made if tool.blocking else [*made, *self._reply()]

    def _reply(self) -> list[Action]:
        line = next_line(self.conversation)
        self.mouth.begin(line)
        return [Speak(line)]

    def _cut(self) -> list[Action]:
        was = self.mouth.state
        reply, sent = self.mouth.cut()
        if not sent:
            return []
        if reply is not None:
            self.conversation = self.conversation.add(reply)
        cut: list[Action] = [Hush(), *sent, self._turn_complete(self.mouth.said_s)]
        # A reply that had wholly left is settled, though its playing was cut.
        return [*cut, *self._settled()] if was is Speech.PLAYING else cut

    def _turn_complete(self, said_s: float) -> Send:
        entries = self.conversation.entries
        heard_s = sum(entry.seconds for entry in entries if isinstance(entry, Window))
        return outgoing.turn_complete(heard_s, said_s)

    def _settled(self) -> list[Action]:
        """Return what a settled turn brings: a handle, one later, or none."""
        match self._whims.cadence():
            case Cadence.SETTLED | Cadence.MID:
                return [self._new_handle()]
            case Cadence.LATE:
                return [HandleLater()]
            case Cadence.NEVER:
                return []

    def _new_handle(self, known: Conversation | None = None) -> Send:
        handle = self._handles.issue(self.name, known or self.conversation)
        return outgoing.resumable(handle, fingerprint(handle))
