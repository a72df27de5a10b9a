"""The window and the record that survives: an interview that stopped, a disk that is full."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core import events as ev
from app.core.faults import StoreFault
from app.core.lobby import KeyPlace, WhyNot
from app.core.view import Situation
from app.gui import wishes
from app.settings import Options
from app.store.record import InterviewRecord
from app.wiring import disk_watch
from app.wiring import interview as interview_module
from app.wiring import own_key as own_key_module
from app.wiring import place as place_module
from tests.commands import assert_record_is_whole
from tests.wiring.living import Seen, live, sessions
from tests.wiring.stopping import OPEN_S, stop

pytestmark = pytest.mark.timeout(120)


def data(options: Options) -> Path:
    assert options.data
    return options.data


async def leave(window: Seen) -> None:
    """Leave as soon as the interview is shown, and wait for its end."""
    await window.until(lambda: window.views and window.views[-1].caption)
    window.asked.emit(ev.Leave())
    await window.until(lambda: window.endings)


def test_what_stopped_is_gone_on_with_and_offered_again_when_it_is_held_again(
    window: Seen, options: Options
) -> None:
    folder = stop(data(options))

    async def candidate() -> None:
        await window.until(lambda: window.lobby.stopped and not window.lobby.why_not_go_on)
        window.asked.emit(wishes.GoOn())
        window.asked.emit(wishes.GoOn())
        await window.until(lambda: window.views)
        assert window.page == "InterviewPage"
        assert window.views[-1].question == "What did you do last?"  # of its own plan
        assert window.views[-1].answer_s == pytest.approx(OPEN_S)
        window.asked.emit(ev.Leave())
        await window.until(lambda: window.endings)
        assert window.page == "FinishPage"
        window.asked.emit(wishes.StartOver())
        await window.until(lambda: window.page == "StartPage" and window.lobby.stopped)
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    assert sessions(options) == [folder]
    (ending,) = window.endings
    assert (ending.situation, ending.folder) == (Situation.ENDED_HELD, str(folder))
    assert ending.length_s > 2.0
    found = window.lobby.stopped
    assert found
    assert found.was_held
    assert found.length_s >= ending.length_s - 0.05
    kinds = assert_record_is_whole(folder)
    assert kinds.count("session.started") == kinds.count("session.resumed") == 1


def test_it_goes_on_with_the_devices_that_are_chosen_now(
    window: Seen, options: Options, tmp_path: Path
) -> None:
    stop(data(options))

    async def candidate() -> None:
        await window.until(lambda: window.lobby.stopped and not window.lobby.why_not_go_on)
        window.asked.emit(wishes.ChooseMicrophone(str(tmp_path / "none.wav")))
        window.asked.emit(wishes.GoOn())
        await window.until(lambda: window.lobby.faults.stopped)
        await window.until(lambda: window.page == "StartPage")
        assert "none.wav" in str(window.lobby.faults.stopped)
        assert window.lobby.faults.beginning is None
        assert window.lobby.stopped  # it can be tried again
        window.asked.emit(wishes.ChooseMicrophone(options.mic))
        window.asked.emit(wishes.GoOn())
        await leave(window)
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    assert window.lobby.faults.stopped is None


def test_with_the_service_it_needs_a_key_and_without_one_nothing_is_begun(
    window: Seen, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GEMINI_API_KEY", raising=False)
    monkeypatch.setattr(own_key_module, "read_key", lambda _: None)
    folder = stop(data(options), is_practice=False)

    async def candidate() -> None:
        await window.until(
            lambda: (
                window.lobby.microphone.names is not None and window.lobby.key is KeyPlace.NOWHERE
            )
        )
        assert window.lobby.why_not_go_on is WhyNot.KEY
        window.asked.emit(wishes.GoOn())
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    assert window.endings == []
    assert window.lobby.faults.stopped is None  # it was not even tried
    assert "session.resumed" not in assert_record_is_whole(folder)


def test_set_aside_it_stays_as_it_is_and_a_new_one_begins(window: Seen, options: Options) -> None:
    folder = stop(data(options))

    async def candidate() -> None:
        await window.until(lambda: window.lobby.stopped)
        window.asked.emit(wishes.SetAside())
        window.asked.emit(wishes.GoOn())
        await window.until(lambda: not window.lobby.stopped)
        await window.begin()
        await leave(window)
        window.asked.emit(wishes.StartOver())
        await window.until(lambda: window.page == "StartPage" and not window.lobby.consents)
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    assert len(sessions(options)) == 2
    assert "session.resumed" not in assert_record_is_whole(folder)
    assert window.lobby.stopped is None  # the newer one is over, so they have moved on


def test_without_room_nothing_is_begun(
    window: Seen, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place_module, "free_bytes", lambda _: 1)

    async def candidate() -> None:
        await window.begin()
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    assert window.lobby.why_not is WhyNot.SPACE
    assert sessions(options) == []


def test_an_interview_that_the_disk_ends_says_so_and_can_be_gone_on_with(
    window: Seen, options: Options, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_watch, "EVERY_S", 0.01)
    free = [600_000_000]
    monkeypatch.setattr(disk_watch, "free_bytes", lambda _: free[0])

    class Unclosable(InterviewRecord):
        async def close(self) -> None:
            await super().close()
            raise StoreFault("It cannot be closed either.")  # less to the point than the cause

    monkeypatch.setattr(interview_module, "InterviewRecord", Unclosable)

    async def candidate() -> None:
        await window.begin()
        await window.until(lambda: window.views and window.views[-1].caption)
        free[0] = 180_400_000
        await window.until(lambda: window.views[-1].disk.free_bytes == 180_400_000)
        free[0] = 48_000_000
        await window.until(lambda: window.endings)
        window.asked.emit(wishes.StartOver())
        await window.until(lambda: window.page == "StartPage" and window.lobby.stopped)
        window.asked.emit(wishes.Quit())

    assert live(window, options, candidate) == 0
    (ending,) = window.endings
    assert isinstance(ending.fault, StoreFault)
    assert "48 MB are left" in str(ending.fault)
    assert ending.situation is Situation.FAILED
    assert_record_is_whole(Path(ending.folder))
