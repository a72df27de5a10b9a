import stat
import sys
from pathlib import Path

import pytest

from app.core.faults import StoreFault
from app.practice.private import make_folder, read_private, write_private


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such mode")
def test_a_file_is_its_owners_even_when_it_was_open_to_all_before(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_text("old")
    path.chmod(0o644)
    (tmp_path / "key.new").write_text("left by a crash")
    write_private(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_private(path) == b"new"


def test_a_file_that_is_not_there_reads_as_none(tmp_path: Path) -> None:
    assert read_private(tmp_path / "none") is None


def test_what_cannot_be_used_is_a_fault_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreFault, match="below"):
        write_private(tmp_path / "file" / "below", b"")
    with pytest.raises(StoreFault, match="below"):
        make_folder(tmp_path / "file" / "below")
    with pytest.raises(StoreFault, match="The practice server cannot use"):
        read_private(tmp_path)
