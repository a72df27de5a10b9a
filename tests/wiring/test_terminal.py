from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.entries import SessionEnded
from app.core.faults import InputFault
from app.core.view import View
from app.settings import Options
from app.store.folder import DataFolder, open_folder
from app.store.recovery import recover
from app.terminal import words
from app.terminal.lines import Lines
from app.wiring import terminal
from app.wiring.terminal import EXIT, hold_at_terminal
from tests.commands import assert_record_is_whole, silence
from tests.wiring.stopping import stop

PRACTICE = Options(is_practice=True, json=True, speaker="none", hold_limit_s=0.0)


@pytest.fixture
def handlers() -> Iterator[None]:
    """Put the process's own handlers back."""
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


class Impatient(Lines):
    """Asks to end when the first state is shown."""

    def view(self, view: View, now: float) -> None:
        super().view(view, now)
        os.kill(os.getpid(), signal.SIGTERM)


def test_only_an_interview_without_loose_ends_is_a_success() -> None:
    assert EXIT == {"finished": 0, "left": 0, "failed": 1, "held": 3}


def test_nothing_is_recorded_before_somebody_agrees(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="--consent"):
        hold_at_terminal(replace(PRACTICE, data=tmp_path / "d"), lambda: 0.0)
    assert not any((tmp_path / "d" / "sessions").iterdir())


def test_the_system_s_request_to_end_leaves_the_interview_with_its_record_closed(
    tmp_path: Path,
    handlers: None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    options = replace(
        PRACTICE, consent=True, data=tmp_path / "d", mic=str(silence(tmp_path / "quiet.wav"))
    )

    monkeypatch.setattr(terminal, "Lines", Impatient)
    assert hold_at_terminal(options, lambda: 0.0) == 0
    (folder,) = (tmp_path / "d" / "sessions").iterdir()
    kinds = assert_record_is_whole(folder)
    assert (kinds[0], kinds[-1]) == ("session.started", "session.ended")
    assert '"how": "left"' in capsys.readouterr().out.splitlines()[-1]


# --- an interview that stopped


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return open_folder(tmp_path / "d")


def at_keyboard(
    monkeypatch: pytest.MonkeyPatch, *answers: str, expected: str = words.ASK_GO_ON
) -> None:
    """Let somebody sit at the keyboard and type these lines, then Ctrl-D."""
    lines = iter(answers)

    def read(question: str) -> str:
        assert question == expected
        for line in lines:
            return line
        raise EOFError

    monkeypatch.setattr(terminal, "has_keyboard", lambda: True)
    monkeypatch.setattr("builtins.input", read)


def test_a_program_is_told_of_what_stopped_and_holds_the_interview_it_asked_for(
    folder: DataFolder,
) -> None:
    path = stop(folder.path)
    stopped, news = terminal._seek(PRACTICE, folder)
    assert stopped is None
    assert news == [*words.found(recover(path).found), words.waits(path.name)]


def test_who_asks_to_go_on_is_told_what_was_found(folder: DataFolder) -> None:
    path = stop(folder.path)
    stopped, news = terminal._seek(replace(PRACTICE, resume=""), folder)
    assert stopped
    assert stopped.folder == path
    assert news == words.found(stopped.found)


@pytest.mark.parametrize("answer", ["", "y", " Y "])
def test_a_person_is_asked_and_goes_on_with_enter(
    folder: DataFolder,
    answer: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = stop(folder.path)
    at_keyboard(monkeypatch, answer)
    stopped, news = terminal._seek(replace(PRACTICE, json=False), folder)
    assert stopped
    assert stopped.folder == path
    assert news == []
    assert "stopped before its end" in capsys.readouterr().out


@pytest.mark.parametrize(("answer", "goes_on"), [("", False), ("y", True), ("Y", True)])
def test_just_enter_does_not_go_on_with_one_of_another_kind(
    folder: DataFolder, answer: str, monkeypatch: pytest.MonkeyPatch, *, goes_on: bool
) -> None:
    stop(folder.path)
    at_keyboard(monkeypatch, answer, expected=words.ASK_GO_ON_ELSEWHERE)
    stopped, _ = terminal._seek(replace(PRACTICE, json=False, is_practice=False), folder)
    assert (stopped is not None) == goes_on


@pytest.mark.parametrize("answers", [("n",), ("new",), ()])
def test_a_person_may_begin_another_and_is_told_that_the_first_stays(
    folder: DataFolder,
    answers: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = stop(folder.path)
    at_keyboard(monkeypatch, *answers)
    assert terminal._seek(replace(PRACTICE, json=False), folder) == (
        None,
        [words.waits(path.name)],
    )
    assert capsys.readouterr().out


def test_what_cannot_be_gone_on_with_is_told_and_keeps_nobody_from_a_new_one(
    folder: DataFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = stop(folder.path)
    (path / "journal.db").write_bytes(b"something else " * 500)
    at_keyboard(monkeypatch)
    stopped, (news,) = terminal._seek(replace(PRACTICE, json=False), folder)
    assert stopped is None
    assert "how the interview began cannot be read any more" in news


def test_where_nothing_stopped_nothing_is_told(folder: DataFolder) -> None:
    assert terminal._seek(PRACTICE, folder) == (None, [])
    stop(folder.path, SessionEnded("left", 2.0))
    assert terminal._seek(PRACTICE, folder) == (None, [])
    with pytest.raises(InputFault, match="none to go on with"):
        terminal._seek(replace(PRACTICE, resume=""), folder)


def test_an_interview_goes_on_in_its_own_record_without_another_question_for_consent(
    tmp_path: Path,
    handlers: None,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = stop(tmp_path / "d")
    options = replace(
        PRACTICE, resume="", data=tmp_path / "d", mic=str(silence(tmp_path / "quiet.wav"))
    )
    monkeypatch.setattr(terminal, "Lines", Impatient)
    assert hold_at_terminal(options, lambda: 0.0) == EXIT["held"]
    kinds = assert_record_is_whole(path)
    assert kinds[:2] == ["session.started", "utterance.began"]
    assert "session.resumed" in kinds
    assert kinds[-1] == "session.ended"
    assert list((tmp_path / "d" / "sessions").iterdir()) == [path]
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert "stopped before its end" in lines[0]["text"]
    assert lines[-1]["folder"] == str(path)
