from __future__ import annotations

import pytest

from app.core.events import ReplyAudio
from app.core.faults import Phase
from app.live import probe_memory as memory
from app.live.probe import Verdict
from tests.live.scenes import EXPECTED, HALF_SECOND, Scene

HOLDS, DIFFERS, NOT_SEEN = Verdict.HOLDS, Verdict.DIFFERS, Verdict.NOT_SEEN
BRIDGE = "The code word is bridge."


def opening() -> Scene:
    return Scene().opened().handle().ask().handle(None).reply().handle()


def told() -> Scene:
    """Both lines have been said."""
    return opening().ask().handle(None).reply(BRIDGE).handle()


@pytest.mark.parametrize(
    ("scene", "verdict"),
    [
        (told(), HOLDS),
        (Scene().opened().ask().reply().handle(), DIFFERS),  # none after the set-up
        (Scene().opened().handle().ask().reply(), DIFFERS),  # none after the turn
        (opening().ask().handle("mid").reply(BRIDGE).handle(), DIFFERS),
        (Scene().opened().handle().ask(), NOT_SEEN),
        (Scene().dial().ends(1011), NOT_SEEN),
    ],
)
def test_handles_come_after_the_set_up_and_each_turn(scene: Scene, verdict: Verdict) -> None:
    assert memory.handles(scene.seen, EXPECTED).verdict is verdict


def test_handles_are_counted_and_timed() -> None:
    assert memory.handles(told().seen, EXPECTED).figures == {
        "after_setup_ms": 100,
        "turns": 2,
        "turns_with_handle": 2,
        "after_turn_ms": 100,
        "mid_turn": 0,
        "not_resumable": 2,
        "mid_turn_knows_its_turn": None,
    }


@pytest.mark.parametrize(("said", "knows"), [(BRIDGE, True), ("The code word is amber.", False)])
def test_a_handle_within_a_turn_is_tried(said: str, *, knows: bool) -> None:
    scene = opening().ask().handle("mid").reply(BRIDGE).handle()
    scene.drop().opened(resumes=True).ask().reply(BRIDGE)
    scene.drop().opened(resumes=True).ask().reply(said)
    figures = memory.handles(scene.seen, EXPECTED).figures
    assert (figures["mid_turn"], figures["mid_turn_knows_its_turn"]) == (1, knows)


def resumed(said: str) -> Scene:
    return told().drop().opened(resumes=True).ask().reply(said)


@pytest.mark.parametrize(
    ("scene", "verdict"),
    [
        (resumed(BRIDGE), HOLDS),
        (resumed("The code word is amber."), DIFFERS),  # the second turn is forgotten
        (told().drop().opened(resumes=True), DIFFERS),  # and then silent
        (told().drop().dial(resumes=True).ends(1007, Phase.RESUME), DIFFERS),
        (told().drop().dial(resumes=True), NOT_SEEN),  # no time left
        (told().drop(), NOT_SEEN),  # no handle
        (opening(), NOT_SEEN),
        (opening().ask().reply("I will not.").drop().opened(resumes=True).ask().reply(), NOT_SEEN),
    ],
)
def test_a_resumed_session_knows_what_was_said(scene: Scene, verdict: Verdict) -> None:
    assert memory.resumption(scene.seen, EXPECTED).verdict is verdict


def test_tries_against_the_old_socket_are_counted() -> None:
    scene = told().drop().dial(resumes=True).ends(1011, Phase.RESUME)
    scene.wait(1).opened(resumes=True).ask().reply(BRIDGE)
    scene.drop().opened(resumes=True)  # with the handle of mid-turn; of no account here
    found = memory.resumption(scene.seen, EXPECTED)
    assert found.verdict is HOLDS
    assert found.figures["tries"] == 2
    assert found.figures["resumed_ms"] == 1400


@pytest.mark.parametrize(
    ("said", "unasked", "verdict"),
    [
        ("The code word is amber.", 0, HOLDS),
        (BRIDGE, 0, DIFFERS),  # the half window counted as a turn
        ("The code word is amber.", 1, DIFFERS),  # it answers half a window
    ],
)
def test_a_window_that_was_cut_off_has_no_consequence(
    said: str, unasked: int, verdict: Verdict
) -> None:
    scene = opening().begins().drop().opened(resumes=True)
    scene.see(*[ReplyAudio(2, HALF_SECOND)] * unasked)
    found = memory.dangling(scene.ask().reply(said).seen, EXPECTED)
    assert found.verdict is verdict
    assert found.figures["unasked"] == unasked


def test_a_session_that_cannot_be_resumed_after_it_differs() -> None:
    scene = opening().begins().drop().dial(resumes=True).ends(1007, Phase.RESUME)
    assert memory.dangling(scene.seen, EXPECTED).verdict is DIFFERS
    assert memory.dangling(opening().seen, EXPECTED).verdict is NOT_SEEN


@pytest.mark.parametrize(
    ("scene", "verdict", "codes"),
    [
        (opening().dial(resumes=True).ends(1011, Phase.RESUME), HOLDS, (False, 1011)),
        (opening().dial(resumes=True).ends(1007, Phase.RESUME), DIFFERS, (False, 1007)),
        (opening().opened(resumes=True), DIFFERS, (True, None)),
        (opening().opened(resumes=True).ends(1011), DIFFERS, (True, 1011)),  # but later
    ],
)
def test_resuming_beside_an_open_socket_is_refused(
    scene: Scene, verdict: Verdict, codes: tuple[bool, int | None]
) -> None:
    found = memory.old_socket(scene.seen, EXPECTED)
    assert found.verdict is verdict
    assert (found.figures["resumed"], found.figures["refused_code"]) == codes
    assert memory.old_socket(opening().seen, EXPECTED).verdict is NOT_SEEN
