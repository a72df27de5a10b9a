import launcher
import pytest


@pytest.mark.parametrize("plan", ["/home/jane/A plan.fhplan", "C:\\plans\\A.FHPLAN"])
def test_a_plan_that_is_opened_opens_the_window_with_it(plan: str) -> None:
    assert launcher.command_line([plan]) == ["window", "--plan", plan]


@pytest.mark.parametrize(
    "words",
    [
        [],
        ["window", "--plan", "a.fhplan"],
        ["practice"],
        ["plan.toml"],
        ["a.fhplan", "b.fhplan"],
        ["--x=.fhplan"],
        [""],
    ],
)
def test_everything_else_is_the_command_lines(words: list[str]) -> None:
    assert launcher.command_line(words) == words


def test_the_window_takes_a_plan() -> None:
    words = launcher.command_line(["a.fhplan"])
    from app.terminal.arguments import parser

    asked = parser("1").parse_args(words)
    assert (asked.command, str(asked.plan)) == ("window", "a.fhplan")
