import json

from app.practice.conversation import Conversation, Past, Prompt, Reply, Update, Window

WHOLE = Conversation("models/m", "1. Who?").add(
    Past("user", "begin"),
    Prompt("hello"),
    Reply("Who?", is_complete=False),
    Window(640, "ab", 0.02, is_audible=True),
    Update("be brief"),
)


def test_adding_leaves_what_was_there_as_it_was() -> None:
    before = Conversation("m", "i")
    after = before.add(Prompt("a")).add(Prompt("b"))
    assert before.entries == ()
    assert after.entries == (Prompt("a"), Prompt("b"))


def test_it_comes_back_from_json_as_it_was() -> None:
    assert Conversation.from_json(json.loads(json.dumps(WHOLE.as_json()))) == WHOLE


def test_a_window_is_noted_with_all_but_its_sound() -> None:
    assert Window(640, "ab", 0.02, is_audible=True).noted(3) == {
        "window": 3,
        "bytes": 640,
        "sha256": "ab",
        "seconds": 0.02,
        "audible": True,
    }
