from pathlib import Path

import pytest

from app.practice.fault_kinds import KINDS, MOMENTS, Effect, When, listing, shown, tables
from app.practice.faults import FaultScript
from app.terminal.arguments import FAULTS_EPILOG

PAGE = Path(__file__).parents[2] / "resources/help/faults.md"


def test_every_fault_and_every_moment_has_its_words() -> None:
    assert set(KINDS) == set(Effect)
    assert set(MOMENTS) == set(When)
    assert all(kind.meaning and kind.moments for kind in KINDS.values())


def test_help_and_its_page_say_what_the_table_says() -> None:
    assert listing() in FAULTS_EPILOG
    assert tables() in PAGE.read_text("utf-8")


def test_the_listing_fits_a_terminal_and_names_all() -> None:
    lines = listing().splitlines()
    assert max(map(len, lines)) <= 100
    for effect in Effect:
        assert any(line.startswith(f"  {shown(effect)}  ") for line in lines)


def test_a_bar_ends_no_cell_of_the_pages_table() -> None:
    for line in tables().splitlines():
        assert line.replace("\\|", "").count("|") in {0, 3}


@pytest.mark.parametrize("effect", list(Effect))
def test_every_permitted_moment_can_be_written(effect: Effect) -> None:
    values = {"S": "2", "CODE": "1011", "handles": "mid"}
    if effect is Effect.HTTP:
        values["CODE"] = "503"
    given = {
        Effect.HANDLES: " mid",
        **{
            one: "".join(f" {values[a.shown]}" for a in kind.arguments if a.shown in values)
            for one, kind in KINDS.items()
            if one is not Effect.HANDLES
        },
    }[effect]
    for when in When:
        at = "" if when is When.START else f"@{when.value}=2"
        if when in KINDS[effect].moments:
            (clause,) = FaultScript.parse(f"{effect.value}{given}{at}").clauses
            assert (clause.effect, clause.when) == (effect, when)


def test_what_lasts_comes_once_and_what_needs_a_connection_not_before_there_is_one() -> None:
    lasting = {Effect.SLOW_PONG, Effect.SLOW_READER, Effect.HANDLES, Effect.MUTE_AFTER_RESUME}
    waiting = {Effect.HTTP, Effect.NO_SETUP, Effect.REJECT_HANDLE}
    once = {effect for effect, kind in KINDS.items() if When.EVERY not in kind.moments}
    at_start = {effect for effect, kind in KINDS.items() if When.START in kind.moments}
    assert once == lasting
    assert at_start == lasting | waiting
