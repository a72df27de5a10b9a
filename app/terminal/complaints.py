"""What is said of arguments that cannot be used: one sentence, not a page of everything else.

    Fairhearing: There is no command "practise": did you mean practice? More: fairhearing --help

argparse has these words for programmers. Its own are kept where it has some that are not here.
"""

from __future__ import annotations

import argparse
import difflib
import re
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from app import PRODUCT

_USAGE = 2


def _no_command(found: re.Match[str]) -> str:
    known = re.findall(r"[\w-]+", found[2])
    near = difflib.get_close_matches(found[1], known, 1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}."
    return f'There is no command "{found[1]}": {hint}'


_SENTENCES: tuple[tuple[str, Callable[[re.Match[str]], str]], ...] = (
    (r"argument COMMAND: invalid choice: '(.*)' \(choose from (.*)\)", _no_command),
    (r"unrecognized arguments: (.*)", lambda m: f"{m[1]} is not understood here."),
    (r"the following arguments are required: (.*)", lambda m: f"{m[1]} is missing."),
    (
        r"one of the arguments (.*) is required",
        lambda m: f"Say which: {' or '.join(m[1].split())}.",
    ),
    (r"argument (.*): not allowed with argument (.*)", lambda m: f"{m[1]} or {m[2]}, not both."),
    (r"argument (\S*): expected one argument", lambda m: f"{m[1]} needs a value behind it."),
    (r"argument (\S*): invalid int value: (.*)", lambda m: f"{m[1]}: {m[2]} is no whole number."),
    (r"argument (.*)", lambda m: f"{m[1]}."),
)


class Parser(argparse.ArgumentParser):
    """argparse's, with other words where something cannot be used; each command's is one too."""

    def parse_known_args(  # type: ignore[override]  # argparse's has three overloads
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """Parse; what is not known is refused here, where it is known which command has it not."""
        parsed, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return parsed, unknown

    def error(self, message: str) -> NoReturn:
        """Say what cannot be used and where to read more, and end the process."""
        self.exit(_USAGE, f"{PRODUCT}: {sentence(message)} More: {self.prog} --help\n")


def sentence(message: str) -> str:
    """Return what argparse says as a sentence for a person."""
    for pattern, say in _SENTENCES:
        if found := re.fullmatch(pattern, message, re.DOTALL):
            return say(found)
    return f"{message[:1].upper()}{message[1:]}."
