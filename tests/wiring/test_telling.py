from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import app.core.entries as en
from app.store.folder import DataFolder, open_folder
from app.store.record import InterviewRecord
from app.wiring.telling import tell
from tests.commands import call
from tests.store.story import STARTED
from tests.wiring.writing import NOON, refuse

ENTRIES = (
    (0.0, STARTED),
    (0.0, en.TimeGoesTo("interviewer")),
    (2.0, en.Said("interviewer", 0.5, "Hello.", reply=1, seconds=1.5)),
    (2.0, en.TimeGoesTo("candidate")),
    (4.0, en.SessionEnded("left", 4.0)),
)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return open_folder(tmp_path / "data")


def record(folder: DataFolder, *entries: tuple[float, en.Entry], began: datetime = NOON) -> Path:
    """Write an interview with these entries and 3 s of the candidate's silence."""
    path = folder.new_session(began)

    async def write() -> None:
        kept = InterviewRecord(path, on_fault=refuse)
        for index in range(150):
            kept.keep_frame(index, bytes(640))
        for at_s, entry in entries:
            made = en.note(entry)
            kept.note(made.kind, made.payload, at_s)
        await kept.close()

    asyncio.run(write())
    return path


def test_show_tells_the_newest_or_the_one_that_is_named(folder: DataFolder) -> None:
    old = record(folder, *ENTRIES)
    record(folder, *ENTRIES[:2], began=datetime(2026, 11, 24, 12, 0, tzinfo=UTC))
    newest = call("show", "--data", str(folder.path))
    assert newest.status == 0
    assert newest.out.splitlines()[0].endswith("0:03.0   unfinished")
    named = call("show", old.name[-4:], "--data", str(folder.path))
    assert named.out.splitlines()[0] == f"{old.name}   0:04.0   left"
    assert "Interviewer  Hello." in named.out
    assert "I interviewer 0:02.0" in named.out


def test_show_tells_programs_as_one_object(folder: DataFolder) -> None:
    path = record(folder, *ENTRIES)
    done = call("show", "--json", "--data", str(folder.path))
    told = json.loads(done.out)
    assert (told["id"], told["how"], told["trouble"]) == (path.name, "left", None)


def test_what_is_damaged_is_shown_as_far_as_it_can_be_read(folder: DataFolder) -> None:
    path = record(folder, *ENTRIES)
    content = bytearray((path / "journal.db").read_bytes())
    at = content.index(b'{"how":"left"')
    content[at : at + 4] = b"\0\0\0\0"
    (path / "journal.db").write_bytes(content)
    done = call("show", "--data", str(folder.path))
    assert done.status == 1
    assert "Hello." in done.out
    assert "Event 5" in done.out
    assert (path / "journal.db").read_bytes() == content, "looking mends nothing"


def test_a_folder_without_anything_in_it_is_told_as_trouble(tmp_path: Path) -> None:
    account, fault = tell(tmp_path)
    assert fault is not None
    assert account.length_s == 0.0


@pytest.mark.parametrize(
    ("name", "words"), [((), "no interviews"), (("zzzz",), 'There is no interview "zzzz"')]
)
def test_what_is_not_there_is_said(name: tuple[str, ...], words: str, folder: DataFolder) -> None:
    done = call("show", *name, "--data", str(folder.path))
    assert done.status == 2
    assert words in done.complaint()


def test_sessions_lists_all_with_how_they_ended(folder: DataFolder) -> None:
    record(folder, *ENTRIES)
    record(folder, *ENTRIES[:2], began=datetime(2026, 11, 24, 12, 0, tzinfo=UTC))
    done = call("sessions", "--data", str(folder.path))
    assert [line.split()[-1] for line in done.out.splitlines()] == ["left", "unfinished"]
    done = call("sessions", "--json", "--data", str(folder.path))
    assert [json.loads(line)["how"] for line in done.out.splitlines()] == ["left", "unfinished"]


def test_looking_at_many_or_long_ones_is_the_same(folder: DataFolder) -> None:
    """A bar is drawn only where a person waits: here it would spoil what a program reads."""
    many = [(n / 100, en.TokensCounted(n)) for n in range(600)]
    record(folder, *ENTRIES[:2], *many)
    done = call("show", "--json", "--data", str(folder.path))
    assert done.err == ""
    assert json.loads(done.out)["length_s"] == 5.99
