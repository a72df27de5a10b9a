from __future__ import annotations

import logging
from pathlib import Path

import pytest

from app.core.faults import StoreFault
from app.settings import Options
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
