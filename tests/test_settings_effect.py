"""Each timeout and pace of the connection, changed in a settings file, changes what happens."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import app.core.actions as act
import app.core.events as ev
from app.core.faults import LinkLost, LinkUnclear, OldSocketOpen, ServerFull
from app.core.link import LinkState
from app.core.liveness import Liveness, PongHistory
from app.core.tones import Tone
from app.core.turns import TurnParams
from app.effective import settle
from app.settings import Options, Settings
from tests.core.builders import SILENCE, SPEECH, Stage, greeted, notes


def dial_after(stage: Stage, most_s: float = 400.0) -> float:
    """Let time pass until a connection is asked for; return how long that was, in seconds."""
    began = stage.now
    while stage.now < began + most_s:
        if any(isinstance(one, act.Connect) for one in stage.wait(0.05)):
            return stage.now - began
    raise AssertionError("no connection is asked for")


def greeted_by(settings: Settings) -> Stage:
    stage = greeted(params=settings.session)
    assert notes(stage.feed(ev.HandleGiven(1, "h1")), "handle.clean")
    return stage


def first_wait(settings: Settings) -> float:
    stage = Stage(params=settings.session)
    stage.lose()
    return dial_after(stage)


def fourth_wait(settings: Settings) -> float:
    stage = Stage(params=settings.session)
    for _ in range(3):
        stage.lose()
        dial_after(stage)
    stage.lose()
    return dial_after(stage)


def held_after(settings: Settings) -> float:
    stage = Stage(params=settings.session)
    while stage.session.link.state is not LinkState.HELD:
        stage.lose()
        if stage.session.link.state is not LinkState.HELD:
            dial_after(stage)
    return stage.now


def wait_while_held(settings: Settings) -> float:
    stage = Stage(params=settings.session)
    stage.wait(100.0)
    for _ in range(3):
        stage.lose()
        stage.wait(50.0)
    stage.lose()
    return dial_after(stage)


def wait_when_full(settings: Settings) -> float:
    stage = Stage(params=settings.session)
    stage.lose(ServerFull("Full."))
    return dial_after(stage)


def wait_for_old_socket(settings: Settings) -> float:
    stage = greeted_by(settings)
    stage.lose()
    stage.lose(OldSocketOpen("Held.", code=1011))
    return dial_after(stage)


def tries_without_a_cause(settings: Settings) -> float:
    stage, tries = Stage(params=settings.session), 1
    stage.lose(LinkUnclear("?"))
    while stage.session.link.next_try is not None:
        dial_after(stage)
        stage.lose(LinkUnclear("?"))
        tries += 1
    return tries


def gives_up_after(settings: Settings) -> float:
    stage = Stage(params=settings.session)
    stage.open()
    stage.lose(LinkLost("Cut."))
    while stage.session.how is None:
        stage.wait(0.5)
        if stage.session.link.state is LinkState.CONNECTING:
            stage.lose(LinkLost("Cut."))
    return stage.now


def is_stable_after(settings: Settings) -> float:
    """Return how long a connection must live to be made again at once."""
    for lived_s in range(1, 40):
        stage = Stage(params=settings.session)
        stage.open()
        stage.now += lived_s
        if any(isinstance(one, act.Connect) for one in stage.lose()):
            return lived_s
    raise AssertionError


def moves_before_the_end(settings: Settings) -> float:
    stage = greeted_by(settings)
    stage.hear(1.0, SPEECH)
    stage.feed(ev.GoAway(1, 100.0))
    began = stage.now
    while not any(isinstance(one, act.Connect) for one in stage.hear(0.1, SPEECH)):
        assert stage.now < began + 100.0
    return began + 100.0 - stage.now


def renews_after(settings: Settings) -> float:
    return dial_after(greeted_by(settings))


def sign_due(settings: Settings) -> float:
    stage = greeted_by(settings)
    stage.answer()
    return dial_after(stage)


def sound_due(settings: Settings) -> float:
    stage = greeted_by(settings)
    stage.answer()
    stage.feed(ev.StillWorking(1))
    return dial_after(stage)


def replay_takes(settings: Settings) -> float:
    stage = greeted_by(settings)
    stage.hear(4.0, SPEECH)
    stage.lose()
    stage.hear(3.0, SILENCE)
    stage.open()
    return stage.session.ready_at - stage.now


def ends_after(settings: Settings) -> float:
    """Return how long a pause is that ends a turn."""
    stage = greeted(params=settings.session)
    stage.hear(1.0, SPEECH)
    began = stage.now
    while stage.session.talk.is_talking:
        stage.hear(ev.FRAME_S, SILENCE)
    return stage.now - began


def reminds_after(settings: Settings) -> float:
    """Return after how long a lock is brought to mind; infinite where it is not."""
    stage = greeted(params=replace(settings.session, turns=TurnParams(headphones=True)))
    stage.feed(ev.TalkToggled())
    began = stage.now
    while stage.now < began + 100.0:
        if act.Cue(Tone.REMINDER) in stage.wait(1.0):
            return stage.now - began
    return math.inf


def suspect_after(settings: Settings) -> float:
    return silence(settings, lambda one, now: one.is_dead(now) or one.suspect_since is not None)


def dead_after(settings: Settings) -> float:
    return silence(settings, lambda one, now: one.is_dead(now))


def dead_after_quick_pongs(settings: Settings) -> float:
    return silence(settings, lambda one, now: one.is_dead(now), pongs=3)


def silence(settings: Settings, is_so: Callable[[Liveness, float], bool], pongs: int = 0) -> float:
    history = PongHistory(settings.live.liveness)
    for _ in range(pongs):
        history.add(0.05, 0.0)
    one, now = Liveness(settings.live.liveness, history, 0.0), 0.0
    assert one.ping_is_due(0.0)
    while not is_so(one, now):
        now = round(now + 0.1, 3)
    return now


def ping_every(settings: Settings) -> float:
    one, now = Liveness(settings.live.liveness, PongHistory(settings.live.liveness), 0.0), 0.0
    assert one.ping_is_due(0.0)
    one.pong(0.0)
    while not one.ping_is_due(now):
        now = round(now + 0.1, 3)
    return now


@pytest.mark.parametrize(
    ("lines", "effect", "before", "after"),
    [
        ("[session.link.backoff]\nfirst_s = 2.0", first_wait, 0.5, 2.0),
        ("[session.link.backoff]\ncap_s = 1.5", fourth_wait, 4.0, 1.5),
        ("[session.link]\nfast_budget_s = 5.0", held_after, 31.5, 7.5),
        ("[session.link]\nheld_every_s = 40.0", wait_while_held, 15.0, 40.0),
        ("[session.link]\nlong_wait_s = 20.0", wait_when_full, 45.0, 20.0),
        ("[session.link]\nold_socket_waits_s = [3.0]", wait_for_old_socket, 1.0, 3.0),
        ("[session.link]\nunclear_tries = 2", tries_without_a_cause, 21, 3),
        ("[session.link]\nstable_s = 4.0", is_stable_after, 10, 4),
        ("[session.rotation]\nmargin_s = 20.0", moves_before_the_end, 1.0, 20.0),
        ("[session.watchdog]\nsign_s = 5.0", sign_due, 12.7, 5.7),
        ("[session.watchdog]\nsign_share_of_answer = 2.0", sign_due, 12.7, 18.9),
        ("[session.watchdog]\nsound_s = 6.0", sound_due, 20.0, 6.0),
        ('[session.patience]\nwait = "patient"', ends_after, 2.0, 3.5),
        ('[session.patience]\nwait = "quick"\nquick_s = 1.5', ends_after, 2.0, 1.5),
        ("[session.cues]\nremind_every_s = 20.0", reminds_after, 60.0, 20.0),
        ("[session.cues]\non = false", reminds_after, 60.0, math.inf),
        ("[session.outbox]\nreplay_pace = 4.0", replay_takes, 3.25, 1.6),
        ("[live.liveness]\nsuspect_s = 1.0", suspect_after, 3.0, 1.0),
        ("[live.liveness]\nlimit_most_s = 20.0", dead_after, 40.0, 20.0),
        ("[live.liveness]\nlimit_least_s = 5.0", dead_after_quick_pongs, 8.0, 5.0),
        ("[live.liveness]\nping_every_s = 7.0", ping_every, 3.0, 7.0),
    ],
)
def test_it_changes_what_happens(
    tmp_path: Path,
    lines: str,
    effect: Callable[[Settings], float],
    before: float,
    after: float,
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(lines)
    found = effect(Settings()), effect(settle(Options(is_practice=False, settings=file)).settings)
    assert found == (pytest.approx(before, abs=0.3), pytest.approx(after, abs=0.3))


def test_what_is_off_by_default_can_be_had(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("[session.link]\nhold_limit_s = 7.0\n[session.rotation]\nage_s = 60.0\n")
    settings = settle(Options(is_practice=False, settings=file)).settings
    assert renews_after(settings) == pytest.approx(60.0, abs=3.0)
    assert gives_up_after(settings) == pytest.approx(40.0, abs=8.0)
