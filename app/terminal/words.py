"""Every sentence that the terminal shows."""

from __future__ import annotations

from app import PRODUCT
from app.core.link import LinkState
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import View

NOTICE = f"""\
{PRODUCT}: you will talk to an AI interviewer.
Your voice is recorded on this computer, together with what the interviewer says.
{{where}}
Nobody and nothing judges your tone, accent, pauses or feelings. You can leave at any time.
"""
PRACTICE_STAYS = "This is practice: nothing leaves this computer."
GOES_TO_SERVICE = "What you say is sent to {where}, which answers."
ASK_CONSENT = "Type y and Enter to agree and begin, anything else to leave: "
NEED_CONSENT = (
    "An interview records your voice and needs your consent. Add --consent to say yes, "
    "or run it in a terminal, where it asks."
)
NO_CONSENT = "Nothing was recorded. Goodbye."
KEYS = (
    "Speak when you are asked; your turn ends after a moment of silence.\n"
    "Keys: Space talk (press again to stop) · Enter done · m mute · p pause · t try now · q leave"
)
STANDS_IN = {
    "microphone": "{why}. Spoken sample answers take its place.",
    "loudspeaker": "{why}. You can read what the interviewer says.",
}
NO_SCREEN = "There is no screen for a window. In a terminal, use: fairhearing practice"
RECORD = "The record is in {folder}"
NO_INTERVIEWS = "There are no interviews in {folder} yet."

_FLOOR = {
    Floor.NOBODY: "Listening",
    Floor.CANDIDATE: "You are talking",
    Floor.WAITING: "Thinking",
    Floor.INTERVIEWER: "Interviewer speaking",
}
_LINK = {
    LinkState.IDLE: "not connected",
    LinkState.CONNECTING: "connecting",
    LinkState.UP: "connected",
    LinkState.WAITING: "reconnecting",
    LinkState.HELD: "held: everything is saved",
    LinkState.CLOSED: "closed",
}
_TALK = {
    Talk.HANDS_FREE: "",
    Talk.HELD: "talk key",
    Talk.RELEASING: "talk key",
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
    """Return the state in words: who speaks, which keys count, the connection."""
    is_well = view.link.state is LinkState.UP and view.link.suspect_s is None
    if is_well or view.floor is Floor.CANDIDATE:
        parts = [_FLOOR[view.floor], *([] if is_well else [link(view)])]
    else:
        sentence = link(view)
        parts = [sentence[0].upper() + sentence[1:]]
    parts.append(f"question {view.place} of {view.questions}")
    if _TALK[view.talk]:
        parts.append(_TALK[view.talk])
    if view.link.to_send_s >= 1:
        parts.append(f"{view.link.to_send_s:.0f} s still to send")
    return " · ".join(parts)


def link(view: View) -> str:
    """Return the connection's state in words."""
    if view.link.suspect_s is not None:
        return "connection is weak; keep talking, it is recorded"
    word = _LINK[view.link.state]
    if view.link.state is LinkState.WAITING:
        word += f", attempt {view.link.attempts + 1}; {view.answer_s:.0f} s of your answer are safe"
    return word


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


def interview(name: str, length_s: float, answers: int, how: str) -> str:
    """Return one line of the list of interviews."""
    plural = "" if answers == 1 else "s"
    return f"{name}   {clock(length_s):>6}   {answers:>2} answer{plural:<1}   {how}"
