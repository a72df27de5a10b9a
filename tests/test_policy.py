from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.core.faults import InputFault
from app.policy import place_of, policy_path, read_policy


@pytest.mark.parametrize(
    ("system", "environ", "place"),
    [
        ("linux", {}, "/etc/fairhearing/policy.toml"),
        ("darwin", {}, "/Library/Application Support/Fairhearing/policy.toml"),
        ("win32", {"PROGRAMDATA": r"D:\Data"}, r"D:\Data\Fairhearing\policy.toml"),
        ("win32", {}, r"C:\ProgramData\Fairhearing\policy.toml"),
        ("win32", {"PROGRAMDATA": ""}, r"C:\ProgramData\Fairhearing\policy.toml"),
    ],
)
def test_the_policy_lies_where_only_administrators_write(
    system: str, environ: dict[str, str], place: str
) -> None:
    assert str(place_of(system, environ)) == place


def test_this_computers_own_is_one_of_them() -> None:
    assert str(policy_path()) == str(place_of(sys.platform, {}))


def test_no_file_is_no_policy(tmp_path: Path) -> None:
    assert read_policy(tmp_path / "none" / "policy.toml") is None


def test_a_policy_forces_and_recommends(tmp_path: Path) -> None:
    path = tmp_path / "policy.toml"
    path.write_text("[forced.live]\nmodel = 'a'\n[recommended]\nlive.voice = 'b'\n")
    policy = read_policy(path)
    assert policy is not None
    assert policy.raw == {
        "forced": {"live": {"model": "a"}},
        "recommended": {"live": {"voice": "b"}},
    }
    assert policy.where(("recommended", "live", "voice")).endswith("line 4, recommended.live.voice")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[live]\nmodel = 'a'", r"line 1, live: a policy has only the tables forced and recomm"),
        ("\nforced = 1", r"line 2, forced: must be a table, such as \[forced\.live\]\."),
        ("[forced.live]\nmodle = 'a'", r"line 2, forced\.live\.modle: .* known: .*model"),
        ("[recommended.check]\nrun_s = -1", r"line 2, recommended\.check\.run_s: a time cannot"),
        ("[forced", r"^The settings of the policy .*policy\.toml are not valid TOML"),
    ],
)
def test_a_wrong_policy_is_refused_in_words(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "policy.toml"
    path.write_text(text)
    with pytest.raises(InputFault, match=says):
        read_policy(path)


def test_a_policy_that_cannot_be_read_is_not_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "policy.toml"
    folder.mkdir()
    dangling = tmp_path / "dangling.toml"
    dangling.symlink_to(tmp_path / "gone.toml")
    (tmp_path / "file").write_text("")
    for path in (folder, dangling, tmp_path / "file" / "policy.toml"):
        with pytest.raises(InputFault, match="cannot be read"):
            read_policy(path)
