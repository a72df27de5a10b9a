from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app import VERSION
from app.core.faults import StoreFault
from app.wiring import self_check
from app.wiring.self_check import CHECKS, INTERVIEW, run, shown
from tests.commands import call

HOME = Path("/home/jane")


def good() -> str:
    return "well"


def lacking() -> str:
    raise StoreFault("The thing is missing. Install again.")


def broken() -> str:
    return str(1 // 0)


def read(text: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(text)
    return made


def test_what_fails_is_named_and_the_others_are_made() -> None:
    report = run({"a": lacking, "b": broken, "c": good}, lambda _: None)
    assert not report.passed
    assert [(one.name, one.ok, one.detail) for one in report.checks] == [
        ("a", False, "The thing is missing. Install again."),
        ("b", False, "ZeroDivisionError: integer division or modulo by zero"),
        ("c", True, "well"),
    ]


def test_what_to_do_is_not_cut_off() -> None:
    def says_much() -> str:
        raise StoreFault(f"{'A long cause. ' * 40}Install it with: apt install libportaudio2")

    report = run({"a": says_much, "b": lambda: "x" * 5000}, lambda _: None)
    assert report.checks[0].detail.endswith("apt install libportaudio2")
    assert len(report.checks[1].detail) < 1100


def test_a_check_that_brings_the_process_down_is_named_in_the_file() -> None:
    written: list[str] = []

    def dies() -> str:
        raise SystemExit

    with pytest.raises(SystemExit):
        run({"a": good, "b": dies, "c": good}, written.append)
    left = read(written[-1])
    assert (left["running"], left["passed"]) == ("b", False)
    assert [one["name"] for one in left["checks"]] == ["a"]


def test_the_report_says_of_what_it_is() -> None:
    written: list[str] = []
    run({"a": good}, written.append)
    last = read(written[-1])
    assert last["product"] == "Fairhearing"
    assert last["version"] == VERSION
    assert last["python"].startswith("3.")
    assert last["system"]
    assert (last["running"], last["passed"]) == (None, True)
    assert last["seconds"] >= last["checks"][0]["seconds"] >= 0


def test_no_home_and_no_secret_is_passed_on() -> None:
    key = "AIza" + "x" * 30
    assert shown(f"{HOME}/a b\nkey={key}", HOME) == "~/a b key=[hidden]"
    assert shown("all of /etc", Path("/")) == "all of /etc"


def test_the_status_says_whether_all_passed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "a.json"
    monkeypatch.setattr(self_check, "CHECKS", {"a": good, INTERVIEW: lacking})
    assert call("--self-check", str(file), "--quick").status == 0
    assert read(file.read_text())["passed"]
    ended = call("--self-check", str(file))
    assert ended.status == 1
    assert ended.complaint().startswith(f"Fairhearing: {INTERVIEW}: The thing is missing.")
    assert not read(file.read_text())["passed"]
    ended = call("--self-check", "-")
    assert (ended.status, read(ended.out)["passed"]) == (1, False)


def test_a_window_has_no_terminal_and_needs_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(self_check, "CHECKS", {"a": lacking})
    monkeypatch.setattr("sys.stderr", None)
    arguments = self_check.argparse.Namespace(file=str(tmp_path / "a.json"), quick=False)
    assert self_check.self_check(arguments) == 1


def test_a_file_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    ended = call("--self-check", str(tmp_path / "none" / "a.json"))
    assert ended.status == 2
    assert "cannot be written: No such file" in ended.complaint()


def test_the_interview_comes_last() -> None:
    assert [*CHECKS][-1] == INTERVIEW
    assert {"resources", "portaudio", "window", "keyring", "tls", "sqlite"} < CHECKS.keys()
