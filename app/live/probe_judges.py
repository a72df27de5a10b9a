"""What the probes' sightings mean: one pure function for each question.

Every judge follows the same rule. What was seen as the stand-in does it *holds*; what was seen
otherwise *differs*; where the service was never brought so far (no connection, no time, or it said
something else than the line it was asked for) the answer is *not seen*.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.core.events import CandidateText, GoAway, Left, LinkOpened, ToolCall
from app.core.outgoing import ToolResult, WindowStart
from app.live.probe import Check, Expected, Figure, Finding, Judge, Verdict, close, ms
from app.live.sightings import Dialled, Sightings, Turn

_UNANSWERED = 1008


def greeting(seen: Sightings, expected: Expected) -> Finding:
    """Is a text answered in sound and words?"""
    return _reply(Check.GREETING, seen, 0, expected)


def answer(seen: Sightings, expected: Expected) -> Finding:
    """Is a window of speech transcribed and answered, and soon enough?"""
    found = _reply(Check.ANSWER, seen, 1, expected)
    if found.verdict is Verdict.NOT_SEEN:
        return found
    pieces = len(seen.all(CandidateText))
    verdict = found.verdict if pieces else Verdict.DIFFERS
    return Finding(Check.ANSWER, verdict, {**found.figures, "transcripts": pieces})


def replay(check: Check) -> Judge:
    """Return the judge of a window that is sent faster than it was said."""

    def judge(seen: Sightings, expected: Expected) -> Finding:
        """Is it taken and answered?"""
        found = _reply(check, seen, 1, expected)
        if found.verdict is Verdict.NOT_SEEN and _has_begun_a_window(seen) and seen.end():
            return Finding(check, Verdict.DIFFERS, close(seen))
        return Finding(
            check, found.verdict, {**found.figures, "transcripts": len(seen.all(CandidateText))}
        )

    return judge


def _reply(check: Check, seen: Sightings, number: int, expected: Expected) -> Finding:
    turns = seen.turns()
    if len(turns) <= number or not all(turn.is_answered for turn in turns[:number]):
        return Finding(check, Verdict.NOT_SEEN, close(seen))
    turn = turns[number]
    figures: dict[str, Figure] = {
        "setup_ms": _setup_ms(seen),
        "sign_ms": ms(turn.asked_at, turn.sign_at),
        "sound_ms": ms(turn.asked_at, turn.sound_at),
        "reply_s": round(turn.sound_s, 1),
        "complete_ms": ms(turn.asked_at, turn.complete_at),
        "words": bool(turn.said),
    }
    is_good = turn.is_answered and bool(turn.said) and _is_in_time(turn, expected)
    return Finding(check, Verdict.HOLDS if is_good else Verdict.DIFFERS, {**figures, **close(seen)})


def _is_in_time(turn: Turn, expected: Expected) -> bool:
    dog = expected.watchdog
    sign_s = dog.sign_s + dog.sign_share_of_answer * expected.speech_s
    sign_at, sound_at = turn.sign_at, turn.sound_at
    return (
        sign_at is not None
        and sound_at is not None
        and sign_at - turn.asked_at <= sign_s
        and sound_at - sign_at <= dog.sound_s
    )


def tool(seen: Sightings, _: Expected) -> Finding:
    """Is a declared function called when asked for, its response taken, and a reply made?"""
    calls = seen.all(ToolCall)
    if not calls:
        return Finding(Check.TOOL, Verdict.NOT_SEEN, close(seen))
    asked = [turn for turn in seen.turns() if turn.asked_at <= calls[0][0]]
    responses = seen.all(Left, lambda one: isinstance(one.item, ToolResult))
    replied = bool(asked) and seen.turns()[len(asked) - 1].is_answered
    figures: dict[str, Figure] = {
        "called_ms": ms(asked[-1].asked_at, calls[0][0]) if asked else None,
        "called_by": "text" if len(asked) == 2 else "speech",
        "calls": len(calls),
        "responses": len(responses),
        "replied": replied,
    }
    is_good = replied and bool(responses) and seen.end() is None
    return Finding(
        Check.TOOL, Verdict.HOLDS if is_good else Verdict.DIFFERS, {**figures, **close(seen)}
    )


def unanswered(seen: Sightings, expected: Expected) -> Finding:
    """Does input close the connection while a call is unanswered, as the model's kind says?

    On gemini-3.8 functions do not block unless declared so; before, they do (documentation of the
    models, and forum thread 114644 for the close).
    """
    calls = seen.all(ToolCall)
    begun = seen.all(Left, lambda one: isinstance(one.item, WindowStart))
    late = [t for t, _ in begun if calls and t >= calls[0][0]]
    if not late:
        return Finding(Check.UNANSWERED, Verdict.NOT_SEEN, close(seen))
    end = seen.end()
    figures: dict[str, Figure] = {"input": "taken" if end is None else "closed", **close(seen)}
    blocks = "gemini-3.8" not in expected.model
    is_good = end is not None and end.code == _UNANSWERED if blocks else end is None
    return Finding(Check.UNANSWERED, Verdict.HOLDS if is_good else Verdict.DIFFERS, figures)


def go_away(probes: Iterable[Sightings]) -> Finding:
    """Did the service announce the end of a connection? It need not within some minutes."""
    told = [(t, one, seen) for seen in probes for t, one in seen.all(GoAway)]
    if not told:
        return Finding(Check.GO_AWAY, Verdict.NOT_SEEN, {"seen": 0})
    _, first, seen = told[0]
    figures: dict[str, Figure] = {"seen": len(told), "time_left_s": round(first.time_left_s, 1)}
    return Finding(Check.GO_AWAY, Verdict.HOLDS, {**figures, **close(seen)})


def pings(pongs_s: Sequence[float], expected: Expected) -> Finding:
    """Are pings answered before the line would be shown as suspect?"""
    if not pongs_s:
        return Finding(Check.PINGS, Verdict.NOT_SEEN, {"pongs": 0})
    ordered = sorted(pongs_s)
    figures: dict[str, Figure] = {
        "pongs": len(ordered),
        "p50_ms": round(ordered[len(ordered) // 2] * 1000, 1),
        "max_ms": round(ordered[-1] * 1000, 1),
    }
    is_good = ordered[-1] < expected.liveness.suspect_s
    return Finding(Check.PINGS, Verdict.HOLDS if is_good else Verdict.DIFFERS, figures)


def messages(probes: Sequence[Sightings]) -> Finding:
    """Can every message of the service be read?"""
    heard = sum(isinstance(one.event, LinkOpened) for seen in probes for one in seen.seen)
    unreadable = sum(seen.unreadable for seen in probes)
    if not heard:
        return Finding(Check.MESSAGES, Verdict.NOT_SEEN)
    verdict = Verdict.DIFFERS if unreadable else Verdict.HOLDS
    return Finding(Check.MESSAGES, verdict, {"connections": heard, "unreadable": unreadable})


def _has_begun_a_window(seen: Sightings) -> bool:
    return bool(seen.all(Left, lambda one: isinstance(one.item, WindowStart)))


def _setup_ms(seen: Sightings) -> int | None:
    dialled, opened = seen.all(Dialled), seen.all(LinkOpened)
    return ms(dialled[0][0], opened[0][0]) if dialled and opened else None
