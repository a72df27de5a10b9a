from __future__ import annotations

import errno
import io
import logging
import queue
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.core.faults import StoreFault
from app.telemetry.log import Log, _Door
from app.telemetry.redaction import Redaction

KEY = "AIzaSyA-not-a-real-key-0123456789"
log = logging.getLogger("app.link")


class FullDisk(io.StringIO):
    """A file on a disk that is full: what could not be written fails again at the close."""

    def write(self, text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def close(self) -> None:
        """Stay open: the collector's own close would fail as well."""


@pytest.fixture
def start_log(tmp_path: Path) -> Iterator[Callable[..., Log]]:
    running: list[Log] = []

    def start(**values: object) -> Log:
        running.append(Log(tmp_path, Redaction(), **values))  # type: ignore[arg-type]  # keywords of a test
        return running[-1]

    yield start
    for one in running:
        one.stop()


@pytest.fixture
def lines_of(tmp_path: Path) -> Callable[[], list[str]]:
    return lambda: (tmp_path / "fairhearing.log").read_text("utf-8").splitlines()


def test_what_is_logged_is_in_the_file_after_the_stop(
    tmp_path: Path, lines_of: Callable[[], list[str]]
) -> None:
    started = Log(tmp_path, Redaction())
    log.info("link closed", extra={"code": 1011})
    log.debug("not this")
    started.stop()
    log.warning("nor this")

    (line,) = lines_of()
    assert line.endswith("info app.link link closed code=1011")


def test_neither_key_nor_speech_reaches_the_disk(
    tmp_path: Path, lines_of: Callable[[], list[str]]
) -> None:
    redaction = Redaction()
    redaction.remember("cafe-handle")
    started = Log(tmp_path, redaction, verbose=True, stream=io.StringIO())
    log.info("dialled", extra={"url": f"wss://x?key={KEY}", "resumed": "cafe-handle"})
    log.info("heard", extra={"transcript": "I was a baker", "block": b"baker"})
    logging.getLogger("websockets.client").warning("< TEXT %s", "I was a baker")
    try:
        int(f"baker {KEY}")
    except ValueError:
        log.exception("given up")
    started.stop()

    text = "\n".join(lines_of())
    assert len(lines_of()) == 4
    for secret in (KEY, "baker", "cafe-handle"):
        assert secret not in text


def test_standard_error_stays_silent_unless_verbose(
    start_log: Callable[..., Log], capfd: pytest.CaptureFixture[str]
) -> None:
    started = start_log()
    log.error("link closed")
    started._listener.stop()
    started._listener.start()
    assert capfd.readouterr() == ("", "")


def test_verbose_shows_everything_of_ours_and_only_warnings_of_others(tmp_path: Path) -> None:
    stream = io.StringIO()
    started = Log(tmp_path, Redaction(), verbose=True, stream=stream)
    log.debug("fed")
    logging.getLogger("asyncio").info("libraries talk")
    logging.getLogger("asyncio").warning("a slow callback")
    started.stop()

    fed, slow = stream.getvalue().splitlines()
    assert fed.endswith("debug app.link fed")
    assert "warning asyncio at test_log:" in slow


def test_logging_is_as_it_was_after_the_stop(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = (root.level, logging.getLogger("app").level, list(root.handlers))
    Log(tmp_path, Redaction(), verbose=True, stream=io.StringIO()).stop()
    assert (root.level, logging.getLogger("app").level, list(root.handlers)) == before


def test_the_log_is_five_files_of_a_megabyte_at_most(tmp_path: Path) -> None:
    started = Log(tmp_path, Redaction())
    values = {f"v{number}": "x" * 200 for number in range(20)}
    for _ in range(1_500):
        log.info("6 MB in all", extra=values)
    started.stop()

    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 5
    assert max(sizes) <= 1_000_000
    assert started.lost_lines == 0


def test_a_full_queue_costs_lines_but_never_waits() -> None:
    waiting: queue.Queue[logging.LogRecord] = queue.Queue(2)
    started = _Door(waiting, logging.Formatter())  # type: ignore[arg-type]  # any formatter will do
    for _ in range(5):
        started.handle(logging.makeLogRecord({"msg": "link closed"}))
    assert (waiting.qsize(), started.lost_lines) == (2, 3)


def test_a_disk_that_takes_no_line_costs_lines_and_says_nothing(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    started = Log(tmp_path, Redaction())
    started._file.stream.close()  # type: ignore[union-attr]  # it has just been opened
    started._file.stream = FullDisk()  # type: ignore[assignment]  # all that a handler needs
    log.info("link closed")
    started.stop()
    assert started.lost_lines == 1
    assert capfd.readouterr() == ("", "")


def test_the_file_is_written_by_another_thread(start_log: Callable[..., Log]) -> None:
    started = start_log()
    writers: list[str] = []

    def note_thread(_: logging.LogRecord) -> bool:
        writers.append(threading.current_thread().name)
        return True

    started._file.addFilter(note_thread)
    log.info("link closed")
    started._listener.stop()
    started._listener.start()
    assert writers
    assert threading.current_thread().name not in writers


def test_a_log_that_cannot_be_opened_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match=r"log .*fairhearing\.log cannot be opened"):
        Log(tmp_path / "gone", Redaction())
