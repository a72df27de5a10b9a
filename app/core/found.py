"""An interview that stopped, as the next start finds it: what is there, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

NOTICEABLE_S = 0.05
"""Less than this is no loss that anybody could hear, and rounds to no tenth of a second."""


@dataclass(frozen=True, slots=True)
class Found:
    """What the next start tells of it.

    Attributes:
        id: The interview's id: the name of its folder.
        began: When, with a time zone, or None if that is lost.
        is_practice: Against the embedded interviewer.
        length_s: How long it was.
        answers: How many answers had reached the interviewer.
        open_s: How much sound the answer has that waits for a reply; 0.0 without one.
        was_held: It ended with an answer held; else it stopped without an end.
        candidate_missing_s: Sound of the candidate that was saved and is not there any more.
        interviewer_missing_s: The same of the interviewer.
        entries_missing: Entries of the journal that cannot be read.
        repairs: What had to be repaired: names of files.
    """

    id: str
    began: datetime | None
    is_practice: bool
    length_s: float
    answers: int
    open_s: float = 0.0
    was_held: bool = False
    candidate_missing_s: float = 0.0
    interviewer_missing_s: float = 0.0
    entries_missing: int = 0
    repairs: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether everything that was saved is there."""
        missing_s = max(self.candidate_missing_s, self.interviewer_missing_s)
        return missing_s < NOTICEABLE_S and not self.entries_missing
