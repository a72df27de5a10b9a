from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.core.entries import LinkMoved
from app.core.faults import StoreFault
from app.store.files import InterviewFiles
from app.store.journal import Journal
from app.store.recording import Recording
from tests.store.story import STARTED, write_interview


def test_a_new_interview_has_its_three_files(tmp_path: Path) -> None:
    files = InterviewFiles(tmp_path)
    files.close()

    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"journal.db", "candidate.wav", "interviewer.wav"}


def test_an_interview_is_never_made_over_another(tmp_path: Path) -> None:
    InterviewFiles(tmp_path).close()
    with pytest.raises(StoreFault, match="The interview cannot be kept in"):
        InterviewFiles(tmp_path)


def test_a_folder_taken_away_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="it is not there"):
        InterviewFiles(tmp_path / "gone")


def test_the_sound_is_safe_before_the_events_that_speak_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = InterviewFiles(tmp_path)
    files.candidate.write_at(0, bytes(640))
    files.interviewer.write_at(0, bytes(960))
    files.journal.append(0, "", "answer.ended", "{}")
    committed: list[int] = []

    def sync(descriptor: int) -> None:
        committed.append(files.journal.committed)
        os.fsync(descriptor)

    monkeypatch.setattr("app.store.recording.sync_file", sync)
    files.sync()

    assert committed == [0, 0, 0, 0]
    assert files.journal.committed == 1
    files.close()


def test_what_can_be_saved_is_saved_beside_what_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = InterviewFiles(tmp_path)
    files.candidate.write_at(0, bytes(640))
    files.journal.append(0, "", "tick", "{}")

    def fail(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr("app.store.recording.sync_file", fail)
    with pytest.raises(OSError, match="Input/output"):
        files.sync()
    assert files.journal.committed == 0
    files.save_what_can_be()

    assert (files.candidate.saved_samples, files.journal.committed) == (0, 1)
    files.close()


# --- an interview that is gone on with


def test_the_three_are_opened_where_they_stopped(tmp_path: Path) -> None:
    write_interview(tmp_path, (0.0, STARTED), (0.5, LinkMoved("up", 1)), frames=50)
    files = InterviewFiles(tmp_path, exists=True)
    assert (files.journal.appended, files.journal.committed) == (2, 2)
    assert (files.candidate.saved_samples, files.interviewer.saved_samples) == (16_000, 24_000)
    files.sync()
    files.close()


@pytest.mark.parametrize("missing", ["candidate.wav", "interviewer.wav"])
def test_none_of_them_is_made_anew_under_an_interview_that_is_gone_on_with(
    tmp_path: Path, missing: str
) -> None:
    write_interview(tmp_path, (0.0, STARTED), frames=1)
    (tmp_path / missing).unlink()
    with pytest.raises(StoreFault, match="it is not there"):
        InterviewFiles(tmp_path, exists=True)
    assert not (tmp_path / missing).exists()


def test_of_files_that_cannot_all_be_opened_none_stays_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []

    for kind in (Journal, Recording):
        monkeypatch.setattr(kind, "close", _tell(closed, kind.__name__, kind.close))
    (tmp_path / "interviewer.wav").touch()
    with pytest.raises(StoreFault, match="a file stands where"):
        InterviewFiles(tmp_path)
    assert closed == ["Recording", "Journal"]


def _tell(told: list[str], name: str, close: Callable[[Any], None]) -> Callable[[Any], None]:
    def closing(one: Any) -> None:
        told.append(name)
        close(one)

    return closing
