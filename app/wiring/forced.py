"""Which of the candidate's choices has whoever runs the computer made for everybody?

    the settings that hold -> forced_by -> the lobby shows them, the door lets no other in

What the candidate had chosen before is neither lost nor written over: it counts again once the
policy is gone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.core.habits import Choice
from app.effective import Effective, Source

SETTINGS = {
    Choice.WAIT: "session.patience.wait",
    Choice.CUES: "session.cues.on",
    Choice.HEADPHONES: "session.turns.headphones",
}
"""What each choice is called in a policy."""


def forced_by(effective: Effective) -> frozenset[Choice]:
    """Return what the policy has chosen."""
    forced = {one.name for one in effective.entries() if one.source is Source.FORCED}
    return frozenset(choice for choice, name in SETTINGS.items() if name in forced)


def permitted(changed: Mapping[str, Any], forced: frozenset[Choice]) -> dict[str, Any]:
    """Return what the candidate may change, by the names of ``Preferences``."""
    names = {choice.value for choice in forced}
    return {name: value for name, value in changed.items() if name not in names}
