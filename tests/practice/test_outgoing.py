import base64
import json

import pytest

from app.practice import outgoing
from app.practice.voice import Piece


def said(send: outgoing.Send) -> object:
    frame = send.frame()
    assert isinstance(frame, bytes)
    return json.loads(frame)


def test_sound_and_its_words_are_in_one_message_in_standard_base64() -> None:
    pcm = b"\xfb\xff\xfe\x00"
    send = outgoing.sound(Piece(pcm, " hello"), transcribed=True, noted={"reply": 1})
    blob = {"mimeType": "audio/pcm;rate=24000", "data": base64.b64encode(pcm).decode()}
    assert said(send) == {
        "serverContent": {
            "modelTurn": {"role": "model", "parts": [{"inlineData": blob}]},
            "outputTranscription": {"text": " hello"},
        }
    }


def test_words_are_left_out_when_not_asked_for_or_when_there_are_none() -> None:
    for piece, transcribed in ((Piece(b"\0\0", " a"), False), (Piece(b"\0\0", ""), True)):
        send = outgoing.sound(piece, transcribed=transcribed, noted={})
        assert "outputTranscription" not in send.frame().decode()


def test_the_turns_end_and_its_usage_are_in_one_message() -> None:
    assert said(outgoing.turn_complete(2.0, 4.0)) == {
        "serverContent": {"turnComplete": True},
        "usageMetadata": {
            "promptTokenCount": 64,
            "responseTokenCount": 100,
            "totalTokenCount": 164,
        },
    }


def test_resumption_says_yes_with_a_handle_and_no_without() -> None:
    assert said(outgoing.resumable("h", "f")) == {
        "sessionResumptionUpdate": {"newHandle": "h", "resumable": True}
    }
    assert said(outgoing.not_resumable()) == {
        "sessionResumptionUpdate": {"newHandle": "", "resumable": False}
    }


def test_the_record_holds_no_sound_no_words_and_no_handle() -> None:
    for send in (
        outgoing.sound(Piece(b"SECRET", "SECRET"), transcribed=True, noted={}),
        outgoing.input_transcription("SECRET"),
        outgoing.resumable("SECRET", "f"),
    ):
        assert "SECRET" not in repr(send)


def test_a_call_and_its_cancelling_name_the_same_id() -> None:
    assert said(outgoing.tool_call("7", "score", {"a": 1})) == {
        "toolCall": {"functionCalls": [{"id": "7", "name": "score", "args": {"a": 1}}]}
    }
    assert said(outgoing.tool_call_cancellation("7")) == {"toolCallCancellation": {"ids": ["7"]}}


def test_a_goaway_tells_the_time_as_the_service_does() -> None:
    for seconds, text in ((50.0, "50s"), (0.5, "0.5s")):
        assert said(outgoing.go_away(seconds)) == {"goAway": {"timeLeft": text}}


def test_garbage_is_no_json() -> None:
    with pytest.raises(ValueError, match="decode"):
        said(outgoing.garbage())


def test_a_big_message_is_empty_content_and_over_1_mib() -> None:
    assert said(outgoing.big()) == {"serverContent": {}}
    assert len(outgoing.big().frame()) > 2**20


def test_an_unknown_message_has_one_field_of_no_protocol() -> None:
    assert said(outgoing.unknown()) == {"weatherReport": {"sky": "clear"}}
