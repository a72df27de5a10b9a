from __future__ import annotations

from app.live.probe import WORDS, Check, Dial
from app.live.probes import INSTRUCTION, PROBES, speech_s
from app.live.sightings import Sightings
from app.practice.interviewer import questions_in
from app.settings import CheckParams
from tests.live.scenes import EXPECTED

RUN = {Check.GO_AWAY, Check.PINGS, Check.MESSAGES}
"""What is asked of all probes together."""


def test_every_question_is_asked_by_one_probe() -> None:
    asked = [judge(Sightings(), EXPECTED).check for probe in PROBES for judge in probe.judges]
    assert len(asked) == len(set(asked))
    assert set(asked) == set(Check) - RUN


def test_what_was_never_begun_is_not_seen() -> None:
    verdicts = {
        judge(Sightings(), EXPECTED).verdict.value for one in PROBES for judge in one.judges
    }
    assert verdicts == {"not seen"}


def test_every_probe_has_a_name_of_its_own_and_a_connection_of_its_own() -> None:
    assert len({probe.name for probe in PROBES}) == len(PROBES)
    assert all(probe.steps[0] == Dial() for probe in PROBES)


def test_the_practice_interviewer_reads_the_lines_as_its_questions() -> None:
    assert questions_in(INSTRUCTION) == [f"The code word is {word}." for word in WORDS]


def test_the_speech_of_all_probes_is_told_before_it_is_sent() -> None:
    assert speech_s(10.0) == sum(probe.speech_s(10.0) for probe in PROBES) == 56.0


def test_a_service_that_is_as_slow_as_we_bear_is_probed_within_four_minutes() -> None:
    assert CheckParams().run_s < 240
    assert max(CheckParams().turn_s, CheckParams().handle_s) < CheckParams().probe_s
