"""Which fields a set-up may have, and how names are brought into one form.

The service reads protobuf JSON: each field by its camelCase or its snake_case name, and no
unknown ones. The SDK sends both cases mixed, and other SDKs send camelCase only.
"""

from __future__ import annotations

from typing import Final

from app.practice.refusal import INVALID, Refusal

# Field names of google-genai 3.4.0, types.py and _live_converters.py, those of the Developer
# API. A value of None stands for a field into which we do not look.
_Fields = dict[str, "_Fields | None"]

_GENERATION: Final = """
    audioTimestamp audioTranscriptionConfig candidateCount enableAffectiveDialog
    enableEnhancedCivicAnswers frequencyPenalty logprobs maxOutputTokens mediaResolution
    modelSelectionConfig presencePenalty responseFormat responseJsonSchema responseLogprobs
    responseMimeType responseModalities responseSchema routingConfig seed speechConfig
    stopSequences temperature thinkingConfig topK topP translationConfig
"""
_DETECTION: Final = """
    disabled startOfSpeechSensitivity endOfSpeechSensitivity prefixPaddingMs silenceDurationMs
"""

_SETUP: Final[_Fields] = {
    "model": None,
    "generationConfig": dict.fromkeys(_GENERATION.split()),
    "systemInstruction": {"parts": None, "role": None},
    "tools": None,
    "realtimeInputConfig": {
        "automaticActivityDetection": dict.fromkeys(_DETECTION.split()),
        "activityHandling": None,
        "turnCoverage": None,
        "interimTranscriptTimestampEnabled": None,
    },
    "sessionResumption": {"handle": None},  # transparent is for another platform
    "contextWindowCompression": {"triggerTokens": None, "slidingWindow": {"targetTokens": None}},
    "inputAudioTranscription": None,
    "outputAudioTranscription": None,
    "proactivity": {"proactiveAudio": None, "proactiveVideo": None},
    "historyConfig": {"initialHistoryInClientContent": None},
    "avatarConfig": None,
    "safetySettings": None,
    "labels": None,
}

# What stands under these belongs to the caller, whose names are left as they are.
_OPAQUE: Final = frozenset(
    ("args", "labels", "parameters", "parametersJsonSchema", "response", "responseJsonSchema")
)


def in_camel_case(value: object) -> object:
    """Return a JSON value with every field's name in camelCase.

    Args:
        value: As ``json.loads`` gives it. Where a field is there in both cases, the later counts.

    Raises:
        RecursionError: If the value is nested too deeply.
    """
    match value:
        case dict():
            return {
                (name := _camel(key)): item if name in _OPAQUE else in_camel_case(item)
                for key, item in value.items()
            }
        case list():
            return [in_camel_case(item) for item in value]
        case _:
            return value


def check_setup(setup: dict[str, object]) -> None:
    """Check that a set-up has only fields that the service knows and its model takes.

    Args:
        setup: The set-up, names in camelCase.

    Raises:
        Refusal: With 1007, and the path of the field in ``why``.
    """
    _check(setup, _SETUP, "setup")
    _check_model(setup)


def _camel(name: str) -> str:
    head, *rest = name.split("_")
    return head + "".join(word[:1].upper() + word[1:] for word in rest)


def _check(value: object, known: _Fields, path: str) -> None:
    if not isinstance(value, dict):
        raise Refusal(1007, INVALID, f"{path} is not an object")
    for name, item in value.items():
        if name not in known:
            raise Refusal(1007, INVALID, f"unknown field {path}.{name}")
        below = known[name]
        if below is not None:
            _check(item, below, f"{path}.{name}")


def _check_model(setup: dict[str, object]) -> None:
    """Refuse what gemini-3.8-live does not take, by its model page of 2026-09."""
    model = setup.get("model")
    if not isinstance(model, str) or not model:
        raise Refusal(1007, INVALID, "setup.model is missing")
    if model.removeprefix("models/") != "gemini-3.8-live":
        return
    match setup:
        case {"generationConfig": {"thinkingConfig": _}}:
            raise Refusal(1007, INVALID, f"{model} takes no thinkingConfig")
        case {"generationConfig": {"enableAffectiveDialog": _}}:
            raise Refusal(1007, INVALID, f"{model} takes no enableAffectiveDialog")
        case {"proactivity": {"proactiveAudio": False}}:
            raise Refusal(1007, INVALID, f"{model} cannot switch proactive audio off")
        case _:
            return
