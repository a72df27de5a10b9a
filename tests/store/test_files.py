from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from app.core.faults import StoreFault
from app.store.files import InterviewFiles


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
