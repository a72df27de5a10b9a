from __future__ import annotations

from app.live.probe import WORDS, Ask, Dial, Probe, Say, close, ms
from tests.live.scenes import Scene


def test_a_probe_knows_how_much_speech_it_sends_at_most() -> None:
    steps = (Dial(), Ask("x"), Say(8.0), Say(share=0.5, ends=False))
    assert Probe("p", steps, ()).speech_s(4.0) == 6.0


def test_no_code_word_is_part_of_another() -> None:
    assert not [(one, other) for one in WORDS for other in WORDS if one != other and one in other]


def test_times_are_told_in_whole_milliseconds() -> None:
    assert ms(1.0, 1.2346) == 235
    assert ms(1.0, None) is None


def test_the_code_of_a_close_is_told_only_where_there_was_one() -> None:
    assert close(Scene().opened().drop().seen) == {}
    assert close(Scene().opened().ends(1007).seen) == {"closed_code": 1007}
