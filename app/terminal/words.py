"""Every sentence that the terminal shows."""

from __future__ import annotations

from app import PRODUCT
from app.core.account import What
from app.core.faults import MicrophoneBlocked, MicrophoneStalled
from app.core.found import Found
from app.core.link import LinkState
from app.core.space import Room
from app.core.switch import Switched
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import DiskView, View
from app.terminal.called import called
from app.terminal.turn_words import allow_microphone, locked, own

NOTICE = f"""\
{PRODUCT}: you will talk to an AI interviewer.
Your voice is recorded on this computer, together with what the interviewer says.
{{where}}
Nobody and nothing judges your tone, accent, pauses or feelings. You can leave at any time.
"""
PRACTICE_STAYS = "This is practice: nothing leaves this computer."
GOES_TO_SERVICE = "What you say is sent to {where}, which answers."
ASK_CONSENT = "Type y and Enter to agree and begin, anything else to leave: "
ASK_GO_ON = "Type y or just Enter to go on with it, anything else for a new interview: "
ASK_GO_ON_ELSEWHERE = "Type y and Enter to go on with it, anything else for a new interview: "
NEED_CONSENT = (
    "An interview records your voice and needs your consent. Add --consent to say yes, "
    "or run it in a terminal, where it asks."
)
NO_CONSENT = "Nothing was recorded. Goodbye."
STANDS_IN = {
    "microphone": "{why}. Spoken sample answers take its place.",
    "loudspeaker": "{why}. You can read what the interviewer says.",
}
NO_SCREEN = "There is no screen for a window. In a terminal, use: fairhearing practice"
NO_LIBRARY = (
    "The window cannot open, because the system lacks a library that it needs ({why}). Install the "
    "package that holds it, or practise in a terminal: fairhearing practice"
)
RECORD = "The record is in {folder}"
NO_INTERVIEWS = "There are no interviews in {folder} yet."

_FLOOR = {
    Floor.NOBODY: "Your turn",
    Floor.CANDIDATE: "You are talking",
    Floor.WAITING: "Thinking",
    Floor.INTERVIEWER: "Interviewer speaking",
}
_LINK = {
    LinkState.IDLE: "not connected",
    LinkState.CONNECTING: "connecting",
    LinkState.UP: "connected",
    LinkState.MOVING: "renewing the connection",
    LinkState.WAITING: "reconnecting",
    LinkState.HELD: "held: everything is saved",
    LinkState.CLOSED: "closed",
}
_TALK = {
    Talk.HANDS_FREE: "",
    Talk.HELD: "talk key",
    Talk.RELEASING: "talk key",
    Talk.LOCKED: "talk key on",
    Talk.MUTED: "muted (the microphone is still open)",
    Talk.PAUSED: "paused: the microphone is closed",
}
_ENDS = {
    "finished": "The interview is finished.",
    "left": "You left the interview.",
    "held": "You left before the last answer had a reply. It is saved.",
    "failed": "The interview could not go on.",
}


def state(view: View) -> str:
    """Return the state in words: who speaks, the connection, the disk, which keys count.

    What can be missed stands last, where a narrow terminal cuts the line off.
    """
    is_well = view.link.state.works and view.link.suspect_s is None
    if is_well or view.floor is Floor.CANDIDATE:
        parts = [_FLOOR[view.floor], *([] if is_well else [link(view)])]
    else:
        sentence = link(view)
        parts = [sentence[0].upper() + sentence[1:]]
    if told := sound(view):
        parts = [told]
    elif view.switched is not None:
        parts.append(switched(view.switched))
    if view.loudspeaker is not None:
        parts.append("nothing comes from the loudspeaker: read, and answer")
    if told := disk(view.disk):
        parts.append(told)
    if not view.talks_muted and (told := locked(view) or _TALK[view.talk]):
        parts.append(told)  # who talks while muted is told so below, and what to press
    parts += own(view)
    if view.link.to_send_s >= 1:
        parts.append(f"{view.link.to_send_s:.0f} s still to send")
    parts.append(f"question {view.place} of {view.questions}")
    return " · ".join(parts)


def link(view: View) -> str:
    """Return the connection's state in words."""
    if view.link.suspect_s is not None:
        return "connection is weak; keep talking, it is recorded"
    word = _LINK[view.link.state]
    if view.link.state is LinkState.HELD and view.floor is Floor.CANDIDATE:
        word += "; finish this answer, it is sent later"
    if view.link.state is LinkState.WAITING:
        word += f", attempt {view.link.attempts + 1}; {view.answer_s:.0f} s of your answer are safe"
    return word


def sound(view: View) -> str:
    """Return what is wrong with the microphone and what to do, or ""."""
    if view.talk is Talk.PAUSED:
        return ""
    match view.microphone:
        case None:
            return ""
        case MicrophoneStalled():
            return "The microphone has stopped: look at its cable and its switch"
        case MicrophoneBlocked():
            return f"The microphone is blocked: unmute it, or allow it in {allow_microphone()}"
        case _:
            return "No microphone: connect it, it is taken up by itself"


def switched(switch: Switched) -> str:
    """Return which microphone stands in for which, and how to undo it."""
    return f"no sound from {plain(switch.lost)}, switched to {plain(switch.taken)}: u undoes it"


def disk(view: DiskView) -> str:
    """Return what is wrong with the disk, or ""."""
    if view.behind_s is not None:
        return f"slow disk: {view.behind_s:.0f} s not saved yet"
    if view.room is not Room.AMPLE and view.free_bytes is not None:
        return f"disk: {view.free_bytes // 1_000_000} MB left"
    return ""


def end(how: str) -> str:
    """Return how the interview ended, in a sentence."""
    return _ENDS[how]


def answer(text: str | None, seconds: float) -> str:
    """Return the candidate's answer: its words, or its length where it has none."""
    return plain(text) if text else f"Answer, {clock(seconds)}"


def plain(text: str) -> str:
    """Return a text as one line of letters: what a server sends must not steer the terminal."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def clock(seconds: float) -> str:
    """Return minutes and seconds, such as 0:42."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def found(what: Found) -> list[str]:
    """Return what there is to say of an interview that stopped: what was found, what is missing."""
    kind = "practice interview" if what.is_practice else "interview"
    began = f" of {what.began:%d %b, %H:%M}" if what.began else ""
    held = "was held" if what.was_held else "stopped before its end"
    plural = "" if what.answers == 1 else "s"
    said = [
        f"The {kind}{began} {held}. Found: {tenths(what.length_s)} of it, {what.answers} "
        f"answer{plural} with a reply."
    ]
    if what.open_s:
        where = "" if what.is_practice else " to that interview's server"  # asked by `practice` too
        said.append(f"Your last answer, {tenths(what.open_s)}, is saved and will be sent{where}.")
    missing = [
        f"{tenths(seconds)} {whose}"
        for seconds, whose in (
            (what.candidate_missing_s, "of your voice"),
            (what.interviewer_missing_s, "of the interviewer"),
        )
        if seconds
    ]
    if what.entries_missing:
        missing.append(f"{what.entries_missing} entries of the journal")
    said.append(f"Missing: {', '.join(missing)}." if missing else "Nothing saved is missing.")
    if what.repairs:
        said.append(f"Repaired: {', '.join(what.repairs)}.")
    return said


def waits(name: str) -> str:
    """Return how to go on with an interview that stopped."""
    return f"It stays as it is. To go on with it: {called()} resume {name}"


_INCIDENTS = {
    What.CONNECTION: "the connection was lost",
    What.GAP: "the microphone delivered nothing",
    What.MICROPHONE: "there was no microphone",
    What.BLOCKED: "the microphone was blocked",
    What.LOUDSPEAKER: "nothing came from the loudspeaker",
    What.STOPPED: "the application stopped, and went on after",
    What.MISSING: "sound of the recordings is missing:",
    What.SPACE: "little room was left on the disk",
}
_FATES = {"held": " (not answered yet)", "withdrawn": " (not sent)", "open": " (not answered yet)"}


def incident(what: What, seconds: float | None) -> str:
    """Return what went wrong, and for how long if that is known."""
    if seconds is None:
        return _INCIDENTS[what].removesuffix(", and went on after")
    joint = " " if what in {What.STOPPED, What.MISSING} else " for "
    return f"{_INCIDENTS[what]}{joint}{tenths(seconds)}"


def remark(fate: str, *, is_cut: bool) -> str:
    """Return what a reader must know of a line beside its words, or ""."""
    return " (cut off here)" if is_cut else _FATES.get(fate, "")


def heading(name: str, length_s: float, how: str | None) -> str:
    """Return the line above the record of an interview."""
    return f"{name}   {tenths(length_s)}   {how or 'unfinished'}"


def tenths(seconds: float) -> str:
    """Return minutes and seconds to the tenth, such as 0:42.3."""
    ticks = round(seconds * 10)
    return f"{ticks // 600}:{ticks // 10 % 60:02}.{ticks % 10}"


def interview(name: str, length_s: float, answers: int, how: str) -> str:
    """Return one line of the list of interviews."""
    plural = "" if answers == 1 else "s"
    return f"{name}   {clock(length_s):>6}   {answers:>2} answer{plural:<1}   {how}"
