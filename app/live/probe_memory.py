"""What a model knows after a drop: the judges of handles and of resumption. Pure.

The rule of ``probe_judges`` holds here, too.
"""

from __future__ import annotations

from app.core.events import HandleGiven, LinkOpened, ReplyAudio, ReplyText
from app.core.faults import Phase
from app.live.probe import WORDS, Check, Expected, Figure, Finding, Verdict, close, ms
from app.live.sightings import Dialled, Dropped, Ended, Sightings, Turn

_OLD_SOCKET = 1011


def handles(seen: Sightings, _: Expected) -> Finding:
    """Does a handle come after the set-up and after each turn, and none within one?"""
    turns = [one for one in seen.turns()[:2] if one.is_answered]
    opened = seen.all(LinkOpened)
    if not turns or not opened:
        return Finding(Check.HANDLES, Verdict.NOT_SEEN, close(seen))
    given = seen.handles(turns[0].epoch)
    withheld = [t for t, one in seen.all(HandleGiven) if one.handle is None]
    first = next((t for t, _ in given if t <= turns[0].asked_at), None)
    after = [_handle_after(one) for one in turns]
    mid = sum(_is_within(t, turn) for t, _ in given for turn in turns)
    figures: dict[str, Figure] = {
        "after_setup_ms": ms(opened[0][0], first),
        "turns": len(turns),
        "turns_with_handle": sum(one is not None for one in after),
        "after_turn_ms": max((one for one in after if one is not None), default=None),
        "mid_turn": mid,
        "not_resumable": sum(_is_within(t, turn) for t in withheld for turn in turns),
        "mid_turn_knows_its_turn": _remembers(seen, 3) if mid else None,
    }
    is_good = first is not None and None not in after and not mid
    return Finding(Check.HANDLES, Verdict.HOLDS if is_good else Verdict.DIFFERS, figures)


def _handle_after(turn: Turn) -> int | None:
    """Return how long after a turn its handle came, in ms; below 0 if before its formal end."""
    settled, complete = turn.generated_at, turn.complete_at
    mine = [t for t, one in ((s.t, s.event) for s in turn.seen) if _is_handle(one)]
    t = next((t for t in mine if settled is not None and t >= settled), None)
    return None if t is None or complete is None else round((t - complete) * 1000)


def _is_handle(event: object) -> bool:
    return isinstance(event, HandleGiven) and event.handle is not None


def _is_within(t: float, turn: Turn) -> bool:
    return turn.generated_at is not None and turn.asked_at <= t < turn.generated_at


def resumption(seen: Sightings, _: Expected) -> Finding:
    """Does a session that was cut off know, after it was resumed, what was said before?"""
    return _resumed(Check.RESUMPTION, seen, 2)


def dangling(seen: Sightings, _: Expected) -> Finding:
    """Is a window that never ended forgotten: no reply to it, and the turn before it is known?"""
    found = _resumed(Check.DANGLING, seen, 1)
    if found.verdict is Verdict.NOT_SEEN:
        return found
    asked = seen.turns()
    opened = seen.all(LinkOpened)[-1][0]
    until = asked[1].asked_at if len(asked) > 1 else float("inf")
    unasked = sum(
        opened <= one.t < until and isinstance(one.event, ReplyAudio | ReplyText)
        for one in seen.seen
    )
    verdict = Verdict.DIFFERS if unasked else found.verdict
    return Finding(Check.DANGLING, verdict, {**found.figures, "unasked": unasked})


def _resumed(check: Check, seen: Sightings, known: int) -> Finding:
    """Judge the first connection resumed after a drop, ``known`` turns into the session."""
    turns = seen.turns()
    dropped = seen.all(Dropped)
    tried = seen.all(Dialled, lambda one: one.resumes)
    said = all(word in turn.said for word, turn in zip(WORDS, turns[:known], strict=False))
    if len(turns) < known or not said or not dropped or not tried:
        return Finding(check, Verdict.NOT_SEEN, {"lines_said": said, **close(seen)})
    opened = [t for t, one in seen.all(LinkOpened) if t >= tried[0][0]]
    figures: dict[str, Figure] = {
        "tries": sum(not opened or t <= opened[0] for t, _ in tried),
        "resumed_ms": ms(dropped[0][0], opened[0]) if opened else None,
    }
    if not opened:
        verdict = Verdict.DIFFERS if seen.end() else Verdict.NOT_SEEN
        return Finding(check, verdict, {**figures, **close(seen)})
    remembers = _remembers(seen, known, WORDS[known - 1])
    figures["remembers"] = remembers
    return Finding(
        check, Verdict.HOLDS if remembers else Verdict.DIFFERS, {**figures, **close(seen)}
    )


def _remembers(seen: Sightings, number: int, word: str = WORDS[1]) -> bool | None:
    """Return whether a turn repeats the word; None where there was no such turn."""
    turns = seen.turns()
    return word in turns[number].said if len(turns) > number else None


def old_socket(seen: Sightings, _: Expected) -> Finding:
    """Is a resumption refused while the socket before it is open?"""
    tried = seen.all(Dialled, lambda one: one.resumes)
    if not tried:
        return Finding(Check.OLD_SOCKET, Verdict.NOT_SEEN, close(seen))
    epoch = tried[0][1].epoch
    ends = {one.epoch: one for _, one in seen.all(Ended)}
    figures: dict[str, Figure] = {
        "resumed": any(one.epoch == epoch for _, one in seen.all(LinkOpened)),
        "refused_code": ends[epoch].code if epoch in ends else None,
        "old_closed_code": ends[epoch - 1].code if epoch - 1 in ends else None,
    }
    refused = epoch in ends and ends[epoch].phase is Phase.RESUME
    is_good = refused and ends[epoch].code == _OLD_SOCKET
    return Finding(Check.OLD_SOCKET, Verdict.HOLDS if is_good else Verdict.DIFFERS, figures)
