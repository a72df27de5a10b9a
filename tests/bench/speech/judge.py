"""Compares what was decided with what was said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tests.bench.speech.chain import Decided, Turn
from tests.bench.speech.labels import STEP_S, Flags, spans
from tests.bench.speech.scenes import Answer, Speech

_COLLAR = 4  # labels on either side of an edge that are not judged
_LATE_S = 1.5  # after the wait, by when the turn must have ended
_FOUND = 0.3  # of an utterance's labels; less is a miss
_JUST_S = 0.03  # a pause so much shorter than the wait may end the turn by the rule itself


def frames(labels: Flags, flags: Flags) -> dict[str, int]:
    """Count true and false frames, as labels of 10 ms, but for 40 ms around each edge.

    Args:
        labels: One for each 10 ms.
        flags: One for each frame of 20 ms.
    """
    found = np.repeat(flags, 2)
    count = min(len(found), len(labels))
    labels, found = labels[:count], found[:count]
    judged = np.ones(count, np.bool_)
    for edge in np.flatnonzero(np.diff(labels)) + 1:
        judged[max(0, edge - _COLLAR) : edge + _COLLAR] = False
    return {
        "true": int(np.sum(labels & found & judged)),
        "false": int(np.sum(~labels & found & judged)),
        "lost": int(np.sum(labels & ~found & judged)),
    }


def f1(counts: dict[str, int]) -> float:
    """Return the harmonic mean of precision and recall."""
    wrong = counts["false"] + counts["lost"]
    return 2 * counts["true"] / max(1, 2 * counts["true"] + wrong)


def missed(said: Speech, flags: Flags) -> int:
    """Return how many utterances were found by less than 30 % of their speech."""
    found = np.repeat(flags, 2)
    count = 0
    for answer in said.answers:
        for begin, end in answer.prompts:
            first, last = round(begin / STEP_S), round(end / STEP_S)
            speech = said.labels[first:last]
            count += float(np.mean(found[first:last][speech[: len(found) - first]])) < _FOUND
    return count


def turns(said: Speech, made: Sequence[Turn], wait_s: float) -> dict[str, int]:
    """Count the answers that were cut, and those that ended in time.

    An answer is cut if a turn ends between its first and its last speech; by design if all such
    ends lie in pauses that are no shorter than the wait. It ended in time if there was a turn in
    it, and none is open at the wait and 1.5 s after it.
    """
    counts = {"answers": 0, "cut": 0, "by_design": 0, "ended": 0}
    for answer in said.answers:
        ends = [one.ended for one in made if one.ended and answer.onset < one.ended < answer.end]
        by_design = all(_pause_at(said.labels, end) >= wait_s - _JUST_S for end in ends)
        until = answer.end + wait_s + _LATE_S
        is_open = any(one.began <= until and (one.ended or np.inf) > until for one in made)
        counts["answers"] += 1
        counts["cut"] += bool(ends)
        counts["by_design"] += bool(ends) and by_design
        counts["ended"] += bool(_within(made, answer)) and not is_open
    return counts


def delays(said: Speech, made: Sequence[Turn]) -> tuple[list[float], int]:
    """Return how long after its onset each answer was found, and how many were begun before."""
    waited, before = [], 0
    for answer in said.answers:
        found = _within(made, answer)
        if found and found[0].began < answer.onset:
            before += 1
        elif found:
            waited.append(round(found[0].began - answer.onset, 3))
    return waited, before


def of_speech(
    said: Speech, decided: dict[str, Decided], waits_s: dict[str, float]
) -> dict[str, Any]:
    """Return all figures of a scene with answers; those of frames are Standard's."""
    standard = decided["Standard"]
    waited, before = delays(said, standard.turns)
    return {
        **frames(said.labels, standard.flags),
        "utterances": sum(len(answer.prompts) for answer in said.answers),
        "missed": missed(said, standard.flags),
        "delays": waited,
        "begun_before": before,
        "turns": {name: turns(said, one.turns, waits_s[name]) for name, one in decided.items()},
    }


def of_noise(decided: Decided, seconds: float) -> dict[str, Any]:
    """Return the false starts in noise alone, and for how long a turn was open."""
    open_s = sum((one.ended or seconds) - one.began for one in decided.turns)
    return {"starts": len(decided.turns), "open_s": round(open_s, 2)}


def _within(made: Sequence[Turn], answer: Answer) -> list[Turn]:
    """Return the turns that have some of the answer in them."""
    return [one for one in made if one.began < answer.end and (one.ended or np.inf) > answer.onset]


def _pause_at(labels: Flags, t: float) -> float:
    """Return the length of the pause in or right after which ``t`` lies, in seconds."""
    at = min(int(t / STEP_S), len(labels) - 1)
    ended = [(first, end) for first, end in spans(~labels) if first <= at]
    return (ended[-1][1] - ended[-1][0]) * STEP_S
