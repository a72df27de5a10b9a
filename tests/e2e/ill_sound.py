"""An interview whose sound device falls ill in the middle of an answer, and what became of it.

Times are judged by the application's own stamps: those of its journal, on the session's clock, to
which those of its lines and of the test are brought.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty

from app.core.answers import Exchange
from app.core.events import FRAME_S
from app.core.recovery import Recall
from app.core.utterance import Utterance
from app.store.journal import Event
from app.store.journal_reader import JournalReader
from tests.e2e import judge
from tests.e2e.context import known_to, last_connection
from tests.e2e.crash import FRAME_BYTES, write_plan
from tests.e2e.people import Application, Line, Server, interview, running
from tests.sound import Sound

_INTO_S = 4.0  # of the answer
_QUIET_S = 2.5  # with nothing to tell, the floor stays open
_SILENT = bytes(FRAME_BYTES)


@dataclass(frozen=True, slots=True)
class Illness:
    """What is done to the sound device, and what undoes it."""

    begin: Callable[[Sound], None]
    cure: Callable[[Sound], None] = lambda _: None
    lasts_s: float = 6.0
    default: bool = False
    """The interview follows the system's own microphone instead of one by name."""


def _unplug(sound: Sound) -> None:
    sound.plug("other")
    sound.set_default_microphone("other")
    sound.unplug("mic")


def _switch(sound: Sound) -> None:
    sound.plug("other")
    sound.set_default_microphone("other")


ILLNESSES = {
    "suspended": Illness(
        lambda sound: sound.suspend_microphone(on=True),
        lambda sound: sound.suspend_microphone(on=False),
    ),
    "frozen": Illness(
        lambda sound: sound.freeze(on=True), lambda sound: sound.freeze(on=False), lasts_s=5.0
    ),
    "killed": Illness(Sound.kill, Sound.start),
    "muted": Illness(
        lambda sound: sound.mute_microphone(on=True),
        lambda sound: sound.mute_microphone(on=False),
    ),
    "unplugged": Illness(_unplug),
    "switched": Illness(_switch, default=True),
}


@contextmanager
def answering(
    sound: Sound, server: Server, folder: Path, illness: Illness, voice: Path
) -> Iterator[Application]:
    """Hold an interview up to the moment in an answer at which the device falls ill."""
    plan = folder / "plan.toml"
    write_plan(plan, *(f"Question {number}?" for number in range(1, 8)))
    command = [*interview(server, folder / "data", "--plan", str(plan))]
    if illness.default:
        at = command.index("--mic")
        del command[at : at + 2]
    with running(sound, *command, key=server.key) as application:
        application.until(kind="state", floor="open", link="up")
        sound.speak(voice)
        application.until(kind="state", floor="candidate")
        time.sleep(_INTO_S)
        illness.begin(sound)
        yield application


@dataclass(frozen=True, slots=True)
class Course:
    """What became of it.

    Attributes:
        lines: What the application printed.
        events: Its journal.
        folder: Its record.
        cured_at: When the device was well again, in seconds of the session's clock.
        late_s: By how much the application's loop was late at most: time that no law counts.
    """

    lines: list[Line]
    events: list[Event]
    folder: Path
    cured_at: float
    late_s: float

    def first(self, kind: str, after: float = 0.0, **like: object) -> tuple[float, Event]:
        """Return the first entry of this kind, and when it was made on the session's clock."""
        for one in self.events:
            at = one.session_ms / 1000
            if one.kind == kind and at >= after and like.items() <= one.payload.items():
                return at, one
        raise AssertionError(f"no {kind} after {after:.2f} s: {[e.kind for e in self.events]}")

    def told_at(self, after: float, **like: object) -> float:
        """Return when the first line like this was written, on the session's clock."""
        offset = _offset(self.lines, self.events)
        times = [one["t"] - offset for one in self.lines if like.items() <= one.items()]
        return float(next(at for at in times if at >= after))

    @property
    def gaps(self) -> list[range]:
        """The frames that were never delivered, those before the first one left out."""
        found = [one.payload for one in self.events if one.kind == "gap"]
        spans = [(int(str(one["first"])), int(str(one["frames"]))) for one in found]
        return [range(first, first + count) for first, count in spans if first]

    @property
    def frames(self) -> list[bytes]:
        """The candidate's recording."""
        kept = judge.recorded(self.folder / "candidate.wav")
        return [kept[at : at + FRAME_BYTES] for at in range(0, len(kept), FRAME_BYTES)]

    @property
    def answers(self) -> list[Exchange]:
        """All that the candidate said."""
        recall, frames = Recall(), len(self.frames)
        with JournalReader(self.folder / "journal.db") as journal:
            for _, entry in journal.entries():
                recall.feed(entry)
        return [one for one in recall.past(frames, frames).exchanges if one.utterances]

    def first_utterance(self) -> Utterance:
        """Return the one in the middle of which the device fell ill."""
        return self.answers[0].utterances[0]


def course(sound: Sound, application: Application, illness: Illness, after: Path) -> Course:
    """Let the illness last, cure it, say something, and leave; return what became of it."""
    time.sleep(illness.lasts_s)
    illness.cure(sound)
    cured_at = time.perf_counter() - application.began
    until_settled(application)
    sound.speak(after).wait(60)
    until_settled(application)
    application.process.send_signal(signal.SIGINT)
    result = application.result()
    folder = Path(result["folder"])
    with JournalReader(folder / "journal.db") as journal:
        events = [*journal.events()]
    return Course(
        application.lines,
        events,
        folder,
        cured_at - _offset(application.lines, events),
        result["figures"]["loop_lag_ms"]["most"] / 1000,
    )


def until_settled(application: Application) -> None:
    """Wait until the floor is open, and stays so."""
    while True:
        try:
            application.until(_QUIET_S)
        except Empty:
            states = [one for one in application.lines if one["kind"] == "state"]
            if states[-1]["floor"] == "open" and states[-1]["microphone"] == "live":
                return


def _offset(lines: list[Line], events: list[Event]) -> float:
    """Return the time of the session's 0.0 on the clock of the lines: both have what was said."""
    written = [one["t"] for one in lines if one["kind"] == "transcript"]
    noted = [one.session_ms / 1000 for one in events if one.kind == "said"]
    return min(line - note for line, note in zip(written, noted, strict=True))


def assert_kept(course: Course, *, blank: bool = False) -> None:
    """Each frame is on disk, but those that the journal says were never delivered.

    The room has a noise, so a frame of zeros is one that is not there.

    Args:
        course: The interview.
        blank: The device delivered frames of zeros.
    """
    frames = course.frames
    lacking = {index for gap in course.gaps for index in gap}
    first = next(index for index, pcm in enumerate(frames) if pcm != _SILENT)
    empty = {index for index, pcm in enumerate(frames) if pcm == _SILENT and index > first}
    assert all(frames[one] == _SILENT for one in lacking if one < len(frames))
    if not blank:
        assert empty <= lacking, f"{len(empty - lacking)} frames are not on disk"


def assert_known(server: Server, course: Course) -> None:
    """The model of the last connection knows each frame of each answer, and all are answered."""
    log, frames = server.records(), course.frames
    windows = {(connection, number): pcm for connection, number, pcm, _ in server.windows()}
    known = known_to(log, last_connection(log)) & windows.keys()
    heard = {pcm for name in known for pcm in _frames(windows[name])}
    answers = course.answers
    assert [one.fate.value for one in answers] == ["answered"] * len(answers)
    needed = {index for one in answers for each in one.utterances for index in _needed(each)}
    lost = [one for one in needed if frames[one] != _SILENT and frames[one] not in heard]
    assert not lost, f"the model never heard {len(lost)} of {len(needed)} frames"


def _frames(pcm: bytes) -> Iterator[bytes]:
    return (pcm[at : at + FRAME_BYTES] for at in range(0, len(pcm), FRAME_BYTES))


def _needed(utterance: Utterance) -> Iterator[int]:
    for first, last in utterance.spans:
        yield from range(max(first, utterance.onset), min(last, utterance.last_speech) + 1)


def end_s(frame: int) -> float:
    """Return when a frame had been captured, in seconds of the session."""
    return (frame + 1) * FRAME_S
