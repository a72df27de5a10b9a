from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.faults import InputFault
from app.core.patience import Wait
from app.effective import Effective, Entry, Source, merged, settle
from app.settings import Options, Settings

PLAIN = Options(is_practice=False)


class Desk:
    """A policy and a user's settings, and what comes of them."""

    def __init__(self, folder: Path) -> None:
        self.policy = folder / "policy.toml"
        self.users = folder / "settings.toml"

    def settle(self, options: Options = PLAIN) -> Effective:
        given = self.users if self.users.exists() else None
        return settle(replace(options, settings=given), self.policy)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def entry(found: Effective, name: str) -> Entry:
    (one,) = (one for one in found.entries() if one.name == name)
    return one


def test_with_nothing_said_all_is_default(desk: Desk) -> None:
    found = desk.settle()
    assert found.settings == Settings()
    assert {one.source for one in found.entries()} == {Source.DEFAULT}


def test_who_is_stronger_holds(desk: Desk) -> None:
    """Each source is added above the one before; forced comes last though it is said first."""
    pace = "session.outbox.replay_pace"
    practice = replace(PLAIN, is_practice=True)
    assert desk.settle().settings.session.outbox.replay_pace == 2.0
    assert entry(desk.settle(practice), pace).source is Source.PRACTICE
    assert desk.settle(practice).settings.session.outbox.replay_pace == 8.0
    desk.policy.write_text(f"[recommended]\n{pace} = 3\nlive.model = 'recommended'")
    assert entry(desk.settle(practice), pace).value == 3.0
    assert entry(desk.settle(), "live.model").source is Source.RECOMMENDED
    desk.users.write_text("[live]\nmodel = 'user'")
    assert entry(desk.settle(), "live.model").source is Source.USER
    assert desk.settle().settings.live.model == "user"
    assert desk.settle().settings.session.outbox.replay_pace == 3.0  # beside it, as recommended
    asked = replace(PLAIN, model="asked")
    assert entry(desk.settle(asked), "live.model").source is Source.COMMAND
    assert desk.settle(asked).settings.live.model == "asked"
    desk.policy.write_text("[forced.live]\nmodel = 'forced'\n[recommended.live]\nmodel = 'r'")
    for options in (PLAIN, asked):
        assert desk.settle(options).settings.live.model == "forced"
        assert entry(desk.settle(options), "live.model").source is Source.FORCED


def test_where_a_setting_stands_is_told(desk: Desk) -> None:
    desk.policy.write_text("[forced.live]\n\nmodel = 'm'\n")
    desk.users.write_text("[session.patience]\nwait = 'patient'\n")
    found = desk.settle()
    assert entry(found, "live.model").where == f"{desk.policy}, line 3, forced.live.model"
    assert entry(found, "session.patience.wait").where == (
        f"{desk.users}, line 2, session.patience.wait"
    )
    assert found.settings.session.patience.wait is Wait.PATIENT
    assert entry(found, "live.voice").where == ""


def test_the_command_line_sets_what_it_names(desk: Desk) -> None:
    found = desk.settle(replace(PLAIN, headphones=True, hold_limit_s=7.0, model="m")).settings
    assert found.session.turns.headphones
    assert found.session.link.hold_limit_s == 7.0
    assert found.live.model == "m"
    desk.policy.write_text("[forced.session.turns]\nheadphones = false")
    assert not desk.settle(replace(PLAIN, headphones=True)).settings.session.turns.headphones


def test_a_proxy_is_private(desk: Desk) -> None:
    desk.policy.write_text("[forced.live]\nproxy = 'http://jane:secret@proxy:1'")
    one = entry(desk.settle(), "live.proxy")
    assert one.is_private
    assert not entry(desk.settle(), "live.model").is_private


@pytest.mark.parametrize(
    ("policy", "users", "says"),
    [
        ("[forced.live]\nmodel = 3", "", r"policy\.toml, line 2, forced\.live\.model: .*string"),
        (
            "[recommended.live]\nsetup_timeout_s = 500",
            "[live]\nsetup_timeout_s = 20",  # hidden by it, and wrong all the same
            r"policy\.toml, line 2, recommended\.live\.setup_timeout_s: .*between 1 and 120",
        ),
        (
            "[forced.live]\nsetup_timeout_s = 20",
            "[live]\nsetup_timeout_s = 500",
            r"settings\.toml, line 2, live\.setup_timeout_s: .*between 1 and 120",
        ),
        ("[forced]\nlive = 3", "", r"policy\.toml, line 2, forced\.live: must be a table"),
        ("[forced]", "live = 3", r"settings\.toml, line 1, live: must be a table: \[live\]"),
        (
            "[recommended.live]\nsetup_timeout_s = 500\n[forced.live]\nsetup_timeout_s = 30",
            "[live]\nsetup_timeout_s = 20",
            r"policy\.toml, line 2, recommended\.live\.setup_timeout_s: .*between 1 and 120",
        ),
        (
            "[forced.session.space]\nstop_mb = 400",
            "",
            r"policy\.toml, line 2, forced.*in this order",
        ),
        (
            "[forced.session.space]\nwarn_mb = 300",  # each is right alone, together they are not
            "[session.space]\nbefore_mb = 250",
            r"policy\.toml, line 2, forced\.session\.space\.warn_mb: .*in this order",
        ),
    ],
)
def test_what_is_wrong_is_named_where_it_stands(
    desk: Desk, policy: str, users: str, says: str
) -> None:
    desk.policy.write_text(policy)
    if users:
        desk.users.write_text(users)
    with pytest.raises(InputFault, match=says):
        desk.settle()


def test_what_a_command_line_breaks_is_said_to_be_its(desk: Desk) -> None:
    wrong: Any = 3
    with pytest.raises(InputFault, match=r"^command line, live\.model: .*string"):
        desk.settle(replace(PLAIN, model=wrong))


def test_what_is_recommended_may_be_completed_by_the_user(desk: Desk) -> None:
    desk.policy.write_text("[recommended.session.space]\nwarn_mb = 100")
    desk.users.write_text("[session.space]\nbefore_mb = 150")
    space = desk.settle().settings.session.space
    assert (space.before_mb, space.warn_mb, space.stop_mb) == (150.0, 100.0, 50.0)


def test_tables_are_merged_and_values_replaced() -> None:
    weak = {"a": {"b": 1, "c": 2}, "d": 3}
    assert merged(weak, {"a": {"b": 4}, "e": 5}) == {"a": {"b": 4, "c": 2}, "d": 3, "e": 5}
    assert merged(weak, {"a": 1}) == {"a": 1, "d": 3}
    assert merged({"a": 1}, weak)["a"] == {"b": 1, "c": 2}
    assert weak == {"a": {"b": 1, "c": 2}, "d": 3}


# Values that are right beside every other: each setting has its own range, and no neighbour.
FREE: dict[str, st.SearchStrategy[Any]] = {
    "live.model": st.sampled_from(["a", "b", "c"]),
    "live.voice": st.sampled_from(["d", "e"]),
    "live.setup_timeout_s": st.sampled_from([2.0, 3.0]),
    "live.affective": st.booleans(),
    "session.activity.wait_s": st.sampled_from([1.0, 3.0]),
    "session.outbox.replay_pace": st.sampled_from([3.0, 4.0]),
    "check.speech_pace": st.sampled_from([2.0, 3.0]),
}
SAID = st.fixed_dictionaries({}, optional=FREE)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    recommended=SAID,
    users=SAID,
    forced=SAID,
    model=st.none() | st.just("m"),
    practice=st.booleans(),
)
def test_for_any_layers_the_strongest_that_speaks_holds(
    desk: Desk,
    recommended: dict[str, Any],
    users: dict[str, Any],
    forced: dict[str, Any],
    *,
    model: str | None,
    practice: bool,
) -> None:
    desk.users.write_text(toml(users))
    desk.policy.write_text(
        toml({f"recommended.{name}": value for name, value in recommended.items()})
        + toml({f"forced.{name}": value for name, value in forced.items()})
    )
    layers = {
        Source.FORCED: forced,
        Source.COMMAND: {"live.model": model} if model else {},
        Source.USER: users,
        Source.RECOMMENDED: recommended,
        Source.PRACTICE: {"session.outbox.replay_pace": 8.0} if practice else {},
        Source.DEFAULT: {one.name: one.value for one in Effective(Settings()).entries()},
    }
    for one in desk.settle(Options(is_practice=practice, model=model)).entries():
        speaks = next(source for source, said in layers.items() if one.name in said)
        assert (one.source, one.value) == (speaks, layers[speaks][one.name])


def toml(said: dict[str, Any]) -> str:
    return "".join(f"{name} = {json.dumps(value)}\n" for name, value in said.items())
