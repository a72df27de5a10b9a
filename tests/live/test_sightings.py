from __future__ import annotations

from app.core.events import GenerationComplete, StillWorking, ToolCall, TurnComplete
from app.live.sightings import BYTES_A_SECOND
from tests.live.scenes import HALF_SECOND, Scene


def test_without_a_question_there_is_no_turn() -> None:
    assert Scene().opened().handle().seen.turns() == []


def test_a_turn_holds_what_came_until_the_next_question_and_only_of_its_connection() -> None:
    scene = Scene().opened().ask().reply("One.")
    scene.drop().opened().ask().see(StillWorking(1)).reply("Two.")
    first, second = scene.seen.turns()
    assert (first.said, second.said) == ("one.", "two.")
    assert (first.epoch, second.epoch) == (1, 2)
    assert first.is_answered
    assert second.sign_at == second.sound_at
    assert first.sound_s == len(HALF_SECOND) / BYTES_A_SECOND == 0.5
    assert first.sign_at == first.sound_at == first.asked_at + 0.1


def test_the_turn_of_a_call_is_over_when_its_sound_is() -> None:
    scene = Scene().opened().ask().see(ToolCall(1, "c", "f"), TurnComplete(1))
    (turn,) = scene.seen.turns()
    assert turn.complete_at is None
    assert turn.sign_at == turn.called_at is not None
    assert scene.reply().seen.turns()[0].is_answered


def test_a_turn_without_sound_is_complete_but_not_answered() -> None:
    (turn,) = Scene().opened().ask().see(GenerationComplete(1), TurnComplete(1)).seen.turns()
    assert turn.complete_at is not None
    assert not turn.is_answered


def test_before_any_question_the_newest_handle_is_clean() -> None:
    assert Scene().opened().seen.clean_handle() is None
    assert Scene().opened().handle("a").handle(None).seen.clean_handle() is None
    assert Scene().opened().handle("a").handle("b").seen.clean_handle() == "b"


def test_a_clean_handle_comes_after_the_turn_and_before_the_next_window() -> None:
    scene = Scene().opened().handle("early").ask().handle("within")
    assert scene.seen.clean_handle() is None
    assert scene.reply().seen.clean_handle() is None
    assert scene.handle("after").seen.clean_handle() == "after"
    assert scene.begins().handle("open").seen.clean_handle() == "after"


def test_a_handle_within_a_turn_is_found_once_the_turn_is_generated() -> None:
    scene = Scene().opened().handle("early").ask().handle("within")
    assert scene.seen.mid_turn_handle() is None
    assert scene.reply().handle("after").seen.mid_turn_handle() == "within"


def test_calls_are_unanswered_until_their_response_has_left() -> None:
    scene = Scene().opened().ask().see(ToolCall(1, "c", "f"), ToolCall(1, "d", "f"))
    assert [one.call for one in scene.seen.calls()] == ["c", "d"]
    assert [one.call for one in scene.answers("c").seen.calls_unanswered()] == ["d"]


def test_the_last_end_by_the_other_side_counts() -> None:
    scene = Scene().opened().drop()
    assert scene.seen.end() is None
    end = scene.opened().ends(1011).opened().ends(1008).seen.end()
    assert end is not None
    assert end.code == 1008
