"""The sentences about an interview that stopped, as the next start finds it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale

from app.core.faults import Fault
from app.core.found import NOTICEABLE_S, Found
from app.core.lobby import Kind, WhyNot
from app.gui.words import start, tr


def title() -> str:
    """Return that there is one."""
    return tr("We found an unfinished interview")


def title_refused() -> str:
    """Return that there is one, and no way to go on with it."""
    return tr("Your last interview cannot be gone on with")


def which(found: Found) -> str:
    """Return which interview it is, and when it was."""
    kind = start.kind_name(Kind.PRACTICE if found.is_practice else Kind.SERVICE)
    return f"{kind} · {when(found.began)}" if found.began else kind


def when(began: datetime) -> str:
    """Return a time as this system writes it, on its clock."""
    there = QDateTime.fromSecsSinceEpoch(int(began.timestamp()))
    return QLocale().toString(there, QLocale.FormatType.ShortFormat)


def summary(found: Found) -> str:
    """Return which it is, how far it had come, and what becomes of the last answer."""
    ended = (
        tr("It was ended before its last question, after %1.")
        if found.was_held
        else tr("It stopped in the middle, after %1.")
    )
    number = found.answers
    parts = [
        f"{which(found)}.",
        ended.replace("%1", duration(found.length_s)),
        tr("%n answer had a reply." if number == 1 else "%n answers had a reply.", number),
    ]
    if found.open_s >= NOTICEABLE_S:
        text = tr("Your last answer, %1, is saved and will be sent.")
        parts.append(text.replace("%1", duration(found.open_s)))
    return " ".join(parts)


def losses(found: Found) -> str:
    """Return what is missing, or that nothing is; and what had to be repaired."""
    parts = [
        text.replace("%1", duration(seconds))
        for text, seconds in (
            (tr("%1 of your voice"), found.candidate_missing_s),
            (tr("%1 of the interviewer's voice"), found.interviewer_missing_s),
        )
        if seconds >= NOTICEABLE_S
    ]
    if number := found.entries_missing:
        parts.append(_entries(number))
    told = [
        tr("Missing: %1.").replace("%1", ", ".join(parts))
        if parts
        else tr("Nothing that was saved is missing.")
    ]
    if found.repairs:
        names = ", ".join(_content(name) for name in found.repairs)
        told.append(tr("Repaired: %1.").replace("%1", names))
    return " ".join(told)


def _entries(number: int) -> str:
    return tr("%n entry of the journal" if number == 1 else "%n entries of the journal", number)


def _content(name: str) -> str:
    """Return what a file of the record holds."""
    match name:
        case "candidate.wav":
            return tr("the recording of your voice")
        case "interviewer.wav":
            return tr("the recording of the interviewer")
        case "journal.db":
            return tr("the journal")
        case _:
            return name


def fault(error: Fault, *, is_there: bool) -> str:
    """Return why it cannot be gone on with, or why that did not begin."""
    text = start.fault(error)
    if not is_there:
        return text
    return tr("It could not go on now. Everything that was saved is still there.") + " " + text


def nothing_is_deleted() -> str:
    """Return what "Not now" means."""
    return tr(
        "“Not now” deletes nothing: you are asked again the next time you open Fairhearing, "
        "unless you begin another interview first."
    )


def kept_as_it_is() -> str:
    """Return what becomes of one that nobody can go on with."""
    return tr("Nothing was deleted. You can begin another interview below.")


def go_on() -> str:
    """Return the name of the button that goes on with it."""
    return tr("Go on with it")


def not_now() -> str:
    """Return the name of the button that hides it."""
    return tr("Not now")


def why_not(why: WhyNot) -> str:
    """Return why it cannot be gone on with now, and what to do."""
    if why is WhyNot.KEY:
        return tr("It needs your key: give it below first.")
    return start.why_not(why)


def duration(seconds: float) -> str:
    """Return a length to the tenth of a second, such as 12 min 41.3 s, unbroken."""
    tenths = round(seconds * 10)
    text = tr("%1\u00a0min\u00a0%2\u00a0s") if tenths >= 600 else tr("%2\u00a0s")
    text = text.replace("%2", f"{tenths % 600 / 10:.1f}")
    return text.replace("%1", str(tenths // 600))
