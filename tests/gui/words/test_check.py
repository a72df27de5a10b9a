from __future__ import annotations

from dataclasses import replace

import pytest

from app.core.check_report import Mark, Outcome, Step, Verdict
from app.gui.words import check as words
from tests.gui.checks import CHECKS, ECHO, NORMAL, WELL


def test_every_verdict_has_a_heading_and_one_thing_to_do_of_its_own() -> None:
    assert len({words.verdict(one) for one in Verdict}) == len(Verdict)
    assert len({words.do(one) for one in Verdict}) == len(Verdict)
    assert all(words.do(one).count(". ") == 0 for one in Verdict), "one thing, in one sentence"


def test_only_ready_sends_the_candidate_on() -> None:
    assert [one for one in Verdict if "begin" in words.do(one)] == [Verdict.READY]


@pytest.mark.parametrize(
    ("step", "text"),
    [
        (Step.QUIET, "noise of −61 dB"),  # noqa: RUF001 - as it is printed
        (Step.SOFT, "peaks at −22 dB · 3.4 s of speech"),  # noqa: RUF001 - as above
        (
            Step.NORMAL,
            "peaks at −12 dB · 4.2 s of speech · 37 dB above the room",  # noqa: RUF001 - as above
        ),
        (Step.PLAYBACK, "played to its end"),
        (Step.HEARD, "heard"),
        (Step.ECHO, "−21 dB arrive · after 124 ms · 34 dB are taken out"),  # noqa: RUF001 - as above
    ],
)
def test_each_step_tells_its_figures_when_it_is_done(step: Step, text: str) -> None:
    assert words.figures(WELL, step) == text
    waiting = replace(WELL, outcomes={**WELL.outcomes, step: Outcome.WAITING})
    assert words.figures(waiting, step) == ""


def test_what_is_wrong_with_an_echo_is_told() -> None:
    hidden = replace(WELL, echo=replace(ECHO, arrives_db=None))
    assert words.figures(hidden, Step.ECHO) == "nothing of it arrives"
    late, _ = CHECKS["check-echo-late"]
    assert words.figures(late.report, Step.ECHO).endswith("cannot be taken out")
    taken, _ = CHECKS["check-echo-taken"]
    assert words.figures(taken.report, Step.ECHO).endswith("taken for your voice")
    bare = replace(WELL, echo=replace(ECHO, delay_s=None, taken_out_db=None))
    assert words.figures(bare, Step.ECHO).count("·") == 0


def test_clips_are_counted() -> None:
    once, often = (replace(WELL, normal=replace(NORMAL, clips=count)) for count in (1, 7))
    assert words.figures(once, Step.NORMAL).endswith("cut off 1 time")
    assert words.figures(often, Step.NORMAL).endswith("cut off 7 times")


def test_what_was_not_heard_is_said_so() -> None:
    report = CHECKS["check-not-heard"][0].report
    assert words.figures(report, Step.HEARD) == "not heard"


def test_a_step_s_word_tells_its_outcome_and_then_its_mark() -> None:
    done = [words.mark(Outcome.DONE, mark) for mark in (Mark.GOOD, Mark.FAIR, Mark.BAD)]
    assert done == ["good", "good enough", "not good"]
    others = [words.mark(one, Mark.UNKNOWN) for one in Outcome if one is not Outcome.DONE]
    assert others == ["to come", "now", "skipped", "could not be checked"]


def test_it_is_said_whose_voice_is_played() -> None:
    for step in Step:
        own, sample = (words.instruction(step, plays_voice=one) for one in (True, False))
        assert (own != sample) is (step in {Step.PLAYBACK, Step.HEARD})
