import pytest

from app.practice.fault_arguments import Argument, Choice, Code, Number, Reason

SECONDS = Number("S", 0.5, 10, default=3)
MODE = Choice(("on", "off"))
CODE = Code("CODE", frozenset((404, 503)), "404 or 503")


@pytest.mark.parametrize(
    ("argument", "text", "value"),
    [
        (SECONDS, "0.5", 0.5),
        (SECONDS, "10", 10.0),
        (SECONDS, "0.49", None),
        (SECONDS, "10.1", None),
        (SECONDS, "nan", None),
        (SECONDS, "inf", None),
        (SECONDS, "soon", None),
        (MODE, "on", "on"),
        (MODE, "On", None),
        (CODE, "503", 503.0),
        (CODE, "503.0", None),
        (CODE, "500", None),
        (CODE, "-404", None),
        (Reason(), "ü" * 61, "ü" * 61),
        (Reason(), "ü" * 62, None),
    ],
)
def test_what_can_be_used_is_read_and_nothing_else(
    argument: Argument, text: str, value: object
) -> None:
    assert argument.read(text) == value


@pytest.mark.parametrize(
    ("argument", "shown", "wanted"),
    [
        (SECONDS, "[S]", "S, seconds from 0.5 to 10, 3 if left out"),
        (Number("N", 1, 2, "pieces"), "N", "N, pieces from 1 to 2"),
        (MODE, "on|off", "one of on, off"),
        (Choice(("a", "b"), "a"), "[a|b]", "one of a, b, a if left out"),
        (CODE, "CODE", "CODE, 404 or 503"),
        (Reason(), "REASON...", "a reason of at most 123 bytes"),
    ],
)
def test_it_says_how_it_is_written_and_what_it_must_be(
    argument: Argument, shown: str, wanted: str
) -> None:
    assert (argument.shown, argument.wanted) == (shown, wanted)
