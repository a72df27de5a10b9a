from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from app.audio.portaudio import PortAudio
from app.audio.worker import DeviceWorker
from app.core import check_events as ck
from app.core.check_report import CheckReport, Step, Verdict
from app.settings import Options
from app.wiring import hearing_command
from app.wiring.hearing_command import check_audio, intent
from tests.audio.fake_library import FakeLibrary

AS_JSON = Options(is_practice=False, json=True)


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Put the process's own handlers back."""
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


@pytest.fixture(autouse=True)
def workers(monkeypatch: pytest.MonkeyPatch) -> list[DeviceWorker]:
    """Return the workers that were made; none has a device to use."""
    made: list[DeviceWorker] = []

    def make() -> DeviceWorker:
        library = FakeLibrary(("Mic", 1, 0))
        library.devices.clear()
        made.append(DeviceWorker(PortAudio(library.load)))
        return made[-1]

    monkeypatch.setattr(hearing_command, "DeviceWorker", make)
    return made


def last_line(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out.splitlines()[-1]


def test_without_any_device_it_is_not_ready_and_says_why(
    capsys: pytest.CaptureFixture[str], workers: list[DeviceWorker]
) -> None:
    assert check_audio(AS_JSON, lambda: 1.0) == 1
    result = json.loads(last_line(capsys))
    assert (result["how"], result["exit"]) == ("no microphone", 1)
    assert "No microphone was found" in result["do"]
    assert not workers[0]._thread.is_alive()


def test_a_person_is_told_what_becomes_of_their_voice(capsys: pytest.CaptureFixture[str]) -> None:
    assert check_audio(Options(is_practice=False), lambda: 1.0) == 1
    out = capsys.readouterr().out
    assert "nothing is kept or sent" in out
    assert "Keys:" not in out, "nobody is at the keyboard of a test"


class Steered:
    """Stands in for a check: is told what is asked for, ends when it is let go."""

    def __init__(self) -> None:
        self.fed: list[ck.CheckEvent] = []
        self.faults: list[Exception] = []
        self.found: asyncio.Future[CheckReport] | None = None
        self.ends_by: signal.Signals | None = None

    def feed(self, event: ck.CheckEvent) -> None:
        self.fed.append(event)
        if isinstance(event, ck.Answer) and self.found is not None:
            self.found.set_result(CheckReport())

    async def hold(self) -> CheckReport:
        self.found = asyncio.get_running_loop().create_future()
        if self.ends_by is not None:
            signal.raise_signal(self.ends_by)
        return await self.found


@pytest.fixture
def steered(monkeypatch: pytest.MonkeyPatch) -> Steered:
    made = Steered()
    monkeypatch.setattr(hearing_command, "GuidedCheck", lambda *_: made)
    return made


@pytest.mark.parametrize("one", [signal.SIGINT, signal.SIGTERM])
def test_the_system_s_request_to_end_leaves_it(
    steered: Steered, capsys: pytest.CaptureFixture[str], one: signal.Signals
) -> None:
    steered.ends_by = one
    assert check_audio(AS_JSON, lambda: 1.0) == 2
    result = json.loads(last_line(capsys))
    assert (result["how"], result["exit"]) == ("left", 2)


def typing(monkeypatch: pytest.MonkeyPatch, *keys: str) -> None:
    """Let a person sit at the keyboard and press keys."""

    @contextmanager
    def pressed(
        press: Callable[[str], None], leave: Callable[[], None], *, keys: bool
    ) -> Iterator[None]:
        assert keys
        loop = asyncio.get_running_loop()
        for key in typed:
            loop.call_soon(press, key)
        yield

    typed = keys
    monkeypatch.setattr(hearing_command, "controls", pressed)
    monkeypatch.setattr(hearing_command, "has_keyboard", lambda: True)


def test_keys_reach_the_check(
    steered: Steered, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typing(monkeypatch, "s", "x", "r", "y")
    assert check_audio(Options(is_practice=False), lambda: 1.0) == 1
    assert steered.fed == [ck.Skip(), ck.Repeat(), ck.Answer(yes=True)]
    assert "Keys:" in capsys.readouterr().out


def test_q_leaves(
    steered: Steered, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typing(monkeypatch, "q")
    assert check_audio(Options(is_practice=False), lambda: 1.0) == 2
    assert "The check was left" in last_line(capsys)


def test_only_ready_is_a_success(steered: Steered, monkeypatch: pytest.MonkeyPatch) -> None:
    typing(monkeypatch, "y")
    monkeypatch.setattr(CheckReport, "verdict", Verdict.READY)
    assert check_audio(Options(is_practice=False), lambda: 1.0) == 0


@pytest.mark.parametrize(
    ("keys", "asked"),
    [
        ("yY", ck.Answer(yes=True)),
        ("nN", ck.Answer(yes=False)),
        ("aA", ck.Repeat(Step.PLAYBACK)),
        ("sS", ck.Skip()),
        ("rR", ck.Repeat()),
        ("x ", None),
    ],
)
def test_each_key_asks_for_one_thing(keys: str, asked: ck.CheckIntent | None) -> None:
    assert [intent(key) for key in keys] == [asked, asked]
