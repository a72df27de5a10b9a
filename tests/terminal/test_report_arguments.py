from __future__ import annotations

from pathlib import Path

import pytest

from app.terminal.arguments import parser
from app.terminal.report_arguments import as_command


def parsed(*argv: str) -> dict[str, object]:
    return vars(parser("1.2").parse_args(as_command(argv)))


@pytest.mark.parametrize(
    "argv", [("--self-check", "a.json"), ("--self-check=a.json",), ("self-check", "a.json")]
)
def test_the_self_check_is_asked_for_as_an_option_or_a_command(argv: tuple[str, ...]) -> None:
    assert parsed(*argv) == {"command": "self-check", "file": "a.json", "quick": False}


def test_it_may_be_quick_and_write_to_standard_output() -> None:
    assert parsed("--self-check", "-", "--quick") == {
        "command": "self-check",
        "file": "-",
        "quick": True,
    }


@pytest.mark.parametrize("argv", [("practice",), ("practice", "--self-check"), ("--version",)])
def test_no_other_line_is_changed(argv: tuple[str, ...]) -> None:
    assert as_command(argv) == [*argv]


@pytest.mark.parametrize("argv", [(), ("--plan", "p.toml"), ("--faults", "reset@audio=2")])
def test_without_a_command_the_options_are_the_windows(argv: tuple[str, ...]) -> None:
    assert as_command(argv) == ["window", *argv]
    assert parsed(*argv)["command"] == "window"


def test_a_self_check_without_a_file_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed("--self-check")
    assert "FILE" in capsys.readouterr().err


def test_settings_and_licences() -> None:
    assert parsed("settings", "--settings", "a.toml") == {
        "command": "settings",
        "settings": Path("a.toml"),
        "json": False,
    }
    assert parsed("licences") == {"command": "licences"}
