"""The field configuration of the second report: the session that died after ActivityEnd."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.checks import fates
from tests.e2e.people import interview, running, serving
from tests.sound import Sound

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

MODEL = "gemini-2.5-flash-native-audio-preview-12-2025"
SETTINGS = """\
[live]
thinking_budget = 0
declared_tools = ["save_answer", "next_question", "score", "end_interview"]
"""


def test_greeting_first_answer_and_next_question_in_the_field_configuration(
    sound: Sound, answers: list[Path], tmp_path: Path
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text(SETTINGS)
    extra = ("--model", MODEL, "--settings", str(settings))
    with (
        serving(tmp_path) as server,
        running(
            sound, *interview(server, tmp_path / "data", *extra), key=server.key
        ) as application,
    ):
        application.until(kind="state", floor="open", link="up")
        sound.speak(answers[0]).wait(60)
        application.until(kind="state", question=2)
        application.until(kind="state", floor="open")
        application.process.terminate()
        result = application.result()
    (setup,) = server.records(kind="setup")
    assert setup["model"] == f"models/{MODEL}"
    assert setup["manual"]
    assert len(setup["tools"]) == 4
    assert result["how"] == "left"
    assert fates(Path(result["folder"])) == ["answered"]
    greeting, question = application.said("interviewer")
    assert "tell me a little about yourself" in greeting["text"]
    assert "enjoy" in question["text"]
