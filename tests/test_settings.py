from __future__ import annotations

import dataclasses
import math
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.faults import InputFault
from app.core.liveness import LivenessParams
from app.core.patience import PatienceParams, Wait
from app.core.session import SessionParams
from app.effective import settle
from app.settings import CheckParams, LiveParams, Options, Settings

NO_POLICY = Path("nowhere/policy.toml")


def read_settings(path: Path | None) -> Settings:
    """Return what a user's settings file alone makes of the settings."""
    return settle(Options(is_practice=False, settings=path), NO_POLICY).settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def names(kind: Any, place: str = "") -> list[str]:
    """Return every setting by its place, such as session.activity.wait_s."""
    found = []
    for field in dataclasses.fields(kind):
        value = getattr(kind, field.name)
        here = f"{place}{field.name}"
        found += names(value, f"{here}.") if dataclasses.is_dataclass(value) else [here]
    return found


# --- what is good


def test_without_a_file_everything_is_as_the_machines_have_it() -> None:
    assert read_settings(None) == Settings(SessionParams(), LiveParams())
    assert read_settings(None).live.model == "gemini-3.8-live"
    assert read_settings(None).live.liveness == LivenessParams()


@pytest.mark.parametrize("text", ["", "# nothing\n", "[session]\n[live]\n", "\ufeff[live]\r\n"])
def test_what_a_file_leaves_out_is_the_default(file: Path, text: str) -> None:
    file.write_bytes(text.encode())
    assert read_settings(file) == Settings()


def test_every_kind_of_setting_can_be_set(file: Path) -> None:
    file.write_text(
        """
        live.thinking_budget = 0
        [session.activity]
        wait_s = 3
        [session.patience]
        wait = "only done"
        [session.link]
        hold_limit_s = 12.5
        old_socket_waits_s = [1, 2.5]
        [session.turns]
        headphones = true
        """
    )
    found = read_settings(file)
    assert found.session.activity.wait_s == 3.0
    assert found.session.patience.wait is Wait.ONLY_DONE
    assert found.session.link.hold_limit_s == 12.5
    assert found.session.link.old_socket_waits_s == (1.0, 2.5)
    assert found.session.turns.headphones
    assert found.live.thinking_budget == 0


def test_the_check_of_a_service_waits_as_long_as_it_is_told(file: Path) -> None:
    file.write_text("[check]\nrun_s = 60\nspeech_pace = 2")
    assert read_settings(file).check == CheckParams(run_s=60.0, speech_pace=2.0)
    for wrong in ("turn_s = 0", "run_s = 0.0", "speech_pace = 101", "speech_pace = 0"):
        file.write_text(f"[check]\n{wrong}")
        with pytest.raises(InputFault, match=wrong.partition(" ")[0]):
            read_settings(file)


def test_tools_are_declared_by_their_names(file: Path) -> None:
    file.write_text('[live]\ndeclared_tools = ["score", "note"]')
    assert read_settings(file).live.declared_tools == ("score", "note")


def test_a_default_written_into_a_file_changes_nothing(file: Path) -> None:
    """So the defaults keep their own rules, and every name that exists can be written."""
    written = 0
    for name in names(Settings()):
        value: Any = Settings()
        for part in name.split("."):
            value = getattr(value, part)
        if value is None:
            continue  # TOML has no word for it
        value = value.value if isinstance(value, Enum) else value
        as_toml = {bool: str(value).lower(), str: f'"{value}"'}.get(type(value), str(value))
        file.write_text(f"{name} = {as_toml.replace('(', '[').replace(')', ']')}")
        assert read_settings(file) == Settings(), name
        written += 1
    assert written > 20


# --- what is not


@pytest.mark.parametrize(
    ("text", "where", "says"),
    [
        ("\n[live]\nmodle = 'x'", "line 3, live.modle", "no such setting; known: .*model"),
        ("[livee]", "line 1, livee", "no such setting; known: check, live, session"),
        ("wait_s = 2", "line 1, wait_s", "no such setting"),
        ("live = 3", "line 1, live", r"must be a table: \[live\]"),
        ("[live]\nmodel = 3", "line 2, live.model", "valid string"),
        ("[live]\naffective = 'maybe'", "line 2, live.affective", "valid boolean"),
        ("[live]\ndeclared_tools = [1]", "line 2, live.declared_tools", "valid string"),
        ("[live]\nsetup_timeout_s = 0.5", "line 2, live.setup_timeout_s", "between 1 and 120 s"),
        ("[live]\nsetup_timeout_s = 121", "line 2, live.setup_timeout_s", "between 1 and 120 s"),
        ("live = {setup_timeout_s = 0}", "line 1, live", "setup_timeout_s must lie"),
        ("live.setup_timeout_s = 0", "line 1, live.setup_timeout_s", "between 1 and 120 s"),
        (
            "[session.activity]\nwait_s = 0.1",
            "line 2, session.activity.wait_s",
            "between 0.2 and 30 s",
        ),
        ("[session.activity]\n\n'on' = 0.2", "line 3, session.activity.on", "need 0 < off"),
        ("[session.activity]\nwait_s = 'x'", "line 2, session.activity.wait_s", "valid number"),
        ("[session.outbox]\nreplay_pace = 0", "line 2, session.outbox.replay_pace", "1 and 100"),
        (
            "[live.liveness]\nlimit_least_s = 50 # too long",
            "line 2, live.liveness.limit_least_s",
            "limit_least_s <= limit_most_s",
        ),
        ("[live.liveness]\nping_every_s = 0", "line 2, live.liveness.ping_every_s", "above 0"),
        (
            "[session.watchdog]\nsign_s = nan",
            "line 2, session.watchdog.sign_s",
            "nan is no number",
        ),
        (
            "[session.link]\nold_socket_waits_s = [1.0, -2.0]",
            "line 2, session.link.old_socket_waits_s",
            "cannot be below 0",
        ),
        (
            "[session.talk]\nwait_s = 1\n[session.activity]\nwait_s = 0",
            "line 2, session.talk.wait_s",
            "no such setting",
        ),
        (
            "[session.turns]\necho_tail_s = 1\n[session.activity]\nwait_s = 0",
            "line 4, session.activity.wait_s",
            "between 0.2 and 30 s",
        ),
    ],
)
def test_a_wrong_setting_is_named_with_file_line_and_what_is_allowed(
    file: Path, text: str, where: str, says: str
) -> None:
    file.write_text(text)
    with pytest.raises(InputFault, match=rf"settings\.toml, {where}: .*{says}.*\.$"):
        read_settings(file)


def test_a_setting_whose_line_is_not_found_is_named_all_the_same(file: Path) -> None:
    file.write_text('"l\\u0069ve".model = 3')
    with pytest.raises(InputFault, match=r"settings\.toml, live\.model: "):
        read_settings(file)


@pytest.mark.parametrize("text", ["[live", "x = ", "[" * 5000, "x = " + "9" * 5000])
def test_what_is_not_toml_is_said_to_be_none(file: Path, text: str) -> None:
    file.write_text(text)
    with pytest.raises(InputFault, match=r"settings\.toml are not valid TOML"):
        read_settings(file)


def test_what_cannot_be_read_is_said_so(tmp_path: Path, file: Path) -> None:
    for path in (tmp_path, file):
        with pytest.raises(InputFault, match="cannot be read"):
            read_settings(path)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(InputFault, match="cannot be read"):
        read_settings(file)


VALUES = st.sampled_from(
    ["0", "-1", "1", "0.5", "1e9", "nan", "inf", "true", '"a"', "[]", "[1]", "{}", "1979-05-27"]
)
LINES = st.builds("{} = {}".format, st.sampled_from(names(Settings())), VALUES)
ANY_TEXT = st.lists(LINES, max_size=4).map("\n".join) | st.text(max_size=60)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=ANY_TEXT)
def test_any_text_is_settings_or_a_fault_in_words(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8", errors="replace")
    try:
        found = read_settings(file)
    except InputFault as fault:
        said = str(fault)
    else:
        said = "settings.toml."
        assert all(math.isfinite(value) for value in numbers(dataclasses.asdict(found)))
    assert "settings.toml" in said
    assert said.endswith(".")


def numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [number for part in value.values() for number in numbers(part)]
    if isinstance(value, list | tuple):
        return [number for part in value for number in numbers(part)]
    return [value] if isinstance(value, int | float) else []


# --- what the command line asked for


@pytest.mark.parametrize(
    ("how", "interactive"),
    [({}, True), ({"headless": True}, False), ({"json": True}, False)],
)
def test_keys_are_read_only_where_a_person_sits(how: dict[str, bool], *, interactive: bool) -> None:
    assert Options(is_practice=True, **how).is_interactive is interactive  # type: ignore[arg-type]  # only the bools


def test_what_the_candidate_chose_comes_before_the_settings(file: Path) -> None:
    file.write_text('[session.patience]\nwait = "patient"\nquick_s = 1.2\n')
    asked = Options(is_practice=False, wait=Wait.ONLY_DONE, cues=False, settings=file)
    session = settle(asked, NO_POLICY).settings.session
    assert session.patience == PatienceParams(Wait.ONLY_DONE, quick_s=1.2)
    assert not session.cues.on
