"""What can happen: everything that enters the core.

Events, actions (``actions.py``) and outgoing items (``outgoing.py``) are frozen and compare by
value, so a test writes the expected list as it is. Times are seconds on the clock that the caller
passes as ``now``. What the candidate asks for is in ``intents.py``, what the devices tell in
``device_events.py``; every event can be had from here.

Sound travels by number: a frame is its index on the timeline (20 ms each, int16 mono at 16 kHz, 640
bytes); only the interviewer's passes as bytes, because nobody else has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core.actions import Json
from app.core.device_events import (
    DevicesTold,
    DiskTold,
    EchoTold,
    MicFrame,
    MicrophoneClosed,
    MicrophoneFailed,
    MicrophoneOpened,
    Played,
    SpeakerFailed,
    SpeakerOpened,
    StoreFailed,
)
from app.core.faults import LinkFault
from app.core.intents import (
    ChooseWait,
    Done,
    Leave,
    Mute,
    Pause,
    Resume,
    TakeBack,
    TalkPressed,
    TalkReleased,
    TalkToggled,
    TryNow,
    UndoSwitch,
    UseMicrophone,
    UseSpeaker,
)
from app.core.outgoing import Outgoing

FRAME_S = 0.02
REPLY_HZ = 24_000

# --- the clock


@dataclass(frozen=True, slots=True)
class Start:
    """The interview begins: connect, open the microphone.

    Attributes:
        origin: The time of frame 0, in seconds; None for now.
    """

    origin: float | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    """A deadline passed. All frames captured before it have been fed."""


# --- events: the connection ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class LinkOpened:
    """The server has taken our set-up; from now on it takes input."""

    epoch: int


@dataclass(frozen=True, slots=True)
class LinkClosed:
    """The connection is over and everything that it brought has been fed."""

    epoch: int
    fault: LinkFault


@dataclass(frozen=True, slots=True)
class NetworkChanged:
    """This computer has another way to the network than before: what failed may work now."""


@dataclass(frozen=True, slots=True)
class HandleGiven:
    """A resumption handle, or None while the server's state cannot be resumed."""

    epoch: int
    handle: str | None


@dataclass(frozen=True, slots=True)
class GoAway:
    """The server will close this connection in ``time_left_s`` seconds."""

    epoch: int
    time_left_s: float


@dataclass(frozen=True, slots=True)
class LinkSuspect:
    """A ping has had no answer for too long (``since_s`` seconds), or has it again (None)."""

    epoch: int
    since_s: float | None


@dataclass(frozen=True, slots=True)
class Left:
    """This item has been handed to the socket."""

    epoch: int
    item: Outgoing


# --- events: what the server sends --------------------------------------------


@dataclass(frozen=True, slots=True)
class ReplyAudio:
    """A piece of the interviewer's sound: int16 mono at 24 kHz."""

    epoch: int
    pcm: bytes


@dataclass(frozen=True, slots=True)
class ReplyText:
    """A few words of the interviewer, as text."""

    epoch: int
    text: str


@dataclass(frozen=True, slots=True)
class CandidateText:
    """A few words of the candidate, as the server heard them."""

    epoch: int
    text: str


@dataclass(frozen=True, slots=True)
class GenerationComplete:
    """The server has sent all of this reply."""

    epoch: int


@dataclass(frozen=True, slots=True)
class TurnComplete:
    """The server's turn is over."""

    epoch: int


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The server cut its turn because activity began."""

    epoch: int


@dataclass(frozen=True, slots=True)
class StillWorking:
    """The server says that more of this reply will come, in further turns."""

    epoch: int


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The server wants the result of a function."""

    epoch: int
    call: str
    name: str
    arguments: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToolCallCancelled:
    """The server no longer wants these results."""

    epoch: int
    calls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TokensUsed:
    """What the server has counted for this turn."""

    epoch: int
    total: int


InterviewerEvent = (
    HandleGiven
    | ReplyAudio
    | ReplyText
    | CandidateText
    | GenerationComplete
    | TurnComplete
    | Interrupted
    | StillWorking
    | ToolCall
    | ToolCallCancelled
    | TokensUsed
)
ServerEvent = GoAway | InterviewerEvent
LinkEvent = LinkOpened | LinkClosed | LinkSuspect | Left | ServerEvent
TalkIntent = TalkPressed | TalkReleased | TalkToggled | Done | ChooseWait | Mute
DeviceIntent = UseMicrophone | UseSpeaker | UndoSwitch
Intent = TalkIntent | DeviceIntent | TakeBack | Pause | Resume | TryNow | Leave
StreamEvent = MicrophoneOpened | MicrophoneClosed | MicrophoneFailed | SpeakerOpened | SpeakerFailed
DeviceEvent = MicFrame | StreamEvent | DevicesTold | StoreFailed | DiskTold
DeviceInput = DeviceEvent | DeviceIntent | Played
Event = Start | Tick | NetworkChanged | DeviceEvent | Intent | LinkEvent | Played | EchoTold
