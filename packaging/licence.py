"""May what comes under this licence be inside the application?

Licences are told as SPDX expressions: "MIT", "Apache-2.0 OR BSD-3-Clause", "A WITH exception".
Only what stands here is allowed. What is under the GPL alone is not, and what nobody has looked at
is not either.
"""

from __future__ import annotations

import re

PERMISSIVE = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSD-3-Clause-Open-MPI", "CC0-1.0"),
    *("MIT", "MIT-0", "PSF-2.0", "Python-2.0.1", "Unicode-3.0", "Unicode-DFS-2016", "Unlicense"),
    *("Zlib", "blessing"),
}
"""May be used as they are, with their texts."""
SHARED_CHANGES = {"LGPL-2.1-or-later", "LGPL-3.0-only", "MPL-2.0"}
"""May be used unchanged, as files of their own that anybody may replace."""
EXCEPTED = {"Apache-2.0 WITH LLVM-exception", "GPL-3.0-or-later WITH GCC-exception-3.1"}
"""The compilers' runtimes, in programs of any licence."""

_WORDS = re.compile(r"\(|\)|[^\s()]+")


class LicenceRefused(Exception):
    """It may not be inside."""


def chosen(expression: str) -> str:
    """Return the part of an expression under which something is used: the first that is allowed.

    Raises:
        LicenceRefused: No part of it is allowed, or it is no expression.
    """
    words = _WORDS.findall(expression)
    try:
        found = _either(words)
    except IndexError:
        raise LicenceRefused(f"{expression!r} is no licence expression") from None
    if words:
        raise LicenceRefused(f"{expression!r} is no licence expression")
    if found is None:
        raise LicenceRefused(f"{expression!r} is not allowed inside the application")
    return found


def _either(words: list[str]) -> str | None:
    """Take alternatives off the words; return the first that is allowed, or None."""
    found = [_both(words)]
    while words and words[0] == "OR":
        words.pop(0)
        found.append(_both(words))
    return next((one for one in found if one), None)


def _both(words: list[str]) -> str | None:
    found = [_one(words)]
    while words and words[0] == "AND":
        words.pop(0)
        found.append(_one(words))
    return " AND ".join(one for one in found if one) if all(found) else None


def _one(words: list[str]) -> str | None:
    name = words.pop(0)
    if name == "(":
        found = _either(words)
        if words.pop(0) != ")":
            raise IndexError
        return found
    if words and words[0] == "WITH":
        name = f"{name} {words.pop(0)} {words.pop(0)}"
        return name if name in EXCEPTED else None
    return name if name in PERMISSIVE | SHARED_CHANGES else None
