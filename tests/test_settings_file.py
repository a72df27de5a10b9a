"""More of it, with all that a user can do wrong, is in test_settings.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from app.core.faults import InputFault
from app.settings_file import SettingsFile


@dataclass
class Inner:
    wait_s: float = 1.0


@dataclass
class Outer:
    name: str = ""
    inner: Inner = field(default_factory=Inner)


def read(tmp_path: Path, text: str) -> SettingsFile:
    path = tmp_path / "a.toml"
    path.write_text(text)
    return SettingsFile(path, "things")


def test_a_place_is_told_by_its_line_or_its_tables(tmp_path: Path) -> None:
    file = read(tmp_path, "name = 'x'\n\n[inner]\nwait_s = 2\n[inner.deep]\n")
    assert file.raw == {"name": "x", "inner": {"wait_s": 2, "deep": {}}}
    assert file.where(("inner", "wait_s")).endswith("a.toml, line 4, inner.wait_s")
    assert file.where(("inner", "else")).endswith("a.toml, line 3, inner.else")
    assert file.where(("other",)).endswith("a.toml, other")
    assert file.has(("inner",))
    assert not file.has(("inner", "else"))


def test_the_first_line_of_a_table_counts(tmp_path: Path) -> None:
    file = read(tmp_path, "[inner]\nwait_s = 2\n[inner.deep]\nwait_s = 3\n")
    assert file.where(("inner", "wait_s")).endswith("line 2, inner.wait_s")
    assert file.where(("inner", "deep", "wait_s")).endswith("line 4, inner.deep.wait_s")


def test_only_the_table_that_is_meant_is_checked(tmp_path: Path) -> None:
    file = read(tmp_path, "[good]\nname = 'x'\n[bad]\nnmae = 'x'\n")
    file.check(Outer, ("good",))
    with pytest.raises(InputFault, match=r"line 4, bad\.nmae: .*known: inner, name\.$"):
        file.check(Outer, ("bad",))
    with pytest.raises(InputFault, match="no such setting"):
        file.check(Outer)


def test_what_it_is_called_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match=r"^The things .*a\.toml are not valid TOML"):
        read(tmp_path, "[")
    with pytest.raises(InputFault, match=r"^The things .*b\.toml cannot be read"):
        SettingsFile(tmp_path / "b.toml", "things")
