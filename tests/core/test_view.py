from __future__ import annotations

import dataclasses

from app.core.link import LinkState
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import LinkView, View


def view(**changes: object) -> View:
    plain = View(Floor.NOBODY, Talk.HANDS_FREE, LinkView(LinkState.UP), "Who?", 1, 3)
    return dataclasses.replace(plain, **changes)


def test_equal_views_are_equal_so_that_a_screen_draws_only_changes() -> None:
    assert view() == view()
    assert view() != view(link=LinkView(LinkState.UP, to_send_s=0.1))


def test_a_view_cannot_be_changed_by_a_screen() -> None:
    for kind in (View, LinkView):
        assert kind.__dataclass_params__.frozen
        assert "__slots__" in vars(kind)


def test_nothing_is_wrong_unless_it_is_said() -> None:
    plain = view()
    assert (plain.microphone, plain.store, plain.how, plain.link.fault) == (None,) * 4
    assert plain.link.suspect_s is None
