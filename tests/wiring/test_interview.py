from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.audio.worker import DeviceWorker
from app.core.actions import Json, Note
from app.core.events import Event
from app.core.faults import Fault, InputFault
from app.core.status import SessionStatus
from app.core.turns import Floor
from app.core.view import View
from app.settings import Options
from app.store.folder import DataFolder, open_folder
from app.store.journal_reader import JournalReader
from app.telemetry.redaction import Redaction
from app.wiring.door import Door
from app.wiring.given import endpoint, read_all
from app.wiring.interview import Company, Interview
from tests.commands import assert_record_is_whole, silence

PRACTICE = Options(is_practice=True, headless=True, consent=True)


class FakeDisplay:
    """Somebody who looks on, and leaves when the interviewer is heard and something is saved."""

    def __init__(self) -> None:
        self.saved_s: Callable[[], float] = lambda: 0.0
        self.door: Door | None = None
        self.sentences: list[str] = []
        self.missing: list[str] = []
        self.floors: list[Floor] = []
        self.statuses: list[SessionStatus] = []

    def company(self) -> Company:
        return Company(self.show, self.hands, self.statuses.append)

    def show(self, saved_s: Callable[[], float]) -> FakeDisplay:
        self.saved_s = saved_s
        return self

    @contextlib.contextmanager
    def hands(self, door: Door) -> Iterator[None]:
        self.door = door
        yield
        self.door = None

    def say(self, text: str) -> None:
        self.sentences.append(text)

    def stands_in(self, missing: str, fault: Fault) -> None:
        self.missing.append(missing)

    def event(self, event: Event, now: float) -> None: ...

    def note(self, note: Note, now: float) -> None: ...

    def view(self, view: View, now: float) -> None:
        self.floors.append(view.floor)
        if view.floor is Floor.INTERVIEWER and self.saved_s() > 0 and self.door:
            asyncio.get_running_loop().call_soon(self.door.leave)  # who looks on does not act


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return open_folder(tmp_path / "data")


@pytest.fixture
def worker() -> Iterator[DeviceWorker]:
    made = DeviceWorker()
    yield made
    assert made.stop()


def test_an_interview_connects_is_heard_is_left_and_leaves_a_whole_record(
    tmp_path: Path, folder: DataFolder, worker: DeviceWorker
) -> None:
    quiet = silence(tmp_path / "quiet.wav")
    options = replace(PRACTICE, mic=str(quiet), speaker="none")
    shown = FakeDisplay()
    with endpoint(options, Redaction()) as reached:
        interview = Interview(options, read_all(options), reached, folder, worker, shown.company())
        result: dict[str, Json] = asyncio.run(interview.hold())
    assert result["how"] == "left"
    assert Floor.INTERVIEWER in shown.floors
    assert shown.statuses[-1].questions == 3
    where = Path(str(result["folder"]))
    assert where == interview.made
    kinds = assert_record_is_whole(where)
    assert (kinds[0], kinds[-1]) == ("session.started", "session.ended")
    assert "status" in kinds
    with JournalReader(where / "journal.db") as journal:
        first = journal.first()
    assert first
    assert first.payload["consent"] is True
    assert first.payload["questions"] == ["about-you", "enjoy", "solved"]
    figures = result["figures"]
    assert isinstance(figures, dict)
    assert figures["overflows"] == 0


def test_a_device_that_is_not_there_leaves_no_record_behind(
    folder: DataFolder, worker: DeviceWorker
) -> None:
    options = replace(PRACTICE, mic="none.wav", speaker="none")
    shown = FakeDisplay()
    with endpoint(options, Redaction()) as reached:
        interview = Interview(options, read_all(options), reached, folder, worker, shown.company())
        with pytest.raises(InputFault, match=r"none\.wav"):
            asyncio.run(interview.hold())
    assert interview.made is None
    assert not any(folder.sessions.iterdir())
