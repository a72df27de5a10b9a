"""A report of an interview for people, as one line of words, and for programs, as one object.

2026-11-23-1412-7k3f: talking 12 s · question 2 of 3 · saved to 0:41
2026-11-23-1412-7k3f: reconnecting, attempt 2, 41 s safe · question 2 of 3 · saved to 1:20
2026-11-23-1412-7k3f: unknown, last seen 7 s ago · question 2 of 3 · saved to 0:41
2026-11-23-1412-7k3f: ended: finished · saved to 12:41
"""

from __future__ import annotations

from app.core.actions import Json
from app.core.status import Report, SessionStatus, Standing
from app.core.view import Situation

NO_INTERVIEW = "There is no interview yet."
"""What is said where there is none."""

# "{for_s}" is for how long.
_WORDS = {
    Situation.CONNECTING: "connecting {for_s}",
    Situation.LISTENING: "candidate's turn {for_s}",
    Situation.TALKING: "talking {for_s}",
    Situation.ENDING: "finishing an answer",
    Situation.MUTED: "muted {for_s}, microphone still open",
    Situation.THINKING: "interviewer thinking {for_s}",
    Situation.INTERVIEWER: "interviewer speaking {for_s}",
    Situation.WEAK: "connection weak {for_s}, all is recorded",
    Situation.RECONNECTING: "reconnecting, attempt {attempt}, {safe} safe",
    Situation.HELD: "held {for_s}, everything is saved",
    Situation.PAUSED: "paused {for_s}, microphone off",
    Situation.NO_MICROPHONE: "no microphone {for_s}",
    Situation.STALLED: "microphone stopped {for_s}",
    Situation.BLOCKED: "microphone blocked {for_s}",
    Situation.FINISHED: "ended: finished",
    Situation.LEFT: "ended: the candidate left, nothing is unanswered",
    Situation.ENDED_HELD: "ended: held, the last answer is saved and had no reply",
    Situation.FAILED: "ended: it could not go on",
}


def as_text(report: Report, session: str) -> str:
    """Return a report as one line for people.

    Args:
        report: What is known.
        session: Which interview.
    """
    status = report.status
    parts = [_standing(report)]
    if status is not None and report.standing is not Standing.ENDED:
        parts.append(f"question {status.question} of {status.questions}")
    if status is not None and (status.saved_s or report.standing is not Standing.ENDED):
        parts.append(f"saved to {_clock(status.saved_s)}")
    return f"{session}: {' · '.join(parts)}"


def as_json(report: Report, session: str, t: float) -> dict[str, Json]:
    """Return a report as an object for programs; what is not known is None.

    Args:
        report: What is known.
        session: Which interview.
        t: When, in seconds since the command began.
    """
    status = report.status
    told = status.payload() if status else dict.fromkeys(SessionStatus.__dataclass_fields__)
    return {
        "t": round(t, 3),
        "session": session,
        "standing": report.standing.value,
        **told,
        "age_s": round(report.age_s, 1),
    }


def nothing(t: float) -> dict[str, Json]:
    """Return the object that says that there is no interview at all."""
    names = ("session", "standing", *SessionStatus.__dataclass_fields__, "age_s")
    return {"t": round(t, 3), **dict.fromkeys(names)}


def _standing(report: Report) -> str:
    status = report.status
    if report.standing is not Standing.UNKNOWN:
        assert status is not None, "only an unknown interview has no status"
        return _WORDS[status.situation].format(
            for_s=_span(status.for_s),
            attempt=max(1, status.attempts),  # 0 until the first try has failed
            safe=_span(status.answer_s),
        )
    if report.age_s > 0:
        return f"unknown, last seen {_span(report.age_s)} ago"
    if status is None:
        return "unknown, nothing is written yet"
    return "unknown, this computer's clock was set back"  # it comes from a later time than now


def _span(seconds: float) -> str:
    """Return a length of time, such as 12 s, 3:07 min, 5 h 20 min or 3 days."""
    minutes = int(seconds) // 60
    if minutes < 1:
        return f"{int(seconds)} s"
    if minutes < 60:
        return f"{_clock(seconds)} min"
    if minutes < 2 * 24 * 60:
        return f"{minutes // 60} h {minutes % 60} min"
    return f"{minutes // (24 * 60)} days"


def _clock(seconds: float) -> str:
    """Return minutes and seconds, such as 0:41."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
