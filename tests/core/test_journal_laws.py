"""A journal that anything may have happened to is understood or refused, and nothing else."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import app.core.entries as en
import app.core.events as ev
from app.core.account import Account, Telling
from app.core.answers import Fate
from app.core.faults import HandleRefused, StoreFault
from app.core.recovery import Recall
from tests.core.builders import SILENCE, SPEECH, Stage
from tests.core.journals import entries_of, read_back, started
from tests.core.runs import settle

NUMBERS = st.integers(-2, 12) | st.sampled_from([-(10**400), 2**63, 10**400])
ENTRY = st.one_of([entries_of(kind, NUMBERS) for kind in en.KINDS.values()])
ANY_RUNS = settings(max_examples=300)


@ANY_RUNS
@given(st.lists(ENTRY, max_size=30), st.integers(0, 50), st.booleans())
def test_whatever_a_journal_says_is_understood_or_refused_and_what_is_refused_changes_nothing(
    entries: list[en.Entry], recorded: int, has_begun: bool
) -> None:
    recall, understood = Recall(), Recall()
    for entry in [started(), *entries] if has_begun else entries:
        try:
            recall.feed(entry)
        except StoreFault:
            continue
        understood.feed(entry)
    if not (has_begun or any(isinstance(one, en.SessionStarted) for one in entries)):
        with pytest.raises(StoreFault):
            recall.past(recorded, recorded)
        return
    with contextlib.suppress(StoreFault):  # it may have no instruction
        past = recall.past(recorded, recorded)
        assert past == understood.past(recorded, recorded)


@ANY_RUNS
@given(st.lists(st.tuples(st.integers(-(2**63), 2**63 - 1), ENTRY)))
def test_whatever_a_journal_says_is_told_or_refused(entries: list[tuple[int, en.Entry]]) -> None:
    telling = Telling()
    try:
        for at_ms, entry in entries:
            telling.feed(at_ms, entry)
        account = telling.account(1.0)
    except StoreFault:
        return
    assert isinstance(account, Account)


# --- and what is understood can be gone on with

SMALL = st.integers(0, 40)
FATES = st.sampled_from([one.value for one in Fate if one is not Fate.OPEN])
SENSIBLE = st.one_of(
    *(
        entries_of(kind, SMALL)
        for kind in (
            *(en.PromptAsked, en.UtteranceBegan, en.UtteranceEnded, en.HandleClean, en.Gap),
            *(en.Said, en.SessionResumed, en.HandleForgotten),
        )
    ),
    st.builds(en.AnswerEnded, SMALL, FATES, st.just(1.0), st.none() | SMALL),
    st.builds(en.PromptEnded, SMALL, FATES, st.none() | SMALL),
)


@settings(max_examples=150)
@given(
    st.lists(SENSIBLE, min_size=5, max_size=30),
    st.tuples(st.integers(0, 50), st.integers(0, 20)),
    st.sampled_from([1, 9]),
)
def test_whatever_is_understood_can_be_gone_on_with_and_its_journal_be_read(
    entries: list[en.Entry], frames: tuple[int, int], questions: int
) -> None:
    recall, understood = Recall(), list[en.Entry]()
    for entry in [started(), *entries]:
        with contextlib.suppress(StoreFault):
            recall.feed(entry)
            understood.append(entry)
    stage = Stage(questions, past=recall.past(frames[0], sum(frames)))
    stage.open()
    settle(stage)
    stage.hear(0.5, SPEECH)
    stage.lose(HandleRefused("No.", code=1007))
    stage.open()
    stage.feed(ev.Done())
    settle(stage)
    stage.hear(2.5, SILENCE)
    stage.feed(ev.Leave())
    assert all(one.frames > 0 for one in stage.windows()), "no window is empty"
    again = Recall()
    for entry in [*understood, *(read_back(note) for _, note in stage.noted)]:
        again.feed(entry)
