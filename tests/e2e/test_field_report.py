"""What two reports from the field told: a session that died, and a turn that never ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.store.journal_reader import JournalReader
from tests.e2e.checks import fates
from tests.e2e.people import interview, running, serving, spoken
from tests.sound import Sound, wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

LONG = " ".join(
    (
        "I learned to repair bicycles when I was twelve years old, in the yard behind our house.",
        "One winter the heating of our whole building failed, so we carried everything next door.",
        "Once our delivery was late, so I called each customer and offered them a new date.",
    )
    * 4
)
"""An answer of more than 50 s."""
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


@pytest.fixture
def own_sound(tmp_path: Path) -> Iterator[Sound]:
    """A card that the test may break."""
    with Sound(tmp_path / "s") as card:
        yield card


def _suspend(sound: Sound) -> None:
    sound.suspend_microphone(on=True)


@pytest.mark.parametrize("stop", [_suspend, Sound.kill], ids=["suspended", "server gone"])
def test_after_38_seconds_of_speech_and_then_no_frames_the_turn_ends_and_is_answered(
    own_sound: Sound, tmp_path: Path, stop: Callable[[Sound], None]
) -> None:
    (voice,) = spoken(tmp_path, LONG)
    with (
        serving(tmp_path) as server,
        running(own_sound, *interview(server, tmp_path / "data"), key=server.key) as application,
    ):
        application.until(kind="state", floor="open", link="up")
        own_sound.speak(voice)
        began = application.until(kind="state", floor="candidate")["t"]
        wait_until(lambda: time.perf_counter() >= application.began + began + 38.0, "it", 60.0)
        stop(own_sound)
        application.until(kind="state", floor="waiting")
        application.until(kind="transcript", speaker="candidate", exchange=1)
        assert application.lines[-1]["seconds"] > 38.0
        microphone = [one["microphone"] for one in application.lines if one["kind"] == "state"][-1]
        assert microphone in {"stalled", "gone"}, "nobody has cured it"
        application.process.terminate()
        result = application.result()
    folder = Path(result["folder"])
    with JournalReader(folder / "journal.db") as journal:
        events = [*journal.events()]
    (ended,) = [one for one in events if one.kind == "utterance.ended"]
    last = int(str(ended.payload["spans"][-1][-1]))  # type: ignore[index,call-overload]  # pairs
    late_s = result["figures"]["loop_lag_ms"]["most"] / 1000
    assert 2.6 <= ended.session_ms / 1000 - (last + 1) * 0.02 <= 2.8 + late_s
    assert len(server.records(kind="activityEnd")) == 1
    assert fates(folder) == ["answered"]
    (_, _, pcm, is_closed) = server.windows()[-1]
    assert is_closed
    assert len(pcm) > 38 * 32_000
