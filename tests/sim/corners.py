"""Corners into which chance rarely drives a run: each a few steps, again and again.

An ``x`` below 0.5 is a delay (0.0: now); above, its last digit but one picks a moment, see
``mishaps.py``: 0.500 the first sound of a reply, 0.501 its end, 0.504 a connection that opens.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.sim.steps import Scenario, Step, with_enough_faults


@dataclass(frozen=True, slots=True)
class Corner:
    """Steps that meet badly, and by which luck they do; the rest as in ``Scenario``."""

    steps: tuple[Step, ...]
    cadence: str = "settled"
    words: str = "all"
    headphones: bool = True
    seeds: tuple[int, ...] = (1, 2)

    def scenario(self, seed: int) -> Scenario:
        """Return a run that goes into this corner ten times."""
        steps = with_enough_faults([*self.steps] * 10)
        return Scenario(seed, steps, self.cadence, self.words, self.headphones)


CORNERS = {
    "a reply comes while the end of what was said since still waits": Corner(
        (Step("finish", 0.0, 0.0), Step("slow", 0.0, 1.0), Step("finish", 0.0, 0.0)),
    ),
    "a decline comes while the candidate goes on": Corner(
        (Step("decline", 0.0, 0.2), Step("add", 0.2, 0.3)),
    ),
    "a barge-in on a reply of a lost connection, whose second reply is coming": Corner(
        (Step("reset", 0.501, 0.9), Step("interrupt", 1.0, 0.0)), words="none"
    ),
    "a connection is lost in the middle of the replays": Corner(
        (
            *(Step("speak", 0.1, 0.9), Step("speak", 0.1, 0.9), Step("speak", 0.1, 0.9)),
            *(Step("refuse", 0.0, 0.2), Step("wait", 0.1, 0.0), Step("reset", 0.001, 0.9)),
        ),
        cadence="early",
        words="none",
    ),
    "short pauses of an answer that is replayed": Corner(
        (Step("reset", 0.1, 0.9), Step("rush", 0.0, 0.0)),
    ),
    "the microphone thaws after the key went down": Corner(
        (Step("hold_back", 0.0, 0.5), Step("mute", 0.3, 0.3), Step("speak", 0.1, 0.9)),
    ),
    "the microphone thaws while the interviewer is heard": Corner(
        (Step("hold_back", 0.05, 1.0), Step("speak", 1.0, 1.0)), headphones=False
    ),
    "a tool call comes late, into an open window": Corner(
        (Step("call", 0.0, 0.0), Step("late", 0.02, 1.0), Step("add", 0.0, 0.2)),
    ),
    "a tool call comes while replays wait": Corner(
        (
            *(Step("speak", 0.1, 0.9), Step("speak", 0.1, 0.9)),
            *(Step("refuse", 0.0, 0.2), Step("call", 0.504, 0.0), Step("wait", 0.5, 0.0)),
        ),
        cadence="never",
        words="none",
    ),
    "a barge-in without a line, and then a silent model": Corner(
        (Step("outage", 0.501, 0.6), Step("interrupt", 1.0, 0.0), Step("silent", 0.504, 0.0)),
        seeds=(4, 5),
    ),
    "the model falls silent in the middle of a reply, and the line stays up": Corner(
        (
            *(Step("speak", 0.1, 0.9), Step("speak", 0.1, 0.9)),
            *(Step("strand", 0.500, 0.0), Step("speak", 0.3, 0.9)),
        ),
    ),
    "a handle whose sessions die as soon as they are resumed": Corner(
        (Step("speak", 0.3, 0.9), Step("curse", 0.1, 0.9), Step("speak", 1.0, 0.9)),
    ),
    "an answer is taken back without a line, and so would be one that has left": Corner(
        (
            *(Step("speak", 0.1, 0.9), Step("outage", 0.0, 0.3), Step("speak", 0.1, 0.32)),
            *(Step("speak", 0.1, 0.9), Step("finish", 0.1, 0.0)),
            *(Step("outage", 0.0, 0.1), Step("speak", 0.1, 0.32)),
        ),
    ),
    "the plug is pulled while the key is held, locked, toggled, or all is muted": Corner(
        (
            *(Step("pull", 0.0, 0.9), Step("pull", 0.3, 0.9), Step("pull", 0.6, 0.9)),
            *(Step("pull", 0.9, 0.9), Step("mumble", 1.0, 0.0), Step("mumble", 1.0, 1.0)),
        ),
    ),
}
