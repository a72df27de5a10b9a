"""Which interview is gone on with; going on once and again; one of an earlier version."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

import app.core.entries as en
from app.core.faults import StoreFault
from app.core.status import SessionStatus
from app.core.view import Situation
from app.store.folder import DataFolder, open_folder
from app.store.interviews import read_interview
from app.store.journal import Journal
from app.store.journal_reader import JournalReader
from app.store.lock import FolderLock
from app.store.record import InterviewRecord
from app.store.recovery import Stopped, find_stopped, recover
from tests.store.damage import PAGE, events_in, spoil, zero
from tests.store.format_1 import END, OLD, write_old_journal
from tests.store.story import (
    FRAMES,
    STARTED,
    WHEN,
    frame,
    put,
    story,
    write_interview,
    write_journal,
)

RESUMED = en.SessionResumed("0", 60.0)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return open_folder(tmp_path / "data")


@pytest.fixture
def stopped(tmp_path: Path) -> Path:
    """An interview that stopped in the middle of an answer."""
    write_interview(tmp_path, *story())
    return tmp_path


def refuse(fault: StoreFault) -> None:
    raise AssertionError(fault)


def go_on(it: Stopped, entries: Sequence[en.Entry], frames: int) -> None:
    """Keep entries and so many frames behind the past, and stop without an end."""
    record = InterviewRecord(it.folder, on_fault=refuse, past_frames=it.past.frames)
    at_s = it.past.length_s
    for entry in entries:
        written = en.note(entry)
        record.note(written.kind, written.payload, at_s)
    for index in range(it.past.frames, it.past.frames + frames):
        record.keep_frame(index, frame(index))
    asyncio.run(record.close())


# --- which one


def test_the_newest_is_found_if_it_stopped(folder: DataFolder) -> None:
    assert find_stopped(folder.sessions) is None
    old = folder.new_session(WHEN)
    write_interview(old, (0.0, STARTED), frames=1)
    newest = find_stopped(folder.sessions)
    assert newest
    assert (newest.id, newest.how) == (old.name, "unfinished")

    new = folder.new_session(WHEN + timedelta(days=1))
    write_interview(new, (0.0, STARTED), (1.0, en.SessionEnded("left", 1.0)), frames=1)
    assert find_stopped(folder.sessions) is None, "whoever held another has moved on"


def test_of_two_in_the_same_minute_the_journals_tell_which_came_last(folder: DataFolder) -> None:
    first, second = (
        folder.sessions / "2026-11-23-1412-zzzz",
        folder.sessions / "2026-11-23-1412-aaaa",
    )
    for path, second_of in ((first, 5), (second, 40)):
        path.mkdir()
        with closing(Journal(path / "journal.db")) as journal:
            made = en.note(STARTED)
            wall = (WHEN + timedelta(seconds=second_of)).isoformat()
            journal.append(0, wall, made.kind, json.dumps(made.payload))
            journal.commit()
    newest = find_stopped(folder.sessions)
    assert newest
    assert newest.id == second.name


def test_one_that_cannot_be_read_is_found_too(folder: DataFolder) -> None:
    path = folder.new_session(WHEN)
    write_interview(path, *story())
    spoil(path / "journal.db", zero(0, PAGE))
    newest = find_stopped(folder.sessions)
    assert newest
    assert newest.trouble
    assert recover(folder.sessions / newest.id).found.answers == 12


def test_what_was_killed_while_it_was_made_and_what_is_no_interview_hide_none(
    folder: DataFolder,
) -> None:
    old = folder.new_session(WHEN)
    write_interview(old, (0.0, STARTED), frames=1)
    folder.new_session(WHEN + timedelta(days=1))
    (folder.sessions / "notes.txt").write_text("mine")
    newest = find_stopped(folder.sessions)
    assert newest
    assert newest.id == old.name


def test_one_that_may_not_be_read_is_found_too(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, look = folder.new_session(WHEN), Path.iterdir

    def refuse_one(one: Path) -> Iterator[Path]:
        if one == path:
            raise PermissionError(13, "Permission denied")
        return look(one)

    monkeypatch.setattr(Path, "iterdir", refuse_one)
    assert find_stopped(folder.sessions)


@pytest.mark.parametrize("size", [0, PAGE])
def test_one_that_was_killed_before_its_first_entry_says_that_nothing_was_written(
    tmp_path: Path, size: int
) -> None:
    path = tmp_path / "journal.db"
    path.touch()
    if size:
        with closing(Journal(tmp_path / "other.db")) as other:
            other._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        content = bytearray((tmp_path / "other.db").read_bytes()[:PAGE])
        content[60:64], content[68:72] = bytes(4), bytes(4)  # no version, no application
        content[103:105], content[105:107] = bytes(2), PAGE.to_bytes(2, "big")  # and no table
        content[28:32] = bytes(4)
        path.write_bytes(content)
    with pytest.raises(StoreFault, match="is empty: nothing was written before the end"):
        recover(tmp_path)


# --- once, and again


def test_it_is_gone_on_with_twice_and_the_numbers_keep_their_order(stopped: Path) -> None:
    count = len(events_in(stopped / "journal.db"))
    before = (stopped / "candidate.wav").read_bytes()[44:]
    for time in (1, 2):
        it = recover(stopped)
        assert (it.found.is_whole, it.found.repairs) == (True, ())
        assert it.past.frames == FRAMES + 50 * (time - 1)
        go_on(it, [RESUMED, en.LinkMoved("up", time + 1)], frames=50)

    it = recover(stopped)
    assert it.past.epoch == 3
    assert it.past.frames == FRAMES + 100
    numbers = [event.number for event in events_in(stopped / "journal.db")]
    assert numbers == [*range(1, count + 5)]
    times = [event.session_ms for event in events_in(stopped / "journal.db")]
    assert times == sorted(times)
    kept = (stopped / "candidate.wav").read_bytes()[44:]
    assert kept == before + b"".join(frame(index) for index in range(FRAMES, FRAMES + 100))
    assert read_interview(stopped).length_s == 14.0


def test_what_was_told_as_missing_is_not_told_again(stopped: Path) -> None:
    spoil(stopped / "journal.db", zero(5 * PAGE, PAGE))
    path = stopped / "candidate.wav"
    path.write_bytes(path.read_bytes()[: -2 * 16_000])
    first = recover(stopped).found
    assert first.entries_missing
    assert first.candidate_missing_s
    resumed = en.SessionResumed(
        "0", 1.0, first.candidate_missing_s, entries_missing=first.entries_missing
    )
    go_on(recover(stopped), [resumed], frames=0)
    second = recover(stopped).found
    assert (second.entries_missing, second.candidate_missing_s) == (0, 0.0)

    spoil(stopped / "journal.db", zero(6 * PAGE, PAGE))
    assert 0 < recover(stopped).found.entries_missing < 60


def test_between_an_end_and_a_new_beginning_nothing_of_the_clock_is_lost(stopped: Path) -> None:
    """The interviewer was heard longer than the candidate was recorded."""
    with closing(Journal(stopped / "journal.db")) as journal:
        put(journal, 13.2, SessionStatus(Situation.LISTENING, saved_s=12.0))
        journal.commit()
    it = recover(stopped)
    assert it.past.frames == 660
    go_on(it, [RESUMED], frames=1)
    assert recover(stopped).past.frames == 661


def test_another_instance_does_not_mend_what_the_first_writes(folder: DataFolder) -> None:
    with (
        FolderLock(folder.lock),
        pytest.raises(StoreFault, match="already running"),
        FolderLock(folder.lock),
    ):
        raise AssertionError("two instances hold one folder")


# --- an interview of format 1


@pytest.fixture
def old(tmp_path: Path) -> Path:
    write_interview(tmp_path, frames=200)
    (tmp_path / "journal.db").unlink()
    write_old_journal(tmp_path / "journal.db", *OLD)
    return tmp_path


def test_one_of_format_1_is_listed(old: Path) -> None:
    interview = read_interview(old)
    assert (interview.how, interview.answers, interview.trouble) == ("unfinished", 1, "")
    assert interview.length_s == 4.0


def test_one_of_format_1_can_be_shown(old: Path) -> None:
    with JournalReader(old / "journal.db") as reader:
        kinds = [type(entry) for _, entry in reader.entries()]
    assert kinds[0] is en.SessionStarted
    assert en.Said in kinds


def test_one_of_format_1_is_not_gone_on_with_and_says_why(old: Path) -> None:
    before = (old / "journal.db").read_bytes()
    with pytest.raises(StoreFault, match="earlier version of this program: it cannot be gone on"):
        recover(old)
    assert (old / "journal.db").read_bytes() == before


def test_one_of_format_1_that_is_over_is_over(tmp_path: Path) -> None:
    write_interview(tmp_path, frames=200)
    (tmp_path / "journal.db").unlink()
    write_old_journal(tmp_path / "journal.db", *OLD, END)
    assert not read_interview(tmp_path).can_go_on


def test_an_interview_that_began_in_a_hole_is_not_gone_on_with(tmp_path: Path) -> None:
    write_interview(tmp_path, frames=1)
    write_journal(tmp_path / "journal.db", (0.0, en.LinkMoved("up", 1)))
    with pytest.raises(StoreFault, match="How the interview began is not in its journal"):
        recover(tmp_path)
