"""Half an hour of practice with a random fault about every 20 s, judged by what the model knew.

    .venv/bin/python -m tests.bench.storm                         seeds 1 and 2, one after the other
    .venv/bin/python -m tests.bench.storm --minutes 5 --seed 7    a shorter one

The candidate (``patient.py``) answers for 3 to 60 s whenever the floor is open, in sample voices
under a little noise, by which each frame is known again. Interviewer and faults are ``fairhearing
serve --faults any@every=20``, a process of its own. Each seed is a line of the results file: what
is done is not done again. Run it detached (``setsid nohup ... &``).
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from app.core.answers import Exchange
from app.store.journal_reader import JournalReader
from app.store.recovery import recover
from tests.bench.patient import VOICES
from tests.e2e.context import known_to
from tests.e2e.crash import FRAME_BYTES, arguments, record_of, samples, write_plan
from tests.e2e.people import Line, Server, serving
from tests.sound import ROOT

_RESULTS = Path(tempfile.gettempdir()) / "fairhearing-storm.jsonl"
_QUESTIONS = 100  # more than are answered in half an hour
_FAULT_EVERY_S = 20.0
_CLOCKS_S = 0.2  # the two are brought together by a message


def main(argv: Sequence[str]) -> int:
    """Run what is not done yet; return 0 if all are well."""
    parser = argparse.ArgumentParser(prog="storm", description="Faults, and an interview in them.")
    parser.add_argument("--seed", type=int, action="append")
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--results", type=Path, default=_RESULTS)
    asked = parser.parse_args(argv)
    seeds = asked.seed or [1, 2]
    known = _read(asked.results)
    for seed in seeds:
        if (seed, asked.minutes) not in known:
            row = one(seed, asked.minutes)
            with asked.results.open("a") as file:
                print(json.dumps(row), file=file)
            print(row, flush=True)
            known[seed, asked.minutes] = row
    return 1 if any("failed" in known[seed, asked.minutes] for seed in seeds) else 0


def one(seed: int, minutes: float) -> dict[str, Any]:
    """Return what came of one seed, or why it failed."""
    folder = Path(tempfile.mkdtemp(prefix=f"storm-{seed}-"))
    row = {"seed": seed, "minutes": minutes}
    try:
        with serving(folder, "--faults", f"any@every={_FAULT_EVERY_S:.0f}/{seed}") as server:
            exit_status = _interview(server, folder, seed, minutes)
        # The server has ended, and has written down what was still open on frozen lines.
        return row | {"exit": exit_status} | judge(server, folder)
    except Exception:  # noqa: BLE001  # it is a result
        return row | {"failed": traceback.format_exc(), "folder": str(folder)}


def _interview(server: Server, folder: Path, seed: int, minutes: float) -> int:
    """Hold it for so long, then leave as a person does; return the exit status."""
    write_plan(folder / "plan.toml", *(f"Question {number}?" for number in range(_QUESTIONS)))
    settings = folder / "settings.toml"
    settings.write_text("[session.outbox]\nreplay_pace = 8.0\n")  # as of practice
    command = [*arguments(server, folder, VOICES[0]), "--settings", str(settings)]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.patient", str(seed), *command],
        cwd=ROOT,
        env=os.environ | {"GEMINI_API_KEY": server.key},
        stdin=subprocess.DEVNULL,
        stdout=(folder / "lines.jsonl").open("w"),
    )
    try:
        process.wait(60 * minutes)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
        process.wait(30)
    finally:
        process.kill()
    return process.returncode


def judge(server: Server, folder: Path) -> dict[str, Any]:
    """Compare the record with what the model that had the last word knew.

    Raises:
        AssertionError: Something was lost, doubled, cut, or sent outside a window.
    """
    log, record = server.records(), record_of(folder)
    assert record is not None
    kept = samples(record)
    past = recover(record).past
    refused = [one for one in log if one["kind"] == "refused"]
    assert not [one for one in refused if "window" in one["why"]], refused
    places = {
        kept[at : at + FRAME_BYTES]: at // FRAME_BYTES for at in range(0, len(kept), FRAME_BYTES)
    }
    windows = {
        (connection, number): [*_frames(pcm, places)]
        for connection, number, pcm, _ in server.windows()
    }
    for name, frames in windows.items():
        assert all(a < b for a, b in itertools.pairwise(frames)), f"{name}: no order"
    answers = [one for one in past.exchanges if one.utterances]
    ended = [one for one in answers if not _is_left_open(one)]
    ends, began = _ends(record), _began(record, log)
    assert all(len(ends[one.number]) == 1 for one in ended), ends
    lost = {}
    for one in ended:
        at = began + ends[one.number][0]
        connection = max(each["connection"] for each in log if _is_setup_by(each, at))
        known = known_to(log, connection, at + _CLOCKS_S) & windows.keys()
        heard = Counter(frame for name in known for frame in windows[name])
        assert set(heard.values()) <= {1}, f"the model of {connection} heard something twice"
        lost[one.number] = _lost(one, heard)
    assert not any(lost.values()), f"lost: {lost}"
    return {
        "answers": len(answers),
        "fates": Counter(one.fate.value for one in answers),
        "speech_s": round(sum(one.seconds for one in answers)),
        "longest_s": round(max(one.seconds for one in answers)),
        "faults": Counter(one["fault"] for one in log if one["kind"] == "fault"),
        "connections": len({one["connection"] for one in log if one["kind"] == "setup"}),
        "windows": len(windows),
        "lost_frames": 0,
    }


def _is_left_open(exchange: Exchange) -> bool:
    """Whether the candidate left before the reply: it is held, whole on disk."""
    return exchange.fate.value in {"open", "held"}


def _frames(pcm: bytes, places: dict[bytes, int]) -> Iterator[int]:
    """Yield where in the recording each frame of a window stands."""
    assert len(pcm) % FRAME_BYTES == 0
    for at in range(0, len(pcm), FRAME_BYTES):
        assert pcm[at : at + FRAME_BYTES] in places, "a frame was sent that was not recorded"
        yield places[pcm[at : at + FRAME_BYTES]]


def _lost(exchange: Exchange, heard: Counter[int]) -> int:
    """Return how many frames from first to last speech of each utterance the model never heard."""
    needed = {
        frame
        for one in exchange.utterances
        for first, last in one.spans
        for frame in range(max(first, one.onset), min(last, one.last_speech) + 1)
    }
    return len(needed - heard.keys())


def _is_setup_by(line: Line, at: float) -> bool:
    return bool(line["kind"] == "setup" and line["t"] <= at)


def _ends(record: Path) -> dict[int, list[float]]:
    """Return when each answer ended, in seconds of the session, as often as it did."""
    ends = defaultdict[int, list[float]](list)
    with JournalReader(record / "journal.db") as reader:
        for one in reader.events():
            if one.kind == "answer.ended" and one.payload["how"] != "held":
                ends[int(str(one.payload["exchange"]))].append(one.session_ms / 1000)
    return ends


def _began(record: Path, log: Sequence[Line]) -> float:
    """Return the server's time of the session's 0.0: both saw the first set-up."""
    first = next(one["t"] for one in log if one["kind"] == "setupComplete")
    with JournalReader(record / "journal.db") as reader:
        is_up = (one for one in reader.events() if one.payload.get("state") == "up")
        return float(first) - next(is_up).session_ms / 1000


def _read(path: Path) -> dict[tuple[int, float], dict[str, Any]]:
    if not path.exists():
        return {}
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    return {(row["seed"], row["minutes"]): row for row in rows}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
