from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from app.audio.worker import DeviceWorker
from app.core.actions import Json, Note
from app.core.entries import SessionResumed, SessionStarted
from app.core.events import Event
from app.core.faults import Fault, InputFault, StoreFault
from app.core.status import SessionStatus
from app.core.turns import Floor
from app.core.view import Situation, View
from app.settings import Options
from app.store.folder import DataFolder, open_folder
from app.store.journal_reader import JournalReader
from app.store.recovery import Stopped, recover
from app.telemetry.redaction import Redaction
from app.wiring.door import Door
from app.wiring.given import endpoint, read_all
from app.wiring.going_on import options_of, told_of
from app.wiring.interview import Company, Interview
from tests.commands import assert_record_is_whole, silence
from tests.wiring.stopping import FRAMES, stop

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
        _, first = next(journal.entries())
    assert isinstance(first, SessionStarted)
    assert (first.consent, first.practice) == (True, True)
    told = read_all(options)
    assert (first.plan, first.script, first.instruction) == (
        told.plan,
        told.script,
        told.instruction,
    )
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


# --- room on the disk


def let_be_free(monkeypatch: pytest.MonkeyPatch, megabytes: int) -> None:
    monkeypatch.setattr("app.wiring.interview.free_bytes", lambda _: megabytes * 1_000_000)


def begin(tmp_path: Path, folder: DataFolder, worker: DeviceWorker, stopped: Stopped | None) -> str:
    """Hold an interview that is left at once; return how it ended."""
    options = replace(PRACTICE, mic=str(silence(tmp_path / "quiet.wav")), speaker="none")
    told = told_of(options_of(options, stopped), stopped) if stopped else read_all(options)
    shown = FakeDisplay()
    with endpoint(options, Redaction()) as reached:
        interview = Interview(options, told, reached, folder, worker, shown.company())
        return str(asyncio.run(interview.hold())["how"])


def test_a_new_one_asks_for_room_before_anything_is_made(
    tmp_path: Path, folder: DataFolder, worker: DeviceWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_be_free(monkeypatch, 499)
    with pytest.raises(StoreFault, match=r"only 499 MB free .* asks for 500 MB"):
        begin(tmp_path, folder, worker, None)
    assert not any(folder.sessions.iterdir())


def test_one_that_had_begun_may_go_on_while_there_is_any(
    tmp_path: Path, folder: DataFolder, worker: DeviceWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = recover(stop(folder.path))
    let_be_free(monkeypatch, 49)
    with pytest.raises(StoreFault, match=r"only 49 MB free .* asks for 50 MB"):
        begin(tmp_path, folder, worker, stopped)
    let_be_free(monkeypatch, 51)
    assert begin(tmp_path, folder, worker, stopped) == "held"


def test_a_disk_that_cannot_be_asked_is_refused_in_words(
    tmp_path: Path, folder: DataFolder, worker: DeviceWorker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> int:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr("app.wiring.interview.free_bytes", fail)
    with pytest.raises(StoreFault, match="cannot be used: it is not there"):
        begin(tmp_path, folder, worker, None)


# --- going on


def test_it_goes_on_on_a_clock_that_did_not_run_meanwhile(
    tmp_path: Path, folder: DataFolder, worker: DeviceWorker
) -> None:
    path = stop(folder.path, SessionStatus(Situation.TALKING, saved_s=2.0))
    (path / "candidate.wav").write_bytes((path / "candidate.wav").read_bytes()[: -2 * 8000])
    before = (path / "candidate.wav").read_bytes()[44:]
    stopped = recover(path)
    assert begin(tmp_path, folder, worker, stopped) == "held"
    with JournalReader(path / "journal.db") as journal:
        entries = [(event.session_ms, entry) for event, entry in journal.entries()]
    at_ms, resumed = next(one for one in entries if isinstance(one[1], SessionResumed))
    assert isinstance(resumed, SessionResumed)
    assert at_ms == 2000
    assert resumed.away_s is not None
    assert resumed.away_s > 0
    assert (resumed.candidate_missing_s, resumed.entries_missing) == (0.5, 0)
    assert all(a <= b for (a, _), (b, _) in pairwise(entries))
    assert entries[-1][0] < 60_000, "not a minute of the time that it was away"
    sound = (path / "candidate.wav").read_bytes()[44:]
    assert sound[: len(before)] == before
    assert not any(sound[len(before) : 640 * FRAMES]), "what is lost is silence"
    assert len(sound) > 640 * FRAMES


def test_a_clock_on_the_wall_that_was_set_back_tells_no_time_away(
    tmp_path: Path, folder: DataFolder, worker: DeviceWorker
) -> None:
    path = stop(folder.path)
    later = replace(recover(path), last_at=datetime.now(UTC) + timedelta(days=1))
    begin(tmp_path, folder, worker, later)
    with JournalReader(path / "journal.db") as journal:
        resumed = journal.last("session.resumed")
    assert resumed
    assert resumed.payload["away_s"] is None
