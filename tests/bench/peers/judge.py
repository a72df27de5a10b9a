"""What became of the candidate's words: the server's record against what was handed in.

The connection that answers last has a model, and that model knows the windows that were closed on
this connection and those behind the handle that it resumed from. A frame counts as taken only if
it is in one of those, and its utterance was answered.
"""

from __future__ import annotations

import json
import struct
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.peers.driver import FRAME_BYTES, FRAME_S, MARK

_MARK = struct.pack("<2h", *MARK)
Record = dict[str, Any]
Window = tuple[int, int]  # connection, number
Frame = tuple[int, int]  # utterance, index


@dataclass
class Heard:
    """What the server's log says, connection by connection."""

    arrived: dict[Window, list[tuple[float, int]]] = field(
        default_factory=lambda: defaultdict(list)
    )  # when, bytes
    knows: dict[int, list[Window]] = field(default_factory=lambda: defaultdict(list))
    starts: int = 0
    outside_bytes: int = 0
    fault: tuple[float, int] | None = None  # when, connection
    replies: list[float] = field(default_factory=list)  # when each piece of their sound left
    settled: list[tuple[float, int]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def take(self, audio: Record, *, is_inside: bool) -> None:
        """Take a message of sound."""
        if is_inside:
            place = audio["connection"], audio["window"]
            self.arrived[place].append((audio["t"], audio["bytes"]))
        else:
            self.outside_bytes += audio["bytes"]


def read(records: Sequence[Record]) -> Heard:
    """Follow the server's log."""
    heard, behind, is_open = Heard(), dict[str, list[Window]](), set[int]()
    for record in records:
        connection, kind, t = record["connection"], record["kind"], record["t"]
        match record["way"], kind:
            case "in", "setup":
                heard.knows[connection] = list(behind.get(record.get("handle") or "", ()))
            case "in", "activityStart":
                is_open.add(connection)
                heard.starts += 1
            case "in", "activityEnd":
                is_open.discard(connection)
            case "in", "audio":
                heard.take(record, is_inside=connection in is_open)
            case "note", "window":
                heard.knows[connection].append((connection, record["window"]))
            case "note", "fault" if heard.fault is None:
                heard.fault = t, connection
            case "note", "refused":
                heard.refused.append(f"{record['code']} {record['why']}")
            case "out", "audio":
                heard.replies.append(t)
            case "out", "generationComplete":
                heard.settled.append((t, connection))
            case "out", "sessionResumptionUpdate" if record.get("handle"):
                behind[record["handle"]] = list(heard.knows[connection])
    return heard


def judge(log: Path, tap: Path, report: Record) -> Record:
    """Return the row of one run."""
    records = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    heard = read(records)
    heard.fault = tuple(report["fault"]) if report.get("fault") else heard.fault
    handed = {(said, index): t for t, said, index in report["frames"]}
    ended = report["ended"][-1]
    taken = Counter[Frame]()
    answering: int | None = None
    for said, end in enumerate(report["ended"], 1):
        answering = next((c for t, c in reversed(heard.settled) if t > end), None)
        for window in heard.knows[answering] if answering is not None else ():
            of_it = (one for one, _ in frames_of(heard.arrived[window], tap, window))
            taken.update(one for one in of_it if one[0] == said)
    lost = [one for one in handed if one not in taken]
    ms = 1000 * FRAME_S
    row = {
        "answered": answering is not None,
        "lost_ms": round(len(lost) * ms),
        "outside_ms": round(heard.outside_bytes / FRAME_BYTES * ms),
        "windows_more": heard.starts - len(report["begun"]),
        "twice_ms": round(sum(count - 1 for count in taken.values()) * ms),
        "refused": heard.refused[:5],
        "connections": len(heard.knows),
        **_times(heard, report, ended),
        **_speed(heard, tap, handed),
        "cpu_s_a_minute": report["cpu_s"] / (len(handed) * FRAME_S / 60),
        "resident_mb": report["resident_mb"],
        "versions": report["versions"],
    }
    return {key: round(one, 3) if isinstance(one, float) else one for key, one in row.items()}


def frames_of(
    arrived: Sequence[tuple[float, int]], tap: Path, window: Window
) -> list[tuple[Frame, float]]:
    """Return the whole frames of a window, each with the time at which its last byte came."""
    path = tap / f"conn{window[0]}-window{window[1]}.pcm"
    if not path.exists():
        return []
    pcm, found = path.read_bytes(), list[tuple[Frame, float]]()
    ends = iter(arrived)
    reached, when = 0, 0.0
    at = pcm.find(_MARK)
    while 0 <= at <= len(pcm) - FRAME_BYTES:
        while reached < at + FRAME_BYTES:
            when, size = next(ends)
            reached += size
        utterance, index = struct.unpack_from("<2h", pcm, at + len(_MARK))
        found.append(((utterance, index), when))
        at = pcm.find(_MARK, at + FRAME_BYTES)
    return found


def _times(heard: Heard, report: Record, ended: float) -> Record:
    """How long things took, in seconds from the fault; the reply from the end of speech."""
    reply = next((t for t in heard.replies if t > ended), None)
    times: Record = {"reply_s": None if reply is None else reply - ended}
    if heard.fault is not None:
        at, broken = heard.fault
        later = [t for (c, _), came in heard.arrived.items() if c > broken for t, _ in came[:1]]
        told = {
            "link",
            "LinkClosed",
            "LinkSuspect",
            "GoAway",
            "go away",
            "ended",
            "error",
            "reconnect",
        }
        noticed = next(
            (n for n in report["notes"] if n[0] > at and (n[1] in told or "raised" in n[1])), None
        )
        is_within = at > report["begun"][0]  # not from the beginning on
        times["continued_s"] = min(later) - at if later and is_within else None
        times["noticed_s"] = noticed[0] - at if noticed else None
        times["noticed_as"] = f"{noticed[1]} {noticed[2]}"[:120] if noticed else None
    return times


def _speed(heard: Heard, tap: Path, handed: dict[Frame, float]) -> Record:
    """From handing a frame in to its arrival, in milliseconds."""
    took = sorted(
        1000 * (t - handed[frame])
        for window, arrived in heard.arrived.items()
        for frame, t in frames_of(arrived, tap, window)
        if frame in handed
    )
    if not took:
        return {}
    return {
        "p50_ms": took[len(took) // 2],
        "p99_ms": took[min(len(took) - 1, int(len(took) * 0.99))],
    }
