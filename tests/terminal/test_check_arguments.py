from __future__ import annotations

import pytest

from app.core.check_report import Verdict
from app.terminal.arguments import parser
from app.terminal.check_arguments import EPILOG


def parsed(*argv: str) -> dict[str, object]:
    return vars(parser("1.2").parse_args(["check", *argv]))


def test_a_check_is_asked_for_by_name_and_takes_what_an_interview_takes() -> None:
    options = parsed("--service", "--model", "m", "--minutes-limit", "0.5")
    assert (options["model"], options["minutes_limit"], options["yes"]) == ("m", 0.5, False)
    assert parsed("--service")["minutes_limit"] is None


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        ((), "Say which: --audio or --service."),
        (("--audio", "--service"), "not both."),
        *(
            (("--service", "--minutes-limit", it), "minutes")
            for it in ("0", "-1", "61", "nan", "x")
        ),
    ],
)
def test_what_a_check_cannot_use_is_refused(
    capsys: pytest.CaptureFixture[str], argv: tuple[str, ...], says: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        parsed(*argv)
    assert ended.value.code == 2
    assert says in capsys.readouterr().err.splitlines()[-1]


def test_a_check_says_what_its_status_means(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parsed("--help")
    out = capsys.readouterr().out
    assert "1  the service differs in something" in out
    assert "0  ready: all was measured and is well" in out


def test_a_check_of_the_sound_takes_the_devices_of_an_interview() -> None:
    options = parsed("--audio", "--mic", "m", "--speaker", "s", "--headphones", "--json")
    assert (options["audio"], options["service"], options["json"]) == (True, False, True)
    assert (options["mic"], options["speaker"], options["headphones"]) == ("m", "s", True)


@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_is_on_the_page_of_help(verdict: Verdict) -> None:
    assert f'"{verdict.value}"' in EPILOG
