import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import start

from app.terminal.arguments import parser

POSIX = pytest.mark.skipif(os.name != "posix", reason="Windows has no exec and no such programs")


def as_another_version(argv: list[str], path: str) -> subprocess.CompletedProcess[str]:
    """Run start.py as if it knew only Python 4.0 and 4.1."""
    script = f"import start; start.SUPPORTED = ((4, 0), (4, 1)); exit(start.main({argv}))"
    return subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PATH": path, "PYTHONPATH": str(Path(start.__file__).parent)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_its_own_flags_come_first_and_the_rest_is_passed_on() -> None:
    assert start.split_flags([]) == (set(), [])
    assert start.split_flags(["--test", "--quick"]) == ({"--test"}, ["--quick"])
    assert start.split_flags(["--setup", "--test"]) == ({"--setup", "--test"}, [])
    assert start.split_flags(["serve", "--test"]) == (set(), ["serve", "--test"])


def test_help_says_how_without_setting_anything_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert start.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert "python3 packaging/start.py --test" in said
    commands = next(one.choices for one in parser("")._actions if isinstance(one.choices, dict))
    assert {*commands} <= {*re.findall(r"[\w-]+", said.partition("COMMAND ...")[2])}


@POSIX
def test_another_python_is_told_what_it_needs(program) -> None:
    done = as_another_version([], str(program("other", "")))
    assert done.returncode == 1
    assert done.stderr.startswith("Fairhearing needs Python 4.0, 4.1. This is 3.")
    assert "Traceback" not in done.stderr


@POSIX
def test_another_python_hands_over_to_one_that_fits_and_works(program) -> None:
    program("python4.1", "echo not installed >&2; exit 127")
    folder = program("python4.0", 'test "$1" = -c || { shift; echo "$@"; exit 9; }')
    done = as_another_version(["--test", "a b"], str(folder))
    assert (done.returncode, done.stdout) == (9, "--test a b\n")


@POSIX
def test_the_application_gets_arguments_folder_and_signals_and_gives_its_exit_status(
    checkout,
) -> None:
    assert checkout.start("--setup").returncode == 0
    # The application's parent is this test: start.py has become the application.
    done = checkout.start("serve", "a b")
    assert (done.returncode, done.stderr) == (3, "")
    assert done.stdout == f"app ['serve', 'a b'] in {checkout.root.parent} of {os.getpid()}\n"
    assert checkout.interrupt("wait", after="waiting\n") == (5, "")


@POSIX
def test_without_arguments_the_window_opens_where_there_is_a_screen(
    checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    assert checkout.start().stdout.startswith("app ['practice'] in ")
    assert checkout.start("--consent").stdout.startswith("app ['practice', '--consent'] in ")
    assert checkout.start("sessions").stdout.startswith("app ['sessions'] in ")
    for of_all in ("--version", "--self-check=a b"):
        assert checkout.start(of_all).stdout.startswith(f"app ['{of_all}'] in ")
    monkeypatch.setenv("DISPLAY", ":9")
    assert checkout.start().stdout.startswith("app [] in ")
    assert checkout.start("--consent").stdout.startswith("app ['--consent'] in ")


@POSIX
def test_ctrl_c_during_the_set_up_says_how_to_go_on(fresh_checkout) -> None:
    status, errors = fresh_checkout.interrupt(
        "--setup", after=f"{start.FIRST_TIME}\n  making .venv"
    )
    assert status == 130
    assert errors == "\nStopped. Run the same command again to finish the set-up.\n"
    assert (fresh_checkout.root / ".venv/set-up.txt").read_text() == "unfinished\n"


@POSIX
def test_what_failed_stands_above_its_reason_and_nothing_is_told_twice(fresh_checkout) -> None:
    (fresh_checkout.root / "packaging/requirements.txt").write_text("none==1\n", "utf-8")
    done = fresh_checkout.start("--setup", PIP_NO_INDEX="1", PYTHONUNBUFFERED="", merged=True)
    assert done.returncode == 1
    step, reason = done.stdout.splitlines()[2:4]
    assert step == "  installing the Python packages ... failed"
    assert reason.startswith("Could not finish installing the Python packages. ")
    (fresh_checkout.root / "packaging/requirements.txt").write_text("# nothing\n", "utf-8")
    assert start.FIRST_TIME not in fresh_checkout.start("--setup").stdout


@pytest.mark.parametrize(
    ("argv", "draws"),
    [
        ([], False),
        (["practice"], False),
        (["self-check", "a"], True),
        (["--self-check=a"], True),
        (["--self-check", "a"], True),
    ],
)
def test_a_self_check_gets_what_a_window_needs_where_there_is_no_screen(
    monkeypatch: pytest.MonkeyPatch, argv: list[str], draws: bool
) -> None:
    asked: list[dict[str, bool]] = []
    monkeypatch.setattr(start.system, "provide", lambda **told: asked.append(told))
    monkeypatch.setattr(start.environment, "provide", lambda **_: None)
    monkeypatch.setattr(start, "hand_over", lambda _: 0)
    assert start.main(argv) == 0
    assert [told["draws"] for told in asked] == [draws]
