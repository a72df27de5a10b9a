"""An interview on a real sound device, from the candidate's voice to the record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e import judge
from tests.e2e.checks import Gaps, assert_heard_whole, fates
from tests.e2e.people import Line, answer_each, interview, one_question, running, serving
from tests.sound import Sound

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]


def test_three_spoken_answers_are_heard_whole_and_answered(
    sound: Sound, answers: list[Path], tmp_path: Path, gaps: Callable[[Line], Gaps]
) -> None:
    with (
        serving(tmp_path) as server,
        sound.listen() as heard,
        running(sound, *interview(server, tmp_path / "data"), key=server.key) as application,
    ):
        answer_each(application, sound, answers)
        result = application.result()
    folder = Path(result["folder"])
    assert result["how"] == "finished"
    assert_heard_whole(server, answers, folder, gaps=gaps(result).microphone)
    assert fates(folder) == ["answered"] * 3
    assert len(application.said("interviewer")) == 4
    assert all(one["text"] is None for one in application.said("candidate"))  # nobody knows them
    interviewer = judge.load(folder / "interviewer.wav")
    out = judge.soxr.resample(heard.samples().astype("float32"), 48_000, judge.HZ)
    # The record has what was played.
    judge.assert_same(interviewer, out, gaps=gaps(result).loudspeaker)


def test_a_socket_cut_in_mid_answer_loses_and_doubles_nothing(
    sound: Sound, answers: list[Path], tmp_path: Path, gaps: Callable[[Line], Gaps]
) -> None:
    plan = ("--plan", str(one_question(tmp_path)))
    with (
        serving(tmp_path, "--faults", "reset@audio=2.0") as server,
        running(sound, *interview(server, tmp_path / "data", *plan), key=server.key) as application,
    ):
        answer_each(application, sound, answers[:1])
        result = application.result()
    assert result["how"] == "finished"
    first, *_ = server.windows()
    assert not first[3], "the first window was cut"
    assert_heard_whole(server, answers[:1], Path(result["folder"]), gaps=gaps(result).microphone)
    assert max(one[0] for one in server.windows()) == 2, "one more connection was all it took"
