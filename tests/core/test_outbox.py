"""The queue, case by case; ``test_outbox_laws.py`` has law 1 for any run."""

from __future__ import annotations

import pytest

from app.core.answers import Exchange, Fate
from app.core.coverage import Restore
from app.core.outbox import Outbox, OutboxParams
from app.core.outgoing import Audio, History, Outgoing, Prompt, ToolResult, WindowEnd, WindowStart
from app.core.utterance import Utterance
from tests.core.builders import utterance

RESULT = ToolResult("c", "f", "no")


@pytest.fixture
def outbox() -> Outbox:
    return Outbox(OutboxParams())


def drain(outbox: Outbox) -> list[Outgoing]:
    """Take all that may leave, waiting where the pace asks for it."""
    items = list[Outgoing]()
    while (item := outbox.take(outbox.ready_at)) is not None:
        items.append(item)
    return items


def begin(outbox: Outbox, number: int, first: int, *, same_answer: bool = False) -> None:
    outbox.begin(utterance(number, (first, first), speech=(first, first)), same_answer=same_answer)


def exchange(number: int, fate: Fate, *utterances: Utterance) -> Exchange:
    return Exchange(number, {}, [*utterances], fate)


def rebuild(outbox: Outbox, present: Exchange | None = None, *, talking: bool = False) -> None:
    outbox.rebuild(Restore(None, (), present, frozenset()), talking=talking)


# --- windows


def test_nothing_leaves_that_was_not_put_in(outbox: Outbox) -> None:
    assert (outbox.take(0.0), outbox.is_empty) == (None, True)


def test_a_window_opens_with_its_utterance_and_takes_frames_as_they_come(outbox: Outbox) -> None:
    begin(outbox, 0, 10)
    assert drain(outbox) == [WindowStart(1), Audio(1, 10, 1)]
    outbox.grow(11)
    assert drain(outbox) == [Audio(1, 11, 1)]
    outbox.end()
    assert drain(outbox) == [WindowEnd(1, (0,), 2)]
    assert drain(outbox) == []


def test_the_end_leaves_behind_the_last_frame(outbox: Outbox) -> None:
    """Law 2."""
    begin(outbox, 0, 10)
    outbox.grow(11)
    outbox.end()
    assert drain(outbox) == [
        WindowStart(1),
        Audio(1, 10, 1),
        Audio(1, 11, 1),
        WindowEnd(1, (0,), 2),
    ]


def test_a_gap_of_the_microphone_is_not_sent(outbox: Outbox) -> None:
    begin(outbox, 0, 10)
    outbox.grow(40)
    assert drain(outbox)[1:] == [Audio(1, 10, 1), Audio(1, 40, 1)]


def test_speech_that_goes_on_before_the_end_has_left_stays_in_its_window(outbox: Outbox) -> None:
    begin(outbox, 0, 10)
    drain(outbox)
    outbox.end()
    begin(outbox, 1, 11, same_answer=True)
    outbox.end()
    begin(outbox, 2, 12)
    assert (outbox.said_in(1), outbox.said_in(2)) == ((0, 1), (2,))
    assert drain(outbox)[:2] == [Audio(1, 11, 1), WindowEnd(1, (0, 1), 2)]
    assert outbox.said_in(1) == ()


def test_another_answer_has_a_window_of_its_own(outbox: Outbox) -> None:
    begin(outbox, 0, 10)
    outbox.end()
    begin(outbox, 1, 11)
    outbox.end()
    ends = [item for item in drain(outbox) if isinstance(item, WindowEnd)]
    assert ends == [WindowEnd(1, (0,), 1), WindowEnd(2, (1,), 1)]


def test_a_window_whose_end_has_left_is_never_opened_again(outbox: Outbox) -> None:
    begin(outbox, 0, 10)
    outbox.end()
    drain(outbox)
    begin(outbox, 1, 11, same_answer=True)
    assert drain(outbox) == [WindowStart(2), Audio(2, 11, 1)]


def test_a_frame_without_an_open_window_is_a_bug(outbox: Outbox) -> None:
    begin(outbox, 0, 10)
    outbox.end()
    with pytest.raises(AssertionError):
        outbox.grow(11)


# --- between windows


def test_a_prompt_waits_until_the_window_has_ended(outbox: Outbox) -> None:
    begin(outbox, 0, 10)
    drain(outbox)
    outbox.ask(1, "Please go on.")
    assert drain(outbox) == []
    outbox.end()
    assert drain(outbox) == [WindowEnd(1, (0,), 1), Prompt(2, 1, "Please go on.")]


def test_the_newest_window_takes_the_frames_whatever_is_queued_behind_it(outbox: Outbox) -> None:
    begin(outbox, 0, 10)
    drain(outbox)
    outbox.give_result(RESULT)
    outbox.grow(11)
    assert drain(outbox) == [Audio(1, 11, 1)]


def test_while_a_tool_call_is_pending_nothing_begins_and_its_result_goes_first(
    outbox: Outbox,
) -> None:
    """Law 1."""
    outbox.called("c")
    outbox.ask(0, "Please go on.")
    begin(outbox, 1, 10)
    outbox.end()
    assert drain(outbox) == []
    outbox.give_result(RESULT)
    assert drain(outbox)[:2] == [RESULT, Prompt(1, 0, "Please go on.")]


def test_a_tool_result_never_leaves_inside_a_window(outbox: Outbox) -> None:
    """Law 1."""
    begin(outbox, 0, 10)
    drain(outbox)
    outbox.called("c")
    outbox.give_result(RESULT)
    assert drain(outbox) == []
    outbox.end()
    begin(outbox, 1, 11)
    assert drain(outbox)[:3] == [WindowEnd(1, (0,), 1), RESULT, WindowStart(2)]


def test_a_call_that_was_cancelled_holds_nothing_back_and_has_no_result(outbox: Outbox) -> None:
    outbox.called("c")
    outbox.called("d")
    outbox.give_result(RESULT)
    outbox.give_result(ToolResult("d", "f", "no"))
    outbox.cancelled("c")
    outbox.cancelled("d")
    begin(outbox, 0, 10)
    assert drain(outbox) == [WindowStart(1), Audio(1, 10, 1)]


# --- pace


def test_a_backlog_over_a_second_leaves_in_messages_of_100_ms_at_the_pace() -> None:
    outbox = Outbox(OutboxParams(replay_pace=8.0))
    outbox.begin(utterance(0, (0, 50), speech=(0, 50)), same_answer=False)
    outbox.end()
    assert outbox.backlog == 51
    assert outbox.take(10.0) == WindowStart(1)
    assert outbox.take(10.0) == Audio(1, 0, 5)
    assert outbox.ready_at == pytest.approx(10.0 + 0.1 / 8)
    assert outbox.take(10.0) is None
    assert outbox.take(outbox.ready_at) == Audio(1, 5, 5)
    before = outbox.ready_at
    outbox.slow_down()
    assert outbox.take(before) == Audio(1, 10, 5)
    assert outbox.ready_at == pytest.approx(before + 0.1), "real time"


def test_it_is_caught_up_at_100_ms_and_then_leaves_as_captured() -> None:
    outbox = Outbox(OutboxParams())
    outbox.begin(utterance(0, (0, 52), speech=(0, 52)), same_answer=False)
    sizes = [item.count for item in drain(outbox) if isinstance(item, Audio)]
    assert sizes == [5] * 10 + [1] * 3
    outbox.grow(53)
    assert drain(outbox) == [Audio(1, 53, 1)]


def test_a_small_backlog_is_sent_as_captured_and_at_once(outbox: Outbox) -> None:
    outbox.begin(utterance(0, (0, 49), speech=(0, 49)), same_answer=False)
    assert [outbox.take(0.0) for _ in range(51)][1:] == [Audio(1, n, 1) for n in range(50)]


def test_no_message_reaches_over_a_gap() -> None:
    outbox = Outbox(OutboxParams())
    outbox.begin(utterance(0, (0, 6), (20, 90), speech=(0, 90)), same_answer=False)
    audio = [item for item in drain(outbox) if isinstance(item, Audio)]
    assert audio[:3] == [Audio(1, 0, 5), Audio(1, 5, 2), Audio(1, 20, 5)]


@pytest.mark.parametrize("pace", [0.5, 101.0])
def test_a_pace_out_of_bounds_is_refused(pace: float) -> None:
    with pytest.raises(ValueError, match="between 1 and 100"):
        OutboxParams(replay_pace=pace)


# --- a new connection


def test_a_new_connection_is_told_history_then_replays_then_the_open_answer(
    outbox: Outbox,
) -> None:
    begin(outbox, 9, 900)  # what was queued for the old one is not its business
    before = exchange(0, Fate.ANSWERED, utterance(1, (0, 2), speech=(0, 2)))
    before.prompts[0] = "Please begin."
    now = exchange(1, Fate.OPEN, utterance(2, (10, 12), speech=(10, 12)))
    outbox.rebuild(Restore(History((), (7,)), (before,), now, frozenset()), talking=False)
    assert drain(outbox) == [History((), (7,)), Prompt(2, 0, "Please begin.")]
    outbox.settled((2,))
    replay = drain(outbox)
    assert (replay[0], replay[-1]) == (WindowStart(3), WindowEnd(3, (1,), 3))
    assert outbox.take(99.0) is None, "the reply to a replay comes before anything else"
    outbox.settled((3,))
    assert drain(outbox)[-1] == WindowEnd(4, (2,), 3)
    outbox.settled((1, 4))
    assert drain(outbox) == []


def test_the_open_answer_is_one_window_with_its_pauses_shortened(outbox: Outbox) -> None:
    """Law 5."""
    first = utterance(0, (0, 110), speech=(10, 20))
    second = utterance(1, (475, 520), speech=(500, 520))
    rebuild(outbox, exchange(0, Fate.OPEN, first, second))
    items = drain(outbox)
    audio = [one for one in items if isinstance(one, Audio)]
    sent = [n for one in audio for n in range(one.first, one.first + one.count)]
    assert sent == [*range(26), *range(480, 521)]
    assert items[-1] == WindowEnd(1, (0, 1), len(sent))


def test_what_the_server_knows_is_not_sent_again(outbox: Outbox) -> None:
    present = exchange(0, Fate.OPEN, *(utterance(n, (n, n), speech=(n, n)) for n in (1, 2)))
    present.prompts |= {0: "Please begin.", 3: "Please go on."}
    outbox.rebuild(Restore(None, (), present, frozenset({0, 1})), talking=False)
    items = drain(outbox)
    assert [one.said for one in items if isinstance(one, Prompt | WindowEnd)] == [3, (2,)]
    outbox.rebuild(Restore(None, (), present, frozenset({0, 1, 2})), talking=False)
    assert drain(outbox) == [Prompt(3, 3, "Please go on.")]


def test_speech_that_goes_on_follows_its_replay_without_a_seam(outbox: Outbox) -> None:
    rebuild(outbox, exchange(0, Fate.OPEN, utterance(0, (0, 2), speech=(0, 2))), talking=True)
    outbox.grow(3)
    items = drain(outbox)
    assert items[1:] == [Audio(1, n, 1) for n in range(4)]
    outbox.end()
    assert drain(outbox) == [WindowEnd(1, (0,), 4)]


def test_where_replays_were_cut_short_each_waits_for_a_handle(outbox: Outbox) -> None:
    two = [exchange(n, Fate.ANSWERED, utterance(n, (n, n), speech=(n, n))) for n in (0, 1)]
    outbox.replays.is_patient = True
    outbox.rebuild(Restore(None, tuple(two), None, frozenset()), talking=False)
    assert len(drain(outbox)) == 3
    outbox.settled((1,))
    assert (outbox.take(5.0), outbox.ready_at) == (None, 13.0)
    outbox.covered()
    assert outbox.take(5.0) == WindowStart(2)
    outbox.ready_at = 20.0
    outbox.covered()
    assert outbox.ready_at == 20.0, "the pace"


def test_history_goes_before_a_tool_result(outbox: Outbox) -> None:
    """Law 1."""
    outbox.rebuild(Restore(History((), (0,)), (), None, frozenset()), talking=False)
    outbox.called("c")
    outbox.give_result(RESULT)
    assert drain(outbox) == [History((), (0,)), RESULT]


def test_nothing_of_the_connection_before_holds_a_new_one_back(outbox: Outbox) -> None:
    outbox.called("c")
    outbox.give_result(RESULT)
    replayed = exchange(0, Fate.ANSWERED, utterance(0, (0, 2), speech=(0, 2)))
    outbox.rebuild(Restore(None, (replayed,), None, frozenset()), talking=False)
    drain(outbox)
    rebuild(outbox, exchange(1, Fate.OPEN, utterance(1, (5, 5), speech=(5, 5))))
    assert len(drain(outbox)) == 3
    rebuild(outbox)
    assert drain(outbox) == []
