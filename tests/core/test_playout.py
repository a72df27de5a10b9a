from __future__ import annotations

import pytest

from app.core.actions import FinishReply, FlushPlayout, Play
from app.core.events import Played
from app.core.playout import Hearing, Playout, PlayoutParams

PIECE = b"\x01\x00" * 960  # 40 ms
PRIMED = PIECE * 3  # 120 ms


@pytest.fixture
def playout() -> Playout:
    return Playout(PlayoutParams(prime_s=0.12))


def pieces(playout: Playout, reply: int, count: int) -> list[object]:
    return [action for _ in range(count) for action in playout.sound(reply, PIECE)]


def test_the_first_word_waits_until_120_ms_have_come_and_then_all_goes_on(
    playout: Playout,
) -> None:
    assert pieces(playout, 1, 2) == []
    assert playout.state is Hearing.PRIMING
    assert pieces(playout, 1, 3) == [Play(1, PRIMED), Play(1, PIECE), Play(1, PIECE)]
    assert playout.state is Hearing.PLAYING


def test_a_reply_shorter_than_that_plays_as_soon_as_it_is_whole(playout: Playout) -> None:
    pieces(playout, 1, 1)
    assert playout.whole(1) == [Play(1, PIECE), FinishReply(1)]
    assert playout.state is Hearing.PLAYING


def test_a_reply_that_is_whole_is_finished_once(playout: Playout) -> None:
    pieces(playout, 1, 3)
    assert playout.whole(1) == [FinishReply(1)]


def test_it_is_quiet_when_all_of_a_whole_reply_was_heard(playout: Playout) -> None:
    pieces(playout, 1, 3)
    playout.played(Played(1, 0, 2880, 0.0))
    assert playout.state is Hearing.PLAYING, "more may come"
    playout.whole(1)
    assert playout.state is Hearing.QUIET


def test_a_whole_reply_plays_to_its_last_sample(playout: Playout) -> None:
    pieces(playout, 1, 3)
    playout.whole(1)
    playout.played(Played(1, 0, 2879, 0.0))
    assert playout.state is Hearing.PLAYING
    playout.played(Played(1, 2879, 1, 0.12))
    assert playout.state is Hearing.QUIET


def test_it_knows_when_the_newest_sound_has_been_heard(playout: Playout) -> None:
    pieces(playout, 1, 3)
    playout.played(Played(1, 0, 480, 7.0))
    assert playout.heard_until == pytest.approx(7.02)


def test_sound_that_was_passed_on_is_owed_until_it_was_played(playout: Playout) -> None:
    pieces(playout, 1, 2)
    assert playout.owed is None, "it is still collected"
    pieces(playout, 1, 1)
    assert playout.owed == 1
    playout.played(Played(1, 0, 2880, 1.0))
    assert playout.owed is None, "the server owes the rest"
    pieces(playout, 1, 1)
    assert playout.owed == 1
    playout.flush()
    assert playout.owed is None


def test_after_a_flush_nothing_more_is_heard_or_kept(playout: Playout) -> None:
    pieces(playout, 1, 3)
    assert playout.flush() == [FlushPlayout()]
    assert playout.state is Hearing.QUIET
    assert playout.whole(1) == []
    assert playout.flush() == []
    playout.played(Played(1, 0, 480, 7.0))
    assert playout.heard_until == 0.0


def test_a_reply_that_is_still_collected_is_flushed_with_the_one_before_it(
    playout: Playout,
) -> None:
    """Law 10: the loudspeaker may still have sound of the reply before."""
    pieces(playout, 1, 3)
    playout.whole(1)
    pieces(playout, 2, 1)
    assert playout.flush() == [FlushPlayout()]
    assert pieces(playout, 3, 3) == [Play(3, PRIMED)], "nothing of the flushed reply is left"


def test_the_next_reply_is_collected_anew(playout: Playout) -> None:
    pieces(playout, 1, 3)
    playout.whole(1)
    assert pieces(playout, 2, 2) == []
    playout.played(Played(1, 0, 2880, 0.0))
    assert playout.state is Hearing.PRIMING, "the end of the reply before says nothing of this one"
    assert playout.whole(1) == []
    assert pieces(playout, 2, 1) == [Play(2, PRIMED)]


@pytest.mark.parametrize("prime_s", [-0.1, 2.1])
def test_a_buffer_out_of_bounds_is_refused(prime_s: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 2 s"):
        PlayoutParams(prime_s=prime_s)
