"""The whole application on half a core: is every frame heard, and does each turn end in time?

    python -m tests.bench.half_core [--share 0.5] [--answers 3]

The application alone (detection, canceller, recording, no screen) is held to a share of one core by
a control group of the system's, which root may make; the sound server and ``fairhearing serve`` are
not. Its microphone hears its loudspeaker 20 dB quieter. The candidate gives answers of a minute.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.store.journal_reader import JournalReader
from tests.e2e import judge
from tests.e2e.crash import write_plan
from tests.e2e.ill_sound import Course, assert_kept, assert_known, end_s
from tests.e2e.people import Line, Server, interview, running, serving
from tests.sound import VOICE, Sound, say

_PERIOD_US = 100_000
_GROUPS = Path("/sys/fs/cgroup")
_WAITS_S = (2.7, 2.0)  # of Standard: in the first answer, and in all others
_ANSWER = " ".join(
    (
        "I have worked with people of many trades, and what I learned is to ask before I guess.",
        "One winter the heating of our whole building failed, so we carried everything next door.",
        "We had four weeks, two vans and no plan; in the end it was the list that helped us.",
    )
    * 4
)


def main(argv: Sequence[str]) -> int:
    """Run it, print the figures; return 0 if nothing was lost."""
    parser = argparse.ArgumentParser(prog="half_core", description="An interview on half a core.")
    parser.add_argument("--share", type=float, default=0.5)
    parser.add_argument("--answers", type=int, default=3)
    asked = parser.parse_args(argv)
    print(f"{datetime.now(UTC):%Y-%m-%d} · {platform.platform()} · {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as scratch, share_of_a_core(asked.share) as group:
        figures = hold(Path(scratch), group, asked.answers)
    print(json.dumps(figures, indent=1))
    return 0 if figures["whole"] else 1


@contextmanager
def share_of_a_core(share: float) -> Iterator[Path]:
    """Make a control group whose processes get this share of one core, all together."""
    is_new = (_GROUPS / "cgroup.controllers").exists()
    group = (_GROUPS if is_new else _GROUPS / "cpu") / f"fairhearing-{os.getpid()}"
    group.mkdir()
    quota_us = round(share * _PERIOD_US)
    try:
        if is_new:
            (group / "cpu.max").write_text(f"{quota_us} {_PERIOD_US}")
        else:
            (group / "cpu.cfs_period_us").write_text(str(_PERIOD_US))
            (group / "cpu.cfs_quota_us").write_text(str(quota_us))
        yield group
    finally:
        group.rmdir()


def hold(folder: Path, group: Path, answers: int) -> dict[str, Any]:
    """Hold the interview in the group and return the figures."""
    write_plan(folder / "plan.toml", *(f"Question {n}?" for n in range(1, answers + 2)))
    wav = say(_ANSWER, folder / "answer.wav")
    join = ("sh", "-c", f'echo $$ > {group}/cgroup.procs; exec "$@"', "sh")
    with Sound(folder / "s") as sound, serving(folder) as server:
        sound.hear_loudspeaker("leak", -20)
        command = [*interview(server, folder / "data", "--plan", str(folder / "plan.toml"))]
        command.remove("--headphones")
        command[command.index("--speaker") + 1] = "leak"
        began = time.monotonic()
        with running(sound, *command, key=server.key, within=join) as application:
            for _ in range(answers):
                application.until(kind="state", floor="open", link="up")
                sound.speak(wav).wait(120)
            application.until(kind="state", floor="open", link="up")
            took_s = time.monotonic() - began
            throttled = (group / "cpu.stat").read_text()
            used_s = _used_s(application.process.pid)
            application.process.send_signal(signal.SIGINT)
            result = application.result()
        dry = sound.underruns()
        became = _course(application.lines, result)
        return {
            **_judged(server, became, wav, answers, dry[VOICE]),
            "answer_s": round(judge.load(wav).size / judge.HZ, 1),
            "cpu_percent": round(100 * used_s / took_s, 1),
            "throttled": dict(line.split() for line in throttled.splitlines()),
            "streams that ran dry": dict(dry),
            **result["figures"],
        }


def _course(lines: list[Line], result: Line) -> Course:
    folder = Path(result["folder"])
    with JournalReader(folder / "journal.db") as journal:
        events = [*journal.events()]
    return Course(lines, events, folder, 0.0, 0.0)


def _judged(server: Server, became: Course, wav: Path, answers: int, dry: int) -> dict[str, Any]:
    """Compare the record with what was said, and with what the model knows."""
    broken = ""
    try:
        assert_kept(became)
        assert_known(server, became)
        assert len(became.answers) == answers, f"{len(became.answers)} answers"
    except AssertionError as error:
        broken = str(error)
    late_ms, likeness = [], []
    for number, answer in enumerate(became.answers):
        (said, *more) = answer.utterances
        broken = broken or ("cut in two" if more else "")
        ended_at, _ = became.first("utterance.ended", said=said.number)
        wait_s = _WAITS_S[min(number, 1)]
        late_ms.append(round(1000 * (ended_at - end_s(said.last_speech) - wait_s)))
        pcm = b"".join(became.frames[said.first : said.last + 1])
        like = judge.find(judge.load(wav), judge.samples(pcm))
        likeness.append((len(like.blocks), like.lost, round(min(like.blocks), 3)))
    return {
        "whole": not broken,
        "broken": broken,
        "end of turn later than the wait, ms": late_ms,
        "half seconds of speech, of them not found again, least likeness": likeness,
        "frames never delivered": sum(map(len, became.gaps)),
        "voice ran dry": dry,
    }


def _used_s(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
