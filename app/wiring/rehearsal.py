"""A whole practice interview that nobody takes part in: the sample answers speak, no device sounds.

Everything but the devices is as in any practice interview: the server on its own thread, TLS, the
speech model, the turns, the record, which is read back. It takes as long as it is spoken: 50 s.
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import wave
from collections.abc import Iterator
from pathlib import Path

from app.audio.choice import NO_SPEAKER, SAMPLES
from app.audio.worker import DeviceWorker
from app.core.account import Account
from app.core.actions import Note
from app.core.events import Event
from app.core.faults import Fault, StoreFault
from app.core.link import LinkParams
from app.core.session import SessionParams
from app.core.space import SpaceParams
from app.core.view import View
from app.settings import Options, Settings
from app.store.files import CANDIDATE, INTERVIEWER
from app.store.folder import open_folder
from app.telemetry.redaction import Redaction
from app.terminal.news import FaultNews
from app.wiring.door import Door
from app.wiring.given import endpoint, read_all
from app.wiring.interview import Company, Interview
from app.wiring.resources import RESOURCES
from app.wiring.telling import tell

LIMIT_S = 110.0
"""Longer than twice what it takes."""
_SETTINGS = Settings(
    session=SessionParams(
        link=LinkParams(hold_limit_s=5.0),  # else it would wait for someone to come back
        space=SpaceParams(before_mb=50.0, warn_mb=40.0, stop_mb=30.0),  # it writes 4 MB
    )
)
_OPTIONS = Options(is_practice=True, headless=True, consent=True, mic=SAMPLES, speaker=NO_SPEAKER)


class _Witness:
    """Sees what goes wrong in it."""

    def __init__(self) -> None:
        self._news = FaultNews()
        self.faults: list[Fault] = []

    def event(self, event: Event, now: float) -> None:  # noqa: ARG002  # an observer's
        """Remember a fault that it brings."""
        self.faults += self._news.in_event(event)

    def note(self, note: Note, now: float) -> None:
        """Nothing to do: the record is read afterwards."""

    def view(self, view: View, now: float) -> None:  # noqa: ARG002  # as above
        """Remember each new fault."""
        self.faults += self._news.in_view(view)

    def say(self, text: str) -> None:
        """Nothing to do."""

    def stands_in(self, missing: str, fault: Fault) -> None:  # noqa: ARG002  # as above
        """Remember that something else took the place of a device."""
        self.faults.append(fault)


def rehearse(limit_s: float = LIMIT_S) -> str:
    """Hold the interview and read its record back; return what came of it.

    Args:
        limit_s: So long it may take, in seconds.

    Raises:
        Fault: It did not go as it should; it says why.
    """
    witness = _Witness()
    with (
        tempfile.TemporaryDirectory(prefix="fairhearing-", ignore_cleanup_errors=True) as folder,
        endpoint(_OPTIONS, Redaction()) as reached,
        _worker() as worker,
    ):
        company = Company(lambda _: witness, _no_hands)
        data = open_folder(Path(folder) / "data")
        told = read_all(_OPTIONS, _SETTINGS)
        interview = Interview(_OPTIONS, told, reached, data, worker, company)
        try:
            result = asyncio.run(_within(limit_s, interview))
        except TimeoutError:
            raise StoreFault(_in_words(f"it was not over after {limit_s:.0f} s", witness)) from None
        if result["how"] != "finished":
            raise StoreFault(_in_words(f"it ended {result['how']}", witness))
        assert interview.made is not None
        account, fault = tell(interview.made)
        if fault:
            raise fault
        return judge(account, interview.made, read_answers())


def judge(account: Account, folder: Path, answers: list[str]) -> str:
    """Return what a record tells, if it is all that was said.

    Raises:
        StoreFault: Something is missing in it.
    """
    lines = [one for one in account.lines if one.speaker == "candidate"]
    texts = [one.text for one in lines]
    if account.how != "finished" or texts != answers:
        missing = sum(one not in texts for one in answers)
        raise StoreFault(
            f"The record tells of {len(lines)} answers; {missing} of the {len(answers)} that were "
            "given are not in it word by word."
        )
    if any(one.fate != "answered" for one in lines):
        raise StoreFault("The record has an answer without its reply.")
    for name in (CANDIDATE, INTERVIEWER):
        if (length_s := _length_s(folder / name)) < sum(one.seconds for one in lines):
            raise StoreFault(f"The recording {name} is only {length_s:.1f} s long.")
    return f"finished: {len(lines)} answers in {account.length_s:.0f} s, all of them in the record"


def read_answers() -> list[str]:
    """Return what the sample answers say, in their order."""
    return [one.read_text("utf-8").strip() for one in sorted((RESOURCES / "answers").glob("*.txt"))]


async def _within(limit_s: float, interview: Interview) -> dict[str, object]:
    async with asyncio.timeout(limit_s):
        return {**await interview.hold()}


def _in_words(what: str, witness: _Witness) -> str:
    why = f": {witness.faults[-1]}" if witness.faults else "."
    return f"The practice interview did not finish, {what}{why}"


def _length_s(path: Path) -> float:
    with wave.open(str(path), "rb") as file:
        return file.getnframes() / file.getframerate()


@contextlib.contextmanager
def _worker() -> Iterator[DeviceWorker]:
    worker = DeviceWorker()
    try:
        yield worker
    finally:
        worker.stop()


@contextlib.contextmanager
def _no_hands(_: Door) -> Iterator[None]:
    yield
