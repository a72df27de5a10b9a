from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.faults import KeyRefused, LinkLost, StoreFault
from app.live import probes
from app.live.probe import Probe
from app.live.probe_line import Means
from app.live.transport import Endpoint
from app.practice.calls import ScriptedCall
from app.practice.faults import FaultScript
from app.practice.server import PracticeParams, PracticeServer
from app.practice.speaking import Tempo
from app.settings import CheckParams, Settings
from app.terminal.service_report import ASSUMED, Report
from app.wiring.resources import RESOURCES
from app.wiring.service_check import Result, read_speech, run
from tests.commands import Ended, call, environment
from tests.commands import run as command

SPEECH = RESOURCES / "answers" / "2-enjoy.wav"
KEY = "practice-key-of-a-test"
SETTINGS = Settings(check=CheckParams(quiet_s=0.1, speech_pace=100))
NEUTRAL = {"go-away"}
"""What an interviewer need not do within a minute."""


def serving(faults: str = "") -> PracticeServer:
    tempo = Tempo(thinking_s=0.0, generation=1e4, playout=1e4)
    calls = (ScriptedCall(1, probes.TOOL),)
    script = FaultScript.parse(faults)
    return PracticeServer(PracticeParams(key=KEY, tempo=tempo, calls=calls, faults=script))


@pytest.fixture(scope="module")
def server() -> Iterator[PracticeServer]:
    with serving() as started:
        yield started


def checked(
    server: PracticeServer,
    *,
    key: str = KEY,
    settings: Settings = SETTINGS,
    among: tuple[Probe, ...] = probes.PROBES,
) -> tuple[Result, list[dict[str, object]]]:
    """Run the check; return what it came to and the lines that it printed."""
    stream = io.StringIO()
    report = Report(stream, lambda: 0.0, json=True)
    endpoint = Endpoint(key, server.url, server.ca_file)
    means = Means(endpoint, settings.live, settings.check, read_speech(SPEECH))
    result = asyncio.run(run(means, settings, report, among))
    assert KEY not in stream.getvalue()
    assert "amber" not in stream.getvalue().lower()
    return result, [json.loads(line) for line in stream.getvalue().splitlines()]


def verdicts(lines: list[dict[str, object]]) -> dict[object, object]:
    return {line["check"]: line["verdict"] for line in lines if line["kind"] == "finding"}


def test_the_practice_interviewer_holds_in_everything(server: PracticeServer) -> None:
    result, lines = checked(server)
    found = verdicts(lines)
    assert found.keys() == ASSUMED.keys()
    assert {name for name, verdict in found.items() if verdict != "holds"} == NEUTRAL
    assert result.status == 0
    closes = [line for line in lines if line["kind"] == "close"]
    assert [(one["probe"], one["phase"], one["code"]) for one in closes] == [
        ("old-socket", "resume", 1011)
    ]


def test_what_differs_is_told_and_prevents_nothing_after_it() -> None:
    among = (probes.ANSWER, probes.RESUMPTION, probes.GREETING)
    with serving("reset@end=1;reject-handle") as failing:
        result, lines = checked(failing, among=among)
    found = verdicts(lines)
    assert {name for name, verdict in found.items() if verdict == "differs"} == {
        "answer",
        "resumption",
    }
    assert found["greeting"] == "holds"
    assert result.status == 1
    closes = {(one["probe"], one["code"]) for one in lines if one["kind"] == "close"}
    assert closes == {("answer", 1006), ("resumption", 1007)}


def test_a_refused_key_ends_it_at_once(server: PracticeServer) -> None:
    result, lines = checked(server, key="another")
    assert isinstance(result.fault, KeyRefused)
    assert (result.status, verdicts(lines)) == (2, {})
    assert [line["kind"] for line in lines] == ["close"]


def test_a_service_that_is_never_reached_is_tried_by_every_probe(tmp_path: Path) -> None:
    with serving() as gone:
        pass
    gone.ca_file = Path(__file__).parent / "none"
    endpoint = Endpoint(KEY, gone.url)
    means = Means(endpoint, SETTINGS.live, SETTINGS.check, read_speech(SPEECH))
    stream = io.StringIO()
    report = Report(stream, lambda: 0.0, json=True)
    result = asyncio.run(run(means, SETTINGS, report, probes.PROBES[:2]))
    assert isinstance(result.fault, LinkLost)
    assert result.status == 2
    assert set(
        verdicts([json.loads(line) for line in stream.getvalue().splitlines()]).values()
    ) == {"not seen"}


def test_where_the_time_is_over_the_rest_is_not_seen(server: PracticeServer) -> None:
    settings = Settings(check=CheckParams(run_s=1e-9))
    result, lines = checked(server, settings=settings, among=probes.PROBES[:2])
    assert set(verdicts(lines).values()) == {"not seen"}
    assert result.status == 2


def test_a_key_and_handles_in_the_words_of_a_close_are_hidden() -> None:
    with serving(f"close 1008 {KEY}@turn=1") as telling:
        _, lines = checked(telling, among=(probes.GREETING,))
    (close,) = (line for line in lines if line["kind"] == "close")
    assert close["text"] == "[hidden]"


def test_speech_is_whole_frames_at_the_rate_of_the_wire(tmp_path: Path) -> None:
    pcm = read_speech(SPEECH)
    assert len(pcm) % 640 == 0
    assert 5.25 <= len(pcm) / 32_000 <= 5.28
    with pytest.raises(StoreFault, match="Install the application again"):
        read_speech(tmp_path / "none.wav")


# --- the command


def check(server: PracticeServer, tmp_path: Path, *argv: str, key: str = KEY) -> Ended:
    settings = tmp_path / "s.toml"
    settings.write_text("[check]\nquiet_s = 0.1\nspeech_pace = 100\n")
    where = ("--server", server.url, "--ca", str(server.ca_file), "--settings", str(settings))
    env = environment(GEMINI_API_KEY=key)
    return command("check", "--service", *where, *argv, env=env)


def test_the_command_prints_the_report_and_its_status(
    server: PracticeServer, tmp_path: Path
) -> None:
    done = check(server, tmp_path, "--yes")
    assert (done.status, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0].startswith("holds      greeting")
    assert lines[-1] == "All that could be seen is as the practice interviewer assumes."
    assert KEY not in done.out


def test_the_command_tells_why_nothing_could_be_probed(
    server: PracticeServer, tmp_path: Path
) -> None:
    done = check(server, tmp_path, "--yes", "--json", "--minutes-limit", "1", key="another")
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert done.status == 2
    assert [line["kind"] for line in lines] == ["close", "fault", "result"]
    assert lines[1]["what"] == "KeyRefused"
    assert lines[2]["exit"] == 2


def test_nothing_is_sent_unless_somebody_agrees(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GEMINI_API_KEY", KEY)
    done = call("check", "--service", "--json")
    assert done.status == 2
    assert "Add --yes" in done.out


@pytest.mark.parametrize("failure", [StoreFault("It is locked."), KeyboardInterrupt()])
def test_what_fails_or_is_stopped_is_not_told_as_a_difference(
    monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    def fail(*_: object, **__: object) -> int:
        raise failure

    monkeypatch.setattr("app.wiring.service_check.check_service", fail)
    done = call("check", "--service", "--json", "--yes")
    assert done.status == 2
    assert json.loads(done.out.splitlines()[-1])["exit"] == 2
