from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import wakepy

from app.gui.awake import Awake

PATIENCE_S = 20.0


@pytest.fixture(autouse=True)
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.INFO, "app.engine"):
        yield caplog


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    assert wakepy.modecount() == 0
    assert "awake" not in [thread.name for thread in threading.enumerate()]


async def said(log: pytest.LogCaptureFixture, text: str) -> logging.LogRecord:
    """Wait for a line of the log."""
    async with asyncio.timeout(PATIENCE_S):
        while text not in log.messages:  # noqa: ASYNC110  # another thread writes it
            await asyncio.sleep(0.001)
    return log.records[log.messages.index(text)]


def test_the_computer_is_kept_awake_as_long_as_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("WAKEPY_FAKE_SUCCESS", "1")

    async def scene() -> None:
        async with Awake():
            record = await said(log, "staying awake")
            (mode,) = wakepy.global_modes()
            assert mode.active
            assert mode.name == "keep.presenting"  # the screen too, not the computer alone
            assert vars(record)["method"] == "WakepyFakeSuccess"
        assert not mode.active

    asyncio.run(scene())
    assert log.messages == ["staying awake"]


def test_a_computer_that_cannot_be_kept_awake_is_a_line_of_the_log(
    monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("WAKEPY_FORCE_FAILURE", "1")

    async def scene() -> None:
        async with Awake():
            record = await said(log, "the computer may fall asleep")
            assert record.levelno == logging.WARNING
            assert vars(record)["tried"] >= 1

    asyncio.run(scene())
    assert log.messages == ["the computer may fall asleep"]


def test_an_interview_that_comes_down_is_not_hidden(
    monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("WAKEPY_FAKE_SUCCESS", "1")

    async def scene() -> None:
        async with Awake():
            await said(log, "staying awake")
            raise ValueError("a bug of ours")

    with pytest.raises(ValueError, match="a bug of ours"):
        asyncio.run(scene())


def test_one_that_is_over_at_once_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAKEPY_FAKE_SUCCESS", "1")

    async def scene() -> None:
        async with Awake():
            pass

    asyncio.run(scene())


def test_a_way_that_breaks_is_a_line_of_the_log_and_the_others_are_still_gone(
    monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture
) -> None:
    others = threading.Event()

    @contextlib.contextmanager
    def broken() -> Iterator[None]:
        raise OSError("no such library")
        yield

    @contextlib.contextmanager
    def other() -> Iterator[None]:
        others.set()
        yield

    monkeypatch.setattr("app.gui.awake._presenting", broken)
    monkeypatch.setattr("app.gui.awake._no_app_nap", other)

    async def scene() -> None:
        async with Awake():
            assert await asyncio.to_thread(others.wait, PATIENCE_S)

    asyncio.run(scene())
    assert log.messages == ["staying awake failed"]


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="D-Bus has a socket of this kind")
def test_a_desktop_that_does_not_answer_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch, log: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    bus = str(tmp_path / "bus")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={bus}")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(bus)
        listening.listen()

        async def scene() -> threading.Thread:
            awake = Awake(leaving_s=0.01)
            async with awake:
                taken, _ = await asyncio.to_thread(listening.accept)
            assert awake._thread.is_alive()
            taken.close()
            return awake._thread

        thread = asyncio.run(scene())
    assert "staying awake does not end" in log.messages
    thread.join(PATIENCE_S)
