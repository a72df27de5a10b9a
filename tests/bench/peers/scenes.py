"""What happens in each run: when the candidate speaks, and what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scene:
    """One scenario.

    Attributes:
        name: How it is called in the results.
        title: How it is called in the table.
        faults: What the server is told to do wrong.
        network: What the network between does wrong, see ``relay.py``.
        utterances: Begin, from being ready on, and length, in seconds.
        limit_s: How long after the last word a reply is waited for.
    """

    name: str
    title: str
    faults: str = ""
    network: str = ""
    utterances: tuple[tuple[float, float], ...] = ((1.0, 6.0),)
    limit_s: float = 30.0


SCENES = (
    Scene("calm", "undisturbed, 60 s", utterances=((1.0, 60.0),)),
    Scene("reset", "reset after 2 s of speech", faults="reset@audio=2"),
    Scene("deaf", "deaf for 1 s, then reset", network="deaf 1"),
    Scene("outage-0.3", "outage of 0.3 s", network="refuse 0.3"),
    Scene("outage-3", "outage of 3 s", network="refuse 3"),
    Scene("outage-30", "outage of 30 s", network="refuse 30", limit_s=60.0),
    Scene("silent-turn", "no reply to the answer", faults="silent-turn@end=1", limit_s=60.0),
    Scene("goaway", "goAway, 3 s left", faults="goaway 3@audio=2"),
    Scene("freeze", "half-open", network="freeze", utterances=((12.0, 6.0),), limit_s=75.0),
    Scene(
        "slow-pong",
        "pongs after 25 s",
        faults="slow-pong 25",
        utterances=((5.0, 6.0), (60.0, 6.0)),
    ),
    Scene(
        "slow-later",
        "pongs after 25 s, from 20 s on",
        faults="slow-pong 25@time=20",
        utterances=((5.0, 6.0), (60.0, 6.0)),
        limit_s=60.0,
    ),
)
