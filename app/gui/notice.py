"""Which one message stands in the banner: whatever needs somebody most."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from app.core.faults import Fault, MicrophoneBlocked
from app.core.link import LinkState
from app.core.space import Room
from app.core.turns import Floor
from app.core.view import DiskView, View
from app.gui.words import disk as disk_words
from app.gui.words import interview as words
from app.gui.words import sound as sound_words
from app.gui.words import turns as turn_words

_NOT_FOR_HERE = ("--", "/", "\\", "<")


class Weight(enum.Enum):
    """How much a message asks of the candidate."""

    PATIENCE = enum.auto()
    """Nothing but to go on."""
    ACTION = enum.auto()
    """Something only a person can mend."""


class Offer(enum.Enum):
    """What the button beside a message does."""

    TRY_NOW = enum.auto()
    """Connects at once."""
    UNMUTE = enum.auto()
    """Lets the candidate be heard."""
    UNDO = enum.auto()
    """Goes back to the microphone that was chosen."""
    SETTINGS = enum.auto()
    """Opens the system's settings for the microphone, where there are any."""


class Topic(enum.Enum):
    """What a message is about."""

    MICROPHONE = enum.auto()
    """Nobody is heard through it."""
    MUTED = enum.auto()
    """The candidate speaks while muted."""
    SWITCH = enum.auto()
    """Another microphone stands in for the one that was chosen."""
    LOUDSPEAKER = enum.auto()
    """Nothing is heard from it."""
    LINK = enum.auto()
    """The connection is not as it should be."""
    DISK = enum.auto()
    """Nothing more can be saved."""
    PACE = enum.auto()
    """The disk is slow."""
    ROOM = enum.auto()
    """The disk fills up."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message.

    Attributes:
        text: The sentence.
        weight: How much it asks.
        topic: What it is about.
        offer: What would help, or None.
        details: What the fault itself says, for whoever helps; "" if it is not for here.
    """

    text: str
    weight: Weight
    topic: Topic = Topic.LINK
    offer: Offer | None = None
    details: str = ""


def notice(view: View, saved_s: float) -> Notice | None:
    """Return the message of a view: sound before the connection before the disk.

    A microphone that stands in for another one works, so the connection comes before it.

    A connection that is lost says nothing for a second, for it is mended in most cases by then;
    then a line; from 3 s on how much of the answer is safe; from 10 s on when the next try is due.
    A disk that fills up or is slow asks for patience only: everything is kept, or ends in order.

    Args:
        view: The interview as it stands.
        saved_s: How much is safe on disk, in seconds.
    """
    if view.how is not None:
        return None
    if view.microphone is not None:
        details = _details(view.microphone)
        text = words.microphone(view.microphone)
        is_blocked = isinstance(view.microphone, MicrophoneBlocked)
        offer = Offer.SETTINGS if is_blocked else None
        return Notice(text, Weight.ACTION, Topic.MICROPHONE, offer, details)
    if view.talks_muted:
        return Notice(turn_words.talks_muted(), Weight.ACTION, Topic.MUTED, Offer.UNMUTE)
    if view.loudspeaker is not None:
        details = _details(view.loudspeaker)
        return Notice(words.loudspeaker(), Weight.ACTION, Topic.LOUDSPEAKER, details=details)
    if (told := _of_the_link(view, saved_s)) is not None:
        return told
    if view.store is not None:
        details = _details(view.store)
        return Notice(words.store_fault(), Weight.ACTION, Topic.DISK, details=details)
    if view.switched is not None:
        text = sound_words.switched(view.switched)
        return Notice(text, Weight.PATIENCE, Topic.SWITCH, Offer.UNDO)
    return _of_the_disk(view.disk)


def _of_the_disk(disk: DiskView) -> Notice | None:
    """Return what a disk asks for with which the interview goes on: what is not saved yet first."""
    if disk.behind_s is not None:
        return Notice(disk_words.slow(disk.behind_s), Weight.PATIENCE, Topic.PACE)
    if disk.room is Room.LOW:
        text = disk_words.little_room(disk.free_bytes)
        return Notice(text, Weight.PATIENCE, Topic.ROOM)
    return None


def _of_the_link(view: View, saved_s: float) -> Notice | None:
    link = view.link
    remedy, details = words.link_fault(link.fault), _details(link.fault)
    if link.state is LinkState.HELD:
        finish = words.finish_it() if view.floor is Floor.CANDIDATE else ""
        text = " ".join(part for part in (words.held(saved_s), finish, remedy) if part)
        weight = Weight.ACTION if remedy else Weight.PATIENCE
        return Notice(text, weight, offer=Offer.TRY_NOW, details=details)
    if link.state.works:
        return Notice(words.weak(), Weight.PATIENCE) if link.suspect_s is not None else None
    lost_s = link.lost_s or 0.0
    if lost_s < 1:
        return None
    if lost_s < 3:
        return Notice(words.weak(), Weight.PATIENCE)
    text = words.reconnecting(view)
    if lost_s >= 10 and link.next_try_in_s is not None:
        text += " " + words.next_try(link.next_try_in_s)
    return Notice(f"{text} {remedy}".strip(), Weight.PATIENCE, offer=Offer.TRY_NOW, details=details)


def _details(fault: Fault | None) -> str:
    """Return what a fault says of itself; "" if it speaks of options, of places or in markup."""
    text = str(fault) if fault else ""
    return "" if any(one in text for one in _NOT_FOR_HERE) else text
