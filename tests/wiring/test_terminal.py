from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.faults import InputFault
from app.settings import Options
from app.wiring import terminal
from app.wiring.terminal import EXIT, hold_at_terminal
from tests.commands import assert_record_is_whole, silence

PRACTICE = Options(is_practice=True, json=True, speaker="none", hold_limit_s=0.0)


@pytest.fixture
def handlers() -> Iterator[None]:
    """Put the process's own handlers back."""
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


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

    class Impatient(terminal.Lines):
        """Asks to end when the first state is shown."""

        def view(self, view: object, now: float) -> None:
            super().view(view, now)  # type: ignore[arg-type]  # as wide as View
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(terminal, "Lines", Impatient)
    assert hold_at_terminal(options, lambda: 0.0) == 0
    (folder,) = (tmp_path / "d" / "sessions").iterdir()
    kinds = assert_record_is_whole(folder)
    assert (kinds[0], kinds[-1]) == ("session.started", "session.ended")
    assert '"how": "left"' in capsys.readouterr().out.splitlines()[-1]
