"""A power cut at any moment of an interview: what the disk would then have.

The interview runs under strace, which writes down each write and each sync. A folder is rebuilt as
it would be after a cut: of each file what was written before its last sync, of each folder the
files whose names were synced. Everything else is dropped, which is as bad as a disk may be.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.e2e.crash import Claims, arguments, judge_and_go_on
from tests.e2e.outcome import Outcome
from tests.e2e.people import Server
from tests.sound import ROOT

_CALLS = "openat,write,pwrite64,lseek,fsync,fdatasync,ftruncate,mkdir,unlink"
_CALL = re.compile(r"(\w+)\((.*)\)\s+= (-?\d+)", re.DOTALL)
_FD = re.compile(r"(\d+)<((?:\\x[0-9a-f]{2})+)>")
_HEX = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_UNKEPT = ("-shm",)  # SQLite makes it anew from the WAL


@dataclass(frozen=True, slots=True)
class Made:
    """A file or a folder got its name."""

    path: str
    is_folder: bool


@dataclass(frozen=True, slots=True)
class Unmade:
    """A file lost its name."""

    path: str


@dataclass(frozen=True, slots=True)
class Wrote:
    """Bytes went into a file."""

    path: str
    at: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file was made so long."""

    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    """A file, or the names in a folder, are safe."""

    path: str


@dataclass(frozen=True, slots=True)
class Told:
    """The application told of itself (``telltale.py``)."""

    line: str


Step = Made | Unmade | Wrote | Cut | Synced | Told


def trace(
    server: Server, folder: Path, microphone: Path, for_s: float, keep: str = ""
) -> list[Step]:
    """Hold an interview under strace; return what it did to its files.

    Args:
        server: The server.
        folder: Where its data go.
        microphone: What the candidate says.
        for_s: It is killed after so many seconds of sound, unless it has ended.
        keep: How the record is kept, as ``telltale.py`` says.
    """
    log = folder / "strace"
    ours, theirs = os.pipe()
    command = [
        *("strace", "-f", "-qq", "-y", "-xx", "-s", "1000000", "--seccomp-bpf"),
        *("-e", f"trace={_CALLS}", "-e", "signal=none", "-o", str(log)),
        *(sys.executable, "-m", "tests.e2e.telltale", *arguments(server, folder, microphone)),
    ]
    keys = {"GEMINI_API_KEY": server.key, "TELLTALE": str(theirs), "TELLTALE_KEEP": keep}
    with os.fdopen(ours) as told:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | keys,
            pass_fds=[theirs],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        os.close(theirs)
        try:
            for line in told:
                if line.startswith("d ") and int(line[2:]) >= for_s * 50:
                    break
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(20)
    return [*steps(log.read_text().splitlines(), folder / "data" / "sessions")]


def steps(lines: Sequence[str], sessions: Path) -> Iterator[Step]:
    """Yield what a log of strace says was done to files under a folder, in order."""
    begun: dict[str, str] = {}
    places: dict[tuple[str, str], int] = {}
    for line in lines:
        thread, _, text = line.partition(" ")
        text = text.strip()
        if text.endswith("<unfinished ...>"):
            begun[thread] = text.removesuffix("<unfinished ...>").rstrip()
            continue
        if text.startswith("<... "):
            text = begun.pop(thread, "") + text.partition("resumed>")[2]
        if (call := _CALL.match(text)) and int(call[3]) >= 0:
            yield from _step(call[1], call[2], int(call[3]), places, str(sessions))


def _step(
    name: str, given: str, result: int, places: dict[tuple[str, str], int], sessions: str
) -> Iterator[Step]:
    if name in {"openat", "mkdir", "unlink"}:
        quoted = _HEX.search(given)
        path = _bytes(quoted[1]).decode() if quoted else ""
        if path.startswith(sessions) and name == "unlink":
            yield Unmade(path)
        elif path.startswith(sessions) and (name == "mkdir" or "O_CREAT" in given):
            yield Made(path, is_folder=name == "mkdir")
        return
    if not (found := _FD.match(given)):
        return
    fd, path = found[1], _bytes(found[2]).decode()
    data = _bytes(quoted[1])[:result] if (quoted := _HEX.search(given)) else b""
    if name == "write" and path.startswith("pipe:") and data[:1] in {b"d", b"s", b"b"}:
        yield Told(data.decode())
    if not path.startswith(sessions):
        return
    match name:
        case "lseek":
            places[fd, path] = result
        case "write":
            at = places.get((fd, path), 0)
            places[fd, path] = at + result
            yield Wrote(path, at, data)
        case "pwrite64":
            yield Wrote(path, int(given.rpartition(",")[2]), data)
        case "ftruncate":
            yield Cut(path, int(given.rpartition(",")[2]))
        case _:
            yield Synced(path)


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _is_in(path: str, folder: str) -> bool:
    return str(Path(path).parent) == folder


def rebuild(
    done: Sequence[Step], moment: int, sessions: Path, target: Path, unsynced: Collection[str] = ()
) -> Claims:
    """Make the folder that a power cut after so many steps would leave.

    Args:
        done: All steps of an interview.
        moment: How many of them were done.
        sessions: Where they were done.
        target: The folder to make in its place, a ``sessions``.
        unsynced: Names of files whose syncs are taken for none: what a worse program would do.

    Returns:
        What the application had told by then.
    """
    claims = Claims()
    written: dict[str, bytearray] = {}
    safe: dict[str, bytes] = {}
    made: dict[str, bool] = {}
    named: dict[str, bool] = {}
    for step in done[:moment]:
        match step:
            case Made(path, is_folder):
                made[path] = is_folder
            case Unmade(path):
                made.pop(path, None)
                written.pop(path, None)
            case Wrote(path, at, data):
                content = written.setdefault(path, bytearray())
                content.extend(bytes(max(0, at - len(content))))
                content[at : at + len(data)] = data
            case Cut(path, size):
                content = written.setdefault(path, bytearray())
                content[size:] = bytes(max(0, size - len(content)))
            case Synced(path) if Path(path).name not in unsynced:
                safe[path] = bytes(written.get(path, b""))
                named = {one: kind for one, kind in named.items() if not _is_in(one, path)}
                named |= {one: kind for one, kind in made.items() if _is_in(one, path)}
            case Told(line):
                claims.take(line)
    for path, is_folder in sorted(named.items()):
        new = target / Path(path).relative_to(sessions)
        if is_folder:
            new.mkdir(mode=0o700)
        elif not path.endswith(_UNKEPT):
            new.write_bytes(safe.get(path, b""))
            new.chmod(0o600)
    return claims


def cut_and_go_on(server: Server, folder: Path, done: Sequence[Step], moment: int) -> Outcome:
    """Rebuild what a power cut left after so many steps, go on with it, judge everything.

    Args:
        server: The server, as it was when the power went.
        folder: Of the interview, as for ``trace``.
        done: All steps of the interview.
        moment: How many of them were done.
    """
    again = folder / f"cut-{moment}"
    sessions = again / "data" / "sessions"
    for path in (again, again / "data", sessions):
        path.mkdir(mode=0o700)
    claims = rebuild(done, moment, folder / "data" / "sessions", sessions)
    return judge_and_go_on(server, again, moment, claims)
