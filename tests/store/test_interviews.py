from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.core.faults import StoreFault
from app.store.folder import DataFolder, open_folder
from app.store.interviews import list_interviews, read_interview
from app.store.record import InterviewRecord

WHEN = datetime(2026, 11, 23, 14, 12, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return open_folder(tmp_path / "data")


def refuse(fault: StoreFault) -> None:
    raise AssertionError(fault)


def hold(folder: DataFolder, *notes: tuple[str, dict[str, str], float], frames: int = 0) -> Path:
    """Keep an interview of these events and so many frames."""
    record = InterviewRecord(folder.new_session(WHEN), on_fault=refuse, utc_now=lambda: WHEN)
    for index in range(frames):
        record.keep_frame(index, bytes(640))
    for kind, payload, at_s in notes:
        record.note(kind, payload, at_s)
    asyncio.run(record.close())
    return record.folder


def test_a_folder_without_interviews_lists_none(folder: DataFolder, tmp_path: Path) -> None:
    assert list_interviews(folder.sessions) == []
    assert list_interviews(tmp_path / "never made") == []


def test_an_interview_is_told_by_when_how_long_how_and_how_many_answers(
    folder: DataFolder,
) -> None:
    path = hold(
        folder,
        ("session.began", {}, 0.0),
        ("answer.ended", {}, 0.5),
        ("answer.ended", {}, 0.9),
        ("session.ended", {"how": "finished"}, 1.0),
        frames=100,
    )
    (interview,) = list_interviews(folder.sessions)

    assert (interview.id, interview.began) == (path.name, WHEN)
    assert (interview.how, interview.answers, interview.length_s) == ("finished", 2, 2.0)
    assert interview.trouble == ""


def test_without_sound_the_last_event_gives_the_length(folder: DataFolder) -> None:
    hold(folder, ("session.began", {}, 0.0), ("session.ended", {"how": "left"}, 7.5))
    (interview,) = list_interviews(folder.sessions)

    assert (interview.how, interview.length_s) == ("left", 7.5)


@pytest.mark.parametrize("payload", [{}, {"how": "exploded"}])
def test_an_interview_without_a_known_end_is_unfinished(
    folder: DataFolder, payload: dict[str, str]
) -> None:
    hold(folder, ("session.ended", payload, 1.0))
    hold(folder, ("answer.ended", {}, 1.0))

    assert [item.how for item in list_interviews(folder.sessions)] == ["unfinished"] * 2


def test_the_last_end_counts_when_an_interview_was_taken_up_again(folder: DataFolder) -> None:
    hold(folder, ("session.ended", {"how": "held"}, 1.0), ("session.ended", {"how": "left"}, 2.0))

    assert list_interviews(folder.sessions)[0].how == "left"


def test_an_end_counts_though_something_was_noted_after_it(folder: DataFolder) -> None:
    hold(folder, ("session.ended", {"how": "left"}, 1.0), ("log.closed", {}, 1.1))

    assert list_interviews(folder.sessions)[0].how == "left"


def test_an_interview_can_be_listed_while_it_runs(folder: DataFolder) -> None:
    async def run() -> None:
        record = InterviewRecord(folder.new_session(WHEN), on_fault=refuse)
        record.keep_frame(49, bytes(640))
        record.note("answer.ended", {}, 0.3)
        await record.save()
        interview = read_interview(record.folder)
        assert (interview.how, interview.answers, interview.length_s) == ("unfinished", 1, 1.0)
        assert interview.trouble == ""
        await record.close()

    asyncio.run(run())


def test_what_cannot_be_read_is_listed_with_the_reason_and_left_alone(folder: DataFolder) -> None:
    hold(folder, ("session.ended", {"how": "finished"}, 1.0))
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


def test_a_wall_clock_that_is_no_time_falls_back_to_the_id(
    folder: DataFolder,
) -> None:
    path = folder.new_session(WHEN)
    record = InterviewRecord(path, on_fault=refuse)
    record._files.journal.append(0, "yesterday", "x", "{}")
    asyncio.run(record.close())

    began = read_interview(path).began
    assert began is not None
    assert f"{began:%H%M}" == "1412"


def test_a_sessions_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sessions").write_text("x")
    with pytest.raises(StoreFault, match="cannot be listed: a file stands where"):
        list_interviews(tmp_path / "sessions")
