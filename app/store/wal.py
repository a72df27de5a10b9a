"""The write-ahead log beside a journal, read also behind a damaged place.

    header 32 bytes | frame: head 24 bytes, page | frame ...

SQLite believes a log up to the first frame that does not follow from the one before it, and deletes
all of it at the next close: one bad byte would take everything behind it. But each frame's checksum
goes on from the one that stands in the head before, so a frame behind a bad one can be proved too.

Source: sqlite.org/fileformat2.html#the_write_ahead_log
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

PAGE_BYTES = 4096
"""SQLite's default, which is ours."""

_HEADER = struct.Struct(">8I")  # magic, version, size of a page, sequence, two salts, checksum
_HEAD = struct.Struct(">6I")  # number of the page, pages after a commit, two salts, checksum
_MAGIC = 0x377F0682  # the lowest bit says that checksums are of big-endian words
_CLAIMED_PAGES = 28  # where the first page says how many there are, in four bytes; 0 for unknown


@dataclass(frozen=True, slots=True)
class Frame:
    """One page as a commit wrote it.

    Attributes:
        page: Its number, from 1.
        commits: It is the last of its transaction.
        is_proved: It follows from the frame before.
        content: The page.
    """

    page: int
    commits: bool
    is_proved: bool
    content: bytes


@dataclass(frozen=True, slots=True)
class Log:
    """What is in the log since it was begun anew.

    Attributes:
        header_is_good: As far as can be told.
        frames: All of them, in order.
    """

    header_is_good: bool = True
    frames: Sequence[Frame] = ()

    @property
    def is_whole(self) -> bool:
        """Whether SQLite would believe all that was written."""
        return not self.frames or (self.header_is_good and all(o.is_proved for o in self.frames))

    @property
    def proved(self) -> Sequence[Frame]:
        """The frames that follow from those before, up to the last commit."""
        ends = [
            number for number, one in enumerate(self.frames, 1) if one.is_proved and one.commits
        ]
        return [one for one in self.frames[: max(ends, default=0)] if one.is_proved]


def read(journal: Path) -> Log:
    """Return the log beside a journal; none is an empty one.

    Raises:
        OSError: When the disk fails.
    """
    path = Path(f"{journal}-wal")
    content = path.read_bytes() if path.exists() else b""
    if len(content) < _HEADER.size + _HEAD.size:
        return Log()
    magic, _, page_bytes, _, *salts, sum_1, sum_2 = _HEADER.unpack_from(content)
    order = {_MAGIC: "<", _MAGIC + 1: ">"}.get(magic)
    header_is_good = order is not None and _sums(order, (0, 0), content[:24]) == (sum_1, sum_2)
    if not header_is_good:
        order = order or ("<" if sys.byteorder == "little" else ">")
        page_bytes = PAGE_BYTES
    assert order is not None
    found, seed, step = list[tuple[list[int], Frame]](), (sum_1, sum_2), _HEAD.size + page_bytes
    for start in range(_HEADER.size, len(content) - step + 1, step):
        page, pages, *its_salts, sum_1, sum_2 = _HEAD.unpack_from(content, start)
        body = content[start + _HEAD.size : start + step]
        follows = _sums(order, seed, content[start : start + 8] + body) == (sum_1, sum_2)
        found.append((its_salts, Frame(page, pages > 0, follows, body)))
        seed = (sum_1, sum_2)
    if not header_is_good:
        salts = next((its_salts for its_salts, one in found if one.is_proved), salts)
    return Log(header_is_good, _since(salts, found))


def _since(salts: list[int], found: Sequence[tuple[list[int], Frame]]) -> Sequence[Frame]:
    """Return the frames of the present log: those behind its last one are of an older log."""
    numbers = [number for number, (its_salts, _) in enumerate(found, 1) if its_salts == salts]
    present = found[: max(numbers, default=0)]
    return [replace(one, is_proved=one.is_proved and its == salts) for its, one in present]


def put_pages(database: Path, pages: Iterable[tuple[int, bytes]]) -> None:
    """Write pages by number into a database that has no log.

    The file counts for as long as it is: SQLite would read nothing of one that claims to be longer.
    """
    with database.open("r+b") as file:
        for number, content in pages:
            file.seek((number - 1) * len(content))
            file.write(content)
        file.seek(_CLAIMED_PAGES)
        file.write(bytes(4))


def _sums(order: str, seed: tuple[int, int], content: bytes) -> tuple[int, int]:
    first, second = seed
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for one, two in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return first, second
