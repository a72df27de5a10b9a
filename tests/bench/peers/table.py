"""The rows as a table for RESULTS.md."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from tests.bench.peers.scenes import SCENES

Row = dict[str, Any]

_NAMES = {
    "nobody": "the driver alone",
    "us": "Fairhearing",
    "us-full": "Fairhearing, detection and record on",
    "genai": "google-genai",
    "genai-again": "google-genai, dialling again with the handle",
    "pipecat": "pipecat-ai",
    "livekit": "livekit-agents",
    "adk": "google-adk",
}


def table(rows: Sequence[Row]) -> str:
    """Return two tables: what a fault costs, and how fast and dear an undisturbed run is."""
    newest = {(row["peer"], row["scene"]): row for row in rows}
    calm = [row for row in rows if row["scene"] == "calm"]
    return "\n".join([*_of_faults(newest), "", *_of_speed(calm)])


def _of_faults(newest: dict[tuple[str, str], Row]) -> list[str]:
    lines = [
        "| what happens | who | lost ms | answered | outside a window, ms | windows more "
        "| twice, ms | noticed | goes on after | reply after the last word | why no reply |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for scene in SCENES:
        if scene.name == "calm":
            continue
        for peer, name in _NAMES.items():
            row = newest.get((peer, scene.name))
            if row is None or peer in {"nobody", "us-full"}:
                continue
            if "failed" in row:
                lines.append(f"| {scene.title} | {name} | {row['failed']} |" + " |" * 8)
                continue
            cells = (
                *(scene.title, name, f"{row['lost_ms']:,}", "yes" if row["answered"] else "**no**"),
                *(row["outside_ms"], row["windows_more"], row["twice_ms"]),
                *(_seconds(row.get(key)) for key in ("noticed_s", "continued_s", "reply_s")),
                "" if row["answered"] else _why(row),
            )
            lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return lines


def _of_speed(calm: Sequence[Row]) -> list[str]:
    lines = [
        "| undisturbed, 60 s of speech | submit to arrival, p50 / p99 | CPU a minute of speech "
        "| resident | versions |",
        "|---|---|---|---|---|",
    ]
    for peer, name in _NAMES.items():
        runs = [row for row in calm if row["peer"] == peer]
        if not runs:
            continue
        if "failed" in runs[-1]:
            lines.append(f"| {name} | {runs[-1]['failed']} | | | |")
            continue
        runs = [row for row in runs if "failed" not in row]
        p50, p99 = (_each(runs, key) for key in ("p50_ms", "p99_ms"))
        cpu = _each(runs, "cpu_s_a_minute")
        versions = ", ".join(f"{key} {one}" for key, one in runs[-1]["versions"].items())
        lines.append(
            f"| {name} | {p50} / {p99} ms | {cpu} s | {runs[-1]['resident_mb']:.0f} MB "
            f"| {versions} |"
        )
    return lines


def _why(row: Row) -> str:
    """Return what stood in the way: the server's refusal, or how the peer ended."""
    if row["refused"]:
        return f"refused, {row['refused'][-1]}"
    told = row.get("noticed_as") or "it waits"
    return re.sub(r"[|\[{(].*| timestamp=.*", "", told)[:60].strip(" :")


def _each(runs: Sequence[Row], key: str) -> str:
    """Return the median of the runs, and their span if there are several."""
    figures = sorted(row[key] for row in runs if row.get(key) is not None)
    if not figures:
        return "-"
    middle = figures[len(figures) // 2]
    span = f" ({figures[0]:.2f} to {figures[-1]:.2f})" if len(figures) > 1 else ""
    return f"{middle:.2f}{span}"


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f} s"
