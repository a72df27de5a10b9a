from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.faults import InputFault
from app.core.habits import Choice
from app.core.patience import Wait
from app.settings import Options, Settings
from app.store.keys import Key
from app.telemetry.redaction import HIDDEN, Redaction
from app.wiring.given import endpoint, read_all, with_headphones

PRACTICE = Options(is_practice=True, headless=True, consent=True)
INTERVIEW = replace(PRACTICE, is_practice=False)


# --- what a person gave


def test_without_options_the_plan_is_the_default_one_and_the_interviewer_knows_it() -> None:
    told = read_all(PRACTICE)
    assert len(told.plan.questions) == 3
    for number, question in enumerate(told.plan.questions, 1):
        assert f"{number}. {question.text}" in told.instruction
    assert told.script.opening
    assert told.script.nudge


def test_what_the_command_line_says_wins_over_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text('[live]\nmodel = "a"\n[session.link]\nhold_limit_s = 5.0\n')
    settings = read_all(replace(PRACTICE, settings=path)).settings
    assert (settings.live.model, settings.session.link.hold_limit_s) == ("a", 5.0)
    asked = replace(PRACTICE, settings=path, model="b", hold_limit_s=0.0, headphones=True)
    settings = read_all(asked).settings
    assert (settings.live.model, settings.session.link.hold_limit_s) == ("b", 0.0)
    assert settings.session.turns.headphones


def test_what_the_policy_forces_is_told_with_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_all(PRACTICE).forced == frozenset()
    policy = tmp_path / "policy.toml"
    policy.write_text('[forced.session.patience]\nwait = "patient"\n')
    monkeypatch.setattr("app.effective.policy_path", lambda: policy)
    told = read_all(replace(PRACTICE, wait=Wait.QUICK))
    assert told.forced == frozenset({Choice.WAIT})
    assert told.settings.session.patience.wait is Wait.PATIENT
    assert read_all(PRACTICE, Settings()).forced == frozenset(), "a rehearsal has its own"


def test_the_candidate_s_word_on_headphones_counts_unless_it_is_forced() -> None:
    told = read_all(PRACTICE)
    worn = with_headphones(told, on=True)
    assert worn.settings.session.turns.headphones
    assert not with_headphones(worn, on=False).settings.session.turns.headphones
    forced = replace(worn, forced=frozenset({Choice.HEADPHONES}))
    assert with_headphones(forced, on=False) == forced
    assert replace(worn, settings=told.settings) == told, "and nothing else is changed"


# --- the server


def test_practice_has_a_server_of_its_own_whose_key_never_shows_in_the_log() -> None:
    redaction = Redaction()
    with endpoint(PRACTICE, redaction) as reached:
        assert reached.url
        assert reached.url.startswith("https://")
        assert reached.key not in repr(reached)
        assert redaction.render("why", f"it was {reached.key}") == f'"it was {HIDDEN}"'


def test_the_service_is_reached_with_the_key_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "k-123")
    redaction = Redaction()
    with endpoint(INTERVIEW, redaction) as reached:
        assert (reached.key, reached.url, reached.ca_file) == ("k-123", None, None)
    assert "k-123" not in redaction.render("why", "k-123")


@pytest.mark.parametrize(
    "server", ["https://localhost:8443", "https://h/a/path", "https://[::1]:1"]
)
def test_an_address_may_have_a_port_and_a_path(
    monkeypatch: pytest.MonkeyPatch, server: str
) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "k-123")
    with endpoint(replace(INTERVIEW, server=server), Redaction()) as reached:
        assert reached.url == server


@pytest.mark.parametrize("server", ["localhost", "http://h", "https://", "https://h h", "wss://h"])
def test_what_is_no_address_is_refused(server: str) -> None:
    with (
        pytest.raises(InputFault, match="--server"),
        endpoint(replace(INTERVIEW, server=server), Redaction()),
    ):
        pass


def test_a_key_that_was_given_for_this_run_wins_over_the_one_that_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", "k-123")
    redaction = Redaction()
    with endpoint(INTERVIEW, redaction, Key("k-456")) as reached:
        assert reached.key == "k-456"
    assert "k-456" not in redaction.render("why", "k-456")
