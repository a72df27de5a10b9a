"""Everything that any screen shows, as frozen values.

A ``View`` is what the candidate's screen draws. A ``Situation`` is the same in one word: the one
that window, strip, tray and ``fairhearing status`` all show, each with its own words for it.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.core.faults import Fault, MicrophoneBlocked, MicrophoneStalled
from app.core.link import LinkState
from app.core.microphone import Mic
from app.core.patience import Wait
from app.core.space import Room
from app.core.switch import Switched
from app.core.talk import Talk
from app.core.turns import Floor


@dataclass(frozen=True, slots=True)
class LinkView:
    """The connection.

    Attributes:
        state: Where it is.
        attempts: Tries since it was lost.
        next_try_in_s: When the next one is due, in seconds from now, or None.
        lost_s: How long it has been lost, in seconds, or None.
        fault: Why it is not up, or None.
        suspect_s: How long a ping has been without an answer, in seconds, or None.
        to_send_s: Sound that waits to be sent, in seconds.
    """

    state: LinkState
    attempts: int = 0
    next_try_in_s: float | None = None
    lost_s: float | None = None
    fault: Fault | None = None
    suspect_s: float | None = None
    to_send_s: float = 0.0


@dataclass(frozen=True, slots=True)
class DiskView:
    """The disk as the screen shows it.

    Attributes:
        room: How much room there is.
        free_bytes: The same as a number, or None before the first look.
        behind_s: How long the oldest of what is not yet saved has waited, if that is too long; else
            None.
    """

    room: Room = Room.AMPLE
    free_bytes: int | None = None
    behind_s: float | None = None


@dataclass(frozen=True, slots=True)
class View:
    """The interview.

    Attributes:
        floor: Who speaks.
        talk: Who decides when the candidate speaks.
        link: The connection.
        question: The text of the question that is asked.
        place: Its number, from 1 on.
        questions: How many there are.
        level_dbfs: The microphone's level in [-96, 0].
        answer_s: How much the candidate has said in the present answer, in seconds.
        closing: How near a pause is to ending the turn, in [0, 1], or None while it is not.
        wait: How long a pause may be, as the candidate chose it.
        locked_s: How long the microphone has been locked, in seconds, or None while it is not.
        hears: Whether speech would be taken now; False while a loudspeaker plays the interviewer.
        caption: The interviewer's words that have been heard of the newest reply.
        microphone: Why nobody can be heard through the microphone, or None.
        microphone_state: What it does.
        loudspeaker: Why nothing is heard from the loudspeaker, or None.
        store: Why nothing can be kept, or why the disk ended the interview, or None.
        disk: What the disk is like.
        how: How the interview ended, or None.
        can_take_back: Whether the present answer can be withdrawn: nothing of it has left, and
            there is no connection.
        talks_muted: The candidate was noticed to talk while muted, within the last 3 s.
        may_interrupt: Whether the candidate's voice cuts the interviewer short, as the plan says.
        microphone_name: Its label; "" before one was opened.
        speaker_name: The same of the loudspeaker.
        microphone_follows: Whether the system's own is used, as it changes; False for one that
            stays.
        speaker_follows: The same of the loudspeaker.
        microphones: The labels of all that there are; empty where none can be chosen.
        speakers: The same of the loudspeakers.
        switched: Which microphone stands in for the chosen one, or None; it can be undone.
    """

    floor: Floor
    talk: Talk
    link: LinkView
    question: str
    place: int
    questions: int
    level_dbfs: float = -96.0
    answer_s: float = 0.0
    closing: float | None = None
    wait: Wait = Wait.STANDARD
    locked_s: float | None = None
    hears: bool = True
    caption: str = ""
    microphone: Fault | None = None
    microphone_state: Mic = Mic.LIVE
    loudspeaker: Fault | None = None
    store: Fault | None = None
    disk: DiskView = DiskView()
    how: str | None = None
    can_take_back: bool = False
    talks_muted: bool = False
    may_interrupt: bool = True
    microphone_name: str = ""
    speaker_name: str = ""
    microphone_follows: bool = False
    speaker_follows: bool = False
    microphones: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    switched: Switched | None = None

    @property
    def has_microphone(self) -> bool:
        """Whether there is one, though perhaps nobody is heard through it just now."""
        fault = self.microphone
        return fault is None or lost_microphone(fault) is not Situation.NO_MICROPHONE


class Situation(enum.Enum):
    """What goes on, in one word."""

    CONNECTING = "connecting"
    """The first connection is being made."""
    LISTENING = "listening"
    """The candidate may speak."""
    TALKING = "talking"
    """The candidate speaks."""
    ENDING = "ending"
    """The candidate has paused; the turn is about to end."""
    MUTED = "muted"
    """The candidate could speak, but has put silence in place of the sound."""
    THINKING = "thinking"
    """The interviewer has been asked for a reply."""
    INTERVIEWER = "interviewer"
    """The interviewer is heard."""
    WEAK = "weak"
    """Nothing has come from the server for a while; all is being recorded."""
    RECONNECTING = "reconnecting"
    """The connection is lost and is being made again."""
    HELD = "held"
    """It has been lost for long, or a person must mend it; everything is saved."""
    PAUSED = "paused"
    """The candidate's microphone is closed."""
    NO_MICROPHONE = "no microphone"
    """There is none, or it has gone."""
    STALLED = "microphone stalled"
    """It has stopped, and said nothing of it."""
    BLOCKED = "microphone blocked"
    """It gives digital silence: it is muted somewhere, or not allowed."""
    FINISHED = "finished"
    """Ended: every question was answered."""
    LEFT = "left"
    """Ended: the candidate left, and owes and is owed nothing."""
    ENDED_HELD = "ended held"
    """Ended: the last answer is saved and had no reply."""
    FAILED = "failed"
    """Ended: it could not go on."""


ENDS = {
    "finished": Situation.FINISHED,
    "left": Situation.LEFT,
    "held": Situation.ENDED_HELD,
    "failed": Situation.FAILED,
}
"""What ``View.how``, and the journal's last event, mean."""


def situation(view: View) -> Situation:
    """Return the one word for a view: whatever needs somebody most."""
    if view.how is not None:
        return ENDS[view.how]
    if view.talk is Talk.PAUSED:
        return Situation.PAUSED
    if view.microphone is not None:
        return lost_microphone(view.microphone)
    match view.link.state:
        case LinkState.HELD:
            return Situation.HELD
        case LinkState.UP if view.link.suspect_s is not None:
            return Situation.WEAK
        case LinkState.UP | LinkState.MOVING:
            return floor(view)
        case _ if view.link.lost_s is not None:
            return Situation.RECONNECTING
        case _:
            return Situation.CONNECTING


def lost_microphone(fault: Fault) -> Situation:
    """Return what is the matter with a microphone, in one word."""
    match fault:
        case MicrophoneStalled():
            return Situation.STALLED
        case MicrophoneBlocked():
            return Situation.BLOCKED
        case _:
            return Situation.NO_MICROPHONE


def floor(view: View) -> Situation:
    """Return who speaks, whatever the connection does: the word for who is speaking."""
    match view.floor:
        case Floor.INTERVIEWER:
            return Situation.INTERVIEWER
        case Floor.WAITING:
            return Situation.THINKING
        case _ if view.talk is Talk.MUTED:
            return Situation.MUTED
        case Floor.CANDIDATE:
            return Situation.TALKING if view.closing is None else Situation.ENDING
        case _:
            return Situation.LISTENING


def for_candidate(view: View) -> Situation:
    """Return the word that the candidate reads: a broken line never hides who is speaking."""
    word = situation(view)
    is_about_the_link = word in {
        Situation.WEAK,
        Situation.RECONNECTING,
        Situation.HELD,
        Situation.CONNECTING,
    }
    return floor(view) if is_about_the_link and view.floor is Floor.CANDIDATE else word
