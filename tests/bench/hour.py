"""An hour of conversation on a real sound device whose microphone has a clock of its own.

    python -m tests.bench.hour FOLDER [--minutes 60] [--ppm 100]

The whole application with the loudspeaker on and the canceller at work, in a process of its own,
against ``fairhearing serve``. Its loudspeaker is heard 20 dB quieter by its microphone, so the
microphone's own timeline tells where each reply was heard. The candidate speaks whenever the floor
is open. Writes a line a minute to FOLDER/inside.jsonl, the end to FOLDER/result.json, and prints
it. FOLDER is new. Run it detached (``setsid nohup ... &``): what it looks at, it looks at outside.
"""

from __future__ import annotations

import argparse
import json
import platform
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty
from random import Random
from typing import Any

import numpy as np

from app.store.journal_reader import JournalReader
from tests.bench.placing import Place, places
from tests.e2e.crash import write_plan
from tests.e2e.people import Application, Server, interview, running, serving
from tests.sound import Sound, say

_QUESTIONS = 100  # the most there can be: answers of half a minute make an hour of them
_OPEN_S = 90.0  # so long the candidate waits for the floor, then speaks all the same
_PHRASES = (
    "I have worked with people of many trades, and what I learned is to ask before I guess.",
    "One winter the heating of our whole building failed, so we carried everything next door.",
    "What I would like to do next is to teach, because explaining a thing shows what I miss.",
    "We had four weeks, two vans and no plan; in the end it was the list on the wall that helped.",
    "I keep my notes short. I read them again on Fridays, and throw away what did not matter.",
    "The customer was right about the smell and wrong about the cause, and we told them both.",
)


def main(argv: Sequence[str]) -> int:
    """Run it; return 0 if it came to its end."""
    parser = argparse.ArgumentParser(prog="hour", description="A long interview on a real device.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--ppm", type=float, default=100.0)
    asked = parser.parse_args(argv)
    folder: Path = asked.folder.resolve()
    folder.mkdir(parents=True)
    result: dict[str, Any] = {
        "date": f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        "machine": platform.platform(),
        "python": platform.python_version(),
        "minutes": asked.minutes,
        "ppm": asked.ppm,
    }
    try:
        result |= hold(folder, asked.minutes, asked.ppm)
    except Exception:  # noqa: BLE001  # it is a result
        result["failed"] = traceback.format_exc()
    text = json.dumps(result, indent=1)
    (folder / "result.json").write_text(text + "\n")
    print(text)
    return 1 if "failed" in result else 0


def hold(folder: Path, minutes: float, ppm: float) -> dict[str, Any]:
    """Hold the interview and return the figures."""
    write_plan(folder / "plan.toml", *(f"Question {n}?" for n in range(1, _QUESTIONS + 1)))
    answers = _answers(folder)
    plan = ("--plan", str(folder / "plan.toml"))
    with Sound(folder / "s") as sound, serving(folder) as server:
        sound.hear_loudspeaker("leak", -20)
        command = [*interview(server, folder / "data", *plan)]
        command.remove("--headphones")
        command[command.index("--speaker") + 1] = "leak"
        program = ("-m", "tests.bench.drifting", str(ppm), str(folder))
        with running(sound, *command, key=server.key, program=program) as application:
            asked = _talk(application, sound, answers, until=time.monotonic() + 60 * minutes)
            if asked["questions_left"]:
                application.process.send_signal(signal.SIGINT)
            ended = application.result()
        dry = dict(sound.underruns())
    record = Path(str(ended["folder"]))
    found = places(record, folder / "timeline.raw")
    _check(found)
    return {
        **asked,
        "how": ended["how"],
        "figures": ended["figures"],
        "dry_streams": dry,
        "faults": [one for one in application.lines if one["kind"] == "fault"],
        "journal": _journal(record),
        "windows": len(server.windows()),
        **_memory(folder / "inside.jsonl"),
        **_placed(found),
        **_drift(record, server),
    }


def _answers(folder: Path) -> list[Path]:
    """Return answers of four to nine phrases, some 20 to 50 s."""
    return [
        say(" ".join((_PHRASES * 3)[n : n + 4 + n]), folder / f"answer-{n}.wav")
        for n in range(len(_PHRASES))
    ]


def _talk(
    application: Application, sound: Sound, answers: list[Path], until: float
) -> dict[str, int]:
    """Answer until then; return how often, and how often the floor was not given."""
    draw, spoken, unasked = Random(1), 0, 0
    while time.monotonic() < until:
        try:
            application.until(_OPEN_S, kind="state", floor="open")
        except Empty:
            unasked += 1
        if application.lines[-1].get("link") == "closed":
            break  # every question was answered
        time.sleep(draw.uniform(0.2, 1.5))
        sound.speak(draw.choice(answers)).wait(60)
        spoken += 1
    else:
        application.until(_OPEN_S, kind="state", floor="open", link="up")
        return {"answers": spoken, "without_floor": unasked, "questions_left": 1}
    return {"answers": spoken, "without_floor": unasked, "questions_left": 0}


def _check(found: list[Place]) -> None:
    assert len(found) > 3, "the interviewer was hardly heard"


def _placed(found: list[Place]) -> dict[str, Any]:
    """Return how much later replies were heard than the record has them, in ms."""
    late = np.array([one.late_ms for one in found])
    few = max(3, len(found) // 12)
    return {
        "replies_placed": len(found),
        "likeness_least": round(min(one.likeness for one in found), 3),
        "late_ms_first": round(float(np.median(late[:few])), 2),
        "late_ms_last": round(float(np.median(late[-few:])), 2),
        "late_ms_range": [round(float(late.min()), 2), round(float(late.max()), 2)],
        "late_ms_each": [(round(one.at_s), round(one.late_ms, 1)) for one in found],
    }


def _memory(path: Path) -> dict[str, Any]:
    lines = [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
    if not lines:
        return {}
    most = {name for name in lines[0] if name.startswith("most_")}
    return {
        "rss_mb": [one["rss_mb"] for one in lines],
        "threads": sorted({one["threads"] for one in lines}),
        "files": sorted({one["files"] for one in lines}),
        "cpu_percent": round(100 * lines[-1]["cpu_s"] / lines[-1]["at_s"], 1),
        **{name: max(one[name] for one in lines) for name in most},
        **{
            name: lines[-1][name]
            for name in ("overruns", "input_overflows", "underruns", "output_underflows")
        },
    }


def _drift(record: Path, server: Server) -> dict[str, float]:
    """How far timeline and clock came apart, from the first answers to the last.

    So far off the replies would lie at the end if nobody had followed the microphone's clock.
    """
    with JournalReader(record / "journal.db") as journal:
        said = [one for one in journal.events() if one.kind == "utterance.began"]
    apart = [int(str(one.payload["onset"])) * 0.02 - one.session_ms / 1000 for one in said]
    few = max(1, min(10, len(apart) // 4))
    return {
        "timeline_gained_s": round(
            float(np.median(apart[-few:])) - float(np.median(apart[:few])), 3
        ),
        "connections": len(server.records(kind="setup")),
    }


def _journal(record: Path) -> dict[str, Any]:
    """Count what the journal has of troubles and of fates; and each gap, with its frames."""
    counted = Counter[str]()
    gaps: list[tuple[float, int]] = []
    with JournalReader(record / "journal.db") as journal:
        for one in journal.events():
            if one.kind == "gap":
                gaps.append((one.session_ms / 1000, int(str(one.payload["frames"]))))
            elif one.kind == "answer.ended":
                counted[str(one.payload["how"])] += 1
            elif one.kind == "said" and not one.payload.get("whole", True):
                counted["replies cut"] += 1  # this candidate never interrupts: by their own echo
            elif one.kind.startswith(("microphone", "speaker")):
                counted[one.kind] += 1
    return {**counted, "gaps": gaps}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
