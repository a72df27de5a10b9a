from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from app.effective import Effective, settle
from app.settings import Options, Settings
from app.wiring.settings_report import as_json, lines
from tests.commands import call


@pytest.fixture
def found(tmp_path: Path) -> Effective:
    policy, users = tmp_path / "policy.toml", tmp_path / "settings.toml"
    policy.write_text("[forced.live]\nproxy = 'http://jane:secret@proxy:1'\n")
    users.write_text("[session.patience]\nwait = 'patient'\n")
    return settle(Options(is_practice=False, settings=users), policy)


def test_each_setting_is_listed_with_who_said_so(found: Effective, tmp_path: Path) -> None:
    told = {line.split("  # ")[0].strip(): line.split("  # ")[1] for line in lines(found)}
    assert told['session.patience.wait = "patient"'] == (
        f"settings file, {tmp_path / 'settings.toml'}, line 2"
    )
    assert told["live.setup_timeout_s = 15.0"] == "default"
    assert told["# live.thinking_budget is not set"] == "default"
    assert told["# live.proxy is set, and not shown"] == (
        f"forced by the policy, {tmp_path / 'policy.toml'}, line 2"
    )


def test_no_password_is_shown(found: Effective) -> None:
    shown = "\n".join(lines(found)) + json.dumps([as_json(one) for one in found.entries()])
    assert "secret" not in shown
    assert "jane" not in shown


def test_what_is_listed_is_a_settings_file(found: Effective) -> None:
    assert tomllib.loads("\n".join(lines(found)))["live"]["model"] == Settings().live.model


def test_the_command_lists_them_for_people_and_programs(tmp_path: Path) -> None:
    users = tmp_path / "settings.toml"
    users.write_text("[live]\nmodel = 'mine'\n")
    ended = call("settings", "--settings", str(users))
    assert ended.status == 0
    assert ended.out.startswith(("# No policy: ", "# The policy is "))
    assert 'live.model = "mine"' in ended.out
    ended = call("settings", "--settings", str(users), "--json")
    (one,) = (json.loads(line) for line in ended.out.splitlines() if '"live.model"' in line)
    assert one == {
        "name": "live.model",
        "value": "mine",
        "is_set": True,
        "source": "user",
        "where": f"{users}, line 2, live.model",
    }


def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    users = tmp_path / "settings.toml"
    users.write_text("[live]\nmodle = 'mine'\n")
    ended = call("settings", "--settings", str(users))
    assert ended.status == 2
    assert "live.modle: there is no such setting" in ended.complaint()
