"""The judge against a server's record made by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bench.peers.driver import frame
from tests.bench.peers.judge import judge

REPORT: dict[str, Any] = {
    "frames": [(10.0 + 0.02 * n, 1, n) for n in range(4)],
    "begun": [10.0],
    "ended": [10.1],
    "notes": [[10.06, "LinkClosed", "lost"]],
    "cpu_s": 0.004,
    "resident_mb": 1.0,
    "versions": {},
}


class Server:
    """Writes the log and the taps that the practice server would."""

    def __init__(self, folder: Path) -> None:
        self.log, self.tap = folder / "log.jsonl", folder
        self._lines: list[dict[str, Any]] = []

    def add(self, t: float, connection: int, way: str, kind: str, **noted: object) -> None:
        self._lines.append({"t": t, "connection": connection, "way": way, "kind": kind, **noted})

    def window(
        self, connection: int, frames: range, t: float, *, closed: bool = True, message: int = 640
    ) -> None:
        pcm = b"".join(frame(1, index) for index in frames)
        (self.tap / f"conn{connection}-window1.pcm").write_bytes(pcm)
        self.add(t, connection, "in", "activityStart", window=1)
        for at in range(0, len(pcm), message):
            size = min(message, len(pcm) - at)
            self.add(t, connection, "in", "audio", window=1, bytes=size)
        if closed:
            self.add(t, connection, "in", "activityEnd", window=1)
            self.add(t, connection, "note", "window", window=1)

    def judged(self) -> dict[str, Any]:
        self.log.write_text("".join(json.dumps(line) + "\n" for line in self._lines))
        return judge(self.log, self.tap, REPORT)


@pytest.fixture
def server(tmp_path: Path) -> Server:
    made = Server(tmp_path)
    made.add(9.0, 1, "in", "setup", handle=None)
    made.add(9.0, 1, "out", "sessionResumptionUpdate", handle="h", resumable=True)
    return made


def reply(server: Server, connection: int) -> None:
    server.add(10.3, connection, "out", "audio")
    server.add(10.4, connection, "out", "generationComplete")


def test_a_whole_answer_loses_nothing(server: Server) -> None:
    server.window(1, range(4), 10.09, message=1600)  # however it was cut into messages
    reply(server, 1)
    row = server.judged()
    assert (row["answered"], row["lost_ms"], row["twice_ms"]) == (True, 0, 0)
    assert row["p50_ms"] == pytest.approx(70)  # 30, 50, 70 and 90 ms
    assert row["reply_s"] == pytest.approx(0.2)


def test_what_an_open_window_held_when_its_connection_went_is_lost(server: Server) -> None:
    server.window(1, range(2), 10.04, closed=False)
    server.add(10.05, 1, "note", "fault", fault="reset")
    server.add(10.06, 2, "in", "setup", handle="h")
    server.window(2, range(2, 4), 10.09)
    reply(server, 2)
    row = server.judged()
    assert (row["answered"], row["lost_ms"], row["windows_more"]) == (True, 40, 1)
    assert (row["noticed_s"], row["continued_s"]) == (pytest.approx(0.01), pytest.approx(0.04))


def test_a_window_behind_the_handle_is_known_and_a_second_time_counts(server: Server) -> None:
    server.window(1, range(4), 10.02)
    server.add(10.03, 1, "out", "sessionResumptionUpdate", handle="h2", resumable=True)
    server.add(10.06, 2, "in", "setup", handle="h2")
    server.window(2, range(2, 4), 10.09)
    reply(server, 2)
    row = server.judged()
    assert (row["lost_ms"], row["twice_ms"]) == (0, 40)


def test_a_fresh_session_knows_nothing_of_what_went_before(server: Server) -> None:
    server.window(1, range(4), 10.02)
    server.add(10.06, 2, "in", "setup", handle=None)
    server.window(2, range(2, 4), 10.09)
    reply(server, 2)
    assert server.judged()["lost_ms"] == 40


def test_without_a_reply_all_is_lost(server: Server) -> None:
    server.window(1, range(4), 10.09)
    row = server.judged()
    assert (row["answered"], row["lost_ms"], row["reply_s"]) == (False, 80, None)


def test_sound_outside_a_window_is_counted(server: Server) -> None:
    server.add(10.01, 1, "in", "audio", window=0, bytes=1280)
    assert server.judged()["outside_ms"] == 40
