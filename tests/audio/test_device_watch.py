from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Queue

import pytest

from app.audio.device_watch import COMMAND, DeviceWatch, command
from app.core.backoff import BackoffParams
from app.core.device_events import DevicesTold
from tests.sound import ROOT, wait_until

SOON = BackoffParams(0.01, 0.01)
LIST = '{"microphones": ["%s"], "speakers": [], "microphone": null, "speaker": null}'
ECHO = f"""
import sys
print('{LIST}' % "first", flush=True)
for number, _ in enumerate(sys.stdin):
    print('{LIST}' % f"asked {{number}}", flush=True)
"""
"""A process that tells once by itself, and then whenever asked."""


def told(name: str) -> DevicesTold:
    return DevicesTold((name,), (), None, None)


@contextmanager
def watched(code: str) -> Iterator[tuple[DeviceWatch, Callable[[], DevicesTold]]]:
    """Watch through a process that runs ``code``; yields also what waits for the next list."""
    heard = Queue[DevicesTold]()
    watch = DeviceWatch(heard.put, [sys.executable, "-c", code], SOON)
    watch.start()
    try:
        yield watch, lambda: heard.get(timeout=20)
    finally:
        watch.stop()
    wait_until(lambda: not _threads(), "the watch to end")


def _threads() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == "device-watch"]


def test_it_tells_what_the_process_says_and_has_it_say_it_again() -> None:
    with watched(ECHO) as (watch, next_told):
        assert next_told() == told("first")
        watch.again()
        assert next_told() == told("asked 0")


def test_a_process_that_dies_is_started_again() -> None:
    with watched(f"print('{LIST}' % 'once')") as (_, next_told):
        assert [next_told() for _ in range(3)] == [told("once")] * 3


@pytest.mark.parametrize("line", ["no JSON", "[]", "{}", '{"microphones": 1}'])
def test_what_is_no_list_is_told_to_nobody_and_tried_again(line: str, tmp_path: Path) -> None:
    code = (
        f"import pathlib; was = pathlib.Path({str(tmp_path / 'was')!r})\n"
        f"print('{LIST}' % 'second' if was.exists() else {line!r}, flush=True); was.touch()\n"
    )
    with watched(code) as (_, next_told):
        assert next_told() == told("second")


def test_where_there_is_no_such_program_nothing_is_told_and_nobody_waits() -> None:
    watch = DeviceWatch(lambda _: None, ["/nowhere/at/all"], SOON)
    watch.start()
    watch.again()
    watch.stop()
    wait_until(lambda: not _threads(), "the watch to end")


def test_one_that_never_began_can_be_stopped_and_then_never_begins() -> None:
    watch = DeviceWatch(lambda _: None, ["/nowhere/at/all"], SOON)
    watch.stop()
    watch.start()
    wait_until(lambda: not _threads(), "the watch to end")


def test_whoever_is_told_may_be_gone() -> None:
    def refuse(_: DevicesTold) -> None:
        refused.set()
        raise RuntimeError("Event loop is closed")

    refused = threading.Event()
    watch = DeviceWatch(refuse, [sys.executable, "-c", ECHO], SOON)
    watch.start()
    assert refused.wait(20)
    refused.clear()
    watch.again()
    assert refused.wait(20), "it goes on all the same"
    watch.stop()


def test_the_process_ends_with_whoever_started_it() -> None:
    child = f"import os, sys; print('{LIST}' % os.getpid(), flush=True); sys.stdin.read()"
    code = (
        "import sys, time; from app.audio.device_watch import DeviceWatch\n"
        "def tell(told): print(told.microphones[0], flush=True)\n"
        f"DeviceWatch(tell, [sys.executable, '-c', {child!r}]).start(); time.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert _is_alive(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    wait_until(lambda: not _is_alive(pid), "the child to end")


def _is_alive(pid: int) -> bool:
    try:
        status = Path(f"/proc/{pid}/stat").read_text("utf-8")
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def test_a_bundled_application_is_asked_by_a_command_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert command()[1:] == ["-m", "app.audio.device_list"]
    monkeypatch.setattr(sys, "executable", "/opt/fairhearing/bin/Fairhearing")
    assert command() == ["/opt/fairhearing/bin/Fairhearing", COMMAND]
