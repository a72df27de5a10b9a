import os
import subprocess
import sys
import tomllib
from pathlib import Path

import build
import pytest
from step import SetupFailed

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = '[tool.briefcase.app.x]\nformal_name = "X"\n'


def test_what_briefcase_reads_is_our_project_with_exact_packages_and_our_settings() -> None:
    project = {
        "name": "x",
        "authors": [{"name": 'Ann "A" Öz'}],
        "license-files": ["LICENSE"],
        "dependencies": ["a>=1"],
        "readme": "README.md",
    }
    pins = ["a==1.2 ; sys_platform == 'win32'"]
    read = tomllib.loads(build.joined(project, SETTINGS, pins))
    assert read == {
        "project": {
            "name": "x",
            "authors": [{"name": 'Ann "A" Öz'}],
            "license-files": ["LICENSE"],
            "dependencies": pins,  # and no readme, which is not laid out
        },
        "tool": {"briefcase": {"app": {"x": {"formal_name": "X"}}}},
    }


def test_a_pin_is_a_name_a_version_and_a_marker() -> None:
    lock = "# made\na==1 \\\n    --hash=sha256:00\nb==2 ; x == 'y' \\\n    --hash=sha256:01\n"
    assert build.pins_of(lock) == ["a==1", "b==2 ; x == 'y'"]


@pytest.fixture
def laid_out(tmp_path: Path) -> Path:
    target = tmp_path / "stage"
    build.stage(target=target)
    return target


def test_the_folder_holds_what_is_shipped_and_nothing_else(laid_out: Path) -> None:
    names = {path.name for path in laid_out.iterdir()}
    described = tomllib.loads((laid_out / "pyproject.toml").read_text("utf-8"))
    app = described["tool"]["briefcase"]["app"]["fairhearing"]
    assert names == {*app["sources"], app["man_page"], "LICENSE", "CHANGELOG.md", "pyproject.toml"}
    assert not list(laid_out.rglob("__pycache__"))
    assert (laid_out / "app/core/session.py").is_file()
    assert (laid_out / "resources/plans/default.toml").is_file()


def test_laid_out_again_nothing_removed_is_left_but_what_was_built_is(laid_out: Path) -> None:
    gone, kept = laid_out / "app/gone.py", laid_out / "build/kept"
    gone.touch()
    kept.mkdir(parents=True)
    build.stage(target=laid_out)
    assert not gone.exists()
    assert kept.exists()


def test_the_laid_out_application_begins_by_its_name(laid_out: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "fairhearing", "--version"],
        cwd=laid_out,
        env={**os.environ, "PYTHONSAFEPATH": "", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.split()[0]) == (0, "Fairhearing"), done.stderr


def test_clean_removes_bundles_and_installers_but_not_the_wheels(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(build, "STAGE", tmp_path / "stage")
    monkeypatch.setattr(build, "WHEELS", tmp_path / "wheels")
    for folder in ("stage/build", "stage/dist", "stage/.briefcase", "stage/app", "wheels"):
        (tmp_path / folder).mkdir(parents=True)
    build.remove_built()
    build.remove_built()  # and nothing to remove is no error
    assert [path.name for path in (tmp_path / "stage").iterdir()] == ["app"]
    assert (tmp_path / "wheels").is_dir()


def test_another_python_than_the_systems_builds_no_deb(monkeypatch, tmp_path: Path) -> None:
    if os.name != "posix":
        pytest.skip("no .deb is built on Windows")
    other = tmp_path / "python3"
    other.write_text("#!/bin/sh\necho 4.0\n")
    other.chmod(0o755)
    monkeypatch.setattr(build, "SYSTEM_PYTHON", other)
    with pytest.raises(SetupFailed, match=r"(?s)uses the system's Python.*Run .*python3 packaging"):
        build.check_python(["package", "linux", "system"])
    other.write_text(f"#!/bin/sh\ncat <<'END'\n{sys.version}\nEND\n")
    build.check_python(["package", "linux", "system"])


@pytest.mark.parametrize("platform", ["macOS", "windows"])
def test_another_python_than_the_shipped_one_builds_no_installer(monkeypatch, platform) -> None:
    monkeypatch.setattr(build, "SHIPPED_PYTHON", (4, 1))
    with pytest.raises(SetupFailed, match=r"that is 4\.1\. This is Python 3\."):
        build.check_python(["package", platform])
    monkeypatch.setattr(build, "SHIPPED_PYTHON", sys.version_info[:2])
    build.check_python(["package", platform])


def test_the_words_go_to_briefcase_with_our_wheels_as_the_only_index(
    monkeypatch, tmp_path: Path
) -> None:
    if os.name != "posix":
        pytest.skip("the stand-in for Briefcase's Python is a shell script")
    stand_in = tmp_path / "python"
    stand_in.write_text('#!/bin/sh\necho "$@" $PIP_NO_INDEX $PIP_FIND_LINKS > said\nexit 7\n')
    stand_in.chmod(0o755)
    environment = type("Workshop", (), {"python": stand_in})
    monkeypatch.setattr(build.environment, "WORKSHOP", environment)
    monkeypatch.setattr(build.environment, "provide_workshop", lambda: None)
    monkeypatch.setattr(build, "gather_wheels", lambda: None)
    monkeypatch.setattr(build, "STAGE", tmp_path)
    monkeypatch.setattr(build, "WHEELS", Path("/a folder/wheels"))
    monkeypatch.setattr(build, "stage", lambda: None)
    assert build.main(["--clean", "build", "linux", "--log"]) == 1  # not by this Python
    assert build.main(["--clean", "dev", "--log"]) == 7
    assert (tmp_path / "said").read_text() == "-m briefcase dev --log 1 file:///a%20folder/wheels\n"


def test_what_cannot_be_made_is_said_in_words(monkeypatch, capsys) -> None:
    def fail() -> None:
        raise SetupFailed("no network")

    monkeypatch.setattr(build.environment, "provide_workshop", fail)
    assert build.main(["dev"]) == 1
    assert capsys.readouterr().err == "no network\n"


def test_help_says_how_and_builds_nothing(capsys) -> None:
    assert build.main(["--help"]) == 0
    assert build.main([]) == 2
    assert capsys.readouterr().out.count("--clean package macOS") == 2


def test_wheels_are_gathered_once_for_a_lock(monkeypatch, tmp_path: Path) -> None:
    commands: list[tuple[object, ...]] = []
    monkeypatch.setattr(build, "run", lambda _, *command: commands.append(command))
    monkeypatch.setattr(build, "WHEELS", tmp_path / "wheels")
    lock = tmp_path / "lock.txt"
    lock.write_text("a==1\n")
    monkeypatch.setattr(build, "RUN_LOCK", lock)
    build.gather_wheels()
    build.gather_wheels()
    assert len(commands) == 1
    assert {"--require-hashes", "--only-binary=:all:", "--no-deps"} <= {*commands[0]}
    old = tmp_path / "wheels/old.whl"
    old.touch()
    lock.write_text("a==2\n")
    build.gather_wheels()
    assert len(commands) == 2
    assert not old.exists()
