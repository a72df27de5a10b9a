"""A TOML file that a person wrote: its text and its tables, or in words why there are none."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from app.core.faults import InputFault

_REMEDY = "Text needs quotation marks, and each entry a line of its own."


def read_toml(
    path: Path, what: str, *, many: bool = False, option: str = ""
) -> tuple[str, dict[str, Any]]:
    """Return a file's text and its tables as nested dictionaries.

    Args:
        path: Where it is.
        what: What it is called in messages, such as "plan".
        many: Whether that is a plural.
        option: The option that names it, if any.

    Raises:
        InputFault: It cannot be read, or is no TOML; it names the file, the place and a remedy.
    """
    try:
        text = path.read_text("utf-8-sig")  # Windows' editor puts a mark before the first line
    except (OSError, UnicodeDecodeError) as error:
        if option and isinstance(error, FileNotFoundError):
            raise InputFault(
                f"There is no {what} {path}. Check the name after {option}."
            ) from error
        raise InputFault(f"The {what} {path} cannot be read: {_why(path, error)}.") from error
    try:
        return text, tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is no TOMLDecodeError
        verb = "are" if many else "is"
        raise InputFault(f"The {what} {path} {verb} not valid TOML: {error}. {_REMEDY}") from error


def _why(path: Path, error: OSError | UnicodeDecodeError) -> str:
    """Return what is wrong and what to do, without the last full stop."""
    match error:
        case UnicodeDecodeError():
            return "it is not plain text in UTF-8. Save it as that"
        case FileNotFoundError():
            return "it is not there. Check its name"
        case _ if path.is_dir():  # Windows calls that a want of permission
            return "it is a folder. Name a file in it"
        case PermissionError():
            return "this user may not read it. Allow that, or name another"
        case _:
            return error.strerror or str(error)
