from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.faults import (
    DeviceFault,
    Fault,
    InputFault,
    Keyring,
    KeyringFault,
    LinkLost,
    StoreFault,
)
from app.core.lobby import Faults, KeyPlace, Kind, Lobby, PlanFacts, WhyNot
from app.gui.words import start as words


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (PlanFacts("", 3, 6.0), "The default questions: 3 questions, about 6 minutes"),
        (PlanFacts("my.toml", 1, 1.2), "my.toml: 1 question, about 1 minute"),
        (PlanFacts("my.toml", 12, 0.2), "my.toml: 12 questions, about 1 minute"),
        (PlanFacts("100%n.toml", 2, 1.6), "100%n.toml: 2 questions, about 2 minutes"),
    ],
)
def test_a_plan_is_told_in_numbers(facts: PlanFacts, expected: str) -> None:
    assert words.plan(facts) == expected


def test_what_is_agreed_to_names_the_machine_the_record_and_who_gets_it() -> None:
    for kind in Kind:
        text = words.consent(kind)
        assert "I talk to an AI" in text
        assert "my voice is recorded on this computer" in text
        assert ("Gemini" in text) is (kind is Kind.SERVICE)


def test_what_never_happens_is_promised() -> None:
    assert "judges your tone, accent, pauses or feelings" in words.promise()


def test_every_reason_not_to_begin_has_its_own_way_out() -> None:
    texts = [words.why_not(one) for one in WhyNot]
    assert all(texts)
    assert len(set(texts)) == len(texts)


def test_the_service_and_practice_are_told_apart() -> None:
    for say in (words.kind_name, words.kind_text, words.begin):
        assert say(Kind.PRACTICE) != say(Kind.SERVICE)
    assert "no account, no network" in words.kind_text(Kind.PRACTICE)


def test_every_place_of_a_key_is_told() -> None:
    texts = [words.key_state(one) for one in KeyPlace]
    assert len(set(texts)) == len(texts)
    assert "kept nowhere" in words.key_state(KeyPlace.THIS_RUN)


def test_a_fault_that_says_all_is_told_as_it_is() -> None:
    assert words.fault(InputFault("The plan my.toml is empty.")) == "The plan my.toml is empty."


@pytest.mark.parametrize(
    ("fault", "remedy"),
    [
        (DeviceFault("none; see --mic"), "Connect one"),
        (InputFault("see --plan"), "Choose another one."),
        (StoreFault("see --data"), "look again"),
        (LinkLost("see --server"), "Try again."),
        (KeyringFault("none; see --key", Keyring.MISSING), "has no keyring"),
        (KeyringFault("no", Keyring.LOCKED), "Unlock it"),
        (KeyringFault("no", Keyring.REFUSED), "refused"),
    ],
)
def test_options_of_the_command_line_are_not_told_but_what_to_do_here(
    fault: Fault, remedy: str
) -> None:
    assert remedy in words.fault(fault)
    assert "--" not in words.fault(fault)


def test_the_choice_of_another_folder_is_left_out_and_the_cause_is_told() -> None:
    full = StoreFault(
        "Nothing is free on /d. Free some there, or choose another folder with --data."
    )
    assert words.fault(full) == "Nothing is free on /d. Free some there."


def test_an_interview_that_did_not_begin_recorded_nothing_and_says_why() -> None:
    failed = replace(Lobby(), faults=Faults(beginning=InputFault("The file is empty.")))
    assert words.did_not_begin(Lobby()) == ""
    assert words.did_not_begin(failed) == (
        "It could not begin, and nothing was recorded. The file is empty."
    )


def test_a_recording_in_place_of_a_microphone_is_named() -> None:
    assert words.recording("100%1.wav") == "Recording: 100%1.wav"
