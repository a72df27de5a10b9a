from __future__ import annotations

import os
from pathlib import Path

import pytest

from app.core.faults import InputFault
from app.toml_file import read_toml


def fault(path: Path, *, many: bool = False) -> str:
    with pytest.raises(InputFault) as caught:
        read_toml(path, "plan", many=many)
    return str(caught.value)


def test_a_file_gives_its_text_and_its_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("[one]\ntwo = 3\n", "utf-8-sig")
    assert read_toml(path, "plan") == ("[one]\ntwo = 3\n", {"one": {"two": 3}})


def test_what_is_not_there_is_said_not_to_be(tmp_path: Path) -> None:
    path = tmp_path / "gone.toml"
    assert fault(path) == f"The plan {path} cannot be read: it is not there. Check its name."


def test_the_option_that_names_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match=r"^There is no plan .*\. Check the name after --plan\."):
        read_toml(tmp_path / "gone.toml", "plan", option="--plan")
    with pytest.raises(InputFault, match="it is a folder"):
        read_toml(tmp_path, "plan", option="--plan")


def test_a_folder_is_called_one(tmp_path: Path) -> None:
    expected = f"The plan {tmp_path} cannot be read: it is a folder. Name a file in it."
    assert fault(tmp_path) == expected


def test_what_is_no_text_is_to_be_saved_as_text(tmp_path: Path) -> None:
    path = tmp_path / "plan.docx"
    path.write_bytes(b"PK\x03\x04\xff\xfe")
    assert "it is not plain text in UTF-8. Save it as that." in fault(path)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read anything")
def test_a_file_of_somebody_elses_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.touch(mode=0o000)
    assert "this user may not read it. Allow that, or name another." in fault(path)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "Permission denied"), "this user may not read it."),
        (OSError(5, "Input/output error"), "cannot be read: Input/output error."),
        (OSError("cut"), "cannot be read: cut."),
    ],
)
def test_what_the_system_says_else_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: OSError, said: str
) -> None:
    def refuse(*_: object) -> str:
        raise error

    monkeypatch.setattr(Path, "read_text", refuse)
    assert said in fault(tmp_path / "a.toml")


@pytest.mark.parametrize(
    "text", ["a = \n", 'a = "b', "a = b", "a = 1" + "0" * 5000, "a = [" * 9000]
)
def test_what_is_no_toml_is_told_with_its_place_and_a_remedy(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.toml"
    path.write_text(text)
    said = fault(path)
    assert said.startswith(f"The plan {path} is not valid TOML: ")
    assert said.endswith(". Text needs quotation marks, and each entry a line of its own.")
    assert f"{path} are not valid" in fault(path, many=True)
