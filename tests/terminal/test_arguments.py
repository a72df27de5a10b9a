from __future__ import annotations

from pathlib import Path

import pytest

from app.core.patience import Wait
from app.monitor.report import nothing
from app.settings import Options
from app.terminal.arguments import parser


def parsed(*argv: str) -> dict[str, object]:
    return vars(parser("1.2").parse_args(argv))


def refused(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    """Return the last line of what is said to arguments that cannot be used."""
    with pytest.raises(SystemExit) as ended:
        parsed(*argv)
    assert ended.value.code == 2
    return capsys.readouterr().err.splitlines()[-1]


def told(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    """Return what is printed by ``--help`` or ``--version``."""
    with pytest.raises(SystemExit) as ended:
        parsed(*argv)
    assert ended.value.code == 0
    return capsys.readouterr().out


def test_a_practice_interview_needs_no_argument_at_all() -> None:
    options = parsed("practice")
    assert options["command"] == "practice"
    assert not options["headless"]
    assert options["hold_limit_s"] is None


@pytest.mark.parametrize("command", ["practice", "interview", "resume"])
def test_every_argument_of_an_interview_is_an_option_of_it(command: str) -> None:
    known = Options.__dataclass_fields__.keys() | {"command"}
    assert parsed(command).keys() <= known


def test_arguments_arrive_as_what_they_are() -> None:
    options = parsed("practice", "--plan", "p.toml", "--mic", "Yeti", "--hold-limit", "1.5")
    assert (options["plan"], options["mic"], options["hold_limit_s"]) == (
        Path("p.toml"),
        "Yeti",
        1.5,
    )


@pytest.mark.parametrize(
    "command",
    ["practice", "interview", "resume", "serve", "sessions", "show", "status"],
)
def test_every_command_takes_a_data_folder_and_settings(command: str) -> None:
    options = parsed(command, "--data", "d", "--settings", "s.toml")
    assert (options["data"], options["settings"]) == (Path("d"), Path("s.toml"))


def test_what_is_gone_on_with_is_the_newest_unless_it_is_named() -> None:
    assert parsed("resume")["resume"] == ""
    assert parsed("resume", "7k3f", "--mic", "Yeti")["resume"] == "7k3f"
    assert "resume" not in parsed("practice")
    assert Options(is_practice=True).resume is None


def test_devices_and_server_are_chosen_anew_when_an_interview_goes_on() -> None:
    options = parsed(
        *("resume", "--mic", "Yeti", "--speaker", "none", "--headphones", "--json"),
        *("--server", "https://h:1", "--ca", "c.pem", "--faults", "reset@end=1"),
    )
    assert (options["mic"], options["speaker"], options["headphones"]) == ("Yeti", "none", True)
    assert (options["server"], options["ca"]) == ("https://h:1", Path("c.pem"))


@pytest.mark.parametrize("choice", [("--plan", "p.toml"), ("--model", "m")])
def test_what_was_asked_and_who_asked_cannot_be_changed_afterwards(
    capsys: pytest.CaptureFixture[str], choice: tuple[str, str]
) -> None:
    assert choice[0] in refused(capsys, "resume", *choice)


@pytest.mark.parametrize(
    ("text", "why"),
    [("soon", "'soon' is no number"), ("-1", "between 0 and"), ("nan", "between 0 and")],
)
def test_a_hold_limit_that_is_no_time_is_refused_with_the_reason(
    capsys: pytest.CaptureFixture[str], text: str, why: str
) -> None:
    said = refused(capsys, "practice", f"--hold-limit={text}")
    assert "--hold-limit" in said
    assert why in said


def test_an_unknown_command_is_refused_with_those_that_are_known(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = refused(capsys, "rehearse")
    names = ("practice", "interview", "resume", "serve", "sessions", "show", "status")
    assert all(name in said for name in names)


def test_only_practice_can_be_told_to_fail(capsys: pytest.CaptureFixture[str]) -> None:
    assert parsed("practice", "--faults", "reset@end=1")["faults"] == "reset@end=1"
    assert "--faults" in refused(capsys, "interview", "--faults", "reset@end=1")


@pytest.mark.parametrize("command", [[], ["practice"], ["interview"], ["resume"]])
def test_help_says_what_each_exit_status_and_each_line_of_json_means(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    text = told(capsys, *command, "--help")
    for kind in ("notice", "state", "transcript", "fault", "result"):
        assert f'"kind": "{kind}"' in text
    assert "3  ended held" in text


def test_help_of_serve_says_how_to_reach_it_and_how_it_can_fail(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = told(capsys, "serve", "--help")
    assert "GEMINI_API_KEY=KEY" in text
    assert "deaf S" in text
    assert "audio=S" in text
    assert "any@every=20/7" in text


def test_a_status_is_told_once_for_people_unless_asked_otherwise() -> None:
    once = parsed("status")
    assert (once["command"], once["follow"], once["json"], once["data"]) == (
        "status",
        False,
        False,
        None,
    )
    assert parsed("status", "--follow")["follow"]
    assert parsed("status", "--json")["json"]


def test_help_of_status_says_what_its_exit_status_and_its_objects_mean(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = told(capsys, "status", "--help")
    for status in ("0  it is going on, or has ended", "1  there is no interview", "3  unknown"):
        assert status in text
    for name in nothing(0.0):
        assert f'"{name}"' in text
    assert "ended held" not in text  # that is an interview's own


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "--version") == "Fairhearing 1.2\n"


@pytest.mark.parametrize("command", ["window", "practice", "interview", "resume"])
def test_the_wait_is_chosen_by_its_name(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert parsed(command)["wait"] is None
    names = {"quick": Wait.QUICK, "standard": Wait.STANDARD, "patient": Wait.PATIENT}
    for name, wait in {**names, "only-done": Wait.ONLY_DONE}.items():
        assert parsed(command, "--wait", name)["wait"] is wait
    last = refused(capsys, command, "--wait", "only done")
    assert "--wait: 'only done' is none of quick, standard, patient, only-done. " in last
