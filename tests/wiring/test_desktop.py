"""The window's life with everything real but the candidate: Qt offscreen, loop, server, record."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.core import events as ev
from app.core.check_events import CheckView, Repeat
from app.core.check_report import Outcome, Step
from app.core.faults import Fault
from app.core.view import Situation
from app.gui import wishes
from app.settings import Options
from app.wiring import interview as interview_module
from tests.commands import assert_record_is_whole
from tests.wiring.living import Seen, live, sessions

pytestmark = pytest.mark.timeout(120)
RUNNING = Outcome.RUNNING


def test_an_interview_that_is_left_ends_on_the_finish_page_with_its_record_whole(
    window: Seen, options: Options
) -> None:
    async def candidate() -> None:
        await window.begin()
        await window.until(lambda: window.views and window.views[-1].caption)
        assert window.page == "InterviewPage"
        assert window.statuses[-1]
        window.asked.emit(ev.Leave())
        await window.until(lambda: window.endings)
        assert window.page == "FinishPage"
        assert window.statuses[-1] is None
        window.asked.emit(wishes.StartOver())
        await window.until(lambda: window.page == "StartPage" and not window.lobby.consents)
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    (folder,) = sessions(options)
    (ending,) = window.endings
    assert (ending.situation, ending.folder) == (Situation.LEFT, str(folder))
    assert assert_record_is_whole(folder)[-1] == "session.ended"


def test_what_does_not_begin_leaves_the_start_page_with_the_reason_and_no_record(
    window: Seen, options: Options, tmp_path: Path
) -> None:
    async def candidate() -> None:
        window.asked.emit(wishes.ChooseMicrophone(str(tmp_path / "none.wav")))
        await window.begin()
        await window.until(lambda: window.lobby.faults.beginning)
        await window.until(lambda: window.page == "StartPage")
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    assert sessions(options) == []


def test_who_leaves_before_it_has_begun_is_not_kept(window: Seen, options: Options) -> None:
    async def candidate() -> None:
        await window.begin()
        await window.until(lambda: window.page == "InterviewPage")
        window.asked.emit(ev.Leave())
        await window.until(lambda: window.endings)
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    (ending,) = window.endings
    assert ending.situation is Situation.LEFT


def test_a_second_click_on_begin_begins_no_second_interview(window: Seen, options: Options) -> None:
    async def candidate() -> None:
        await window.begin()
        window.asked.emit(wishes.Begin())
        await window.until(lambda: window.views)
        window.asked.emit(ev.Leave())
        await window.until(lambda: window.endings)
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    assert len(sessions(options)) == 1


def test_what_was_wished_before_anything_was_there_is_granted(
    window: Seen, options: Options
) -> None:
    early = [wishes.UseHeadphones(on=True), wishes.Quit()]

    async def candidate() -> None:
        await window.until(lambda: window.lobby.headphones)

    assert live(window, options, candidate, early) == 0


def test_who_has_not_agreed_is_not_recorded(window: Seen, options: Options) -> None:
    async def candidate() -> None:
        await window.until(lambda: window.lobby.plan and window.lobby.microphone.names is not None)
        window.asked.emit(wishes.Begin())
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    assert sessions(options) == []


@pytest.mark.parametrize("moment", ["start page", "beginning", "interview"])
def test_the_system_s_request_to_end_leaves_and_quits(
    window: Seen, options: Options, moment: str
) -> None:
    async def candidate() -> None:
        if moment != "start page":
            await window.begin()
            await window.until(lambda: window.page == "InterviewPage")
            if moment == "interview":
                await window.until(lambda: window.views)
        else:
            await window.until(lambda: window.lobby.plan)
        os.kill(os.getpid(), signal.SIGTERM)

    assert live(window, options, candidate) == 0
    kinds = [assert_record_is_whole(folder) for folder in sessions(options)]
    assert [one[-1] for one in kinds] == ["session.ended"] * (moment != "start page")


def test_a_bug_of_ours_ends_on_the_finish_page_as_a_failure_with_the_record_closed(
    window: Seen, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken(interview_module.Engine):
        async def run(self) -> str:
            raise AssertionError("a bug of ours")

    monkeypatch.setattr(interview_module, "Engine", Broken)

    async def candidate() -> None:
        await window.begin()
        await window.until(lambda: window.endings)
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    (ending,) = window.endings
    assert ending.situation is Situation.FAILED
    assert_record_is_whole(Path(ending.folder))


def test_the_check_of_the_sound_is_shown_and_left_for_the_start_page(
    window: Seen, options: Options
) -> None:
    seen: list[CheckView] = []
    show_check = window.check.show_check

    def shown(view: CheckView, faults: Sequence[Fault]) -> None:
        seen.append(view)
        show_check(view, faults)

    window.check.show_check = shown  # type: ignore[method-assign]  # it looks on

    async def candidate() -> None:
        await window.until(lambda: window.lobby.plan and window.lobby.microphone.names is not None)
        window.asked.emit(wishes.LeaveCheck())
        window.asked.emit(wishes.CheckSound())
        await window.until(lambda: seen and seen[-1].report.outcomes[Step.QUIET] is not RUNNING)
        assert window.page == "CheckPage"
        window.asked.emit(wishes.InCheck(Repeat(Step.QUIET)))
        window.asked.emit(wishes.LeaveCheck())
        await window.until(lambda: window.page == "StartPage")
        shown_before = len(seen)
        window.asked.emit(wishes.CheckSound())
        await window.until(lambda: len(seen) > shown_before)
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    assert sessions(options) == [], "nothing of it is kept"
