"""Whatever happens, wherever it stops: nothing said is lost, and the journal tells all of it."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

import app.core.actions as act
import app.core.entries as en
import app.core.events as ev
import app.core.outgoing as out
from app.core.account import Account, Line
from app.core.events import FRAME_S
from app.core.faults import HandleRefused
from app.core.ledger import totals
from app.core.recovery import Past
from app.core.session import Session
from tests.core.builders import Stage, notes
from tests.core.runs import GREETING, STEPS, Scene, Step, settle, speak, tell
from tests.core.stops import STOPS, Remains, Stop, remains

RUNS = settings(max_examples=50)


def scene(steps: list[Step], questions: int = 9) -> Scene:
    """Return an interview that was greeted and to which these things happened."""
    return Scene(questions).play([*GREETING, *steps])


# --- the ledger


def adds_up(account: Account, length_ms: int) -> None:
    """Assert that every millisecond is somebody's, and nobody's twice."""
    shares = account.shares
    assert all(one.to_ms == two.from_ms for one, two in itertools.pairwise(shares))
    assert all(one.from_ms < one.to_ms for one in shares)
    assert (shares[0].from_ms, shares[-1].to_ms) == (0, length_ms)
    assert sum(totals(shares).values()) == length_ms == round(account.length_s * 1000)


@RUNS
@given(STEPS, st.booleans())
def test_the_ledger_read_back_is_the_live_one_and_adds_up(steps: list[Step], leaves: bool) -> None:
    run = scene(steps)
    if leaves:
        run.stage.feed(ev.Leave())
    entries = run.entries
    account, length_ms = tell(entries), entries[-1][0]
    adds_up(account, length_ms)
    assert account.shares == run.session.ledger.shares(length_ms)
    for _, entry in entries:
        if isinstance(entry, en.SessionEnded):
            assert round(entry.length_s * 1000) == length_ms


# --- the words


def lines_of(session: Session) -> list[Line]:
    """Return what the live session knows to have been said and heard."""
    transcript, newest = session.dialogue.transcript, session.interviewer.replies.newest
    answers = [
        Line(
            at_s=round(one.utterances[0].onset * FRAME_S, 2),
            speaker="candidate",
            text=transcript.said(one) or None,
            seconds=round(one.seconds, 2),
            fate=one.fate.value,
        )
        for one in session.dialogue.answers.exchanges
        if one.utterances
    ]
    replies = [
        Line(round(at_s, 2), "interviewer", text, round(transcript.heard_s(number), 2))
        for number in range(newest.number + 1 if newest else 0)
        if (text := transcript.heard(number)) and (at_s := transcript.began_at(number)) is not None
    ]
    return sorted([*answers, *replies], key=lambda line: (line.at_s, line.speaker))


@RUNS
@given(STEPS, st.booleans())
def test_the_transcript_read_back_is_the_live_one(steps: list[Step], keep: bool) -> None:
    run = scene(steps)
    run.stage.feed(ev.Leave(keep=keep))
    assert [replace(line, is_cut=False) for line in tell(run.entries).lines] == lines_of(
        run.session
    )


# --- going on

CANDIDATE = st.sampled_from(["silent", "speaks before", "speaks after"])
LEAVES = st.sampled_from([[], [ev.Leave()], [ev.Leave()], [ev.Leave(keep=False)]])


@RUNS
@given(STEPS, LEAVES, STOPS, CANDIDATE, st.booleans(), st.sampled_from([2, 9]))
def test_wherever_it_stops_it_can_be_gone_on_with_and_nothing_said_is_lost(
    steps: list[Step],
    leaves: list[ev.Event],
    stop: Stop,
    candidate: str,
    refuses: bool,
    questions: int,
) -> None:
    run = scene(steps, questions)
    run.stage.feed(*leaves)
    goes_on(remains(run.entries, stop), candidate, questions, refuses=refuses)


@RUNS
@given(STEPS, STEPS, st.tuples(STOPS, STOPS), st.booleans())
def test_what_has_stopped_once_may_stop_again(
    first: list[Step], second: list[Step], stops: tuple[Stop, Stop], refuses: bool
) -> None:
    left = remains(scene(first).entries, stops[0])
    if left.is_over:
        return
    past = left.past()
    again = Scene(9, left.entries, past).play([("open", 1), *second])
    adds_up(tell(again.entries), again.entries[-1][0])
    goes_on(remains(again.entries, stops[1], past.frames), "speaks before", 9, refuses=refuses)


@RUNS
@given(STEPS, STOPS, st.integers(0, 100), st.booleans())
def test_what_the_recording_has_lost_is_lost_and_nothing_else(
    steps: list[Step], stop: Stop, recorded_percent: int, refuses: bool
) -> None:
    whole = remains(scene(steps).entries, stop)
    left = Remains(whole.entries, whole.recorded * recorded_percent // 100)
    goes_on(left, "speaks before", 9, refuses=refuses)


def goes_on(left: Remains, candidate: str, questions: int, *, refuses: bool) -> None:
    """Assert that an interview that left this behind goes on as if it had not stopped."""
    past = left.past()
    assert past.can_go_on is not left.is_over
    if left.is_over:
        return
    is_cut_well(left, past)
    stage = Stage(questions, past=past)
    if stage.session.how is not None:
        assert (stage.session.how, left.open) == ("finished", None)
        return
    base = connect(stage, left, refuses=refuses, speaks=candidate == "speaks before")
    if candidate == "speaks after":
        speak(stage)
    joins(stage, left, has_spoken=candidate != "silent")
    settle(stage)
    knows_all(stage, left, base)
    hears_the_open_answer_whole(stage, left, base, with_more=candidate == "speaks before")


def is_cut_well(left: Remains, past: Past) -> None:
    """Assert that an utterance that was cut ends with the recording."""
    spans = past.cut.spans if past.cut else []
    frames = [n for span in spans for n in range(span.first, span.last + 1)]
    assert frames == sorted(left.frames[left.cut] if left.cut is not None else [])


def connect(stage: Stage, left: Remains, *, refuses: bool, speaks: bool) -> set[int]:
    """Let the link open, with a handle or without; return what the server knows already."""
    request = [one for one in stage.done if isinstance(one, act.Connect)][-1]
    assert request.handle == left.handle
    if request.handle and refuses:
        stage.lose(HandleRefused("No.", code=1007))
        request = [one for one in stage.done if isinstance(one, act.Connect)][-1]
        assert request.handle is None
    if speaks:
        speak(stage)
    stage.open()
    assert request.with_history is isinstance(stage.left[0] if stage.left else None, out.History)
    return left.knows[request.handle] if request.handle else set()


def joins(stage: Stage, left: Remains, *, has_spoken: bool) -> None:
    """Assert that what is said now is part of the answer that was open."""
    began = notes(stage.done, "utterance.began")
    assert len(began) == has_spoken
    newest = max(left.exchange.values(), default=-1)
    asked = notes(stage.done, "prompt.asked")
    assert bool(asked) is (left.open is None), "the last question is asked again if none is open"
    here = left.open if left.open is not None else newest + 1
    assert {one["exchange"] for one in [*began, *asked]} <= {here}
    numbers = [one["said"] for one in [*asked, *began]]
    assert not {*numbers} & {*left.exchange}, "numbers go on"
    if left.cut is not None and left.frames[left.cut]:
        ended = notes(stage.done, "utterance.ended")[0]
        assert ended["said"] == left.cut


def knows_all(stage: Stage, left: Remains, base: set[int]) -> None:
    """Assert that the server knows of each exchange, by its state, as text or as sound."""
    told = set(base)
    for item in stage.left:
        match item:
            case out.History(_, said) | out.WindowEnd(_, said):
                told |= {*said}
            case out.Prompt(_, said):
                told.add(said)
            case _:
                pass
    kept = {said for said in left.exchange if left.frames.get(said, {0})}
    withdrawn = {said for said in kept if left.fates.get(left.exchange[said]) == "withdrawn"}
    assert kept - withdrawn <= told
    assert not withdrawn & (told - base), "what was taken back is never sent"


def hears_the_open_answer_whole(
    stage: Stage, left: Remains, base: set[int], *, with_more: bool
) -> None:
    """Assert that what the server does not know of it comes as one window of what is recorded."""
    unknown = [
        said
        for said, exchange in left.exchange.items()
        if exchange == left.open and left.frames.get(said) and said not in base
    ]
    if not unknown:
        return
    more = [one["said"] for one in notes(stage.done, "utterance.began")]
    (window,) = (one for one in stage.windows() if {*one.said} & {*unknown})
    has_more = window.said == (*unknown, *more)
    # What is said later joins too, if the window still waits for a replay.
    assert has_more or (window.said == (*unknown,) and not with_more)
    frames = [
        n
        for item in stage.left
        if isinstance(item, out.Audio) and item.window == window.window
        for n in range(item.first, item.first + item.count)
    ]
    assert frames == sorted({*frames})
    assert window.frames == len(frames)
    for said in unknown:
        onset, last_speech = left.speech[said]
        assert {n for n in left.frames[said] if onset <= n <= last_speech} <= {*frames}
    said_before = {n for said in unknown for n in left.frames[said]}
    assert {*frames} <= said_before or more, "nothing is sent that was never recorded"
