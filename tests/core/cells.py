"""Every state of talk, microphone and floor: how a real session gets there, or why it cannot."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import NamedTuple

import app.core.events as ev
from app.core.faults import DeviceFault
from app.core.microphone import Mic
from app.core.patience import Wait
from app.core.session import Session, SessionParams
from app.core.talk import Talk
from app.core.turns import Floor, TurnParams
from tests.core.builders import SPEECH, Stage, greeted

HEADPHONES = SessionParams(turns=TurnParams(headphones=True))
BY_KEY = {Talk.HELD, Talk.RELEASING, Talk.LOCKED}
CLOSED = {Mic.OFF, Mic.CLOSING}


class Cell(NamedTuple):
    """Who decides, what the microphone does, who holds the floor."""

    talk: Talk
    mic: Mic
    floor: Floor

    def __str__(self) -> str:
        return f"{self.talk.name}-{self.mic.name}-{self.floor.name}".lower()

    @property
    def is_talking(self) -> bool:
        """Whether an utterance is open."""
        return self.floor is Floor.CANDIDATE


def cell_of(session: Session) -> Cell:
    """Return where a session is."""
    return Cell(session.talk.state, session.devices.microphone.state, session.floor)


_REASONS: dict[str, Callable[[Cell], bool]] = {
    "paused, the microphone is closed": lambda cell: (
        cell.talk is Talk.PAUSED and cell.mic not in CLOSED
    ),
    "only a pause closes the microphone": lambda cell: (
        cell.talk is not Talk.PAUSED and cell.mic in CLOSED
    ),
    "a pause ends the turn": lambda cell: cell.talk is Talk.PAUSED and cell.is_talking,
    "only an utterance has a tail": lambda cell: (
        cell.talk is Talk.RELEASING and not cell.is_talking
    ),
    "it is opened while nobody talks, and the first frame makes it live": lambda cell: (
        cell.mic is Mic.OPENING and cell.is_talking
    ),
}
ALL = [Cell(*one) for one in product(Talk, Mic, Floor)]
UNREACHABLE = {cell: reason for cell in ALL for reason, is_so in _REASONS.items() if is_so(cell)}
REACHABLE = [cell for cell in ALL if cell not in UNREACHABLE]


def reach(cell: Cell) -> Stage:
    """Drive a session there: no pause ends a turn meanwhile."""
    stage = greeted(questions=9, params=HEADPHONES)
    stage.feed(ev.ChooseWait(Wait.ONLY_DONE))
    if cell.is_talking:
        _talk(stage, cell)
    else:
        _take_no_turn(stage, cell)
    assert cell_of(stage.session) == cell
    return stage


def _talk(stage: Stage, cell: Cell) -> None:
    _take_key(stage, cell.talk)
    stage.hear(1.0, SPEECH)
    if cell.talk is Talk.MUTED:
        stage.feed(ev.Mute(on=True))
    _ail(stage, cell.mic)
    if cell.talk is Talk.RELEASING:
        stage.feed(ev.TalkReleased())


def _take_no_turn(stage: Stage, cell: Cell) -> None:
    if cell.floor is not Floor.NOBODY:
        stage.hear(1.0, SPEECH)
        stage.feed(ev.Done())
    if cell.floor is Floor.INTERVIEWER:
        stage.reply(seconds=60.0)
        _play(stage)
    if cell.mic in {*CLOSED, Mic.OPENING}:
        stage.feed(ev.Pause())
        if cell.mic is not Mic.CLOSING:
            stage.feed(ev.MicrophoneClosed())
        if cell.mic is Mic.OPENING:
            stage.feed(ev.Resume())
    else:
        _ail(stage, cell.mic)
    _take_key(stage, cell.talk)
    if cell.talk is Talk.MUTED:
        stage.feed(ev.Mute(on=True))


def _take_key(stage: Stage, talk: Talk) -> None:
    if talk in {Talk.HELD, Talk.RELEASING}:
        stage.feed(ev.TalkPressed())
    elif talk is Talk.LOCKED:
        stage.feed(ev.TalkToggled())


def _ail(stage: Stage, mic: Mic) -> None:
    """Let the microphone that is live do this; the loudspeaker plays on meanwhile."""
    match mic:
        case Mic.STALLED:
            stage.wait(0.9)
        case Mic.GONE:
            stage.feed(ev.MicrophoneFailed(DeviceFault("It is gone.")))
        case Mic.BLOCKED:
            for n in range(200):
                if n % 5 == 0:
                    _play(stage)
                stage.wait(ev.FRAME_S)
                index = round(stage.now / ev.FRAME_S) - 1
                stage.feed(ev.MicFrame(index, stage.now, 0.0, -96.0, is_blank=True))
        case _:
            pass


def _play(stage: Stage) -> None:
    """Let 100 ms of a reply be heard, if one is."""
    reply = stage.session.interviewer.playout.owed
    if reply is not None:
        first = round(stage.session.dialogue.transcript.heard_s(reply) * ev.REPLY_HZ)
        stage.feed(ev.Played(reply, first, 2400, stage.now))
