"""A view to draw, in which all is well; a test changes what it is about."""

from __future__ import annotations

from typing import Any

from app.core.link import LinkState
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import LinkView, View

UP = LinkView(LinkState.UP)


def view(**changes: Any) -> View:
    """Return the view of an interview at its first question."""
    usual: dict[str, Any] = {
        "floor": Floor.NOBODY,
        "talk": Talk.HANDS_FREE,
        "link": UP,
        "question": "Please tell me a little about yourself.",
        "place": 1,
        "questions": 3,
        "level_dbfs": -30.0,
    }
    return View(**{**usual, **changes})
