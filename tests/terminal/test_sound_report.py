from __future__ import annotations

import io
import json
from dataclasses import replace

import pytest

from app.core.check_events import CheckView
from app.core.check_report import CheckReport, Heard, Outcome, Step, Trouble, Verdict
from app.core.echo import Echo
from app.core.faults import DeviceFault
from app.terminal.sound_report import DO, LEFT, SoundReport, figures, instruction
from tests.core.test_check_report import ECHO, NORMAL, QUIET, SOFT, WELL


def view(step: Step | None, report: CheckReport, progress: float = 0.5) -> CheckView:
    return CheckView(step, True, progress, step is None, True, report)


def so_far(*done: Step, **known: object) -> CheckReport:
    outcomes = {one: Outcome.DONE if one in done else Outcome.WAITING for one in Step}
    return replace(CheckReport(outcomes=outcomes), **known)


def printed(*views: CheckView) -> list[str]:
    stream = io.StringIO()
    report = SoundReport(stream, lambda: 1.5, json=False)
    for one in views:
        report.view(one)
    return [line.rstrip() for line in stream.getvalue().splitlines()]


def test_a_person_reads_what_to_do_and_what_came_of_it_once() -> None:
    quiet = view(Step.QUIET, so_far())
    soft = view(Step.SOFT, so_far(Step.QUIET, quiet=QUIET))
    assert printed(quiet, quiet, soft, soft) == [
        "Be quiet for 3 seconds, so that the room can be heard.",
        "good     The room            -60 dBFS, mostly below -55 dBFS",
        "Speak softly for 5 seconds, as late at night.",
    ]


def test_each_step_s_figures_are_told() -> None:
    assert printed(view(None, WELL)) == [
        "good     The room            -60 dBFS, mostly below -55 dBFS",
        "good     Soft voice          peaks -22 dBFS, speech 3.0 s",
        "good     Usual voice         peaks -12 dBFS, speech 4.0 s, 36 dB above the room",
        "good     Loudspeaker         played to its end",
        "good     What you heard      heard",
        "good     Echo                -20 dB arrive, after 120 ms, 32 dB are taken out, cancelled",
    ]


def test_what_is_wrong_is_told() -> None:
    wrong = replace(
        WELL,
        quiet=replace(QUIET, speech_s=1.0),
        normal=replace(NORMAL, clips=4),
        heard=Heard.NO,
        echo=replace(ECHO, mode=Echo.HALF_DUPLEX, delay_s=None, taken_out_db=None, false_starts=2),
    )
    assert printed(view(None, wrong)) == [
        "bad      The room            -60 dBFS, mostly below -55 dBFS, speech 1.0 s",
        "good     Soft voice          peaks -22 dBFS, speech 3.0 s",
        "bad      Usual voice         peaks -12 dBFS, speech 4.0 s, clipped 4 times",
        "good     Loudspeaker         played to its end",
        "bad      What you heard      not heard",
        "bad      Echo                -20 dB arrive, taken for your voice 2 times, half duplex",
    ]
    hidden = replace(WELL, echo=replace(ECHO, arrives_db=None))
    assert printed(view(None, hidden))[-1].endswith("none arrives")


def test_what_was_not_done_has_no_figures() -> None:
    outcomes = {**WELL.outcomes, Step.SOFT: Outcome.SKIPPED, Step.ECHO: Outcome.IMPOSSIBLE}
    lines = printed(view(None, replace(WELL, outcomes=outcomes)))
    assert lines[1] == "-        Soft voice          skipped"
    assert lines[-1] == "-        Echo                could not be checked"


def test_where_it_is_drawn_a_bar_and_the_level_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    report = SoundReport(stream, lambda: 0.0, json=False)
    report.level(-23.6)
    report.view(view(Step.SOFT, so_far()))
    assert "##########----------   -24 dBFS" in stream.getvalue()


@pytest.mark.parametrize("step", Step)
def test_every_step_has_an_instruction(step: Step) -> None:
    own, sample = (instruction(step, plays_voice=one) for one in (True, False))
    assert (own != sample) is (step in {Step.PLAYBACK, Step.HEARD})
    assert ("Press y" in own) is (step is Step.HEARD)


def result(report: CheckReport, *faults: DeviceFault, as_json: bool) -> str:
    stream = io.StringIO()
    shown = SoundReport(stream, lambda: 24.1, json=as_json)
    shown.say("Hello.")
    shown.view(view(Step.SOFT, so_far()))
    stream.truncate(0)
    stream.seek(0)
    shown.result(report, faults, 1)
    return stream.getvalue()


def test_a_program_reads_one_object_in_the_end() -> None:
    stream = io.StringIO()
    report = SoundReport(stream, lambda: 24.1, json=True)
    report.say("Hello.")
    report.view(view(Step.QUIET, so_far()))
    assert stream.getvalue() == ""
    line = json.loads(result(WELL, as_json=True))
    assert line.pop("figures") == figures(WELL)
    assert line == {
        "t": 24.1,
        "kind": "result",
        "how": "ready",
        "do": DO[Verdict.READY],
        "exit": 1,
        "faults": [],
        "steps": {step.value: "done" for step in Step},
    }


def test_figures_have_their_units_in_their_names() -> None:
    assert figures(WELL) == {
        "microphone": None,
        "speaker": None,
        "room_dbfs": -60.0,
        "room_p95_dbfs": -55.0,
        "room_speech_s": 0.0,
        "snr_db": 36.0,
        "heard": "yes",
        "echo": "cancelled",
        "echo_delay_s": 0.12,
        "echo_arrives_db": -20.0,
        "echo_taken_out_db": 32.0,
        "false_starts": 0,
        "soft_dbfs": -35.0,
        "soft_peak_dbfs": -22.0,
        "soft_speech_s": 3.0,
        "soft_clips": 0,
        "normal_dbfs": -24.0,
        "normal_peak_dbfs": -12.0,
        "normal_speech_s": 4.0,
        "normal_clips": 0,
    }
    nothing = figures(CheckReport(microphone=Trouble.BLOCKED, speaker=Trouble.MISSING))
    assert {name for name, one in nothing.items() if one is not None} == {
        *("microphone", "speaker", "heard")
    }
    assert SOFT.clips == 0


def test_a_fault_knows_better_what_to_do_about_a_device_that_is_missing() -> None:
    fault = DeviceFault("The sound system does not answer. Wait.")
    missing = replace(WELL, microphone=Trouble.MISSING)
    assert result(missing, fault, fault, as_json=False).strip() == str(fault)
    assert json.loads(result(missing, fault, fault, as_json=True))["faults"] == [str(fault)]
    assert result(missing, as_json=False).strip() == DO[Verdict.NO_MICROPHONE]
    quiet = replace(WELL, heard=Heard.NO)
    assert result(quiet, fault, as_json=False).strip() == DO[Verdict.NOT_HEARD]


@pytest.mark.parametrize("as_json", [True, False])
def test_a_check_that_is_left_says_so(as_json: bool) -> None:
    stream = io.StringIO()
    SoundReport(stream, lambda: 0.0, json=as_json).left(2)
    if as_json:
        assert json.loads(stream.getvalue())["how"] == "left"
    else:
        assert stream.getvalue().strip() == LEFT


def test_every_verdict_has_one_thing_to_do() -> None:
    assert set(DO) == set(Verdict)
    assert len(set(DO.values())) == len(Verdict)
