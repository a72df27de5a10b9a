"""Speech detection and turns on real voices, through the application's own chain.

    .venv/bin/python -m tests.bench.speech                 what is not done yet, then the table
    .venv/bin/python -m tests.bench.speech --only long --voices "en f"
    .venv/bin/python -m tests.bench.speech --table         only the table

The first run fetches the voices and a decoder into the scratch folder (``install.py``). A scene
that is done is a line of the results file there and is not run again, so a run that was stopped
goes on where it was; ``--again`` forgets them all. Beside the application's own detector, other
detectors hear the same frames, and the core makes turns of them by the same rules.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # as the application has it

from app.audio.ring import BLOCK_S
from tests.bench.speech import chain, detectors, install, judge, scenes
from tests.bench.speech.table import machine, table
from tests.bench.speech.voices import SPEAKERS, Voices

Unit = tuple[str, scenes.Condition, str]
"""Pauses, or "alone" for noise without speech; the condition; the voice."""


def main(argv: Sequence[str]) -> int:
    """Run what is not done yet, then print the table."""
    parser = argparse.ArgumentParser(prog="speech", description="Speech, noise and turns.")
    parser.add_argument("--only", nargs="*", choices=(*scenes.PAUSES_S, "alone"))
    parser.add_argument("--conditions", nargs="*")
    parser.add_argument("--voices", nargs="*", choices=SPEAKERS)
    parser.add_argument("--again", action="store_true", help="also what is done")
    parser.add_argument("--table", action="store_true", help="only the table")
    scratch = Path(tempfile.gettempdir()) / "fairhearing-speech"
    parser.add_argument("--scratch", type=Path, default=scratch)
    asked = parser.parse_args(argv)
    asked.scratch.mkdir(parents=True, exist_ok=True)
    results = asked.scratch / "results.jsonl"
    if asked.again:
        results.unlink(missing_ok=True)
    done = {row["unit"] for row in _read(results)}
    voices = Voices(install.voices(asked.scratch))
    python = install.python(asked.scratch)
    for unit in _units():
        if asked.table or not _is_asked(unit, asked) or _name(unit) in done:
            continue
        row = {"unit": _name(unit), "at": time.time(), **one(unit, voices, python)}
        with results.open("a", encoding="utf-8") as file:
            print(json.dumps(row), file=file)
        print(row["unit"], f"{row['took_s']} s", flush=True)
    print(machine(install.versions(asked.scratch)))
    print(table(_read(results)))
    return 0


def one(unit: Unit, voices: Voices, python: str) -> dict[str, Any]:
    """Return what each detector made of one scene."""
    before = time.perf_counter()
    pauses, condition, voice = unit
    if pauses == "alone":
        scene = scenes.alone(condition, voices)
    else:
        scene = scenes.under(scenes.speech(voices, voice, pauses), condition, voices, voice)
    delivered = chain.blocks(scene.microphone)
    began = time.process_time()
    heard = chain.hear(delivered)
    decided = {"Standard": chain.decide(heard, chain.WAITS_S["Standard"])}
    cpu_s = time.process_time() - began
    seconds = len(delivered) * BLOCK_S
    figures = {"ours": _judged(scene, heard, seconds, decided) | {"cpu_s": round(cpu_s, 4)}}
    for name in detectors.OTHERS:
        scores, spent_s = detectors.scores(name, heard.pcm, python)
        other = chain.rescored(heard, scores)
        figures[name] = _judged(scene, other, seconds, {}) | {"cpu_s": round(spent_s, 4)}
    took_s = round(time.perf_counter() - before, 1)
    facts = {"pauses": pauses, "condition": condition.name, "group": condition.group}
    return {**facts, "seconds": seconds, "took_s": took_s, "figures": figures}


def _judged(
    scene: scenes.Scene, heard: chain.Frames, seconds: float, known: dict[str, chain.Decided]
) -> dict[str, Any]:
    if scene.speech is None:
        standard = known.get("Standard") or chain.decide(heard, chain.WAITS_S["Standard"])
        return judge.of_noise(standard, seconds)
    decided = {
        name: known.get(name) or chain.decide(heard, wait_s)
        for name, wait_s in chain.WAITS_S.items()
        if known or name == "Standard"  # the others' turns at one wait are enough
    }
    return judge.of_speech(scene.speech, decided, chain.WAITS_S)


def _units() -> list[Unit]:
    """Return all scenes in an order drawn once: what is done of them is a fair sample."""
    by_name = {condition.name: condition for condition in scenes.CONDITIONS}
    units = [("alone", condition, "") for condition in scenes.CONDITIONS]
    for voice in SPEAKERS:
        units += [("speech", condition, voice) for condition in scenes.CONDITIONS]
        for pauses, names in scenes.PAUSED_IN.items():
            units += [(pauses, by_name[name], voice) for name in names]
    Random(1).shuffle(units)
    return sorted(units, key=lambda unit: unit[1].group == "level" or unit[0] == "thinking")  # last


def _is_asked(unit: Unit, asked: argparse.Namespace) -> bool:
    pauses, condition, voice = unit
    return (
        (not asked.only or pauses in asked.only)
        and (not asked.conditions or condition.name in asked.conditions)
        and (not asked.voices or voice in asked.voices)
    )


def _name(unit: Unit) -> str:
    pauses, condition, voice = unit
    return "/".join((pauses, condition.name, voice))


def _read(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
