from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import app.core.entries as en
from app.core.entries import KINDS
from app.core.faults import StoreFault
from app.core.status import SessionStatus
from app.core.view import Situation
from app.store import schema
from app.store.schema import check, prepare, read_entry
from tests.store.format_1 import END, OLD
from tests.store.story import STARTED

EACH: list[en.Entry] = [
    STARTED,
    en.SessionResumed("0", None, 0.1, 0.2, 3),
    en.SessionEnded("held", 12.5),
    SessionStatus(Situation.CONNECTING, 1.0, 2, 3, 4.0, 5.0, 6, 7.0),
    en.TimeGoesTo("network"),
    en.PromptAsked(0, 0, "Begin."),
    en.PromptEnded(0, "answered", 1),
    en.UtteranceBegan(1, 1, 10, 15),
    en.UtteranceEnded(1, ((10, 20), (25, 30)), 28),
    en.AnswerEnded(1, "declined", 0.4),
    en.Said("candidate", 0.2, "half a pair: \ud83d", exchange=1, seconds=0.4, whole=False),
    en.HeardSoFar(1, 0.5, "Thank", 0.1),
    en.ReplyComplete(1, with_sound=False),
    en.TokensCounted(1000),
    en.ToolCalled("next"),
    en.ToolTookEffect("next", "asked the next question"),
    en.LinkMoved("waiting", 1, "LinkLost", 1006),
    en.GoAwayCame(10.0),
    en.HandleClean("h", (0, 1)),
    en.HandleForgotten(),
    en.Gap(3, 4),
    en.MicrophoneLost("DeviceLost"),
    en.MicrophoneBack(),
    en.MicrophoneSwitched("Headset", "stands in"),
    en.SpeakerLost("SpeakerSilent"),
    en.SpeakerBack(),
    en.SpaceJudged("low", 180_000_000),
]


def test_there_is_an_example_of_each_kind() -> None:
    assert [type(entry) for entry in EACH] == list(en.KINDS.values())


@pytest.mark.parametrize("entry", EACH, ids=lambda entry: type(entry).__name__)
def test_what_is_written_is_read_back_as_it_was(entry: en.Entry) -> None:
    written = en.note(entry)
    check(written.kind, written.payload)
    assert read_entry(written.kind, json.loads(json.dumps(written.payload))) == entry


@pytest.mark.parametrize("entry", EACH, ids=lambda entry: type(entry).__name__)
def test_a_field_that_a_later_version_adds_does_no_harm(entry: en.Entry) -> None:
    written = en.note(entry)
    assert read_entry(written.kind, {**written.payload, "since_9": {"x": [1]}}) == entry


@pytest.mark.parametrize(
    ("kind", "payload", "why"),
    [
        ("exploded", {}, r'^there is no kind "exploded"$'),
        ("x" * 5000, {}, r'^there is no kind "x{40}"$'),
        ("session.ended", {"how": "left"}, r'the field "length_s" of its kind "session\.ended"'),
        ("tokens", {"total": "many"}, 'field "total"'),
        ("utterance.ended", {"said": 1, "spans": [[1]], "last_speech": 1}, r'field "spans\.0\.1"'),
        ("said", {"speaker": "candidate", "at_s": 1.0, "text": 7}, 'field "text"'),
        ("status", {"situation": "asleep"}, 'field "situation"'),
        ("gap", {"first": None, "frames": 1}, 'field "first"'),
    ],
)
def test_what_is_not_of_its_kind_is_refused_with_the_field(
    kind: str, payload: dict[str, Any], why: str
) -> None:
    with pytest.raises(StoreFault, match=why):
        read_entry(kind, payload)
    with pytest.raises(AssertionError, match="a bug of ours"):
        check(kind, payload)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
@pytest.mark.parametrize("deep", [lambda one: one, lambda one: [[{"x": one}]]])
def test_a_number_that_no_clock_can_show_is_refused_however_deep(number: float, deep: Any) -> None:
    with pytest.raises(StoreFault, match="infinite"):
        read_entry("link.go_away", {"time_left_s": 1.0, "more": deep(number)})


def test_what_nests_too_deep_is_refused() -> None:
    deep: Any = []
    for _ in range(sys.getrecursionlimit() + 10):
        deep = [deep]
    with pytest.raises(StoreFault, match="nests too deep"):
        read_entry("tokens", {"total": 1, "more": deep})


def test_a_refusal_repeats_nothing_of_what_was_said() -> None:
    mine = "what I said"
    with pytest.raises(StoreFault) as refused:
        read_entry("said", {"speaker": "candidate", "at_s": mine, "text": [mine]})
    assert mine not in str(refused.value)
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


def test_the_beginning_of_an_interview_of_format_1_is_told_by_its_fields() -> None:
    _, kind, payload = OLD[0]
    started = read_entry(kind, payload)
    assert isinstance(started, en.SessionStarted)
    assert (started.model, started.practice, started.instruction) == ("a-model", True, "")
    assert [one.id for one in started.plan.questions] == ["about-you", "enjoy"]
    none: list[Any] = [None, [], "about-you"]
    for nothing in none:
        with pytest.raises(StoreFault, match='field "plan"'):
            read_entry(kind, {**payload, "questions": nothing})


def test_a_plan_that_does_not_say_whether_one_may_interrupt_lets_the_candidate_do_so() -> None:
    """Journals were written before plans could forbid it."""
    note = en.note(STARTED)
    assert isinstance(note.payload["plan"], dict)
    older = {name: one for name, one in note.payload["plan"].items() if name != "may_interrupt"}
    forbids = {**older, "may_interrupt": False}
    for plan, may in ((older, True), (forbids, False)):
        started = read_entry(note.kind, {**note.payload, "plan": plan})
        assert isinstance(started, en.SessionStarted)
        assert started.plan.may_interrupt is may


def test_an_utterance_of_format_1_does_not_say_enough_and_everything_else_does() -> None:
    read = [(kind, read_entry(kind, payload)) for _, kind, payload in (*OLD, END)]
    unread = [kind for kind, entry in read if entry is None]
    assert unread == ["utterance.began", "utterance.ended"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.text(max_size=5), one, max_size=3),
    max_leaves=8,
)


@st.composite
def payloads(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A payload of ours with some of its fields replaced, left out or added."""
    written = en.note(draw(st.sampled_from(EACH)))
    names = st.sampled_from([*written.payload, "plan", "questions", "x"])
    changes = draw(st.dictionaries(names, JSON, max_size=4))
    payload = {**written.payload, **changes}
    for name in draw(st.lists(names, max_size=2)):
        payload.pop(name, None)
    kind = draw(st.just(written.kind) | st.sampled_from([*en.KINDS, ""]))
    return kind, payload


def assert_an_entry_or_a_fault(kind: str, payload: dict[str, Any]) -> None:
    try:
        entry = read_entry(kind, payload)
    except StoreFault:
        return
    if entry is not None:  # then it can be written, and read again
        written = en.note(entry)
        assert read_entry(written.kind, written.payload) is not None


@given(made=payloads())
def test_any_payload_is_an_entry_or_a_fault(made: tuple[str, dict[str, Any]]) -> None:
    assert_an_entry_or_a_fault(*made)


@pytest.mark.parametrize("number", [10**400, -(10**400), 2**64])
def test_a_number_beyond_all_bounds_is_an_entry_or_a_fault(number: int) -> None:
    for written in map(en.note, EACH):
        for name in written.payload:
            assert_an_entry_or_a_fault(written.kind, {**written.payload, name: number})


def test_each_kind_can_be_made_ready_ahead() -> None:
    prepare()
    assert schema._adapter.cache_info().currsize == len(KINDS)
