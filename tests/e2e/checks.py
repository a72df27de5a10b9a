"""What must be true of every interview, whatever was done to it."""

from __future__ import annotations

from pathlib import Path

from app.store.journal_reader import JournalReader
from tests.e2e import judge
from tests.e2e.people import Server


def assert_heard_whole(server: Server, answers: list[Path], folder: Path) -> None:
    """Each answer arrived in one closed window, unspoilt, and as it is in the recording."""
    windows = [one for one in server.windows() if one[3]]
    kept = judge.recorded(folder / "candidate.wav")
    assert len(windows) == len(answers)
    for wav, (_, _, pcm, _) in zip(answers, windows, strict=True):
        assert judge.worst_block(judge.load(wav), judge.samples(pcm)) >= 0.8
        assert kept.find(pcm) % 640 == 0, "what was sent is a whole-frame excerpt of the record"


def fates(folder: Path) -> list[object]:
    """Return how each answer ended, from the journal."""
    with JournalReader(folder / "journal.db") as journal:
        return [one.payload["how"] for one in journal.events() if one.kind == "answer.ended"]
