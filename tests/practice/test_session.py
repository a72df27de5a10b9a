from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.practice.calls import ScriptedCall
from app.practice.conversation import Past, Prompt, Reply, Update, Window
from app.practice.handles import Handles
from app.practice.interviewer import GREETING, Line
from app.practice.messages import (
    ActivityEnd,
    ActivityStart,
    Audio,
    AudioStreamEnd,
    Content,
    ContextUpdate,
    Message,
    Setup,
    Text,
    Tool,
    ToolResponse,
    Turn,
    Video,
)
from app.practice.mouth import Speech
from app.practice.outgoing import Send
from app.practice.refusal import Refusal
from app.practice.samples import SampleAnswers
from app.practice.session import Action, Note, Session, Speak
from app.practice.voice import Piece
from app.practice.whims import Whims

PLAN = "1. One?\n2. Two?\n3. Three?"
SAMPLES = SampleAnswers(Path(__file__).parents[2] / "resources" / "answers")
SOUND = Audio(b"\x00\x10\x00\xf0" * 3_200)
ASK, PAIR = ["sessionResumptionUpdate", "Speak"], ["Hush", "interrupted", "turnComplete"]


def setup(**changes: object) -> Setup:
    return Setup(**{"model": "models/m", "instruction": PLAN, "is_manual": True, **changes})


def session(*calls: ScriptedCall, handles: Handles | None = None, **changes: object) -> Session:
    return Session(setup(**changes), handles or Handles(), SAMPLES, Whims(calls))


def kinds(actions: list[Action]) -> list[str]:
    return [a.kind if isinstance(a, Send | Note) else type(a).__name__ for a in actions]


def feed(session: Session, *messages: Message) -> list[str]:
    return [kind for message in messages for kind in kinds(session.feed(message))]


def window(session: Session) -> list[str]:
    return feed(session, ActivityStart(), SOUND, ActivityEnd())


def begin_reply(session: Session, *words: str) -> None:
    for word in words:
        session.say(Piece(bytes(4800), word))


def reply(session: Session, *words: str) -> list[str]:
    begin_reply(session, *words)
    return kinds([*session.generated(), *session.played()])


def handle_in(actions: list[Action]) -> str:
    send = next(a for a in actions if isinstance(a, Send) and a.noted.get("resumable"))
    return str(send.payload["sessionResumptionUpdate"]["newHandle"])


def refusal(session: Session, message: Message) -> tuple[int, str]:
    with pytest.raises(Refusal) as refused:
        session.feed(message)
    return refused.value.code, refused.value.why


def test_it_answers_the_setup_with_a_handle() -> None:
    assert kinds(session().start()) == ["setupComplete", "sessionResumptionUpdate"]


def test_it_says_nothing_until_it_is_asked() -> None:
    assert feed(session(), ActivityStart(), SOUND, Video(), ContextUpdate("be brief")) == []


def test_text_between_windows_is_answered_and_then_it_can_be_resumed() -> None:
    one = session()
    actions = one.feed(Text("begin"))
    assert actions[-1] == Speak(Line((GREETING, "One?"), 1))
    assert kinds(actions) == ASK
    assert reply(one, "Hello.", " One?") == [
        "generationComplete",
        "turnComplete",
        "sessionResumptionUpdate",
    ]
    assert one.conversation.entries == (Prompt("begin"), Reply("Hello. One?", is_complete=True))


def test_a_whole_window_is_heard_and_answered() -> None:
    one = session()
    assert window(one) == ["window", *ASK]
    (heard,) = one.conversation.entries
    assert isinstance(heard, Window)
    assert (heard.size_bytes, heard.is_audible) == (len(SOUND.pcm), True)


def test_text_within_a_window_waits_for_its_end() -> None:
    one = session()
    assert feed(one, ActivityStart(), Text("hm"), SOUND) == []
    assert feed(one, ActivityEnd()) == ["window", *ASK]


def test_client_content_asks_only_when_the_turn_is_complete() -> None:
    one = session()
    turns = (Turn("model", "One?"), Turn("user", "I am Alex."))
    assert feed(one, Content(turns, turn_complete=False)) == []
    assert one.feed(Content((), turn_complete=True))[-1] == Speak(
        Line(("Thank you, I understand.", "Two?"), 2)
    )


def test_history_is_taken_in_without_a_reply() -> None:
    one = session(history_first=True)
    told = Content((Turn("model", "One?"),), turn_complete=False)
    assert feed(one, told, Content((), turn_complete=True)) == ["history", "history"]
    assert one.conversation.entries == (Past("model", "One?"),)
    assert window(one) == ["window", *ASK]


def test_realtime_input_before_the_history_is_complete_is_refused() -> None:
    assert refusal(session(history_first=True), Text("begin"))[0] == 1007


def test_a_second_setup_is_refused() -> None:
    assert refusal(session(), setup()) == (1007, "a second setup")


def test_a_start_while_it_is_still_generating_cuts_the_reply() -> None:
    one = session()
    feed(one, Text("begin"))
    begin_reply(one, "Hello")
    assert feed(one, ActivityStart()) == PAIR
    assert one.conversation.entries[-1] == Reply("Hello", is_complete=False)
    assert feed(one, SOUND, ActivityEnd()) == ["window", *ASK]


def test_a_start_after_generation_brings_the_spurious_pair_and_the_reply_counts() -> None:
    one = session()
    feed(one, Text("begin"))
    begin_reply(one, "One?")
    one.generated()
    assert feed(one, ActivityStart()) == [*PAIR, "sessionResumptionUpdate"]
    assert one.conversation.entries[-1] == Reply("One?", is_complete=True)


def test_a_cut_reply_stands_before_the_text_that_cut_it() -> None:
    one = session()
    feed(one, Text("begin"))
    begin_reply(one, "Hello")
    assert feed(one, Text("sorry?")) == [*PAIR, *ASK]
    assert one.conversation.entries == (
        Prompt("begin"),
        Reply("Hello", is_complete=False),
        Prompt("sorry?"),
    )


def test_without_interruption_the_reply_goes_on_and_the_next_follows_it() -> None:
    one = session(interrupts=False)
    feed(one, Text("begin"))
    assert window(one) == ["window"]
    assert reply(one, "One?") == [
        "generationComplete",
        "turnComplete",
        "sessionResumptionUpdate",
        *ASK,
    ]
    assert reply(one, "Two?")[-1] == "sessionResumptionUpdate"


def test_complete_client_content_interrupts_even_then() -> None:
    one = session(interrupts=False)
    feed(one, Text("begin"))
    assert feed(one, Content((), turn_complete=True)) == [*PAIR, *ASK]


def test_a_sample_answer_is_transcribed_if_that_was_asked_for() -> None:
    wav = (Path(__file__).parents[2] / "resources" / "answers" / "2-enjoy.wav").read_bytes()
    said = (ActivityStart(), Audio(wav[44:]), ActivityEnd())
    assert feed(session(transcribes_input=True), *said) == ["window", "inputTranscription", *ASK]
    assert feed(session(), *said) == ["window", *ASK]
    assert window(session(transcribes_input=True)) == ["window", *ASK]  # a live answer


def test_where_the_server_detects_the_streams_end_asks() -> None:
    one = session(is_manual=False)
    assert feed(one, SOUND, AudioStreamEnd()) == ["window", *ASK]
    assert feed(one, AudioStreamEnd()) == []


def test_a_resumed_session_goes_on_from_its_snapshot_and_forgets_the_rest() -> None:
    handles = Handles()
    one = session(handles=handles)
    feed(one, Text("begin"))
    begin_reply(one, "One?")
    handle = handle_in([*one.generated(), *one.played()])
    window(one)
    reply(one, "Two?")
    feed(one, ActivityStart(), SOUND)
    handles.leave(one.name)
    again = session(handles=handles, handle=handle)
    assert again.conversation.entries == (Prompt("begin"), Reply("One?", is_complete=True))
    actions = [*again.feed(ActivityStart()), *again.feed(SOUND), *again.feed(ActivityEnd())]
    assert actions[-1] == Speak(Line(("Thank you, I understand.", "Two?"), 2))


BLOCKING, FREE = Tool("score", blocking=True), Tool("score", blocking=False)
CALL = ScriptedCall(1, "score", {"n": 1})


def call_id(actions: list[Action]) -> str:
    return next(str(a.noted["id"]) for a in actions if isinstance(a, Send) and "id" in a.noted)


def test_a_blocking_call_holds_the_reply_until_it_is_answered() -> None:
    one = session(CALL, tools=(BLOCKING,))
    feed(one, ActivityStart(), SOUND)
    actions = one.feed(ActivityEnd())
    assert kinds(actions) == ["window", "sessionResumptionUpdate", "toolCall"]
    assert feed(one, ToolResponse(("nobody",))) == ["unknownToolResponse"]
    assert refusal(one, SOUND)[0] == 1008
    assert refusal(one, ActivityStart())[0] == 1008
    assert feed(one, ToolResponse((call_id(actions),))) == ["Speak"]


def test_a_call_that_does_not_block_comes_with_its_reply() -> None:
    one = session(CALL, tools=(FREE,))
    feed(one, ActivityStart(), SOUND)
    actions = one.feed(ActivityEnd())
    assert kinds(actions) == ["window", "sessionResumptionUpdate", "toolCall", "Speak"]
    assert feed(one, ToolResponse((call_id(actions),))) == []
    assert feed(one, ToolResponse((call_id(actions),))) == ["unknownToolResponse"]


def test_a_tool_that_was_not_declared_is_not_called() -> None:
    assert window(session(CALL)) == ["window", "undeclaredTool", *ASK]


def test_client_content_cancels_an_unanswered_call() -> None:
    one = session(CALL, tools=(BLOCKING,))
    window(one)
    cancelled = ["Hush", "toolCallCancellation", "interrupted", "turnComplete"]
    turns = Content((Turn("user", "never mind"),), turn_complete=True)
    assert feed(one, turns) == [*cancelled, *ASK]


def test_an_update_of_the_context_is_known_to_the_model() -> None:
    one = session()
    feed(one, ContextUpdate("be brief"))
    assert one.conversation.entries == (Update("be brief"),)


MESSAGES = st.sampled_from(
    [ActivityStart(), SOUND, ActivityEnd(), AudioStreamEnd(), Text("hi"), Video()]
    + [Content((Turn("user", "a"),), turn_complete=done) for done in (True, False)]
    + [ToolResponse(("x",)), ContextUpdate("b"), None, None, None]
)


@given(st.lists(MESSAGES, min_size=40, max_size=80), st.booleans(), st.booleans())
def test_whatever_is_said_each_turn_ends_once_and_refusals_change_nothing(
    steps: list[Message | None], manual: bool, interrupts: bool
) -> None:
    """Every Speak is followed by one turnComplete before the next Speak; None lets it speak on."""
    one = session(CALL, tools=(FREE,), is_manual=manual, interrupts=interrupts)
    sent: list[str] = []
    for step in steps:
        before = one.conversation, one.mouth.state
        try:
            sent += kinds(speak_on(one) if step is None else one.feed(step))
        except Refusal:
            assert (one.conversation, one.mouth.state) == before
    turns = [kind for kind in sent if kind in {"Speak", "turnComplete"}]
    assert turns[::2] == ["Speak"] * len(turns[::2])
    assert turns[1::2] == ["turnComplete"] * len(turns[1::2])
    assert sent.count("Hush") == sent.count("interrupted")


def speak_on(session: Session) -> list[Action]:
    match session.mouth.state:
        case Speech.GENERATING:
            return [session.say(Piece(bytes(4800), "One?")), *session.generated()]
        case Speech.PLAYING:
            return session.played()
        case _:
            return []
