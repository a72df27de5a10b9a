"""Law 5 for any interview that the candidate leaves, whatever happened before and comes after."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

import app.core.events as ev
import app.core.outgoing as out
from app.core.answers import Fate
from app.core.faults import DeviceFault, HandleRefused, LinkLost
from app.core.link import LinkState
from app.core.microphone import Mic
from app.core.talk import Talk
from app.core.turns import Floor
from app.core.view import Situation, for_candidate, situation
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
    "toggle": ev.TalkToggled(),
    "take back": ev.TakeBack(),
}
HANDS = ("tap", "double tap", "mumble")
MICROPHONE = ("unplug", "blank", "burst")
KINDS = [
    *("speak", "speak", "speak", "silence", "silence", "wait", "reply", "reply", "play", "play"),
    *("decline", "handle", "lose", "lose", "refuse", "open", "open", *KEYS, "take back"),
    *(*HANDS, *MICROPHONE),
]
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 30)), min_size=40, max_size=50)
SPOKEN = out.History | out.WindowEnd
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
            case hand if hand in HANDS:
                touch(stage, hand, tenths)
            case mishap if mishap in MICROPHONE:
                ail(stage, mishap, tenths)
            case _:
                serve(stage, kind)


def touch(stage: Stage, kind: str, tenths: int) -> None:
    """Let the candidate do something short: 20 to 200 ms of it."""
    short_s = ev.FRAME_S * (1 + tenths % 10)
    match kind:
        case "mumble":
            stage.hear(min(short_s, 0.08), SPEECH)
            stage.hear(0.2, SILENCE)
        case _:
            for _ in range(2 if kind == "double tap" else 1):
                stage.feed(ev.TalkPressed())
                stage.hear(short_s, SILENCE)
                stage.feed(ev.TalkReleased())
                stage.hear(0.1, SILENCE)


def ail(stage: Stage, kind: str, tenths: int) -> None:
    """Let something be the matter with the microphone, for up to 6 s."""
    match kind:
        case "unplug":
            stage.feed(ev.MicrophoneFailed(DeviceFault("It is gone.")))
            stage.wait(tenths / 5)
            stage.feed(ev.MicrophoneOpened("mic"))
        case "blank":
            for _ in range(tenths * 10):
                stage.wait(ev.FRAME_S)
                stage.feed(frame_now(stage, SILENCE, is_blank=True))
        case _:  # a microphone that thaws delivers what it held, all at once
            before = stage.now
            stage.wait(tenths / 10)
            for n in range(1, tenths * 5 + 1):
                t = before + n * ev.FRAME_S
                index = round(t / ev.FRAME_S) - 1
                stage.feed(ev.MicFrame(index, t, SPEECH if tenths % 2 else SILENCE, -40.0))


def frame_now(stage: Stage, score: float, *, is_blank: bool = False) -> ev.MicFrame:
    """Return the frame that has just been captured."""
    index = round(stage.now / ev.FRAME_S) - 1
    return ev.MicFrame(index, stage.now, score, -40.0, is_blank=is_blank)


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
        case "open" if stage.session.link.state in {LinkState.CONNECTING, LinkState.MOVING}:
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
    taken_back = {number for number, fate in spoken(stage) if fate is Fate.WITHDRAWN}
    stage.feed(ev.Leave(keep=keep))
    fates = dict(spoken(stage))
    assert Fate.OPEN not in fates.values()
    wished = {Fate.HELD if keep else Fate.WITHDRAWN}
    assert {fates[number] for number in was_open} <= wished
    left_behind = {number for number, fate in fates.items() if fate in wished}
    assert left_behind - taken_back == was_open
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


# --- the wire, with random hands


@RUNS
@given(STEPS)
def test_on_every_connection_there_are_whole_windows_and_no_sound_outside_them(
    steps: list[tuple[str, int]],
) -> None:
    """Laws 1 and 2: only the newest window may lack its end, as it goes on or was cut."""
    stage = greeted(questions=9)
    play(stage, steps)
    for wire in stage.wires.values():
        window, newest, ended = None, -1, set[int]()
        for item in wire:
            match item:
                case out.WindowStart(number):
                    assert window is None
                    assert number not in ended
                    window = number
                case out.Audio(number, first, count):
                    assert number == window, "no sound leaves outside its window"
                    assert first > newest, "in capture order, without repeat"
                    newest = first + count - 1
                case out.WindowEnd(number):
                    assert number == window, "no second end"
                    window = None
                    ended.add(number)
                case _:
                    assert window is None, "nothing comes inside a window"


@RUNS
@given(STEPS)
def test_when_the_microphone_is_silent_for_good_every_turn_ends(
    steps: list[tuple[str, int]],
) -> None:
    """Law 3: by the clock after 2.7 s at most, by the key after 10 s; a mute may add its 5 s."""
    stage = greeted(questions=9)
    play(stage, steps)
    is_taken = stage.session.talk.state in {Talk.HELD, Talk.LOCKED}
    stage.wait(10.1 if is_taken else 6.6)
    assert not stage.session.talk.is_talking
    assert stage.session.floor is not Floor.CANDIDATE


@RUNS
@given(STEPS)
def test_what_was_taken_back_is_on_no_wire_and_all_else_is_on_one(
    steps: list[tuple[str, int]],
) -> None:
    """Laws 4 and 5: even where the server forgets all, and whatever was said is said again."""
    stage = greeted(questions=9)
    play(stage, steps)
    stage.feed(ev.Done(), ev.TryNow())
    stage.lose(HandleRefused("No.", code=1007))
    if stage.session.how is None:
        stage.feed(ev.TryNow())
        stage.open()
        for _ in stage.session.dialogue.answers.exchanges:
            stage.reply()
            stage.wait(8.5)  # a replay may wait so long for a handle
    told = {one for item in stage.left if isinstance(item, SPOKEN) for one in item.said}
    frames = {
        index
        for item in stage.left
        if isinstance(item, out.Audio)
        for index in range(item.first, item.first + item.count)
    }
    for exchange in stage.session.dialogue.answers.exchanges:
        said = {one.number for one in exchange.utterances}
        if exchange.fate is Fate.WITHDRAWN:
            spans = [span for one in exchange.utterances for span in one.spans]
            assert not said & told
            assert not any(index in frames for a, b in spans for index in range(a, b + 1))
        elif stage.session.how is None:
            assert said <= told


@RUNS
@given(STEPS)
def test_at_any_moment_there_is_a_word_for_it_and_no_tick_is_overdue(
    steps: list[tuple[str, int]],
) -> None:
    stage = greeted(questions=9)
    for step in steps:
        play(stage, [step])
        stage.feed(ev.Tick())
        deadline, view = stage.session.deadline, stage.session.view(stage.now)
        assert deadline is None or deadline > stage.now
        assert isinstance(situation(view), Situation)
        assert isinstance(for_candidate(view), Situation)


def test_the_runs_take_back_what_they_may_and_are_refused_the_rest() -> None:
    """A law about what never comes would hold for nothing."""
    stage = greeted(questions=9)
    play(stage, [("lose", 1), ("mumble", 3), ("take back", 1), ("speak", 20), ("take back", 1)])
    play(stage, [("open", 1), ("speak", 20), ("take back", 1), ("done", 1)])
    assert [fate for _, fate in spoken(stage)] == [Fate.WITHDRAWN, Fate.OPEN]
    play(stage, [("double tap", 3), ("unplug", 1), ("blank", 30)])
    view = stage.session.view(stage.now)
    assert (view.talk, view.microphone_state) == (Talk.LOCKED, Mic.BLOCKED)
