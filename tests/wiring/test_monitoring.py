from __future__ import annotations

import asyncio
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core.entries import SessionEnded
from app.core.faults import StoreFault
from app.core.status import Report, Standing
from app.monitor.reading import Reading, Sighting
from app.store.folder import DataFolder, open_folder
from app.store.journal import Journal
from app.wiring.monitoring import Board, Newest, look, read
from tests.wiring.writing import NOON, STATUS, Writing, closed, written

UNKNOWN = Report(Standing.UNKNOWN, None, 0.0)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return open_folder(tmp_path / "data")


# --- what a journal says


def test_the_newest_event_tells_the_age_and_the_newest_status_the_rest(folder: DataFolder) -> None:
    with written(folder, "session.started", "status", "answer.ended", now=NOON) as path:
        reading = read(path, NOON + timedelta(seconds=2))
    assert reading == Reading(path.name, 3, 2.0, STATUS.payload())


def test_an_end_is_seen_though_a_last_status_follows_it(folder: DataFolder) -> None:
    with written(folder, "session.started", "status", "session.ended", "status") as path:
        assert read(path, NOON).how == "left"


def test_an_end_is_none_once_the_interview_went_on(folder: DataFolder) -> None:
    with written(folder, "session.started", "session.ended", "session.resumed") as path:
        assert read(path, NOON).how is None
    with written(folder, "session.ended", "session.resumed", "status", "session.ended") as path:
        assert read(path, NOON).how == "left"


@pytest.mark.parametrize("payload", ['{"how":7}', "{}"])
def test_an_end_of_another_version_is_an_end(tmp_path: Path, payload: str) -> None:
    journal = Journal(tmp_path / "journal.db")
    journal.append(0, NOON.isoformat(), "session.ended", payload)
    journal.commit()
    journal.close()
    assert isinstance(read(tmp_path, NOON).how, str)


def test_a_journal_from_later_has_an_age_below_zero(folder: DataFolder) -> None:
    with written(folder, "status", now=NOON) as path:
        assert read(path, NOON - timedelta(hours=1)).age_s == -3600.0


def test_an_interview_that_has_just_been_made_is_no_trouble(tmp_path: Path) -> None:
    assert read(tmp_path, NOON) == Reading(tmp_path.name)
    (tmp_path / "journal.db").touch()
    assert read(tmp_path, NOON) == Reading(tmp_path.name)
    (tmp_path / "journal.db").unlink()
    Journal(tmp_path / "journal.db").close()
    assert read(tmp_path, NOON) == Reading(tmp_path.name)


@pytest.mark.parametrize("wall", ["yesterday", "", "0001-01-01T00:00:00+14:00"])
def test_an_event_at_no_time_is_trouble_in_words(tmp_path: Path, wall: str) -> None:
    journal = Journal(tmp_path / "journal.db")
    journal.append(0, wall, "status", "{}")
    journal.commit()
    journal.close()
    assert "Event 1" in read(tmp_path, NOON).trouble
    assert "no time" in read(tmp_path, NOON).trouble


def test_a_broken_journal_is_trouble_in_words(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(b"something else " * 100)
    assert "damaged" in read(tmp_path, NOON).trouble


def test_a_journal_that_the_system_refuses_is_trouble_in_words(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.mkdir()
    (loop / "journal.db").symlink_to(loop / "journal.db")
    assert "cannot be read" in read(loop, NOON).trouble


def test_to_look_changes_nothing_in_what_is_written(folder: DataFolder) -> None:
    path = closed(folder, "status", began=NOON, now=NOON)
    before = (path / "journal.db").read_bytes()
    read(path, NOON)
    assert (path / "journal.db").read_bytes() == before


# --- which interview


def test_the_newest_is_the_one_that_began_last_whatever_the_clock_on_the_wall_said(
    folder: DataFolder,
) -> None:
    """The clock goes back at 3 to 2: the later interview has the earlier name."""
    before = closed(folder, "status", began=NOON.replace(hour=2, minute=50), now=NOON)
    after = closed(
        folder, "status", began=NOON.replace(hour=2, minute=10), now=NOON + timedelta(minutes=20)
    )
    assert before.name > after.name
    assert Newest(folder.sessions).find() == after


def test_of_two_in_one_minute_the_later_is_the_newest(folder: DataFolder) -> None:
    made = [
        closed(folder, "status", began=NOON, now=NOON + timedelta(seconds=second))
        for second in (5, 1, 9, 3)
    ]
    assert Newest(folder.sessions).find() == made[2]


def test_an_interview_that_begins_is_found_by_its_name_before_anything_is_written(
    folder: DataFolder,
) -> None:
    newest = Newest(folder.sessions)
    first = closed(folder, "status", began=NOON, now=NOON)
    assert newest.find() == first
    second = folder.new_session(datetime.now().astimezone() + timedelta(days=400))
    assert newest.find() == second


def test_what_is_no_interview_is_passed_over(folder: DataFolder) -> None:
    newest = Newest(folder.sessions)
    (folder.sessions / ".DS_Store").touch()
    (folder.sessions / "zebra").mkdir()
    assert newest.find() is None
    one = closed(folder, "status", began=NOON, now=NOON)
    assert newest.find() == one


def test_a_broken_journal_that_is_the_newest_hides_behind_no_older_one(folder: DataFolder) -> None:
    closed(folder, "status", began=NOON, now=NOON)
    broken = closed(folder, "status", began=NOON + timedelta(days=2), now=NOON)
    for file in broken.iterdir():
        file.write_bytes(b"something else " * 100)
    assert Newest(folder.sessions).find() == broken


def test_sessions_that_cannot_be_listed_are_a_fault_and_none_are_none(tmp_path: Path) -> None:
    assert Newest(tmp_path / "absent").find() is None
    (tmp_path / "file").touch()
    with pytest.raises(StoreFault, match="cannot be listed"):
        Newest(tmp_path / "file").find()


# --- looking on


def test_who_looks_on_sees_an_interview_begin_go_on_die_and_the_next_one(
    folder: DataFolder,
) -> None:
    times = iter([0.0, 0.0, 0.25, 0.5, 9.0, 9.25, 9.5])
    sightings = look(folder.sessions, lambda: next(times))

    def seen() -> tuple[Standing, str] | None:
        sighting, _ = next(sightings)
        return sighting and (sighting.report.standing, sighting.session)

    async def scene() -> None:
        assert seen() is None
        first = Writing(folder, NOON, lambda: datetime.now(UTC))
        assert seen() == (Standing.UNKNOWN, first.path.name)
        await first.tell()
        assert seen() == (Standing.LIVE, first.path.name)
        assert seen() == (Standing.UNKNOWN, first.path.name)  # 8.5 s later, and nothing new
        second = Writing(folder, NOON + timedelta(minutes=1), lambda: datetime.now(UTC))
        await second.tell()
        assert seen() == (Standing.LIVE, second.path.name)
        await second.tell(SessionEnded("finished", 0.0))
        assert seen() == (Standing.ENDED, second.path.name)
        await first.close()
        await second.close()

    asyncio.run(scene())


# --- how it is shown


def test_for_people_a_line_is_a_line_and_steers_no_terminal() -> None:
    out = io.StringIO()
    board = Board(out, is_json=False, rewrites=True)  # a StringIO is no terminal
    board.show(None, 0.0)
    board.show(Sighting("s\x1b[2J\udcff", UNKNOWN, "It is\ngone."), 0.0)
    board.end()
    assert out.getvalue() == "There is no interview yet.\ns?[2J?: unknown. It is?gone.\n"


class Terminal(io.StringIO):
    """A terminal that is wide enough."""

    def isatty(self) -> bool:
        return True


def test_at_a_terminal_a_line_takes_the_place_of_the_one_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    out = Terminal()
    board = Board(out, is_json=False, rewrites=True)
    board.show(Sighting("s", UNKNOWN, "It is gone for ever and a day."), 0.0)
    board.show(Sighting("s", UNKNOWN), 0.0)
    board.end()
    first, second = out.getvalue().split("\r")[1:]
    assert first == "s: unknown. It is gone for ever and a d"
    assert second == "s: unknown, nothing is written yet".ljust(39) + "\n"


def test_for_a_program_trouble_has_a_name_of_its_own() -> None:
    out = Terminal()
    board = Board(out, is_json=True, rewrites=True)
    board.show(Sighting("s", UNKNOWN, "Gone."), 0.0)
    board.show(Sighting("s", UNKNOWN), 0.0)
    board.show(None, 1.0)
    board.end()
    trouble, unknown, none = map(json.loads, out.getvalue().splitlines())
    assert (trouble["standing"], trouble["trouble"]) == ("unknown", "Gone.")
    assert unknown.keys() == none.keys() == trouble.keys() - {"trouble"}
    assert (none["t"], none["session"]) == (1.0, None)
