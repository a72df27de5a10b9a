from __future__ import annotations

import base64
import math
from typing import Any

import pytest
from hypothesis import given, settings

from app.core.events import (
    CandidateText,
    GenerationComplete,
    GoAway,
    HandleGiven,
    Interrupted,
    ReplyAudio,
    ReplyText,
    ServerEvent,
    StillWorking,
    TokensUsed,
    ToolCall,
    ToolCallCancelled,
    TurnComplete,
)
from app.core.outgoing import (
    Audio,
    History,
    HistoryTurn,
    Outgoing,
    Prompt,
    ToolResult,
    WindowEnd,
    WindowStart,
)
from app.live.codec import audio_message, decode, encode
from tests.live.messages import MESSAGES
from tests.live.wire import events_of, on_the_wire, parse, texts

PCM = b"\x01\x02\xfb\xff"  # its base64 has a "/": AQL7/w==
SOUND = {"inlineData": {"mimeType": "audio/pcm;rate=24000", "data": base64.b64encode(PCM).decode()}}


def sent(*items: Outgoing, pcm: bytes = b"", text_as_content: bool = True) -> list[dict[str, Any]]:
    return on_the_wire(*(encode(item, pcm, text_as_content=text_as_content) for item in items))


# --- what leaves


def test_a_window_is_activity_start_audio_activity_end() -> None:
    assert sent(WindowStart(1), Audio(1, 0, 5), WindowEnd(1, (1,), 5), pcm=b"\x00\x01\xfb\xff") == [
        {"realtime_input": {"activityStart": {}}},
        {"realtime_input": {"audio": {"data": "AAH7_w==", "mime_type": "audio/pcm;rate=16000"}}},
        {"realtime_input": {"activityEnd": {}}},
    ]


@pytest.mark.parametrize("pcm", [PCM, b"\x00\x01\xfb\xff", bytes(640), bytes(range(256)) * 5])
def test_sound_leaves_as_the_library_would_write_it(pcm: bytes) -> None:
    assert texts(encode(Audio(1, 0, 5), pcm, text_as_content=True)) == [audio_message(pcm).decode()]


def test_a_prompt_goes_as_content_to_models_that_answer_content() -> None:
    turn = {"parts": [{"text": "Please begin."}], "role": "user"}
    assert sent(Prompt(1, 1, "Please begin.")) == [
        {"client_content": {"turns": [turn], "turnComplete": True}}
    ]


def test_a_prompt_goes_as_realtime_text_to_the_other_models() -> None:
    assert sent(Prompt(1, 1, "Please begin."), text_as_content=False) == [
        {"realtime_input": {"text": "Please begin."}}
    ]


def test_history_is_told_turn_by_turn_without_what_nobody_said() -> None:
    history = History((HistoryTurn("", "Who are you?"), HistoryTurn("I am Alex.", "Why?")), (1, 2))
    assert sent(history) == [
        {
            "client_content": {
                "turns": [
                    {"parts": [{"text": "Who are you?"}], "role": "model"},
                    {"parts": [{"text": "I am Alex."}], "role": "user"},
                    {"parts": [{"text": "Why?"}], "role": "model"},
                ],
                "turnComplete": True,
            }
        }
    ]


def test_a_tool_result_carries_what_the_function_gave() -> None:
    response = {"id": "call-1", "name": "look", "response": {"result": {"found": [1, "two"]}}}
    assert sent(ToolResult("call-1", "look", result={"found": [1, "two"]})) == [
        {"tool_response": {"functionResponses": [response]}}
    ]


def test_a_tool_call_brings_its_arguments() -> None:
    call = {"id": "c1", "name": "f", "args": {"what": "a"}}
    (event,) = events_of({"toolCall": {"functionCalls": [call]}})
    assert event == ToolCall(7, "c1", "f", {"what": "a"})


def test_a_tool_result_carries_the_calls_id_and_the_error() -> None:
    response = {"id": "call-1", "name": "score", "response": {"error": "not offered"}}
    assert sent(ToolResult("call-1", "score", "not offered")) == [
        {"tool_response": {"functionResponses": [response]}}
    ]


# --- what arrives: one kind after the other


@pytest.mark.parametrize(
    ("wire", "events"),
    [
        ({}, []),
        ({"setupComplete": {}}, []),
        ({"serverContent": {}}, []),
        ({"serverContent": {"waitingForInput": True}}, []),
        ({"serverContent": {"groundingMetadata": {}, "urlContextMetadata": {}}}, []),
        ({"serverContent": {"interimInputTranscription": {"text": "I a"}}}, []),
        ({"voiceActivity": {"type": "ACTIVITY_START", "audioOffset": "1.880s"}}, []),
        ({"serverContent": {"modelTurn": {"role": "model"}}}, []),
        ({"serverContent": {"modelTurn": {"parts": [{"text": "thinking aloud"}]}}}, []),
        ({"serverContent": {"modelTurn": {"parts": [{"inlineData": {"data": ""}}]}}}, []),
        (
            {"serverContent": {"modelTurn": {"role": "model", "parts": [SOUND, SOUND]}}},
            [ReplyAudio(7, PCM), ReplyAudio(7, PCM)],
        ),
        ({"serverContent": {"outputTranscription": {"text": "Hi."}}}, [ReplyText(7, "Hi.")]),
        ({"serverContent": {"outputTranscription": {"finished": True}}}, []),
        (
            {"serverContent": {"inputTranscription": {"text": "I am Alex.", "finished": True}}},
            [CandidateText(7, "I am Alex.")],
        ),
        ({"serverContent": {"inputTranscription": {"text": ""}}}, []),
        ({"serverContent": {"interrupted": True}}, [Interrupted(7)]),
        ({"serverContent": {"generationComplete": True}}, [GenerationComplete(7)]),
        ({"serverContent": {"turnComplete": True}}, [TurnComplete(7)]),
        (
            {"toolCall": {"functionCalls": [{"id": "c1", "name": "f", "args": {}}, {"name": "g"}]}},
            [ToolCall(7, "c1", "f"), ToolCall(7, "", "g")],
        ),
        ({"toolCall": {}}, []),
        ({"toolCallCancellation": {"ids": ["c1", "c2"]}}, [ToolCallCancelled(7, ("c1", "c2"))]),
        ({"toolCallCancellation": {}}, [ToolCallCancelled(7, ())]),
        ({"usageMetadata": {"totalTokenCount": 689}}, [TokensUsed(7, 689)]),
        ({"usageMetadata": {"promptTokenCount": 626}}, []),
    ],
)
def test_a_message_becomes_its_events(wire: dict[str, Any], events: list[ServerEvent]) -> None:
    assert events_of(wire) == events


@pytest.mark.parametrize(
    ("update", "handle"),
    [
        ({"newHandle": "h1", "resumable": True}, "h1"),
        ({"newHandle": "h1", "resumable": True, "lastConsumedClientMessageIndex": "42"}, "h1"),
        ({"resumable": False}, None),
        ({"newHandle": "h1", "resumable": False}, None),
        ({"newHandle": "h1"}, None),
        ({"newHandle": "", "resumable": True}, None),
        ({"resumable": True}, None),
    ],
)
def test_only_a_resumable_handle_is_one(update: dict[str, Any], handle: str | None) -> None:
    assert events_of({"sessionResumptionUpdate": update}) == [HandleGiven(7, handle)]


@pytest.mark.parametrize(
    ("time_left", "seconds"),
    [
        ("50s", 50.0),
        ("1.5s", 1.5),
        ("0s", 0.0),
        (None, 0.0),
        ("soon", 0.0),
        ("nans", 0.0),
        ("infs", 0.0),
        ("-3s", 0.0),
    ],
)
def test_the_time_left_is_read_and_what_is_not_one_means_now(
    time_left: str | None, seconds: float
) -> None:
    assert events_of({"goAway": {"timeLeft": time_left} if time_left else {}}) == [
        GoAway(7, seconds)
    ]


@pytest.mark.parametrize(
    ("content", "events"),
    [
        ({"turnComplete": True, "interactionStatus": "IDLE"}, [TurnComplete(7)]),
        ({"interactionStatus": "IDLE"}, [TurnComplete(7)]),
        ({"turnComplete": True, "interactionStatus": "IN_PROGRESS"}, [StillWorking(7)]),
        ({"interactionStatus": "IN_PROGRESS"}, [StillWorking(7)]),
        (
            {"turnComplete": True, "interactionStatus": "INTERACTION_STATUS_UNSPECIFIED"},
            [TurnComplete(7)],
        ),
        ({"turnComplete": True, "interactionStatus": "A_NEW_WORD"}, [TurnComplete(7)]),
    ],
)
def test_where_the_status_is_sent_a_turn_ends_when_it_is_idle(
    content: dict[str, Any], events: list[ServerEvent]
) -> None:
    assert events_of({"serverContent": content}) == events


# --- what arrives: several at once, and in a row


def test_all_fields_of_one_message_count_and_each_falls_on_the_right_side_of_the_ends() -> None:
    everything = {
        "sessionResumptionUpdate": {"newHandle": "h2", "resumable": True},
        "goAway": {"timeLeft": "50s"},
        "usageMetadata": {"totalTokenCount": 9},
        "toolCall": {"functionCalls": [{"id": "c", "name": "f"}]},
        "toolCallCancellation": {"ids": ["b"]},
        "serverContent": {
            "turnComplete": True,
            "generationComplete": True,
            "outputTranscription": {"text": "Hi."},
            "modelTurn": {"parts": [SOUND]},
            "inputTranscription": {"text": "Yes."},
            "interrupted": True,
        },
    }
    assert events_of(everything, epoch=3) == [
        Interrupted(3),
        CandidateText(3, "Yes."),
        ReplyAudio(3, PCM),
        ReplyText(3, "Hi."),
        ToolCall(3, "c", "f"),
        ToolCallCancelled(3, ("b",)),
        GenerationComplete(3),
        TurnComplete(3),
        TokensUsed(3, 9),
        HandleGiven(3, "h2"),
        GoAway(3, 50.0),
    ]


def test_a_recorded_turn_of_the_service_is_understood() -> None:
    """Recorded of gemini-3.8-live by pydantic-ai, tests/realtime/cassettes; sounds made short."""
    speaks = {"modelTurn": {"role": "model", "parts": [SOUND]}}
    assert events_of(
        {"sessionResumptionUpdate": {"newHandle": "53ebe315", "resumable": True}},
        {"voiceActivity": {"type": "ACTIVITY_START", "audioOffset": "1.880s"}},
        {"serverContent": {"inputTranscription": {"text": "Hello, my name is Marcelo."}}},
        {"voiceActivity": {"type": "ACTIVITY_END", "audioOffset": "5s"}},
        {},
        {"serverContent": {}},
        {},
        {"serverContent": {**speaks, "outputTranscription": {"text": "Hello Marcelo."}}},
        {},
        {"serverContent": speaks},
        {"serverContent": {"generationComplete": True}},
        {
            "serverContent": {"turnComplete": True},
            "usageMetadata": {"promptTokenCount": 626, "totalTokenCount": 689},
        },
    ) == [
        HandleGiven(7, "53ebe315"),
        CandidateText(7, "Hello, my name is Marcelo."),
        ReplyAudio(7, PCM),
        ReplyText(7, "Hello Marcelo."),
        ReplyAudio(7, PCM),
        GenerationComplete(7),
        TurnComplete(7),
        TokensUsed(7, 689),
    ]


# --- whatever arrives


@settings(max_examples=150, deadline=None)
@given(MESSAGES)
def test_whatever_the_sdk_can_read_becomes_events_of_its_epoch(wire: dict[str, Any]) -> None:
    try:
        message = parse(wire)
    except (TypeError, ValueError):
        return  # the transport counts these
    events = list(decode(message, 5))
    assert all(event.epoch == 5 for event in events)
    for event in events:
        match event:
            case GoAway(_, left_s):
                assert 0 <= left_s < math.inf
            case HandleGiven(_, handle):
                assert handle is None or handle
            case ReplyAudio(_, pcm):
                assert pcm
