"""The window as the command line opens it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.__main__ import has_screen
from tests.commands import ended, environment, start
from tests.sound import ROOT, wait_until

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def test_without_a_screen_it_says_what_to_do_instead() -> None:
    env = {name: value for name, value in environment().items() if name not in SCREENS}
    done = ended(start(env=env))
    assert done.status == 2
    assert "packaging/start.py practice" in done.complaint()


@pytest.mark.parametrize("kind", ["ImportError", "ModuleNotFoundError"])
def test_a_library_that_the_system_lacks_is_named_with_what_to_do(
    tmp_path: Path, kind: str
) -> None:
    why = "libEGL.so.1: cannot open shared object file: No such file or directory"
    (tmp_path / "qasync.py").write_text(f"raise {kind}({why!r})\n")
    places = os.pathsep.join([str(tmp_path), str(ROOT)])
    done = ended(start(env=environment(PYTHONPATH=places, QT_QPA_PLATFORM="offscreen")))
    assert done.status == 1
    if kind == "ImportError":
        assert f"({why})" in done.complaint()
        assert done.complaint().endswith("packaging/start.py practice")
    else:  # no library: a part of the application itself
        assert "Traceback" in done.err


@pytest.mark.parametrize("argv", [(), ("window",)])
def test_the_window_opens_without_a_command_and_ends_when_it_is_asked_to(
    tmp_path: Path, argv: tuple[str, ...]
) -> None:
    process = start(*argv, env=environment(XDG_DATA_HOME=str(tmp_path), HOME=str(tmp_path)))
    log = tmp_path / "fairhearing" / "logs" / "fairhearing.log"
    wait_until(log.exists, "the window to have its folder")
    process.send_signal(signal.SIGTERM)
    done = ended(process)
    assert done.status == 0
    assert "Traceback" not in done.err
    assert not any((tmp_path / "fairhearing" / "sessions").iterdir())


def assert_it_ends(code: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=40,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_it_ends_when_it_is_asked_to_before_anything_is_there(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "from app import __main__ as line\n"
        "load = line.import_module\n"
        "def late(name):\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    return load(name)\n"
        "line.import_module = late\n"
        f"sys.exit(line.main(['window', '--data', {str(tmp_path / 'd')!r}]))"
    )
    assert_it_ends(code)


def test_what_was_begun_before_anything_is_there_is_left_when_it_is_asked_to_end(
    tmp_path: Path,
) -> None:
    code = (
        "import asyncio, os, signal, sys\n"
        "from app import __main__ as line\n"
        "from app.gui import wishes\n"
        "live = line._desktop\n"
        "async def begin(window):\n"
        "    window.asked.emit(wishes.Agree(on=True))\n"
        "    window.asked.emit(wishes.Begin())\n"
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "async def desktop(window, options):\n"
        "    begun = asyncio.ensure_future(begin(window))\n"
        "    return await live(window, options)\n"
        "line._desktop = desktop\n"
        f"sys.exit(line.main(['window', '--data', {str(tmp_path / 'd')!r}, '--speaker', 'none']))"
    )
    assert_it_ends(code)


@pytest.mark.parametrize("name", SCREENS)
def test_any_of_them_is_a_screen(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for one in SCREENS:
        monkeypatch.delenv(one, raising=False)
    assert not has_screen()
    monkeypatch.setenv(name, "x")
    assert has_screen()
