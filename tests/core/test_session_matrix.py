"""Every state of talk, microphone and floor that there is: what must hold in each of them."""

from __future__ import annotations

import pytest
from hypothesis import given

import app.core.actions as act
import app.core.events as ev
import app.core.outgoing as out
from app.core.microphone import Mic
from app.core.patience import Wait
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import Situation, for_candidate, situation
from tests.core.builders import SILENCE, SPEECH, Stage, greeted, notes
from tests.core.cells import ALL, BY_KEY, REACHABLE, UNREACHABLE, Cell, cell_of, reach
from tests.core.test_session_laws import RUNS, STEPS, play

each = pytest.mark.parametrize("cell", REACHABLE, ids=str)
each_awake = pytest.mark.parametrize(
    "cell", [one for one in REACHABLE if one.talk is not Talk.PAUSED], ids=str
)
each_taken = pytest.mark.parametrize(
    "cell", [one for one in REACHABLE if one.talk in {Talk.HELD, Talk.LOCKED}], ids=str
)
ENDS_WITHIN_S = {
    Talk.HANDS_FREE: 2.6,
    Talk.MUTED: 5.1,
    Talk.RELEASING: 0.25,
    Talk.HELD: 10.0,
    Talk.LOCKED: 10.0,
}


def sound_sent(stage: Stage) -> list[out.Outgoing]:
    return [one for one in stage.left if isinstance(one, out.Audio | out.WindowStart)]


def test_each_cell_is_tested_or_has_its_reason() -> None:
    assert len(ALL) == 6 * 7 * 4 == len(REACHABLE) + len(UNREACHABLE)
    assert len(REACHABLE) == 86


@RUNS
@given(STEPS)
def test_no_run_comes_where_none_can(steps: list[tuple[str, int]]) -> None:
    stage = greeted(questions=9)
    for step in steps:
        play(stage, [step])
        if stage.session.how is None:
            cell = cell_of(stage.session)
            assert cell not in UNREACHABLE, UNREACHABLE[cell]
            assert stage.session.talk.is_talking is cell.is_talking


@each
def test_it_is_shown_with_a_word_and_no_tick_is_overdue(cell: Cell) -> None:
    stage = reach(cell)
    stage.feed(ev.Tick())
    view, deadline = stage.session.view(stage.now), stage.session.deadline
    assert Cell(view.talk, view.microphone_state, view.floor) == cell
    assert deadline is None or deadline > stage.now
    lost = {Mic.STALLED: Situation.STALLED, Mic.BLOCKED: Situation.BLOCKED}
    word = situation(view)
    if cell.talk is Talk.PAUSED:
        assert word is Situation.PAUSED
    elif cell.mic in {*lost, Mic.GONE}:
        assert word is lost.get(cell.mic, Situation.NO_MICROPHONE)
    else:
        assert word not in {*lost.values(), Situation.NO_MICROPHONE, Situation.PAUSED}
    assert for_candidate(view) is word, "the connection is well"


@each
def test_done_closes_the_turn_now_and_nothing_leaves_after_it(cell: Cell) -> None:
    """Laws 2 and 4."""
    stage = reach(cell)
    stage.feed(ev.Done())
    assert not stage.session.talk.is_talking
    stays = cell.talk if cell.talk in {Talk.MUTED, Talk.PAUSED} else Talk.HANDS_FREE
    assert stage.session.talk.state is stays
    assert stage.session.floor is (Floor.WAITING if cell.is_talking else cell.floor)
    assert isinstance(stage.left[-1], out.WindowEnd if cell.is_talking else out.Outgoing)
    before = sound_sent(stage)
    stage.hear(1.0, SILENCE)
    assert sound_sent(stage) == before


@each
def test_a_pause_closes_the_turn_and_the_microphone_now(cell: Cell) -> None:
    """Law 4."""
    stage = reach(cell)
    actions = stage.feed(ev.Pause())
    assert not stage.session.talk.is_talking
    assert stage.session.talk.state is Talk.PAUSED
    if cell.talk is Talk.PAUSED:
        assert actions == []
    else:
        assert act.CloseMicrophone() in actions
        assert act.HoldPlayout(on=True) in actions
        assert stage.session.devices.microphone.state is Mic.CLOSING
    before = sound_sent(stage)
    stage.hear(1.0, SPEECH)  # what was under way
    assert sound_sent(stage) == before


@each_awake
def test_a_mute_takes_the_sound_and_not_the_turn(cell: Cell) -> None:
    """Law 4: the end is not judged for 5 s, and is by the clock after that."""
    stage = reach(cell)
    stage.feed(ev.ChooseWait(Wait.STANDARD), ev.Mute(on=True))
    assert stage.session.is_muted
    assert stage.session.talk.is_talking is cell.is_talking
    if cell.talk is not Talk.MUTED:
        stage.hear(4.9, 0.0)
        assert stage.session.talk.is_talking is cell.is_talking
    stage.hear(5.1, 0.0)
    assert not stage.session.talk.is_talking
    assert stage.session.is_muted


@each_awake
def test_frames_that_come_are_heard_and_a_turn_that_is_open_goes_on(cell: Cell) -> None:
    """Laws 3 and 5: with a gap where there were none, and nothing else lacking."""
    stage = reach(cell)
    present = stage.session.dialogue.answers.open
    before = present.seconds if present else 0.0
    stage.hear(0.2, SPEECH)
    assert stage.session.devices.microphone.state is Mic.LIVE
    assert stage.session.devices.microphone.fault is None
    if cell.is_talking:
        assert present
        assert stage.session.talk.is_talking
        assert present.seconds == pytest.approx(before + 0.2)
        assert len(stage.windows()) == 0, "in the same window"


@each_awake
def test_a_microphone_that_delivers_nothing_ends_the_turn_by_the_clock(cell: Cell) -> None:
    """Law 3; and it begins none."""
    stage = reach(cell)
    newest_t = stage.session.talk.deadline if cell.talk in BY_KEY and cell.is_talking else None
    stage.feed(ev.ChooseWait(Wait.STANDARD))
    if newest_t is not None:
        stage.wait(newest_t - stage.now - 0.02)
        assert stage.session.talk.is_talking, "the key wins until then"
    stage.wait(ENDS_WITHIN_S[cell.talk])
    assert not stage.session.talk.is_talking
    assert stage.session.floor is not Floor.CANDIDATE
    began = notes(stage.done, "utterance.began")
    assert len(began) == (cell.floor is not Floor.NOBODY)


@each_taken
def test_while_the_key_is_held_or_locked_silence_neither_ends_the_turn_nor_keeps_it_from_beginning(
    cell: Cell,
) -> None:
    """Law 4: also where the interviewer is heard, who is cut short."""
    stage = reach(cell)
    stage.feed(ev.ChooseWait(Wait.QUICK))
    stage.hear(8.0, SILENCE)
    assert stage.session.talk.is_talking
    assert stage.session.floor is Floor.CANDIDATE
    assert stage.session.talk.state is cell.talk
