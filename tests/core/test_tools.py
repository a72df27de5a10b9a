from __future__ import annotations

from collections.abc import Mapping

import app.core.events as ev
import app.core.outgoing as out
from app.core.actions import Json
from app.core.events import ToolCall
from app.core.faults import LinkLost
from app.core.outgoing import ToolResult
from app.core.tools import Effect, Outcome, Tools
from tests.core.builders import Stage, notes


def mark(arguments: Mapping[str, Json]) -> Outcome:
    """Mark something: a function with an effect, for tests."""
    return Outcome({"marked": arguments.get("what")}, f"marked {arguments.get('what')}")


def look(_: Mapping[str, Json]) -> Outcome:
    """Look something up: a function without one."""
    return Outcome("nothing")


MARK = ToolCall(1, "c1", "mark", {"what": "a"})
EFFECT = Effect("mark", "marked a")


def tools() -> Tools:
    return Tools({"mark": mark, "look": look})


def test_a_function_gives_its_result_at_once_and_its_effect_when_the_reply_is_complete() -> None:
    one = tools()
    assert one.call(MARK, (3,)) == ToolResult("c1", "mark", result={"marked": "a"})
    assert one.settled(()) == []
    assert one.settled((3,)) == [EFFECT]
    assert one.settled((3,)) == [], "once"


def test_an_effect_waits_for_all_that_the_model_was_asked() -> None:
    one = tools()
    one.call(MARK, (3, 4))
    assert one.settled((3,)) == []
    assert one.settled((4,)) == [EFFECT]


def test_what_was_asked_by_nothing_counts_with_the_next_reply() -> None:
    one = tools()
    one.call(MARK, ())
    assert one.settled((1,)) == [EFFECT]


def test_a_function_that_only_looks_has_no_effect() -> None:
    one = tools()
    assert one.call(ToolCall(1, "c", "look"), (1,)) == ToolResult("c", "look", result="nothing")
    assert one.settled((1,)) == []


def test_an_unknown_function_is_an_error_for_the_model() -> None:
    result = tools().call(ToolCall(1, "c", "score"), (1,))
    assert '"score"' in result.error


def test_what_is_cancelled_or_lost_never_counts() -> None:
    one = tools()
    one.call(MARK, (1,))
    one.call(ToolCall(1, "c2", "mark", {"what": "b"}), (1,))
    one.cancelled(("c1",))
    assert one.settled((1,)) == [Effect("mark", "marked b")]
    one.call(MARK, (2,))
    one.lost()
    assert one.settled((2,)) == []


# --- in an interview


def asked() -> Stage:
    """Return a stage on which an answer waits for its reply."""
    stage = Stage(tools={"mark": mark})
    stage.open()
    stage.reply()
    stage.play()
    stage.hear(1.0, 0.0)
    stage.feed(ev.HandleGiven(1, "h1"))
    stage.answer()
    return stage


def results(stage: Stage) -> list[ToolResult]:
    return [one for one in stage.left if isinstance(one, out.ToolResult)]


def test_an_effect_counts_once_though_the_answer_had_to_be_sent_again() -> None:
    stage = asked()
    stage.feed(MARK)
    assert [one.call for one in results(stage)] == ["c1"]
    stage.lose()
    stage.open()
    stage.feed(ToolCall(2, "c2", "mark", {"what": "a"}))
    assert [one.call for one in results(stage)] == ["c1", "c2"]
    stage.reply()
    written = [
        {"name": one.payload["name"], "what": one.payload["what"]}
        for _, one in stage.noted
        if one.kind == "tool.effect"
    ]
    assert written == [{"name": "mark", "what": "marked a"}]


def test_a_result_that_has_not_left_does_not_go_to_the_next_connection() -> None:
    stage = asked()
    stage.session.feed(MARK, stage.now)  # called, and the connection goes before anything leaves
    stage.session.feed(ev.LinkClosed(1, LinkLost("Cut.")), stage.now)
    stage.open()
    assert results(stage) == []


def test_a_call_that_was_cancelled_has_no_effect() -> None:
    stage = asked()
    stage.feed(MARK, ev.ToolCallCancelled(1, ("c1",)))
    assert notes(stage.reply(), "tool.effect") == []
