"""Law 5 for any interview that the candidate leaves, whatever happened before and comes after."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import app.core.events as ev
import app.core.outgoing as out
from app.core.answers import Fate
from app.core.faults import HandleRefused, LinkLost
from app.core.link import LinkState
from tests.core.builders import SILENCE, SPEECH, Stage, greeted, notes

KEYS = {
    "press": ev.TalkPressed(),
    "release": ev.TalkReleased(),
    "done": ev.Done(),
    "mute": ev.Mute(on=True),
    "unmute": ev.Mute(on=False),
    "pause": ev.Pause(),
    "resume": ev.Resume(),
    "try now": ev.TryNow(),
}
KINDS = [
    *("speak", "speak", "speak", "silence", "silence", "wait", "reply", "reply", "play", "play"),
    *("decline", "handle", "lose", "refuse", "open", "open", *KEYS),
]
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 30)), max_size=30)
RUNS = settings(max_examples=60)


def play(stage: Stage, steps: list[tuple[str, int]]) -> None:
    """Let these things happen, each for so many tenths of a second where that has a meaning."""
    for kind, tenths in steps:
        match kind:
            case "speak":
                stage.hear(tenths / 10, SPEECH)
            case "silence":
                stage.hear(tenths / 10, SILENCE)
            case "wait":
                stage.wait(tenths / 2)
            case "play" if stage.session.interviewer.replies.newest:
                stage.play()
            case key if key in KEYS:
                stage.feed(KEYS[key])
            case _:
                serve(stage, kind)


def serve(stage: Stage, kind: str) -> None:
    """Let the server or the network do something."""
    match kind:
        case "reply" if stage.session.link.state is LinkState.UP:
            stage.reply()
        case "decline" if stage.session.link.state is LinkState.UP:
            stage.feed(ev.TurnComplete(stage.epoch))
        case "handle":
            stage.feed(ev.HandleGiven(stage.epoch, f"handle {len(stage.done)}"))
        case "lose":
            stage.lose(LinkLost("It broke."))
        case "refuse":
            stage.lose(HandleRefused("No."))
        case "open":
            stage.open()


def spoken(stage: Stage) -> list[tuple[int, Fate]]:
    """Return the spoken answers, by number, with their fates."""
    exchanges = stage.session.dialogue.answers.exchanges
    return [(one.number, one.fate) for one in exchanges if one.utterances]


@RUNS
@given(STEPS, st.booleans(), STEPS)
def test_what_is_unanswered_when_the_candidate_leaves_is_never_sent_afterwards(
    before: list[tuple[str, int]], keep: bool, after: list[tuple[str, int]]
) -> None:
    """Held it waits on disk, withdrawn it stays there: neither leaves this computer any more."""
    stage = greeted(questions=9)
    play(stage, before)
    sent = len(stage.left)
    stage.feed(ev.Leave(keep=keep))
    play(stage, [*after, ("open", 1), ("speak", 9), ("done", 1)])
    assert stage.left[sent:] == []


@RUNS
@given(STEPS, st.booleans())
def test_each_answer_has_one_fate_and_the_last_one_what_the_candidate_wished(
    before: list[tuple[str, int]], keep: bool
) -> None:
    """Exactly one of answered, declined, held, withdrawn; and the journal has each of them once."""
    stage = greeted(questions=9)
    play(stage, before)
    was_open = {number for number, fate in spoken(stage) if fate is Fate.OPEN}
    stage.feed(ev.Leave(keep=keep))
    fates = dict(spoken(stage))
    assert Fate.OPEN not in fates.values()
    wished = {Fate.HELD if keep else Fate.WITHDRAWN}
    assert {fates[number] for number in was_open} <= wished
    left_behind = {number for number, fate in fates.items() if fate in wished}
    assert left_behind == was_open
    ends = notes(stage.done, "answer.ended")
    assert {one["exchange"]: one["how"] for one in ends} == {
        number: fate.value for number, fate in fates.items()
    }
    assert len(ends) == len(fates)
    (end,) = notes(stage.done, "session.ended")
    assert end["how"] == ("held" if was_open and keep else "left")


@RUNS
@given(STEPS)
def test_what_is_shown_of_the_connection_is_true_at_any_moment(
    steps: list[tuple[str, int]],
) -> None:
    stage = greeted(questions=9)
    for step in steps:
        play(stage, [step])
        link = stage.session.view(stage.now).link
        is_up = link.state is LinkState.UP
        assert (link.lost_s is None) is is_up
        assert (link.fault is None) is is_up
        assert is_up or (link.lost_s is not None and link.lost_s >= 0.0)
        assert link.next_try_in_s is None or link.next_try_in_s >= 0.0
        assert not (is_up and link.next_try_in_s is not None)


def test_the_runs_reach_every_fate() -> None:
    """A law about fates that never come would hold for nothing."""
    answered = [("speak", 10), ("silence", 25), ("reply", 1), ("play", 1), ("silence", 10)]
    declined = [("speak", 10), ("silence", 25), ("decline", 1)]
    stage = greeted(questions=9)
    play(stage, [*answered, *declined, ("speak", 10)])
    stage.feed(ev.Leave(keep=False))
    assert [fate for _, fate in spoken(stage)] == [Fate.ANSWERED, Fate.DECLINED, Fate.WITHDRAWN]
    assert any(isinstance(one, out.WindowEnd) for one in stage.left)
