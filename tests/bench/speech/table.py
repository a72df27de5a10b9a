"""The rows as tables for RESULTS.md."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from tests.bench.speech.chain import WAITS_S
from tests.bench.speech.detectors import OTHERS
from tests.bench.speech.judge import f1
from tests.bench.speech.noise import KINDS
from tests.bench.speech.scenes import PAUSES_S

Row = dict[str, Any]

_NAMES = {"ours": "**Fairhearing**", **OTHERS}
_STUDIO = "**Fairhearing**, studio voices"
"""Without ``misc``: the rumble and the pops of its recordings at home are labelled as speech."""

_GROUPS = {
    "easy": "easy: clean; white, pink, hum, fan 30 and 20 dB; keyboard 30 dB",
    "hard": "hard: white, pink, hum, fan 10 and 5 dB; keyboard 20, 10, 5 dB",
    "music": "music 20 and 10 dB",
    "babble": "babble 30, 20, 10, 5 dB",
    "level": "fan 20 dB: -40, -50, -6 dBFS, DC of 6 %, a step of 20 dB",
}


def machine(versions: Sequence[str]) -> str:
    """Return on what, with what and when this was measured."""
    model = next(
        line.split(":")[1].strip()
        for line in [*Path("/proc/cpuinfo").read_text().splitlines(), "model name: unknown"]
        if line.startswith("model name")
    )
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return (
        f"{datetime.now(UTC):%Y-%m-%d}; {model}, {system}, numpy {np.__version__}; "
        f"{', '.join(versions)}.\n"
    )


def table(rows: Sequence[Row]) -> str:
    """Return frames and onsets; false starts; ends of turns; CPU."""
    spoken = [row for row in rows if row["pauses"] != "alone"]
    alone = [row for row in rows if row["pauses"] == "alone"]
    lines = [*_of_frames(spoken), "", *_of_starts(alone), "", *_of_turns(spoken), ""]
    return "\n".join([*lines, *_of_cpu(rows)])


def _of_frames(rows: Sequence[Row]) -> list[str]:
    lines = [
        "| pauses of 0.15 to 0.9 s | detector | frame F1 | worst condition | missed utterances "
        "| onset found after p50 / p95 / max | answers begun before their onset |",
        "|---|---|---|---|---|---|---|",
    ]
    for group, title in _GROUPS.items():
        mine = [row for row in rows if (row["pauses"], row["group"]) == ("speech", group)]
        for shown, name, theirs in _by_detector(mine):
            figures = [row["figures"][name] for row in theirs]
            waited = [delay for one in figures for delay in one["delays"]]
            spread = np.percentile(waited, (50, 95, 100)) if waited else []
            cells = (
                *(title, shown, f"{f1(_summed(figures)):.3f}", _worst(theirs, name)),
                f"{_sum(figures, 'missed')} of {_sum(figures, 'utterances'):,}",
                " / ".join(f"{one:.2f}" for one in spread) + " s" * bool(waited) or "-",
                _sum(figures, "begun_before"),
            )
            lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return lines


def _by_detector(rows: Sequence[Row]) -> list[tuple[str, str, Sequence[Row]]]:
    """Return what each line shows: its title, the detector, its rows; none without rows."""
    studio = [row for row in rows if not row["unit"].endswith("/misc")]
    others = [(shown, name, rows) for name, shown in _NAMES.items()]
    lines = [others[0], (_STUDIO, "ours", studio), *others[1:]]
    return [line for line in lines if line[2]]


def _worst(rows: Sequence[Row], name: str) -> str:
    by_condition: dict[str, list[Row]] = {}
    for row in rows:
        by_condition.setdefault(row["condition"], []).append(row["figures"][name])
    found = {condition: f1(_summed(each)) for condition, each in by_condition.items()}
    worst = min(found, key=lambda condition: found[condition])
    return f"{found[worst]:.3f} {worst}"


def _of_starts(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    lines = [
        "| noise alone, 3 minutes at each level | "
        + " | ".join(f"{shown}: false starts a minute, time in a turn" for shown in _NAMES.values())
        + " |",
        "|---|" + "---|" * len(_NAMES),
    ]

    usual = [row for row in rows if row["group"] != "level"]
    chosen = {
        kind: [row for row in usual if row["condition"].startswith(kind)]
        for kind in ("clean", *KINDS)
    }
    chosen["levels, DC, step"] = [row for row in rows if row["group"] == "level"]
    chosen["**all without voices**"] = [row for row in rows if row["group"] != "babble"]
    for title, mine in chosen.items():
        if not mine:
            continue
        minutes = _sum(mine, "seconds") / 60
        cells = [f"{title}, {minutes:.0f} min"]
        for name in _NAMES:
            figures = [row["figures"][name] for row in mine]
            share = _sum(figures, "open_s") / 60 / minutes
            cells.append(f"{_sum(figures, 'starts') / minutes:.2f}, {share:.0%}")
        lines.append("| " + " | ".join(cells) + " |")
    return lines


def _of_turns(rows: Sequence[Row]) -> list[str]:
    lines = [
        "| pauses, noise | detector | answers | "
        + " | ".join(
            f"{name} {wait} s: cut (by design), ended in time" for name, wait in WAITS_S.items()
        )
        + " |",
        "|---|---|---|" + "---|" * len(WAITS_S),
    ]
    for pauses, (shortest, longest) in PAUSES_S.items():
        for title, groups in (
            ("without voices", {"easy", "hard", "level", "music"}),
            ("babble", {"babble"}),
        ):
            mine = [row for row in rows if row["pauses"] == pauses and row["group"] in groups]
            for shown, name, theirs in _by_detector(mine):
                cells = [f"{shortest} to {longest} s, {title}", shown]
                each = {
                    wait: [row["figures"][name]["turns"].get(wait) for row in theirs]
                    for wait in WAITS_S
                }
                cells.append(f"{_sum(each['Standard'], 'answers'):,}")
                cells += [_turns(figures) if all(figures) else "-" for figures in each.values()]
                lines.append("| " + " | ".join(cells) + " |")
    return lines


def _turns(figures: Sequence[Row]) -> str:
    answers = _sum(figures, "answers")
    cut, by_design = _sum(figures, "cut") / answers, _sum(figures, "by_design") / answers
    return f"{cut:.1%} ({by_design:.1%}), {_sum(figures, 'ended') / answers:.1%}"


def _of_cpu(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    minutes = _sum(rows, "seconds") / 60
    spent = {
        name: _sum([row["figures"][name] for row in rows], "cpu_s") / minutes for name in _NAMES
    }
    said = ", ".join(f"{shown} {spent[name]:.3f} s" for name, shown in _NAMES.items())
    return [
        f"CPU a minute of sound, over {minutes:,.0f} minutes: {said}. Fairhearing's is that of the "
        "whole chain, ring to decision; the others' is that of the detector alone."
    ]


def _summed(figures: Sequence[Row]) -> dict[str, int]:
    return {key: int(_sum(figures, key)) for key in ("true", "false", "lost")}


def _sum(figures: Sequence[Row], key: str) -> Any:
    return sum(one[key] for one in figures)
