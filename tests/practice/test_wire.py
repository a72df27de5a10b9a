import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.practice.messages import (
    ActivityEnd,
    ActivityStart,
    Audio,
    AudioStreamEnd,
    Content,
    ContextUpdate,
    Setup,
    Text,
    Tool,
    ToolResponse,
    Turn,
    Video,
)
from app.practice.refusal import Refusal
from app.practice.wire import parse

CAMEL = {
    "setup": {
        "model": "models/gemini-2.5-flash-native-audio-preview-12-2025",
        "generationConfig": {"responseModalities": ["AUDIO"], "thinkingConfig": {}},
        "systemInstruction": {"parts": [{"text": "one"}, {"text": "two"}], "role": "user"},
        "tools": [
            {
                "functionDeclarations": [
                    {"name": "score", "behavior": "NON_BLOCKING"},
                    {"name": "skip", "parameters": {"type_name": "x"}},
                ]
            },
            {"googleSearch": {}},
        ],
        "sessionResumption": {"handle": "h1"},
        "inputAudioTranscription": {"languageCodes": ["en-US"]},
        "outputAudioTranscription": {},
        "realtimeInputConfig": {
            "automaticActivityDetection": {"disabled": True},
            "activityHandling": "NO_INTERRUPTION",
        },
        "historyConfig": {"initialHistoryInClientContent": True},
    }
}
SNAKE = {
    "setup": {
        "model": "models/gemini-2.5-flash-native-audio-preview-12-2025",
        "generation_config": {"response_modalities": ["AUDIO"], "thinking_config": {}},
        "system_instruction": {"parts": [{"text": "one"}, {"text": "two"}], "role": "user"},
        "tools": [
            {
                "function_declarations": [
                    {"name": "score", "behavior": "NON_BLOCKING"},
                    {"name": "skip", "parameters": {"type_name": "x"}},
                ]
            },
            {"google_search": {}},
        ],
        "session_resumption": {"handle": "h1"},
        "input_audio_transcription": {"language_codes": ["en-US"]},
        "output_audio_transcription": {},
        "realtime_input_config": {
            "automatic_activity_detection": {"disabled": True},
            "activity_handling": "NO_INTERRUPTION",
        },
        "history_config": {"initial_history_in_client_content": True},
    }
}


@pytest.mark.parametrize("said", [CAMEL, SNAKE])
def test_a_setup_is_understood_in_either_case_as_text_and_as_binary(said: object) -> None:
    expected = Setup(
        model="models/gemini-2.5-flash-native-audio-preview-12-2025",
        instruction="one\ntwo",
        tools=(Tool("score", blocking=False), Tool("skip", blocking=True)),
        handle="h1",
        is_manual=True,
        interrupts=False,
        history_first=True,
        transcribes_input=True,
        transcribes_output=True,
    )
    assert parse(json.dumps(said)) == [expected]
    assert parse(json.dumps(said).encode()) == [expected]


def test_a_function_does_not_block_on_3_8_unless_it_says_so() -> None:
    tools = [{"functionDeclarations": [{"name": "a"}, {"name": "b", "behavior": "BLOCKING"}]}]
    (setup,) = parse(json.dumps({"setup": {"model": "models/gemini-3.8-live", "tools": tools}}))
    assert isinstance(setup, Setup)
    assert setup.tools == (Tool("a", blocking=False), Tool("b", blocking=True))


def test_a_small_setup_has_the_services_defaults() -> None:
    assert parse('{"setup": {"model": "models/m", "sessionResumption": {}}}') == [
        Setup("models/m", "")
    ]


@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("names", [("realtimeInput", "mimeType"), ("realtime_input", "mime_type")])
@pytest.mark.parametrize("padding", ["keep", "strip"])
def test_sound_is_read_in_both_alphabets_and_cases(encode, names, padding) -> None:
    pcm = b"\x00\x01\xfb\xff"  # has both + / and - _
    data = encode(pcm).decode()
    data = data.rstrip("=") if padding == "strip" else data
    said = {names[0]: {"audio": {"data": data, names[1]: "audio/pcm;rate=16000"}}}
    assert parse(json.dumps(said)) == [Audio(pcm, 16_000)]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"realtimeInput": {"activityStart": {}}}, ActivityStart()),
        ({"realtime_input": {"activity_end": {}}}, ActivityEnd()),
        ({"realtimeInput": {"audioStreamEnd": True}}, AudioStreamEnd()),
        ({"realtimeInput": {"text": "hi"}}, Text("hi")),
        ({"realtimeInput": {"video": {"data": ""}}}, Video()),
        (
            {"realtimeInput": {"mediaChunks": [{"mimeType": "audio/pcm", "data": "AAA="}]}},
            Audio(b"\0\0"),
        ),
        (
            {"client_content": {"turns": [{"role": "model", "parts": [{"text": "a"}]}]}},
            Content((Turn("model", "a"),), turn_complete=False),
        ),
        ({"clientContent": {"turnComplete": True}}, Content((), turn_complete=True)),
        (
            {"tool_response": {"functionResponses": [{"id": "7", "response": {"a_b": 1}}]}},
            ToolResponse(("7",)),
        ),
        (
            {"contextUpdate": {"systemInstruction": {"parts": [{"text": "be brief"}]}}},
            ContextUpdate("be brief"),
        ),
    ],
)
def test_each_message_is_understood(said: object, message: object) -> None:
    assert parse(json.dumps(said)) == [message]


def test_several_fields_of_one_realtime_input_make_one_window() -> None:
    audio = {"mimeType": "audio/pcm;rate=24000", "data": "AAA="}
    said = {"realtimeInput": {"activityEnd": {}, "audio": audio, "activityStart": {}}}
    assert parse(json.dumps(said)) == [ActivityStart(), Audio(b"\0\0", 24_000), ActivityEnd()]


@pytest.mark.parametrize(
    "frame",
    [
        *("", "hello", b"\xff\xfe\x00", "[]", "3", "{}", "[" * 100_000),
        '{"a": {}}',
        '{"setup": []}',
        '{"setup": {"model": "m"}, "clientContent": {}}',
        '{"realtimeInput": {"smell": {}}}',
        '{"realtimeInput": {"audio": 3}}',
        '{"realtimeInput": {"audio": {"mimeType": "audio/opus", "data": ""}}}',
        '{"realtimeInput": {"audio": {"mimeType": "audio/pcm;rate=1", "data": ""}}}',
        '{"realtimeInput": {"audio": {"mimeType": "audio/pcm", "data": "?"}}}',
        '{"realtimeInput": {"audio": {"mimeType": "audio/pcm", "data": "\u00e9"}}}',
        '{"clientContent": {"turns": {}}}',
        '{"clientContent": {"turns": [3]}}',
    ],
)
def test_anything_else_is_refused_with_1007(frame: str | bytes) -> None:
    with pytest.raises(Refusal) as refusal:
        parse(frame)
    assert (refusal.value.code, refusal.value.reason) == (
        1007,
        "Request contains an invalid argument.",
    )


WORDS = """setup model tools handle audio text data turns parts role functionDeclarations behavior
    realtimeInput clientContent toolResponse contextUpdate sessionResumption turnComplete
    systemInstruction mime_type realtime_input functionResponses historyConfig"""
NAMES = st.sampled_from(WORDS.split())
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(NAMES, JSON, min_size=1, max_size=2).map(json.dumps) | st.binary())
def test_whatever_comes_is_read_or_refused(frame: str | bytes) -> None:
    try:
        messages = parse(frame)
    except Refusal:
        return
    assert isinstance(messages, list)
