"""What must be true of every interview, whatever was done to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from app.store.journal_reader import JournalReader
from tests.e2e import judge
from tests.e2e.people import Server


@dataclass(frozen=True, slots=True)
class Gaps:
    """How many gaps a busy machine made in the sound of a test.

    Attributes:
        microphone: The candidate's voice ran dry, or the device dropped a block.
        loudspeaker: What the application plays ran dry.
    """

    microphone: int
    loudspeaker: int


def assert_heard_whole(
    server: Server, answers: list[Path], folder: Path, *, gaps: int = 0, behind_s: float = 0.0
) -> None:
    """Each answer arrived in one closed window, unspoilt, and as it is in the recording.

    Args:
        server: The server.
        answers: What the candidate said.
        folder: The record.
        gaps: How many gaps the machine may have made in what the microphone heard.
        behind_s: So much of each lies behind the interviewer's voice, and was changed by the
            canceller; 0 with headphones.
    """
    windows = [one for one in server.windows() if one[3]]
    kept = judge.recorded(folder / "candidate.wav")
    assert len(windows) == len(answers)
    for wav, (_, _, pcm, _) in zip(answers, windows, strict=True):
        judge.assert_same(judge.load(wav), judge.samples(pcm), gaps=gaps, behind_s=behind_s)
        assert kept.find(pcm) % 640 == 0, "what was sent is a whole-frame excerpt of the record"


def fates(folder: Path) -> list[object]:
    """Return how each answer ended, from the journal."""
    with JournalReader(folder / "journal.db") as journal:
        return [one.payload["how"] for one in journal.events() if one.kind == "answer.ended"]
