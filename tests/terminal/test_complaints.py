from __future__ import annotations

import argparse

import pytest

from app.terminal.complaints import Parser, sentence


def tool() -> Parser:
    root = Parser(prog="tool")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    draw = commands.add_parser("draw")
    draw.add_argument("--width", type=int)
    draw.add_argument("--open", action="store_true")
    which = draw.add_mutually_exclusive_group()
    which.add_argument("--ink", action="store_true")
    which.add_argument("--chalk", action="store_true")
    rub = commands.add_parser("rub")
    rub.add_argument("file", metavar="FILE")
    need = rub.add_mutually_exclusive_group(required=True)
    need.add_argument("--all", action="store_true")
    need.add_argument("--some", action="store_true")
    return root


def told(capsys: pytest.CaptureFixture[str], line: str) -> str:
    with pytest.raises(SystemExit) as ended:
        tool().parse_args(line.split())
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert said.out == ""
    return said.err


@pytest.mark.parametrize(
    ("line", "what", "help_of"),
    [
        ("drew", 'There is no command "drew": did you mean draw?', "tool"),
        ("paint", 'There is no command "paint": there are draw, rub.', "tool"),
        ("", "COMMAND is missing.", "tool"),
        ("draw --bogus", "--bogus is not understood here.", "tool draw"),
        ("draw a b", "a b is not understood here.", "tool draw"),
        ("draw --width", "--width needs a value behind it.", "tool draw"),
        ("draw --width x", "--width: 'x' is no whole number.", "tool draw"),
        ("draw --ink --chalk", "--chalk or --ink, not both.", "tool draw"),
        ("draw --open=3", "--open: ignored explicit argument '3'.", "tool draw"),
        ("rub --all", "FILE is missing.", "tool rub"),
        ("rub a", "Say which: --all or --some.", "tool rub"),
    ],
)
def test_one_sentence_says_what_and_where_to_read_more(
    capsys: pytest.CaptureFixture[str], line: str, what: str, help_of: str
) -> None:
    assert told(capsys, line) == f"Fairhearing: {what} More: {help_of} --help\n"


def test_what_has_no_words_of_ours_keeps_its_own() -> None:
    assert sentence("it is so") == "It is so."


def test_what_is_understood_is_left_alone() -> None:
    parsed = tool().parse_args(["draw", "--width", "3"])
    assert parsed == argparse.Namespace(command="draw", width=3, open=False, ink=False, chalk=False)
