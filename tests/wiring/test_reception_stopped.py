"""What the start page learns of an interview that stopped."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.core.entries import SessionEnded
from app.core.faults import StoreFault
from app.core.lobby import WhyNot
from app.gui import wishes
from app.wiring import reception as reception_module
from app.wiring.reception import Reception
from tests.wiring.desk import Desk, wish
from tests.wiring.stopping import BEGAN, OPEN_S, stop


async def come_back(reception: Reception) -> None:
    await reception.welcome_back()


def test_what_stopped_is_found_with_all_that_is_there(desk: Desk) -> None:
    assert desk.options.data
    folder = stop(desk.options.data)
    kept: list[Path] = []

    async def note(reception: Reception) -> None:
        assert reception.stopped
        kept.append(reception.stopped.folder)

    found = desk.works(note).stopped
    assert found
    assert (found.id, found.began, found.length_s) == (folder.name, BEGAN, 2.0)
    assert found.open_s == pytest.approx(OPEN_S)
    assert found.is_whole
    assert kept == [folder]


def test_it_is_told_before_anything_can_be_begun(desk: Desk) -> None:
    assert desk.options.data
    stop(desk.options.data)
    desk.works(wish(wishes.Agree(on=True)))
    first = next(one for one in desk.shown if one.stopped)
    assert first.why_not is WhyNot.PREPARING


@pytest.mark.parametrize("how", ["finished", "left"])
def test_what_is_over_is_not_offered(desk: Desk, how: str) -> None:
    assert desk.options.data
    stop(desk.options.data, SessionEnded(how, 2.0))
    assert desk.works(wish(wishes.LookAgain())).stopped is None


@pytest.mark.parametrize("how", ["held", "failed"])
def test_what_was_ended_with_something_left_to_do_is_offered(desk: Desk, how: str) -> None:
    assert desk.options.data
    stop(desk.options.data, SessionEnded(how, 2.0))
    found = desk.works(wish(wishes.LookAgain())).stopped
    assert found
    assert found.was_held


def test_set_aside_it_is_told_no_more_and_untouched_until_the_next_start(desk: Desk) -> None:
    assert desk.options.data
    folder = stop(desk.options.data)
    before = {one.name: one.read_bytes() for one in folder.iterdir()}
    stopped: list[object] = []

    async def note(reception: Reception) -> None:
        stopped.append(reception.stopped)

    aside = wish(wishes.SetAside(), wishes.LookAgain())
    assert desk.works(aside, note).stopped is None
    assert stopped == [None]
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert desk.works(wish(wishes.LookAgain())).stopped


def test_what_was_repaired_is_still_told_when_it_is_looked_at_again(desk: Desk) -> None:
    assert desk.options.data
    folder = stop(desk.options.data)
    with (folder / "candidate.wav").open("ab") as file:
        file.write(bytes(64))
    found = desk.works(wish(wishes.LookAgain())).stopped
    assert found
    assert found.repairs == ("candidate.wav",)


def test_what_cannot_be_gone_on_with_says_why_and_another_can_be_begun(desk: Desk) -> None:
    assert desk.options.data
    folder = stop(desk.options.data)
    (folder / "journal.db").unlink()
    lobby = desk.works(wish(wishes.Agree(on=True)))
    assert lobby.stopped is None
    assert isinstance(lobby.faults.stopped, StoreFault)
    assert str(folder) in str(lobby.faults.stopped)
    assert lobby.why_not is None
    assert desk.works(wish(wishes.SetAside(), wishes.LookAgain())).faults.stopped is None


def test_a_bug_of_ours_in_looking_at_it_keeps_nobody_out(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert desk.options.data
    stop(desk.options.data)

    def fail(folder: Path) -> None:
        raise AssertionError(folder)

    monkeypatch.setattr(reception_module, "recover", fail)
    lobby = desk.works(wish(wishes.Agree(on=True)))
    assert isinstance(lobby.faults.stopped, StoreFault)
    assert "send the newest folder to support" in str(lobby.faults.stopped)
    assert lobby.why_not is None


def test_after_an_interview_it_is_looked_for_anew_and_consent_is_asked_anew(desk: Desk) -> None:
    assert desk.options.data
    folder = stop(desk.options.data)

    async def go_further(_: Reception) -> None:
        """Be an interview that went on with it, and was held again."""
        with (folder / "candidate.wav").open("ab") as file:
            file.write(bytes(640 * 50))

    agreed = wish(wishes.Agree(on=True))
    found = desk.works(agreed, go_further, come_back).stopped
    assert found
    assert found.length_s == 3.0
    assert desk.shown[-1].why_not is WhyNot.CONSENT


def test_what_is_gone_by_then_is_not_offered_any_more(desk: Desk) -> None:
    assert desk.options.data
    folder = stop(desk.options.data)

    async def move(_: Reception) -> None:
        folder.rename(desk.options.data.parent / "elsewhere")  # type: ignore[union-attr]  # above

    assert desk.works(move, come_back).stopped is None
