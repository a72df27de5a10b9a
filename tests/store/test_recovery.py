from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import app.core.entries as en
from app.core.answers import Fate
from app.core.faults import StoreFault
from app.core.status import SessionStatus
from app.core.utterance import Span
from app.core.view import Situation
from app.store.journal import Journal
from app.store.recovery import recover
from tests.store.damage import PAGE, events_in, spoil, zero
from tests.store.story import (
    EXCHANGES,
    FRAMES,
    STARTED,
    WHEN,
    put,
    story,
    write_interview,
    write_killed_journal,
)


@pytest.fixture
def stopped(tmp_path: Path) -> Path:
    """An interview that stopped in the middle of an answer."""
    write_interview(tmp_path, *story())
    return tmp_path


def sound_of(path: Path) -> bytes:
    return path.read_bytes()[44:]


def status(saved_s: float) -> SessionStatus:
    return SessionStatus(Situation.TALKING, saved_s=saved_s)


# --- what it had come to


def test_what_stopped_is_found_as_it_was(stopped: Path) -> None:
    before = {path.name: path.read_bytes() for path in stopped.iterdir()}
    it = recover(stopped)
    assert (it.folder, it.past.started) == (stopped, STARTED)
    assert [one.fate for one in it.past.exchanges] == [Fate.ANSWERED] * EXCHANGES + [Fate.OPEN]
    assert it.past.cut
    assert it.past.cut.spans == [Span(FRAMES - 20, FRAMES - 1)]
    assert it.past.frames == FRAMES
    found = it.found
    assert (found.id, found.began, found.is_practice) == (stopped.name, WHEN, True)
    assert (found.length_s, found.answers, found.open_s) == (12.0, EXCHANGES, 0.4)
    assert (found.was_held, found.is_whole, found.repairs) == (False, True, ())
    assert it.last_at
    assert (it.last_at - WHEN).total_seconds() == pytest.approx(EXCHANGES - 0.2)
    assert {name: (stopped / name).read_bytes() for name in before} == before


def test_the_words_stand_in_the_order_in_which_they_were_said(stopped: Path) -> None:
    said = recover(stopped).said
    words = ["An answer 0. ", "Thank you.", "An answer 1. ", "Thank you."]
    assert [one.text for one in said[:4]] == words
    assert len(said) == 2 * EXCHANGES


def test_what_was_heard_of_a_reply_that_still_played_counts_as_cut(tmp_path: Path) -> None:
    write_interview(tmp_path, *story(2), (2.0, en.HeardSoFar(3, 1.8, "Well", 0.2)), frames=100)
    last = recover(tmp_path).said[-1]
    assert (last.text, last.reply, last.whole) == ("Well", 3, False)


def test_a_killed_process_leaves_a_log_and_all_of_it_is_found(tmp_path: Path) -> None:
    write_interview(tmp_path, *story())
    (tmp_path / "journal.db").unlink()
    write_killed_journal(tmp_path / "journal.db", *story())
    found = recover(tmp_path).found
    assert (found.answers, found.is_whole, found.repairs) == (EXCHANGES, True, ())


@pytest.mark.parametrize("how", ["held", "failed"])
def test_one_that_was_held_goes_on_with_its_answer(tmp_path: Path, how: str) -> None:
    ends = (en.AnswerEnded(12, "held", 0.4), en.SessionEnded(how, 12.0))
    write_interview(tmp_path, *story(), *((12.0, end) for end in ends))
    it = recover(tmp_path)
    assert it.found.was_held
    assert it.found.open_s > 0
    assert it.past.exchanges[-1].is_open


@pytest.mark.parametrize("how", ["finished", "left"])
def test_one_that_is_over_is_refused_in_words(tmp_path: Path, how: str) -> None:
    write_interview(tmp_path, *story(), (12.0, en.SessionEnded(how, 12.0)))
    with pytest.raises(StoreFault, match=rf"is over \({how}\): nothing is left to do"):
        recover(tmp_path)


# --- what is missing


@pytest.mark.parametrize("lost_samples", [900, 16_000, 30_000])
def test_missing_seconds_are_told_and_taken_out_of_the_answers(
    tmp_path: Path, lost_samples: int
) -> None:
    write_interview(tmp_path, *story(2), (2.0, status(saved_s=2.0)), frames=100)
    path = tmp_path / "candidate.wav"
    path.write_bytes(path.read_bytes()[: -2 * lost_samples])
    it = recover(tmp_path)
    assert it.found.candidate_missing_s == round(lost_samples / 16_000, 2)
    assert it.found.repairs == ("candidate.wav",)
    assert not it.found.is_whole
    recorded = (32_000 - lost_samples) // 320
    spans = [span for one in it.past.exchanges for each in one.utterances for span in each.spans]
    assert all(span.last < recorded for span in spans)
    assert it.past.frames == 100, "the timeline goes on where it was"


def test_what_nobody_could_hear_is_not_told(tmp_path: Path) -> None:
    write_interview(tmp_path, *story(2), (2.0, status(saved_s=2.0)), frames=100)
    path = tmp_path / "candidate.wav"
    path.write_bytes(path.read_bytes()[: -2 * 700])
    assert recover(tmp_path).found.candidate_missing_s == 0.0


def test_an_utterance_tells_of_its_sound_though_no_status_does(tmp_path: Path) -> None:
    entries = [(at, one) for at, one in story(2) if not isinstance(one, SessionStatus)]
    write_interview(tmp_path, *entries, frames=50)
    assert recover(tmp_path).found.candidate_missing_s == 0.5


def test_missing_sound_of_the_interviewer_is_told_apart(tmp_path: Path) -> None:
    write_interview(tmp_path, *story(2), frames=100)
    path = tmp_path / "interviewer.wav"
    path.write_bytes(path.read_bytes()[: 44 + 2 * 24_000])
    found = recover(tmp_path).found
    assert (found.candidate_missing_s, found.interviewer_missing_s) == (0.0, 0.8)


def test_a_recording_that_is_gone_is_missing_from_beginning_to_end(stopped: Path) -> None:
    (stopped / "candidate.wav").unlink()
    it = recover(stopped)
    assert it.found.candidate_missing_s == pytest.approx(11.5)
    assert it.found.repairs == ("candidate.wav",)
    assert it.past.frames == FRAMES
    assert it.past.cut is None


def test_sound_behind_the_header_is_found_and_half_a_sample_is_none(stopped: Path) -> None:
    path = stopped / "candidate.wav"
    before = sound_of(path)
    spoil(path, zero(40, 4))
    with path.open("ab") as file:
        file.write(b"\x7f")
    it = recover(stopped)
    assert (it.found.repairs, it.found.candidate_missing_s) == (("candidate.wav",), 0.0)
    assert it.past.frames == FRAMES
    assert sound_of(path) == before + b"\x7f"


def test_a_recording_of_another_kind_is_refused_and_left_alone(stopped: Path) -> None:
    shutil.copy(stopped / "interviewer.wav", stopped / "candidate.wav")
    before = (stopped / "candidate.wav").read_bytes()
    with pytest.raises(StoreFault, match="sound file of another kind"):
        recover(stopped)
    assert (stopped / "candidate.wav").read_bytes() == before


# --- a damaged journal


def test_a_damaged_journal_is_saved_and_what_is_missing_is_told_each_time(stopped: Path) -> None:
    events = events_in(stopped / "journal.db")
    damaged = spoil(stopped / "journal.db", zero(5 * PAGE, PAGE))
    first = recover(stopped)
    assert first.found.repairs == ("journal.db",)
    missing = len(events) - len(events_in(stopped / "journal.db"))
    assert first.found.entries_missing == missing > 0
    assert (stopped / "damaged-1/journal.db").read_bytes() == damaged

    again = recover(stopped)  # nobody has gone on with it yet
    assert (again.found.entries_missing, again.found.repairs) == (missing, ())
    assert again.past == first.past


def test_whichever_entry_is_lost_the_interview_goes_on_without_it(tmp_path: Path) -> None:
    """An utterance whose beginning is lost still has an end."""
    write_interview(tmp_path, *story(2), frames=100)
    path = tmp_path / "journal.db"
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT number, payload FROM events ORDER BY number").fetchall()
    events = events_in(path)
    for lost in range(1, len(events) - 1):
        path.unlink()
        with closing(Journal(path)) as journal:
            for event, (number, payload) in zip(events, rows, strict=True):
                if number != lost + 1:
                    journal.append_saved(event, payload)
            journal.commit()
        it = recover(tmp_path)
        assert it.found.entries_missing == 1, events[lost]
        assert it.past.exchanges


def test_a_crash_while_it_was_mended_is_ended_in_order(stopped: Path) -> None:
    spoil(stopped / "journal.db", zero(5 * PAGE, PAGE))
    first = recover(stopped)
    (stopped / "journal.db").rename(stopped / "journal.new")
    assert recover(stopped).past == first.past


def test_a_contradiction_without_a_hole_is_refused_in_words(tmp_path: Path) -> None:
    write_interview(tmp_path, *story(2), (2.0, en.UtteranceEnded(77, ((1, 2),), 2)), frames=100)
    with pytest.raises(StoreFault, match="contradicts itself: utterance 77 ends without"):
        recover(tmp_path)


@pytest.mark.parametrize("wall", ["yesterday", "", "0001-01-01T00:00:00+14:00"])
def test_a_clock_that_shows_no_time_is_none(tmp_path: Path, wall: str) -> None:
    written = en.note(STARTED)
    write_interview(tmp_path, frames=1)
    with closing(Journal(tmp_path / "journal.db")) as journal:
        put(journal, 0.0, STARTED)
        row = journal._database.execute("SELECT payload FROM events").fetchone()
    (tmp_path / "journal.db").unlink()
    with closing(Journal(tmp_path / "journal.db")) as journal:
        journal.append(0, wall, written.kind, row[0])
        journal.commit()
    it = recover(tmp_path)
    assert (it.found.began, it.last_at) == (None, None)


def test_without_a_journal_it_cannot_go_on(tmp_path: Path) -> None:
    with pytest.raises(StoreFault, match="holds no journal, so the interview cannot be gone on"):
        recover(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fails_meanwhile_is_told_in_words(
    stopped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("app.store.wal.read", fail)
    with pytest.raises(StoreFault, match=r"cannot be looked at: Input/output error\. Look after"):
        recover(stopped)
