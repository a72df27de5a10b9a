from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.events import GoAway, ToolCall, TurnComplete
from app.live import probe_judges as judges
from app.live.probe import Check, Verdict
from app.live.sightings import Sightings
from tests.live.scenes import EXPECTED, Scene

HOLDS, DIFFERS, NOT_SEEN = Verdict.HOLDS, Verdict.DIFFERS, Verdict.NOT_SEEN


def opening() -> Scene:
    return Scene().opened().ask().reply()


@pytest.mark.parametrize(
    ("scene", "verdict"),
    [
        (Scene().opened().ask().reply(), HOLDS),
        (Scene().opened().ask().wait(30).reply(), DIFFERS),  # too late
        (Scene().opened().ask().reply(""), DIFFERS),  # no words
        (Scene().opened().ask().see(TurnComplete(1)), DIFFERS),  # no sound
        (Scene().opened().ask(), DIFFERS),
        (Scene().opened().ask().ends(1011), DIFFERS),
        (Scene().dial().ends(1011), NOT_SEEN),
        (Scene(), NOT_SEEN),
    ],
)
def test_a_greeting_is_sound_and_words_in_time(scene: Scene, verdict: Verdict) -> None:
    assert judges.greeting(scene.seen, EXPECTED).verdict is verdict


def test_a_greeting_is_measured() -> None:
    found = judges.greeting(opening().seen, EXPECTED)
    assert found.check is Check.GREETING
    assert found.figures == {
        "setup_ms": 100,
        "sign_ms": 100,
        "sound_ms": 100,
        "reply_s": 0.5,
        "complete_ms": 400,
        "words": True,
    }


@pytest.mark.parametrize(
    ("scene", "verdict"),
    [
        (opening().window().transcript().reply(), HOLDS),
        (opening().begins().transcript().window().reply(), HOLDS),  # already while one talks
        (opening().window().reply(), DIFFERS),  # not transcribed
        (opening().window().transcript(), DIFFERS),  # not answered
        (opening().window().ends(1007), DIFFERS),
        (opening(), NOT_SEEN),
        (Scene().opened().ask().window().transcript().reply(), NOT_SEEN),  # never greeted
    ],
)
def test_an_answer_is_transcribed_and_answered(scene: Scene, verdict: Verdict) -> None:
    assert judges.answer(scene.seen, EXPECTED).verdict is verdict


@pytest.mark.parametrize(
    ("scene", "verdict"),
    [
        (opening().window().reply(), HOLDS),
        (opening().window(), DIFFERS),
        (opening().window().ends(1007), DIFFERS),
        (opening().begins().ends(1007), DIFFERS),  # closed before it had all left
        (opening().begins(), NOT_SEEN),
        (opening(), NOT_SEEN),
    ],
)
def test_a_fast_window_is_taken_and_answered(scene: Scene, verdict: Verdict) -> None:
    found = judges.replay(Check.REPLAY_8)(scene.seen, EXPECTED)
    assert (found.check, found.verdict) == (Check.REPLAY_8, verdict)
    if scene.seen.end():
        assert found.figures["closed_code"] == 1007


CALL = ToolCall(1, "c", "report_line")


@pytest.mark.parametrize(
    ("scene", "verdict"),
    [
        (opening().ask().see(CALL).answers().reply(), HOLDS),
        (opening().ask().see(CALL, TurnComplete(1)).answers().reply(), HOLDS),
        (opening().ask().reply().window().see(CALL).answers().reply(), HOLDS),
        (opening().ask().see(CALL).answers(), DIFFERS),  # no reply
        (opening().ask().see(CALL).reply(), DIFFERS),  # no response
        (opening().ask().see(CALL).answers().ends(1008), DIFFERS),
        (opening().ask().see(CALL).answers().reply().ends(1008), DIFFERS),
        (opening().ask().reply(), NOT_SEEN),
        (Scene().opened().see(CALL), DIFFERS),  # unasked
    ],
)
def test_a_function_is_called_answered_and_followed_by_a_reply(
    scene: Scene, verdict: Verdict
) -> None:
    assert judges.tool(scene.seen, EXPECTED).verdict is verdict


def test_it_is_told_what_made_the_model_call() -> None:
    by_text = opening().ask().see(CALL).answers().reply()
    by_speech = opening().ask().reply().window().see(CALL).answers().reply()
    assert judges.tool(by_text.seen, EXPECTED).figures["called_by"] == "text"
    assert judges.tool(by_speech.seen, EXPECTED).figures["called_by"] == "speech"


@pytest.mark.parametrize(
    ("model", "code", "verdict"),
    [
        ("gemini-3.8-live", None, HOLDS),
        ("gemini-3.8-live", 1008, DIFFERS),
        ("gemini-3.1-flash-live-preview", 1008, HOLDS),
        ("gemini-3.1-flash-live-preview", 1007, DIFFERS),
        ("gemini-3.1-flash-live-preview", None, DIFFERS),
    ],
)
def test_input_while_a_call_is_unanswered_closes_where_calls_block(
    model: str, code: int | None, verdict: Verdict
) -> None:
    scene = opening().ask().see(CALL).begins()
    if code:
        scene.ends(code)
    found = judges.unanswered(scene.seen, replace(EXPECTED, model=model))
    assert found.verdict is verdict
    assert found.figures["input"] == ("closed" if code else "taken")


def test_without_a_call_nothing_is_unanswered() -> None:
    scene = opening().ask().reply().begins()
    assert judges.unanswered(scene.seen, EXPECTED).verdict is NOT_SEEN


def test_a_go_away_is_told_with_its_time() -> None:
    scene = opening().see(GoAway(1, 9.5)).ends(1000)
    found = judges.go_away([Sightings(), scene.seen])
    assert found.verdict is HOLDS
    assert found.figures == {"seen": 1, "time_left_s": 9.5, "closed_code": 1000}
    assert judges.go_away([opening().seen]).verdict is NOT_SEEN


def test_pings_are_good_while_the_slowest_is_below_suspicion() -> None:
    found = judges.pings([0.3, 0.1, 0.2], EXPECTED)
    assert (found.verdict, found.figures) == (
        HOLDS,
        {"pongs": 3, "p50_ms": 200.0, "max_ms": 300.0},
    )
    assert judges.pings([0.1, 3.0], EXPECTED).verdict is DIFFERS
    assert judges.pings([], EXPECTED).verdict is NOT_SEEN


def test_one_message_that_cannot_be_read_is_a_difference() -> None:
    good, bad = opening().seen, opening().seen
    bad.unreadable = 2
    assert judges.messages([good]).verdict is HOLDS
    assert judges.messages([good, bad]).figures == {"connections": 2, "unreadable": 2}
    assert judges.messages([good, bad]).verdict is DIFFERS
    assert judges.messages([Sightings()]).verdict is NOT_SEEN
