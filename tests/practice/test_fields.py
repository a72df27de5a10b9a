import pytest

from app.practice.fields import check_setup, in_camel_case
from app.practice.refusal import Refusal


def test_names_come_to_one_case_at_every_level() -> None:
    assert in_camel_case({"a_b": [{"c_d_e": {"fG": "x_y"}}]}) == {"aB": [{"cDE": {"fG": "x_y"}}]}


def test_names_that_are_the_callers_own_are_left_alone() -> None:
    said = {"tool_response": {"response": {"my_field": 1}}, "args": {"a_b": 1}}
    assert in_camel_case(said) == {
        "toolResponse": {"response": {"my_field": 1}},
        "args": {"a_b": 1},
    }


@pytest.mark.parametrize(
    ("setup", "path"),
    [
        ({"voice": 1}, "setup.voice"),
        ({"generationConfig": {"warmth": 1}}, "setup.generationConfig.warmth"),
        ({"sessionResumption": {"transparent": True}}, "setup.sessionResumption.transparent"),
        (
            {"realtimeInputConfig": {"automaticActivityDetection": {"off": True}}},
            "setup.realtimeInputConfig.automaticActivityDetection.off",
        ),
        ({"historyConfig": 3}, "setup.historyConfig"),
    ],
)
def test_an_unknown_field_is_refused_by_its_path(setup: dict[str, object], path: str) -> None:
    with pytest.raises(Refusal) as refusal:
        check_setup({"model": "models/m", **setup})
    assert refusal.value.code == 1007
    assert path in refusal.value.why


@pytest.mark.parametrize(
    "extra",
    [
        {"generationConfig": {"thinkingConfig": {}}},
        {"generationConfig": {"enableAffectiveDialog": True}},
        {"proactivity": {"proactiveAudio": False}},
    ],
)
def test_what_3_8_does_not_take_is_refused_for_it_and_not_for_others(
    extra: dict[str, object],
) -> None:
    check_setup({"model": "models/gemini-2.5-flash-native-audio-preview-12-2025", **extra})
    with pytest.raises(Refusal):
        check_setup({"model": "models/gemini-3.8-live", **extra})


@pytest.mark.parametrize("model", [None, "", 3])
def test_a_setup_without_a_model_is_refused(model: object) -> None:
    with pytest.raises(Refusal):
        check_setup({"model": model})
