from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.core.entries import SessionEnded
from app.core.faults import InputFault, StoreFault
from app.core.habits import Choice
from app.settings import Options
from app.store.folder import DataFolder, open_folder
from app.store.recovery import Stopped, recover
from app.wiring.going_on import find, options_of, told_of
from tests.store.format_1 import OLD, write_old_journal
from tests.wiring.stopping import BEGAN, FRAMES, OPEN_S, stop

OPTIONS = Options(is_practice=False, headless=True, resume="")


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return open_folder(tmp_path / "data")


@pytest.fixture
def stopped(folder: DataFolder) -> Stopped:
    return recover(stop(folder.path))


# --- which interview


def test_without_an_id_it_is_the_newest_if_that_stopped(folder: DataFolder) -> None:
    path = stop(folder.path)
    found = find(folder, "")
    assert found.folder == path
    assert (found.past.frames, found.found.open_s) == (FRAMES, OPEN_S)


def test_an_older_one_is_gone_on_with_by_its_id_or_the_end_of_it(folder: DataFolder) -> None:
    older = stop(folder.path)
    stop(folder.path, SessionEnded("finished", 2.0)).rename(
        folder.sessions / f"{BEGAN + timedelta(days=1):%Y-%m-%d-%H%M}-zzzz"
    )
    with pytest.raises(InputFault, match=r"newest interview.* is over.* fairhearing sessions"):
        find(folder, "")
    assert find(folder, older.name).folder == older
    assert find(folder, older.name[-4:]).folder == older


def test_without_any_interview_there_is_none_to_go_on_with(folder: DataFolder) -> None:
    with pytest.raises(InputFault, match=r"none to go on with: the newest interview, if"):
        find(folder, "")
    with pytest.raises(InputFault, match='There is no interview "7k3f"'):
        find(folder, "7k3f")


@pytest.mark.parametrize("how", ["finished", "left"])
def test_one_that_is_over_is_refused_though_it_is_named(folder: DataFolder, how: str) -> None:
    path = stop(folder.path, SessionEnded(how, 2.0))
    with pytest.raises(StoreFault, match=rf"is over \({how}\)"):
        find(folder, path.name)


@pytest.mark.parametrize("how", ["held", "failed"])
def test_one_that_was_held_or_failed_is_gone_on_with(folder: DataFolder, how: str) -> None:
    path = stop(folder.path, SessionEnded(how, 2.0))
    assert find(folder, "").folder == path
    assert find(folder, "").past.how == how


def test_one_of_an_earlier_version_is_refused_in_words(folder: DataFolder) -> None:
    path = folder.new_session(BEGAN)
    write_old_journal(path / "journal.db", *OLD)
    for name in ("", path.name):
        with pytest.raises(StoreFault, match=r"earlier version .* cannot be gone on with"):
            find(folder, name)


# --- with what it was told then


def test_interviewer_and_consent_are_those_of_that_interview(stopped: Stopped) -> None:
    options = options_of(replace(OPTIONS, mic="Yeti", headphones=True), stopped)
    assert (options.is_practice, options.model, options.consent) == (True, "a-model", True)
    assert (options.server, options.ca) == (None, None)
    assert (options.mic, options.headphones) == ("Yeti", True), "devices are chosen anew"


def test_the_server_is_the_one_of_then_unless_it_has_moved(folder: DataFolder) -> None:
    stopped = recover(stop(folder.path, is_practice=False))
    started = replace(stopped.past.started, server="https://then:1", ca="/then.pem")
    stopped = replace(stopped, past=replace(stopped.past, started=started))
    options = options_of(OPTIONS, stopped)
    assert (options.is_practice, options.server) == (False, "https://then:1")
    assert options.ca == Path("/then.pem")
    moved = replace(OPTIONS, server="https://now:1", ca=Path("/now.pem"))
    options = options_of(moved, stopped)
    assert (options.server, options.ca) == ("https://now:1", Path("/now.pem"))


def test_the_plan_and_the_texts_are_those_of_then_and_the_settings_of_now(
    stopped: Stopped, tmp_path: Path
) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('[live]\nmodel = "another"\n[session.link]\nhold_limit_s = 7.0\n')
    plan = tmp_path / "plan.toml"
    plan.write_text("this is no plan, and nobody looks")
    options = replace(OPTIONS, settings=settings, plan=plan)
    told = told_of(options_of(options, stopped), stopped)
    assert told.stopped is stopped
    assert told.plan == stopped.past.started.plan
    assert (told.instruction, told.script) == ("Ask.", stopped.past.started.script)
    assert told.settings.session.link.hold_limit_s == 7.0
    assert told.settings.live.model == "a-model", "its words are known to that model alone"


def test_what_is_forced_now_holds_for_it_too(
    stopped: Stopped, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text("[forced.session.cues]\non = false\n")
    assert told_of(OPTIONS, stopped).forced == frozenset()
    monkeypatch.setattr("app.effective.policy_path", lambda: policy)
    told = told_of(OPTIONS, stopped)
    assert told.forced == frozenset({Choice.CUES})
    assert not told.settings.session.cues.on


def test_settings_that_cannot_be_used_are_refused(stopped: Stopped, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("[nothing]\n")
    with pytest.raises(InputFault, match=r"settings\.toml"):
        told_of(replace(OPTIONS, settings=settings), stopped)
