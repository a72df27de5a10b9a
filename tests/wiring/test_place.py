from __future__ import annotations

import logging
from pathlib import Path

import pytest

from app.core.faults import StoreFault
from app.core.lobby import Shortage
from app.core.space import SpaceParams
from app.settings import Options
from app.wiring import place as module
from app.wiring.place import Place


def place(path: Path) -> Place:
    return Place(Options(is_practice=True, data=path))


def test_an_open_place_has_a_folder_a_lock_and_a_log(tmp_path: Path) -> None:
    mine = place(tmp_path / "data")
    mine.open()
    mine.open()  # nothing: it is open
    with pytest.raises(StoreFault, match="already running"):
        place(tmp_path / "data").open()
    logging.getLogger("app.engine").info("a line of the test")
    folder = mine.folder
    mine.close()
    assert "a line of the test" in "".join(one.read_text() for one in folder.logs.iterdir())


def test_a_closed_place_is_free_for_others(tmp_path: Path) -> None:
    mine, other = place(tmp_path / "data"), place(tmp_path / "data")
    mine.open()
    mine.close()
    mine.close()  # nothing: it is closed
    other.open()
    other.close()


def test_what_was_mended_can_be_opened(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file in the folder's place")
    mine = place(tmp_path / "data")
    with pytest.raises(StoreFault):
        mine.open()
    (tmp_path / "data").unlink()
    mine.open()
    mine.close()


def test_a_place_whose_log_cannot_be_opened_holds_no_lock(tmp_path: Path) -> None:
    logs = tmp_path / "data" / "logs"
    mine = place(tmp_path / "data")
    mine.open()
    mine.close()
    for one in logs.iterdir():
        one.unlink()
    (logs / "fairhearing.log").mkdir()
    with pytest.raises(StoreFault):
        mine.open()
    (logs / "fairhearing.log").rmdir()
    place_of_another = place(tmp_path / "data")
    place_of_another.open()
    place_of_another.close()


def test_what_its_disk_lacks_for_an_interview_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = place(tmp_path / "data")
    mine.open()
    monkeypatch.setattr(module, "free_bytes", lambda _: 499_000_000)
    assert mine.shortage(SpaceParams()) == Shortage(str(tmp_path / "data"), 499_000_000, 500.0)
    monkeypatch.setattr(module, "free_bytes", lambda _: 500_000_000)
    assert mine.shortage(SpaceParams()) is None
    mine.close()


def test_a_disk_that_does_not_answer_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(path: Path) -> int:
        raise FileNotFoundError(2, "gone", str(path))

    mine = place(tmp_path / "data")
    mine.open()
    monkeypatch.setattr(module, "free_bytes", gone)
    with pytest.raises(StoreFault, match="Connect its drive"):
        mine.shortage(SpaceParams())
    mine.close()
