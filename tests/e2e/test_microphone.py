"""The whole application with a sound server that is ill-treated."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import assert_record_is_whole
from tests.e2e.people import Application, running
from tests.sound import Sound

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]


@pytest.fixture
def own_sound(tmp_path: Path) -> Iterator[Sound]:
    """A card that the test may break."""
    with Sound(tmp_path / "s") as card:
        yield card


def leave(application: Application) -> None:
    application.process.send_signal(signal.SIGINT)
    result = application.result()
    assert result["how"] in {"left", "held"}, "held: a sample answer had begun"
    assert assert_record_is_whole(Path(str(result["folder"])))[-1] == "session.ended"


def test_a_sound_server_that_does_not_answer_at_the_start_is_said_in_words(
    own_sound: Sound, tmp_path: Path
) -> None:
    own_sound.freeze(on=True)
    with running(own_sound, "practice", "--data", str(tmp_path / "data")) as application:
        for missing in ("sample answers take its place", "read what the interviewer says"):
            text = str(application.until(kind="notice")["text"])
            assert "The sound system does not answer." in text
            assert missing in text
        application.until(kind="state", floor="candidate")
        leave(application)


def test_who_named_a_microphone_is_told_that_the_sound_server_does_not_answer(
    own_sound: Sound, tmp_path: Path
) -> None:
    own_sound.freeze(on=True)
    arguments = ("practice", "--data", str(tmp_path / "data"), "--mic", "mic")
    with running(own_sound, *arguments) as application:
        assert "does not answer" in str(application.until(kind="fault")["text"])
        assert application.result()["exit"] == 1


def test_an_interview_can_be_left_while_the_sound_server_is_frozen(
    own_sound: Sound, tmp_path: Path
) -> None:
    arguments = ("practice", "--data", str(tmp_path / "data"), "--mic", "mic")
    with running(own_sound, *arguments) as application:
        application.until(kind="state", floor="interviewer")
        own_sound.freeze(on=True)
        leave(application)
