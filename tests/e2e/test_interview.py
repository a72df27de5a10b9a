"""An interview on a real sound device, from the candidate's voice to the record."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e import judge
from tests.e2e.checks import assert_heard_whole, fates
from tests.e2e.people import answer_each, interview, running, serving
from tests.sound import Sound

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]


def test_three_spoken_answers_are_heard_whole_and_answered(
    sound: Sound, answers: list[Path], tmp_path: Path
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
    assert result["figures"]["overflows"] == 0
    assert_heard_whole(server, answers, folder)
    assert fates(folder) == ["answered"] * 3
    assert len(application.said("interviewer")) == 4
    assert all(one["text"] is None for one in application.said("candidate"))  # nobody knows them
    interviewer = judge.load(folder / "interviewer.wav")
    out = judge.soxr.resample(heard.samples().astype("float32"), 48_000, judge.HZ)
    assert judge.worst_block(interviewer, out) >= 0.8, "the record holds what the speaker played"


def test_a_socket_cut_in_mid_answer_loses_and_doubles_nothing(
    sound: Sound, answers: list[Path], tmp_path: Path
) -> None:
    with (
        serving(tmp_path, "--faults", "reset@audio=2.0") as server,
        running(sound, *interview(server, tmp_path / "data"), key=server.key) as application,
    ):
        answer_each(application, sound, answers)
        result = application.result()
    assert result["how"] == "finished"
    first, *_ = server.windows()
    assert not first[3], "the first window was cut"
    assert_heard_whole(server, answers, Path(result["folder"]))
    assert max(one[0] for one in server.windows()) == 2, "one more connection was all it took"
