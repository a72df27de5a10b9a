"""The sentences of strip and tray, for whoever monitors an interview."""

from __future__ import annotations

from app.core.status import Report, SessionStatus, Standing
from app.core.view import Situation
from app.gui.words import clock, tr


def title(report: Report | None) -> str:
    """Return what goes on and for how long; None is no interview."""
    if report is None:
        return tr("No interview")
    if report.status is None or report.standing is Standing.UNKNOWN:
        return tr("Unknown")
    status = report.status
    word = tr(_WORDS[status.situation])
    if status.situation is Situation.RECONNECTING:
        return word.replace("%1", str(max(1, status.attempts)))  # 0 until the first try has failed
    return word if report.standing is Standing.ENDED else f"{word} {clock(status.for_s)}"


def detail(report: Report | None) -> str:
    """Return how much is safe, and where the interview is; "" where nothing is known."""
    if report is None:
        return ""
    status = report.status
    parts = [_last_seen(report.age_s)] if report.standing is Standing.UNKNOWN else []
    if status is not None:
        is_lost = status.situation is Situation.RECONNECTING and status.answer_s >= 1
        if is_lost and report.standing is Standing.LIVE:
            parts.append(tr("%1 of answer safe").replace("%1", clock(status.answer_s)))
        elif status.saved_s or report.standing is not Standing.ENDED:
            parts.append(tr("saved to %1").replace("%1", clock(status.saved_s)))
        if report.standing is Standing.LIVE:
            parts.append(_question(status))
    return " · ".join(parts)


def whole(report: Report | None) -> str:
    """Return all of it in one line, for a tip and for a screen reader."""
    return " · ".join(part for part in (title(report), detail(report)) if part)


_WORDS = {
    Situation.CONNECTING: "Connecting",
    Situation.LISTENING: "Candidate's turn",
    Situation.TALKING: "Talking",
    Situation.ENDING: "Finishing an answer",
    Situation.MUTED: "Muted",
    Situation.THINKING: "Interviewer thinking",
    Situation.INTERVIEWER: "Interviewer speaking",
    Situation.WEAK: "Connection weak",
    Situation.RECONNECTING: "Reconnecting, attempt %1",
    Situation.HELD: "Held",
    Situation.PAUSED: "Paused, microphone off",
    Situation.NO_MICROPHONE: "No microphone",
    Situation.STALLED: "Microphone stopped",
    Situation.BLOCKED: "Microphone blocked",
    Situation.FINISHED: "Ended: finished",
    Situation.LEFT: "Ended: the candidate left",
    Situation.ENDED_HELD: "Ended: last answer held",
    Situation.FAILED: "Ended: it could not go on",
}


def _last_seen(age_s: float) -> str:
    if age_s < 60:
        return tr("last seen %1 s ago").replace("%1", f"{int(age_s)}")
    return tr("last seen %1 min ago").replace("%1", f"{int(age_s) // 60}")


def _question(status: SessionStatus) -> str:
    text = tr("question %1 of %2")
    return text.replace("%1", str(status.question)).replace("%2", str(status.questions))


# --- the tray's menu


def show_window() -> str:
    """Return the name of the item that brings the window forward."""
    return tr("Show the window")


def switch_strip() -> str:
    """Return the name of the item that shows the strip, or takes it away."""
    return tr("Show or hide the strip")


def leave() -> str:
    """Return the name of the item that asks to leave."""
    return tr("Leave…")
