from __future__ import annotations

import pytest

from app.core.faults import KeyRefused, LinkLost
from app.core.link import LinkState
from app.core.turns import Floor
from app.core.view import LinkView, Situation, View, situation
from app.gui.calm import Calm
from tests.gui.views import view

CUT = LinkLost("cut")


def lost(seconds: float, state: LinkState = LinkState.CONNECTING) -> View:
    return view(floor=Floor.INTERVIEWER, link=LinkView(state, 1, 2.0, seconds, CUT, to_send_s=0.4))


def test_a_connection_that_is_changed_for_the_next_one_is_never_noticed() -> None:
    calm = Calm()
    for at in range(10):
        shown = calm.take(lost(at / 10))
        assert situation(shown) is Situation.INTERVIEWER
        assert shown.link == LinkView(LinkState.UP, to_send_s=0.4)
    assert calm.take(view()) == view()


@pytest.mark.parametrize("state", [LinkState.CONNECTING, LinkState.WAITING])
def test_from_one_second_on_it_is_shown_as_it_is(state: LinkState) -> None:
    calm = Calm()
    calm.take(lost(0.99, state))
    assert calm.take(lost(1.0, state)) == lost(1.0, state)


def test_what_is_shown_already_is_not_taken_back_when_it_is_tried_again() -> None:
    calm = Calm()
    calm.take(lost(5.0))
    assert calm.take(lost(0.0)) == lost(0.0)
    calm.take(view())
    assert situation(calm.take(lost(0.0))) is Situation.INTERVIEWER


def test_a_weak_connection_that_breaks_does_not_look_well_in_between() -> None:
    calm = Calm()
    calm.take(view(link=LinkView(LinkState.UP, suspect_s=3.0)))
    assert calm.take(lost(0.1)) == lost(0.1)


@pytest.mark.parametrize(
    "link",
    [
        LinkView(LinkState.CONNECTING),
        LinkView(LinkState.HELD, lost_s=0.1, fault=KeyRefused("no")),
        LinkView(LinkState.UP, suspect_s=0.1),
        LinkView(LinkState.UP),
    ],
)
def test_everything_else_is_shown_at_once(link: LinkView) -> None:
    assert Calm().take(view(link=link)) == view(link=link)
