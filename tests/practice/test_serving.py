from __future__ import annotations

import json
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import connect

from app.core.faults import InputFault, StoreFault
from app.practice.serving import Serving, serve
from tests.practice.conftest import PATH

ROOT = Path(__file__).parents[2]
CODE = "import sys\nfrom app.practice.serving import *\nsys.exit(serve(Serving({})))"


@contextmanager
def serving(asked: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, Any]]]:
    """Run ``serve`` as a process; give it and its first line."""
    code = f"from pathlib import Path\n{CODE.format(asked)}"
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    try:
        yield process, json.loads(process.stdout.readline())
    finally:
        process.kill()
        process.wait(10)
        process.stdout.close()


@pytest.mark.parametrize("one", [signal.SIGTERM, signal.SIGINT])
def test_its_first_line_leads_to_it_and_a_signal_ends_it(tmp_path: Path, one: int) -> None:
    with serving(f"data=Path({str(tmp_path)!r}), key='k-1'") as (process, first):
        assert first["key"] == "k-1"
        where = urlsplit(first["url"])
        trust = ssl.create_default_context(cafile=first["ca"])
        plain = socket.create_connection((where.hostname, where.port), timeout=10)
        with plain, trust.wrap_socket(plain, server_hostname=where.hostname) as safe:
            assert safe.version() in {"TLSv1.2", "TLSv1.3"}
        process.send_signal(one)
        assert process.wait(10) == 0


def test_key_and_certificate_are_the_same_after_a_restart(tmp_path: Path) -> None:
    firsts = []
    for _ in range(2):
        with serving(f"data=Path({str(tmp_path)!r})") as (_, first):
            firsts.append((first["key"], Path(first["ca"]).read_bytes()))
    assert firsts[0] == firsts[1]


def test_what_happens_is_written_to_the_log_line_by_line(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    with serving(f"log=Path({str(log)!r})") as (_, first):
        url = first["url"].replace("https", "wss") + PATH
        trust = ssl.create_default_context(cafile=first["ca"])
        with connect(url, ssl=trust, additional_headers={"x-goog-api-key": first["key"]}) as client:
            client.send("no JSON")
            with pytest.raises(ConnectionClosedError, match="1007"):
                client.recv(timeout=10)
        lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert lines
    assert all("kind" in line for line in lines)


def test_a_fault_that_is_not_known_is_refused_before_anything_runs() -> None:
    with pytest.raises(InputFault, match="'explode'"):
        serve(Serving(faults="explode"))


def test_a_log_that_cannot_be_written_is_refused_with_its_path(
    tmp_path: Path, handlers: None
) -> None:
    with pytest.raises(StoreFault, match=r"none/log.*--log"):
        serve(Serving(log=tmp_path / "none" / "log"))


@pytest.fixture
def handlers() -> Iterator[None]:
    """Put the process's own handlers back: ``serve`` is made for a process of its own."""
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


def test_a_port_that_is_taken_is_refused_with_its_number(handlers: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(InputFault, match=str(port)):
            serve(Serving(port=port))
