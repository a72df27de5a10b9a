from __future__ import annotations

import asyncio
import itertools
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.core.events import DiskTold, StoreFailed
from app.core.faults import StoreFault
from app.wiring import disk_watch
from app.wiring.disk_watch import DiskWatch

News = DiskTold | StoreFailed


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An interview's folder; a second takes no time."""
    monkeypatch.setattr(disk_watch, "EVERY_S", 0.0)
    monkeypatch.setattr(disk_watch, "PATIENCE_S", 30.0)
    path = tmp_path / "interview"
    path.mkdir()
    (path / "journal.db").write_bytes(b"x")
    return path


def watch(
    folder: Path,
    *acts: Callable[[], object],
    behind_s: Callable[[], float] = lambda: 0.0,
) -> list[News]:
    """Return what is told: after each piece of news the next act is done, and then it is over."""
    told: list[News] = []

    async def scene() -> None:
        left = list(acts)

        def tell(news: News) -> None:
            told.append(news)
            if left:
                left.pop(0)()
            else:
                watching.cancel()

        watching = asyncio.create_task(DiskWatch(folder, behind_s, tell).run())
        await asyncio.wait({watching})
        if not watching.cancelled():
            watching.result()

    asyncio.run(scene())
    return told


def nothing() -> None:
    """Let time pass."""


def assert_gone(told: list[News], folder: Path, why: str = "it is not there") -> None:
    """Check that the last news is that nothing can be saved there any more, and why."""
    (*before, last) = told
    assert all(isinstance(one, DiskTold) for one in before)
    assert isinstance(last, StoreFailed)
    assert isinstance(last.fault, StoreFault)
    assert f"The interview can no longer be saved in {folder}: {why}" in str(last.fault)


def test_it_tells_how_much_is_free_and_how_far_the_disk_is_behind(folder: Path) -> None:
    waited = iter([0.5, 4.0, 0.1])
    told = watch(folder, nothing, nothing, behind_s=lambda: next(waited))
    assert [one.behind_s for one in told if isinstance(one, DiskTold)] == [0.5, 4.0, 0.1]
    total = shutil.disk_usage(folder).total
    assert all(isinstance(one, DiskTold) and 0 < one.free_bytes <= total for one in told)


def test_room_is_asked_for_anew_each_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = itertools.count(900, -100)
    monkeypatch.setattr(disk_watch, "free_bytes", lambda path: next(free))
    told = watch(folder, nothing, nothing)
    assert told == [DiskTold(900, 0.0), DiskTold(800, 0.0), DiskTold(700, 0.0)]


def test_a_folder_that_is_taken_away_is_told_and_nothing_more(folder: Path) -> None:
    told = watch(folder, nothing, lambda: folder.rename(folder.with_name("away")))
    assert_gone(told, folder)
    assert len(told) == 3


def test_a_journal_that_is_deleted_is_told_though_it_could_still_be_written(folder: Path) -> None:
    with (folder / "journal.db").open("ab") as journal:
        told = watch(folder, (folder / "journal.db").unlink)
        assert journal.write(b"into nowhere")
    assert_gone(told, folder)


def test_another_file_in_the_journal_s_place_is_no_journal_of_ours(folder: Path) -> None:
    def replace() -> None:
        (folder / "other").write_bytes(b"x")
        (folder / "other").rename(folder / "journal.db")

    assert_gone(watch(folder, nothing, replace), folder)


def test_what_only_grows_is_still_the_same_journal(folder: Path) -> None:
    def grow() -> None:
        with (folder / "journal.db").open("ab") as journal:
            journal.write(bytes(9999))

    assert all(isinstance(one, DiskTold) for one in watch(folder, grow, grow, nothing))


def test_what_is_not_there_from_the_beginning_is_told_at_once(folder: Path) -> None:
    (folder / "journal.db").unlink()
    told = watch(folder)
    assert_gone(told, folder)
    assert len(told) == 1


def test_a_disk_that_fails_otherwise_is_told_with_its_reason(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(disk_watch, "free_bytes", fail)
    assert_gone(watch(folder), folder, "this user may not use it")


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A disk that answers once and then hangs until the event is set; it must have been asked."""
    answers, is_asked, is_over = iter([900]), threading.Event(), threading.Event()

    def hang(path: Path) -> int:
        for one in answers:
            return one
        is_asked.set()
        assert is_over.wait(30)
        return 100

    monkeypatch.setattr(disk_watch, "free_bytes", hang)
    monkeypatch.setattr(disk_watch, "PATIENCE_S", 0.01)
    yield is_asked
    is_over.set()
    for thread in threading.enumerate():
        if thread.name == "beside":
            thread.join(30)


def test_behind_a_disk_that_hangs_it_is_still_told_how_long_everything_waits(
    folder: Path, hanging: threading.Event
) -> None:
    waited = itertools.count(1.0, 2.0)
    told = watch(folder, nothing, nothing, nothing, behind_s=lambda: next(waited))
    assert told == [DiskTold(900, seconds) for seconds in (1.0, 3.0, 5.0, 7.0)]


def test_a_disk_that_hangs_does_not_hold_up_the_end(folder: Path, hanging: threading.Event) -> None:
    """The scene's loop is closed while the call still hangs."""
    watch(folder, lambda: None, hanging.wait)
    assert [one.daemon for one in threading.enumerate() if one.name == "beside"] == [True]
