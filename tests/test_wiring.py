from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.actions import Json, Note
from app.core.events import Event
from app.core.faults import InputFault
from app.core.turns import Floor
from app.core.view import View
from app.settings import Options
from app.store.folder import DataFolder, open_folder
from app.store.journal_reader import JournalReader
from app.telemetry.redaction import HIDDEN, Redaction
from app.wiring import Interview, endpoint, read_all
from tests.commands import assert_record_is_whole, silence

PRACTICE = Options(is_practice=True, headless=True, consent=True)
INTERVIEW = replace(PRACTICE, is_practice=False)


# --- what a person gave


def test_without_options_the_plan_is_the_default_one_and_the_interviewer_knows_it() -> None:
    told = read_all(PRACTICE)
    assert len(told.plan.questions) == 3
    for number, question in enumerate(told.plan.questions, 1):
        assert f"{number}. {question.text}" in told.instruction
    assert told.script.opening
    assert told.script.nudge


def test_what_the_command_line_says_wins_over_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text('[live]\nmodel = "a"\n[session.link]\nhold_limit_s = 5.0\n')
    settings = read_all(replace(PRACTICE, settings=path)).settings
    assert (settings.live.model, settings.session.link.hold_limit_s) == ("a", 5.0)
    asked = replace(PRACTICE, settings=path, model="b", hold_limit_s=0.0, headphones=True)
    settings = read_all(asked).settings
    assert (settings.live.model, settings.session.link.hold_limit_s) == ("b", 0.0)
    assert settings.session.turns.headphones


# --- the server


def test_practice_has_a_server_of_its_own_whose_key_never_shows_in_the_log() -> None:
    redaction = Redaction()
    with endpoint(PRACTICE, redaction) as reached:
        assert reached.url
        assert reached.url.startswith("https://")
        assert reached.key not in repr(reached)
        assert redaction.render("why", f"it was {reached.key}") == f'"it was {HIDDEN}"'


def test_the_service_is_reached_with_the_key_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "k-123")
    redaction = Redaction()
    with endpoint(INTERVIEW, redaction) as reached:
        assert (reached.key, reached.url, reached.ca_file) == ("k-123", None, None)
    assert "k-123" not in redaction.render("why", "k-123")


@pytest.mark.parametrize(
    "server", ["https://localhost:8443", "https://h/a/path", "https://[::1]:1"]
)
def test_an_address_may_have_a_port_and_a_path(
    monkeypatch: pytest.MonkeyPatch, server: str
) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "k-123")
    with endpoint(replace(INTERVIEW, server=server), Redaction()) as reached:
        assert reached.url == server


@pytest.mark.parametrize("server", ["localhost", "http://h", "https://", "https://h h", "wss://h"])
def test_what_is_no_address_is_refused(server: str) -> None:
    with (
        pytest.raises(InputFault, match="--server"),
        endpoint(replace(INTERVIEW, server=server), Redaction()),
    ):
        pass


# --- an interview from its beginning to its end


class FakeDisplay:
    """A display that leaves when it has seen enough."""

    def __init__(self, saved_s: Callable[[], float]) -> None:
        self.saved_s = saved_s
        self.sentences: list[str] = []
        self.floors: list[Floor] = []

    def say(self, text: str) -> None:
        self.sentences.append(text)

    def event(self, event: Event, now: float) -> None: ...

    def note(self, note: Note, now: float) -> None: ...

    def view(self, view: View, now: float) -> None:
        self.floors.append(view.floor)
        if view.floor is Floor.INTERVIEWER and self.saved_s() > 0:
            os.kill(os.getpid(), signal.SIGTERM)

    def result(self, payload: dict[str, Json]) -> None:
        raise AssertionError("the command line shows it")


@pytest.fixture
def handlers() -> Iterator[None]:
    """Put the process's own handlers back."""
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return open_folder(tmp_path / "data")


def test_an_interview_connects_is_heard_is_left_and_leaves_a_whole_record(
    tmp_path: Path, folder: DataFolder, handlers: None
) -> None:
    quiet = silence(tmp_path / "quiet.wav")
    options = replace(PRACTICE, mic=str(quiet), speaker="none")
    shown: list[FakeDisplay] = []

    def show(saved_s: Callable[[], float]) -> FakeDisplay:
        shown.append(FakeDisplay(saved_s))
        return shown[0]

    with endpoint(options, Redaction()) as reached:
        interview = Interview(options, read_all(options), reached, folder, show)
        result = asyncio.run(interview.hold())
    assert result["how"] == "left"
    assert Floor.INTERVIEWER in shown[0].floors
    where = Path(str(result["folder"]))
    kinds = assert_record_is_whole(where)
    assert (kinds[0], kinds[-1]) == ("session.started", "session.ended")
    with JournalReader(where / "journal.db") as journal:
        first = journal.first()
    assert first
    assert first.payload["consent"] is True
    assert first.payload["questions"] == ["about-you", "enjoy", "solved"]
    figures = result["figures"]
    assert isinstance(figures, dict)
    assert figures["overflows"] == 0


def test_a_device_that_is_not_there_leaves_no_record_behind(
    folder: DataFolder, handlers: None
) -> None:
    options = replace(PRACTICE, mic="none.wav", speaker="none")
    with endpoint(options, Redaction()) as reached:
        interview = Interview(options, read_all(options), reached, folder, FakeDisplay)
        with pytest.raises(InputFault, match=r"none\.wav"):
            asyncio.run(interview.hold())
    assert not any(folder.sessions.iterdir())
