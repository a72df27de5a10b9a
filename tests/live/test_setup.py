from __future__ import annotations

import asyncio
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection

from app.core.actions import Connect
from app.live.setup import takes
from app.live.transport import Endpoint, Transport
from app.practice.certificate import Certificate
from app.settings import LiveParams
from tests.live.peers import live_peer, take_setup

NEWEST = "gemini-3.8-live"
FLASH = "gemini-3.1-flash-live-preview"
NATIVE = "gemini-2.5-flash-native-audio-preview-12-2025"
EVERYTHING = {"thinking_budget": 0, "affective": True, "proactive": True}


class Setups:
    """Set-ups as a server gets them, over the real SDK and a real connection."""

    def __init__(self, certificate: Certificate) -> None:
        self._certificate = certificate

    def __call__(
        self, *, handle: str | None = None, history: bool = False, language: str = "en", **live: Any
    ) -> dict[str, Any]:
        return asyncio.run(self._get(Connect(1, handle, history), language, LiveParams(**live)))

    async def _get(self, request: Connect, language: str, params: LiveParams) -> dict[str, Any]:
        got: list[dict[str, Any]] = []

        async def keep(ws: ServerConnection) -> None:
            got.append(await take_setup(ws))
            await ws.wait_closed()

        async with live_peer(self._certificate, keep) as url:
            endpoint = Endpoint("key", url, self._certificate.ca_file)
            transport = Transport(endpoint, params, "Ask.", language, lambda _: None)
            async with transport.open(request):
                setup: dict[str, Any] = got[0]["setup"]
                return setup


@pytest.fixture
def setup_of(certificate: Certificate) -> Setups:
    return Setups(certificate)


def test_the_candidates_turns_are_ours_to_begin_and_end(setup_of: Setups) -> None:
    assert setup_of()["realtimeInputConfig"] == {"automatic_activity_detection": {"disabled": True}}


def test_sound_transcripts_compression_and_the_instruction_are_asked_for(setup_of: Setups) -> None:
    setup = setup_of(voice="Puck")
    assert setup["model"] == f"models/{NEWEST}"
    assert setup["systemInstruction"] == {"parts": [{"text": "Ask."}], "role": "user"}
    assert setup["inputAudioTranscription"] == {}
    assert setup["outputAudioTranscription"] == {}
    assert setup["contextWindowCompression"] == {"sliding_window": {}}
    assert setup["generationConfig"] == {
        "responseModalities": ["AUDIO"],
        "speechConfig": {
            "voice_config": {"prebuilt_voice_config": {"voice_name": "Puck"}},
            "language_code": "en-US",
        },
    }


def test_resumption_is_always_on_and_has_a_handle_only_when_resuming(setup_of: Setups) -> None:
    assert setup_of()["sessionResumption"] == {}
    assert setup_of(handle="h1")["sessionResumption"] == {"handle": "h1"}


def test_history_is_announced_only_when_it_comes(setup_of: Setups) -> None:
    assert "historyConfig" not in setup_of()
    assert setup_of(history=True)["historyConfig"] == {"initial_history_in_client_content": True}


def test_declared_tools_are_declared_and_none_otherwise(setup_of: Setups) -> None:
    names = ("score", "next_question", "end_interview", "note")
    declared = setup_of(declared_tools=names)["tools"]
    assert [one["name"] for tool in declared for one in tool["functionDeclarations"]] == [*names]
    assert "tools" not in setup_of()


@pytest.mark.parametrize(
    ("language", "code"), [("en", "en-US"), ("de", "de-DE"), ("pt-BR", "pt-BR"), ("ja", "ja")]
)
def test_a_language_without_its_region_gets_the_usual_one(
    setup_of: Setups, language: str, code: str
) -> None:
    setup = setup_of(language=language)
    assert setup["generationConfig"]["speechConfig"]["language_code"] == code


@pytest.mark.parametrize("model", [NEWEST, FLASH, "a-model-of-next-year"])
def test_what_a_model_refuses_is_left_out_even_when_asked_for(setup_of: Setups, model: str) -> None:
    setup = setup_of(model=model, **EVERYTHING)
    assert set(setup["generationConfig"]) == {"responseModalities", "speechConfig"}
    assert "proactivity" not in setup


def test_what_a_model_takes_is_asked_for(setup_of: Setups) -> None:
    """The configuration of the second field report: a thinking budget of 0 is not "none"."""
    setup = setup_of(model=NATIVE, **EVERYTHING)
    assert setup["generationConfig"]["thinkingConfig"] == {"thinking_budget": 0}
    assert setup["generationConfig"]["enableAffectiveDialog"] is True
    assert setup["proactivity"] == {"proactive_audio": True}


def test_what_a_model_takes_is_left_out_when_not_asked_for(setup_of: Setups) -> None:
    setup = setup_of(model=NATIVE)
    assert set(setup["generationConfig"]) == {"responseModalities", "speechConfig"}
    assert "proactivity" not in setup


def test_a_text_that_asks_for_a_reply_goes_as_each_model_answers_it() -> None:
    assert takes(NEWEST).text_as_content
    assert takes(NATIVE).text_as_content
    assert not takes(FLASH).text_as_content
