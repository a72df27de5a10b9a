"""What can happen: everything that enters the core.

Events, actions (``actions.py``) and outgoing items (``outgoing.py``) are frozen and compare by
value, so a test writes the expected list as it is. Times are seconds on the clock that the caller
passes as ``now``. Sound travels by number: a frame is its index on the timeline (20 ms each, int16
mono at 16 kHz, 640 bytes); only the interviewer's passes as bytes, because nobody else has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.core.actions import Json
from app.core.faults import Fault, LinkFault
from app.core.outgoing import Outgoing

FRAME_S = 0.02
REPLY_HZ = 24_000

# --- events: the clock, the microphone, the disk


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


@dataclass(frozen=True, slots=True)
class MicFrame:
    """One frame of the microphone.

    Attributes:
        index: Place on the timeline; rises by one, or by more over a gap.
        t: When its last sample was captured, in seconds.
        score: Probability of speech in [0, 1].
        level_dbfs: RMS level in [-96, 0].
    """

    index: int
    t: float
    score: float
    level_dbfs: float


@dataclass(frozen=True, slots=True)
class MicrophoneFailed:
    """The microphone cannot be opened or has gone."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class StoreFailed:
    """Nothing more can be kept."""

    fault: Fault


@dataclass(frozen=True, slots=True)
class DiskTold:
    """How much room is left, and how long the oldest of what is not saved has waited."""

    free_bytes: int
    behind_s: float


# --- events: what the candidate asks for (intents) ----------------------------


@dataclass(frozen=True, slots=True)
class TalkPressed:
    """The push-to-talk key went down."""


@dataclass(frozen=True, slots=True)
class TalkReleased:
    """The push-to-talk key went up."""


@dataclass(frozen=True, slots=True)
class Done:
    """My answer is complete."""


@dataclass(frozen=True, slots=True)
class Mute:
    """Put silence in place of my sound, or stop doing so."""

    on: bool


@dataclass(frozen=True, slots=True)
class Pause:
    """Close my microphone and wait for me."""


@dataclass(frozen=True, slots=True)
class Resume:
    """I am back."""


@dataclass(frozen=True, slots=True)
class TryNow:
    """Do not wait for the next attempt to connect."""


@dataclass(frozen=True, slots=True)
class Leave:
    """End the interview; what is not answered is held (``keep``) or withdrawn, and recorded."""

    keep: bool = True


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


# --- events: the loudspeaker --------------------------------------------------


@dataclass(frozen=True, slots=True)
class Played:
    """Sound of a reply went to the loudspeaker.

    Attributes:
        reply: Number of the reply.
        first: The first of its samples (at 24 kHz) in this piece.
        samples: How many.
        t: When the first of them is heard, in seconds.
    """

    reply: int
    first: int
    samples: int
    t: float


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
Intent = TalkPressed | TalkReleased | Done | Mute | Pause | Resume | TryNow | Leave
DeviceEvent = MicFrame | MicrophoneFailed | StoreFailed | DiskTold
Event = Start | Tick | NetworkChanged | DeviceEvent | Intent | LinkEvent | Played
