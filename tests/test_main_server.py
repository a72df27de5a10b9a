from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.practice.certificate import keep_certificate
from tests.commands import (
    assert_record_is_whole,
    ended,
    interview,
    silence,
    start,
)
from tests.e2e.people import serving


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A microphone at which nobody speaks."""
    return str(silence(tmp_path_factory.mktemp("quiet") / "quiet.wav"))


def test_a_refused_key_is_told_by_its_name_and_nothing_is_tried_again(
    tmp_path: Path, quiet: str
) -> None:
    with serving(tmp_path) as server:
        argv = ("--server", server.url, "--ca", server.ca)
        done = interview(tmp_path / "d", quiet, *argv, key="wrong")
        assert server.records(kind="setup") == []
    lines = [json.loads(line) for line in done.out.splitlines()]
    faults = [line for line in lines if line["kind"] == "fault"]
    assert [fault["what"] for fault in faults] == ["KeyRefused"]
    assert (done.status, done.err) == (1, "")
    assert (lines[-1]["kind"], lines[-1]["how"], lines[-1]["exit"]) == ("result", "failed", 1)
    assert "wrong" not in (tmp_path / "d/logs/fairhearing.log").read_text()
    assert_record_is_whole(Path(lines[-1]["folder"]))


def test_a_server_that_cannot_be_reached_is_tried_until_the_hold_limit(
    tmp_path: Path, quiet: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]  # free again in a moment
    settings = tmp_path / "s.toml"
    settings.write_text("[session.link]\nfast_budget_s = 1.0\n")
    argv = ("--server", f"https://127.0.0.1:{port}", "--hold-limit", "1")
    done = interview(tmp_path / "d", quiet, *argv, "--settings", str(settings))
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert {line["link"] for line in lines if line["kind"] == "state"} >= {"waiting", "held"}
    faults = [line for line in lines if line["kind"] == "fault"]
    assert [fault["what"] for fault in faults] == ["LinkLost"], "told once, however often tried"
    assert "cannot be reached" in faults[0]["text"]
    assert (done.status, lines[-1]["how"]) == (1, "failed")


@contextmanager
def another_server(folder: Path) -> Iterator[tuple[str, Path]]:
    """Run a TLS server that talks, but not our language; give its address and certificate."""
    folder.mkdir(mode=0o700)
    certificate = keep_certificate(folder)
    context = certificate.server_context()
    server = socket.create_server(("127.0.0.1", 0))

    def answer() -> None:
        while True:
            try:
                plain, _ = server.accept()
            except OSError:
                return
            with plain, context.wrap_socket(plain, server_side=True) as safe:
                safe.recv(65_536)
                safe.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")

    thread = threading.Thread(target=answer, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.getsockname()[1]}", certificate.ca_file
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(10)


def test_a_server_of_another_kind_is_told_from_ours(tmp_path: Path, quiet: str) -> None:
    with another_server(tmp_path / "server") as (url, ca):
        done = interview(tmp_path / "d", quiet, "--server", url, "--ca", str(ca))
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert [line["what"] for line in lines if line["kind"] == "fault"] == ["NotLive"]
    assert (done.status, lines[-1]["how"]) == (1, "failed")


def test_whoever_stops_reading_our_lines_sees_no_traceback_and_the_record_is_closed(
    tmp_path: Path, quiet: str
) -> None:
    argv = ("practice", "--data", str(tmp_path), "--json", "--consent", "--speaker", "none")
    process = start(*argv, "--mic", quiet)
    assert process.stdout
    process.stdout.readline()
    process.stdout.close()
    process.stdout = None
    done = ended(process)
    assert (done.status, done.err) == (1, "")
    (folder,) = (tmp_path / "sessions").iterdir()
    assert_record_is_whole(folder)
