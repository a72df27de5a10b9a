"""What every screen shows of a session now: gathers it from the machines, decides nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.core.activity import Ear
from app.core.events import FRAME_S
from app.core.view import LinkView, View

if TYPE_CHECKING:
    from app.core.session import Session


NO_LEVEL_DBFS = -96.0
"""What is shown of a microphone that delivers nothing: its last level would look alive."""


def show(session: Session, now: float) -> View:
    """Return everything that a screen shows, at this time in seconds."""
    present, microphone = session.dialogue.answers.open, session.devices.microphone
    ways = microphone.switch, session.devices.loudspeaker.switch
    return View(
        floor=session.floor,
        talk=session.talk.state,
        link=_show_link(session, now),
        question=session.conduct.question.text,
        place=session.conduct.place,
        questions=len(session.conduct.plan.questions),
        level_dbfs=session.devices.level_dbfs if microphone.fault is None else NO_LEVEL_DBFS,
        answer_s=present.seconds if present else 0.0,
        closing=session.talk.closing(now),
        wait=session.talk.patience.wait,
        locked_s=session.talk.locked_s(now),
        hears=session.interviewer.ear(now) is not Ear.CLOSED,
        caption=session.interviewer.caption(),
        microphone=microphone.fault,
        microphone_state=microphone.state,
        loudspeaker=session.devices.loudspeaker.fault,
        store=session.devices.store,
        disk=session.devices.disk,
        how=session.how,
        can_take_back=session.dialogue.can_take_back,
        talks_muted=session.candidate.talks_muted(now),
        may_interrupt=session.conduct.plan.may_interrupt,
        microphone_name=ways[0].name,
        speaker_name=ways[1].name,
        microphone_follows=ways[0].follows,
        speaker_follows=ways[1].follows,
        microphones=ways[0].labels,
        speakers=ways[1].labels,
        switched=ways[0].switched,
    )


def _show_link(session: Session, now: float) -> LinkView:
    trouble, next_try = session.link.trouble, session.link.next_try
    return LinkView(
        state=session.link.state,
        attempts=trouble.attempts if trouble else 0,
        next_try_in_s=None if next_try is None else max(0.0, next_try - now),
        lost_s=now - trouble.since if trouble else None,
        fault=trouble.fault if trouble else None,
        suspect_s=session.connection.suspect_s,
        to_send_s=session.dialogue.outbox.backlog * FRAME_S,
    )
