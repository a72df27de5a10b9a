import os
import tomllib
from pathlib import Path

import pytest
import wheels

ROOT = Path(__file__).resolve().parents[2]
WINDOWS = next(target for target in wheels.TARGETS if "Windows" in target.name)


def test_every_system_that_an_installer_is_built_for_is_asked_about() -> None:
    platforms = {target.platform for target in wheels.TARGETS if target.python == "3.13"}
    assert {"aarch64-apple-darwin", "x86_64-apple-darwin", "x86_64-pc-windows-msvc"} <= platforms
    assert any("x86_64-manylinux" in platform for platform in platforms)
    settings = tomllib.loads((ROOT / "briefcase.toml").read_text("utf-8"))
    mac = settings["tool"]["briefcase"]["app"]["fairhearing"]["macOS"]
    assert mac["min_os_version"] == wheels._OLDEST_MACOS


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for uv is a shell script")
def test_what_is_lacking_is_told_with_its_cause(tmp_path: Path, monkeypatch, capsys) -> None:
    uv = tmp_path / "uv"
    uv.write_text(
        """#!/bin/sh
case "$*" in *windows*) echo "no wheel of soxr" >&2; exit 1;; esac
test "$MACOSX_DEPLOYMENT_TARGET" = 13.0
"""
    )
    uv.chmod(0o755)
    monkeypatch.setattr(wheels, "find_uv", lambda _: str(uv))
    assert wheels.main() == 1
    said = capsys.readouterr().out
    assert "Windows, x64, Python 3.13: lacking\n    no wheel of soxr\n" in said
    assert said.count(": well\n") == len(wheels.TARGETS) - 1
    assert said.endswith(
        f"{len(wheels.TARGETS) - 1} of {len(wheels.TARGETS)} targets have every wheel\n"
    )


def test_nothing_is_installed_and_nothing_built() -> None:
    command = wheels.command("uv", WINDOWS, Path("lock.txt"), Path("nowhere"))
    assert {"--dry-run", "--only-binary=:all:", "--require-hashes", "--no-deps"} <= {*command}
    assert command[-2:] == ["-r", "lock.txt"]
