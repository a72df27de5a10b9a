import licence
import pytest


@pytest.mark.parametrize(
    ("expression", "used"),
    [
        ("MIT", "MIT"),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", "LGPL-3.0-only"),
        ("GPL-3.0-only OR LGPL-3.0-only", "LGPL-3.0-only"),
        ("Apache-2.0 OR BSD-3-Clause", "Apache-2.0"),
        ("BSD-3-Clause AND 0BSD AND Zlib", "BSD-3-Clause AND 0BSD AND Zlib"),
        ("(GPL-3.0-only OR MIT) AND Zlib", "MIT AND Zlib"),
        ("MIT AND GPL-3.0-only OR Zlib", "Zlib"),  # AND binds before OR
        ("GPL-3.0-or-later WITH GCC-exception-3.1", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    ],
)
def test_what_may_be_inside_is_used_under_the_first_part_that_may(
    expression: str, used: str
) -> None:
    assert licence.chosen(expression) == used


@pytest.mark.parametrize(
    "expression",
    [
        *("GPL-2.0-only", "GPL-3.0-or-later", "AGPL-3.0-only", "GPL-2.0-only OR GPL-3.0-only"),
        *("MIT AND GPL-3.0-only", "(MIT AND GPL-3.0-only) OR AGPL-3.0-only"),
        *("GPL-3.0-or-later WITH Bison-exception-2.2", "MIT WITH GCC-exception-3.1"),
        *("LicenseRef-Proprietary", "BSD", "UNKNOWN"),
    ],
)
def test_the_gpl_alone_and_what_nobody_looked_at_is_refused(expression: str) -> None:
    with pytest.raises(licence.LicenceRefused, match="is not allowed inside"):
        licence.chosen(expression)


@pytest.mark.parametrize("expression", ["", "MIT AND", "(MIT", "MIT)", "MIT MIT", "MIT WITH", "()"])
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(licence.LicenceRefused):
        licence.chosen(expression)
