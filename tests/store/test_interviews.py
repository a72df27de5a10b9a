from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

import pytest

from app.core.entries import AnswerEnded, SessionEnded, SessionResumed, note
from app.core.faults import InputFault, StoreFault
from app.core.status import SessionStatus
from app.core.view import Situation
from app.store.folder import DataFolder, open_folder
from app.store.interviews import find_interview, list_interviews, read_interview
from app.store.journal import Journal
from app.store.record import InterviewRecord
from tests.store.story import STARTED, WHEN, At

ANSWERED = AnswerEnded(0, "answered", 1.0, reply=1)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return open_folder(tmp_path / "data")


def refuse(fault: StoreFault) -> None:
    raise AssertionError(fault)


def hold(folder: DataFolder, *entries: At, frames: int = 0) -> Path:
    """Keep an interview of these entries and so many frames."""
    record = InterviewRecord(folder.new_session(WHEN), on_fault=refuse, utc_now=lambda: WHEN)
    for index in range(frames):
        record.keep_frame(index, bytes(640))
    for at_s, entry in entries:
        written = note(entry)
        record.note(written.kind, written.payload, at_s)
    asyncio.run(record.close())
    return record.folder


def how(folder: DataFolder, *entries: At) -> str:
    """Return how an interview of these entries ended."""
    return read_interview(hold(folder, *entries)).how


def test_a_folder_without_interviews_lists_none(folder: DataFolder, tmp_path: Path) -> None:
    assert list_interviews(folder.sessions) == []
    assert list_interviews(tmp_path / "never made") == []


def test_an_interview_is_told_by_when_how_long_how_and_how_many_answers(
    folder: DataFolder,
) -> None:
    path = hold(
        folder,
        (0.0, STARTED),
        (0.5, ANSWERED),
        (0.9, AnswerEnded(1, "declined", 1.0)),
        (1.0, SessionEnded("finished", 1.0)),
        frames=100,
    )
    (interview,) = list_interviews(folder.sessions)

    assert (interview.id, interview.began) == (path.name, WHEN)
    assert (interview.how, interview.answers, interview.length_s) == ("finished", 2, 2.0)
    assert interview.trouble == ""


def test_an_answer_that_was_held_and_then_answered_is_one(folder: DataFolder) -> None:
    path = hold(
        folder,
        (0.0, STARTED),
        (1.0, AnswerEnded(0, "held", 1.0)),
        (1.0, SessionEnded("held", 1.0)),
        (1.0, SessionResumed("0", 5.0)),
        (2.0, ANSWERED),
    )
    assert read_interview(path).answers == 1


def test_without_sound_the_last_event_gives_the_length(folder: DataFolder) -> None:
    hold(folder, (0.0, STARTED), (7.5, SessionEnded("left", 7.5)))
    (interview,) = list_interviews(folder.sessions)

    assert (interview.how, interview.length_s) == ("left", 7.5)


@pytest.mark.parametrize("payload", ["{}", '{"how":"exploded","length_s":1.0}', '{"how":[]}'])
def test_an_interview_without_a_known_end_is_unfinished(folder: DataFolder, payload: str) -> None:
    journal = Journal(folder.new_session(WHEN) / "journal.db")
    journal.append(1000, WHEN.isoformat(), "session.ended", payload)
    journal.commit()
    journal.close()
    hold(folder, (1.0, ANSWERED))

    assert [item.how for item in list_interviews(folder.sessions)] == ["unfinished"] * 2


@pytest.mark.parametrize(
    ("end", "can_go_on"), [("finished", False), ("left", False), ("held", True), ("failed", True)]
)
def test_what_was_finished_or_left_is_over(folder: DataFolder, end: str, can_go_on: bool) -> None:
    interview = read_interview(hold(folder, (0.0, STARTED), (1.0, SessionEnded(end, 1.0))))
    assert (interview.how, interview.can_go_on) == (end, can_go_on)


def test_what_has_no_end_can_go_on(folder: DataFolder) -> None:
    assert read_interview(hold(folder, (0.0, STARTED))).can_go_on


def test_the_last_end_counts_when_an_interview_was_taken_up_again(folder: DataFolder) -> None:
    held, resumed = (1.0, SessionEnded("held", 1.0)), (1.0, SessionResumed("0", 5.0))

    assert how(folder, held, resumed, (2.0, SessionEnded("left", 2.0))) == "left"
    assert how(folder, held, resumed, (2.0, ANSWERED)) == "unfinished"


def test_an_end_counts_though_something_was_noted_after_it(folder: DataFolder) -> None:
    status = SessionStatus(Situation.LEFT)

    assert how(folder, (1.0, SessionEnded("left", 1.0)), (1.1, status)) == "left"


def test_an_interview_can_be_listed_while_it_runs(folder: DataFolder) -> None:
    async def run() -> None:
        record = InterviewRecord(folder.new_session(WHEN), on_fault=refuse)
        record.keep_frame(49, bytes(640))
        written = note(ANSWERED)
        record.note(written.kind, written.payload, 0.3)
        await record.save()
        interview = read_interview(record.folder)
        assert (interview.how, interview.answers, interview.length_s) == ("unfinished", 1, 1.0)
        assert interview.trouble == ""
        await record.close()

    asyncio.run(run())


def test_what_cannot_be_read_is_listed_with_the_reason_and_left_alone(folder: DataFolder) -> None:
    hold(folder, (1.0, SessionEnded("finished", 1.0)))
    (folder.sessions / "2026-01-01-0900-aaaa").mkdir()
    damaged = folder.sessions / "2026-01-02-0900-bbbb"
    damaged.mkdir()
    (damaged / "journal.db").write_bytes(b"x" * 5000)
    (damaged / "candidate.wav").write_bytes(bytes(44 + 32_000))
    (folder.sessions / "notes.txt").write_text("mine")
    (folder.sessions / ".DS_Store").write_text("the system's")

    empty, broken, good, stranger = list_interviews(folder.sessions)
    assert "holds no journal" in empty.trouble
    assert empty.began == datetime(2026, 1, 1, 9, 0).astimezone()  # ids are local
    assert "damaged" in broken.trouble
    assert broken.length_s == 1.0
    assert (good.how, good.trouble) == ("finished", "")
    assert stranger.id == "notes.txt"
    assert stranger.began is None
    assert stranger.trouble
    assert (damaged / "journal.db").read_bytes() == b"x" * 5000


@pytest.mark.parametrize("wall", ["yesterday", "", "2026-11-23T09:00:00.000"])
def test_a_wall_clock_that_is_no_time_or_without_a_zone_falls_back_to_the_id(
    folder: DataFolder, wall: str
) -> None:
    path = folder.new_session(WHEN)
    record = InterviewRecord(path, on_fault=refuse)
    record._files.journal.append(0, wall, "x", "{}")
    asyncio.run(record.close())

    began = read_interview(path).began
    assert began is not None
    assert f"{began:%H%M}" == "1412"
    assert began.tzinfo


def test_a_sessions_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("x")
    with pytest.raises(StoreFault, match="cannot be listed: a file stands where"):
        list_interviews(tmp_path / "sessions")


# --- finding one by its name


@pytest.fixture
def three(folder: DataFolder) -> DataFolder:
    for name in ("2026-01-01-0900-aaaa", "2026-01-02-0900-aaab", "2026-01-03-0900-7aab"):
        (folder.sessions / name).mkdir()
    return folder


@pytest.mark.parametrize(
    ("name", "number"), [("aaaa", 1), ("2026-01-01-0900-aaaa", 1), ("7aab", 3), ("-aaab", 2)]
)
def test_an_interview_is_found_by_its_id_or_the_end_of_it(
    three: DataFolder, name: str, number: int
) -> None:
    assert find_interview(three.sessions, name).name.startswith(f"2026-01-0{number}")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("aab", r'2 interviews end with "aab"\. List them with: fairhearing sessions'),
        ("bbbb", r'There is no interview "bbbb"\. List them'),
        ("", r'end with ""'),
        ("../sessions/2026-01-01-0900-aaaa", "There is no interview"),
    ],
)
def test_a_name_that_fits_none_or_several_is_refused(
    three: DataFolder, name: str, words: str
) -> None:
    with pytest.raises(InputFault, match=words):
        find_interview(three.sessions, name)


def test_a_whole_id_is_found_though_a_longer_one_ends_with_it(folder: DataFolder) -> None:
    for name in ("x", "2026-x"):
        (folder.sessions / name).mkdir()
    assert find_interview(folder.sessions, "x").name == "x"


def test_an_empty_name_finds_nothing_though_there_is_only_one(folder: DataFolder) -> None:
    (folder.sessions / "x").mkdir()
    with pytest.raises(InputFault):
        find_interview(folder.sessions, "")
