from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.faults import InputFault, StoreFault
from app.core.patience import Wait
from app.store.preferences import Preferences, read_preferences, write_preferences

ALL = Preferences(Wait.PATIENT, True, False, True, 'Jane\'s "best" \\ Headset\t№1', "Room")
NAME = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
FLAG = st.none() | st.booleans()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "preferences.toml"


def names(path: Path) -> list[str]:
    return sorted(one.name for one in path.parent.iterdir())


def test_before_anything_was_chosen_nothing_is_and_nothing_is_wrong(path: Path) -> None:
    assert read_preferences(path) == (Preferences(), None)
    assert names(path) == []


def test_what_is_kept_is_read_again_and_nobody_else_may_read_it(path: Path) -> None:
    write_preferences(path, Preferences(toggles=True))
    write_preferences(path, ALL)
    assert read_preferences(path) == (ALL, None)
    assert names(path) == ["preferences.toml"]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.builds(
        Preferences,
        st.none() | st.sampled_from(Wait),
        *[FLAG] * 3,
        st.none() | NAME,
        st.none() | NAME,
    )
)
def test_whatever_is_chosen_can_be_kept(path: Path, chosen: Preferences) -> None:
    write_preferences(path, chosen)
    assert read_preferences(path) == (chosen, None)


def test_half_a_surrogate_pair_in_a_device_s_name_spoils_nothing(path: Path) -> None:
    write_preferences(path, Preferences(speaker="a\ud800b", cues=True))
    assert read_preferences(path) == (Preferences(speaker="a?b", cues=True), None)


@pytest.mark.parametrize(
    ("content", "right"),
    [
        (b'wait = "patient"\ntoggles = "yes"\n', Preferences(wait=Wait.PATIENT)),
        (b'wait = "for ever"\ncues = false\n', Preferences(cues=False)),
        (b"wait = [1]\ntoggles = true\n", Preferences(toggles=True)),
        (b'microphone = ""\nspeaker = 3\n', Preferences()),
        (b'colour = "red"\nheadphones = true\n', Preferences(headphones=True)),
        (b"wait = \n", Preferences()),
        (b"\xff\xfe\x00", Preferences()),
        (b"\x00" * 500, Preferences()),
        (b"a=" + b"[" * 5000, Preferences()),
        (b"#" * 70_000, Preferences()),
    ],
)
def test_what_cannot_be_read_is_set_aside_and_told_and_the_rest_still_counts(
    path: Path, content: bytes, right: Preferences
) -> None:
    path.write_bytes(content)
    found, fault = read_preferences(path)
    assert found == right
    assert isinstance(fault, InputFault)
    assert "preferences.damaged.toml" in str(fault)
    assert (path.parent / "preferences.damaged.toml").read_bytes() == content
    assert read_preferences(path) == (right, None)  # from now on all is well


def test_what_cannot_be_set_aside_is_told_and_left_where_it_is(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, "no")

    path.write_bytes(b"x")
    monkeypatch.setattr(Path, "replace", refuse)
    found, fault = read_preferences(path)
    assert found == Preferences()
    assert str(path) in str(fault)
    assert names(path) == ["preferences.toml"]


def test_a_place_that_is_no_file_is_told_and_harms_nothing(path: Path) -> None:
    path.mkdir()
    found, fault = read_preferences(path)
    assert found == Preferences()
    assert isinstance(fault, StoreFault)


def test_a_disk_that_takes_nothing_leaves_what_was_kept_and_no_litter(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    write_preferences(path, ALL)
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(StoreFault, match="the disk is full"):
        write_preferences(path, Preferences())
    monkeypatch.undo()
    assert read_preferences(path) == (ALL, None)
    assert names(path) == ["preferences.toml"]


def test_a_folder_that_is_gone_is_told(path: Path) -> None:
    with pytest.raises(StoreFault):
        write_preferences(path.parent / "none" / path.name, ALL)
