from app.practice.calls import ScriptedCall, due_call
from app.practice.conversation import Conversation, Entry, Prompt, Reply, Window

WINDOW = Window(640, "ab", 1.0, is_audible=True)
FIRST, SECOND = ScriptedCall(1, "score"), ScriptedCall(2, "skip")


def due(*entries: Entry) -> ScriptedCall | None:
    return due_call((FIRST, SECOND), Conversation("m", "", entries))


def test_each_call_is_due_at_its_window() -> None:
    assert due(WINDOW) is FIRST
    assert due(WINDOW, Reply("Two?", is_complete=True), WINDOW) is SECOND
    assert due(WINDOW, WINDOW, WINDOW) is None


def test_no_call_is_due_when_a_text_asks() -> None:
    assert due() is None
    assert due(Prompt("begin")) is None
    assert due(WINDOW, Prompt("and?")) is None
