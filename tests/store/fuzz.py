"""Any bytes in the place of a record: readers give a record or a fault in words, and lose nothing.

``run`` is what test_fuzz.py and a longer run beside it share.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from app.core.faults import InputFault, StoreFault
from app.core.plan import Plan
from app.store.files import InterviewFiles
from app.store.interviews import read_interview
from app.store.journal import Event
from app.store.journal_reader import JournalReader
from app.store.plans import read_plan
from app.store.recovery import Stopped, recover
from tests.sound import ROOT
from tests.store.story import story, write_interview, write_killed_journal

FILES = ("journal.db", "journal.db-wal", "candidate.wav", "interviewer.wav")
SOUNDS = FILES[2:]
HEADER = 44
WAYS = ("overwrite", "zero", "flip", "cut", "extend", "insert", "remove")
PLAN = (ROOT / "resources/plans/default.toml").read_bytes()


@dataclass(frozen=True, slots=True)
class Mishap:
    """What happens to one file.

    Attributes:
        file: Its name.
        way: One of ``WAYS``.
        at: Where, as a part of its length in [0, 1).
        size: How many bytes.
        seed: Of the bytes that come instead.
    """

    file: str
    way: str
    at: float
    size: int
    seed: int

    def strike(self, folder: Path) -> None:
        """Let it happen."""
        path = folder / self.file
        if not path.exists():
            return
        if self.way == "remove":
            path.unlink()
            return
        content = bytearray(path.read_bytes())
        change(content, self)
        path.write_bytes(content)


def change(content: bytearray, mishap: Mishap) -> None:
    """Change bytes in place."""
    draw, start = Random(mishap.seed), int(mishap.at * len(content))
    end = min(len(content), start + mishap.size)
    match mishap.way:
        case "overwrite":
            content[start:end] = draw.randbytes(end - start)
        case "zero":
            content[start:end] = bytes(end - start)
        case "flip" if content:
            content[min(start, len(content) - 1)] ^= 1 << draw.randrange(8)
        case "cut":
            del content[start:]
        case "extend":
            content.extend(draw.randbytes(mishap.size))
        case "insert":
            content[start:start] = draw.randbytes(mishap.size)
        case _:
            pass


def draw_mishap(draw: Random) -> Mishap:
    """Return a mishap by chance; most are small, and some strike where a file begins."""
    size = draw.choice([1, 1, 4, 16, 100, 512, 4096, draw.randrange(1, 50_000)])
    at = draw.choice([draw.random(), draw.random(), 0.0, draw.random() * 0.01])
    way = draw.choice([*WAYS[:-1] * 3, "remove"])
    return Mishap(draw.choice(FILES), way, at, size, draw.randrange(1 << 30))


class Originals:
    """Interviews as the application leaves them: one closed, one killed with a log beside it.

    Args:
        folder: Where they are made.
    """

    def __init__(self, folder: Path) -> None:
        self.folders = [folder / "closed", folder / "killed"]
        for path in self.folders:
            path.mkdir()
            write_interview(path, *story())
        killed = self.folders[1] / "journal.db"
        killed.unlink()
        write_killed_journal(killed, *story())
        self.events = {event.number: event for event in events_in(killed)}


def events_in(path: Path) -> list[Event]:
    """Return the events of a journal up to the first that cannot be read."""
    found: list[Event] = []
    with suppress(StoreFault), JournalReader(path) as reader:
        for event, _ in reader.entries():
            found.append(event)  # what came before a fault stays
    return found


def strike_record(originals: Originals, original: Path, mishaps: Sequence[Mishap]) -> None:
    """Let mishaps happen to a copy of an interview, and check every law.

    Raises:
        AssertionError: One is broken. Whatever else is raised breaks the first of them.
    """
    with tempfile.TemporaryDirectory(dir=original.parent) as spare:
        folder = Path(spare) / "2026-11-23-1412-7k3f"
        shutil.copytree(original, folder)
        for one in mishaps:
            one.strike(folder)
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        read_interview(folder)
        read = events_in(folder / "journal.db")
        stopped = recovered(folder)
        assert_nothing_is_lost(folder, before)
        if stopped is None:
            return
        assert_as_much_as_could_be_read(originals, read, events_in(folder / "journal.db"))
        assert_can_go_on(stopped)


def recovered(folder: Path) -> Stopped | None:
    """Recover an interview, or see that what keeps it from going on is said in a sentence."""
    try:
        return recover(folder)
    except StoreFault as fault:
        said = str(fault)
    assert said.endswith("."), said
    return None


def assert_nothing_is_lost(folder: Path, before: dict[str, bytes]) -> None:
    """Check that sound is where it was, and the journal too, or set aside as it was."""
    for name in SOUNDS:
        if name in before:
            assert (folder / name).read_bytes()[HEADER:] == before[name][HEADER:], name
    journal = {name: before[name] for name in FILES[:2] if name in before}
    places = [folder, folder / "damaged-1"]
    assert any(
        all((place / name).exists() and (place / name).read_bytes() == content
            for name, content in journal.items())
        for place in places
    ), "a byte of the journal is lost"  # fmt: skip


def assert_as_much_as_could_be_read(
    originals: Originals, read: Sequence[Event], saved: Sequence[Event]
) -> None:
    """Check that recovery reads no less than a reader does who stops at the first damage."""

    def true(events: Sequence[Event]) -> int:
        return sum(event == originals.events.get(event.number) for event in events)

    assert true(saved) >= true(read), (len(read), len(saved))
    numbers = [event.number for event in saved]
    assert numbers == sorted({*numbers}), "the order of the numbers"


def assert_can_go_on(stopped: Stopped) -> None:
    """Check that it can be looked at again, and written on."""
    again = recover(stopped.folder)
    assert (again.past, again.said) == (stopped.past, stopped.said)
    assert again.found.repairs == ()
    assert again.found.entries_missing == stopped.found.entries_missing
    files = InterviewFiles(stopped.folder, exists=True)
    last = files.journal.appended
    assert files.journal.append(0, "", "handle.forgotten", "{}") == last + 1
    files.candidate.write_at(max(files.candidate.end_sample, stopped.past.frames * 320), bytes(640))
    files.sync()
    files.close()


def read_any_plan(path: Path, content: bytes) -> None:
    """Check that any bytes are a plan or a fault in words."""
    path.write_bytes(content)
    try:
        plan = read_plan(path)
    except InputFault as fault:
        said = str(fault)
    else:
        assert isinstance(plan, Plan)
        return
    assert path.name in said, said
    assert said.endswith("."), said


def run(seed: int, rounds: int) -> None:
    """Play rounds of mishaps by chance, the same for a seed each time.

    Raises:
        AssertionError: A law is broken; the note says in which round.
    """
    with tempfile.TemporaryDirectory() as spare:
        originals = Originals(Path(spare))
        for number in range(rounds):
            draw = Random(f"{seed}-{number}")
            mishaps = [draw_mishap(draw) for _ in range(draw.choice([1, 1, 2, 3]))]
            plan, of_plan = bytearray(PLAN), [draw_mishap(draw) for _ in range(draw.choice([1, 5]))]
            for one in of_plan:
                change(plan, one)
            try:
                strike_record(originals, draw.choice(originals.folders), mishaps)
                read_any_plan(Path(spare) / "plan.toml", bytes(plan))
                read_any_plan(Path(spare) / "plan.toml", draw.randbytes(draw.randrange(200)))
            except BaseException as error:
                error.add_note(f"seed {seed}, round {number}: {mishaps} {of_plan}")
                raise
