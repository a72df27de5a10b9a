"""Interviews over real sockets on lines that are narrow, cut, or bad."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest

from app.core.status import SessionStatus
from app.store.journal_reader import JournalReader
from tests.e2e import judge
from tests.e2e.checks import Gaps, assert_heard_whole, fates
from tests.e2e.networks import Line, cable, radio, serving_beyond
from tests.e2e.people import Application, Server, interview, running
from tests.e2e.people import Line as Printed
from tests.sound import Sound, say, wait_until

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

HOLE_S, WIDE_S = 20.0, 6.0
HELD_BY_SOCKETS_S = 6.0
"""At 300 kbit/s: 64 KiB in the kernel and 96 KiB in asyncio, which no view counts."""
Count = Callable[[Printed], Gaps]


class Scene:
    """An interview of one question across a line."""

    def __init__(self, stack: ExitStack, line: Line, sound: Sound, folder: Path) -> None:
        self.line = line
        self._sound = sound
        self._folder = folder
        self.server: Server = stack.enter_context(serving_beyond(line, folder))
        asked = interview(self.server, folder / "data", "--plan", str(plan(folder)))
        self.application: Application = stack.enter_context(
            running(sound, *asked, key=self.server.key, within=line.application)
        )
        self.answers: list[Path] = []

    def speak(self, seconds: float) -> Callable[[], object]:
        """Begin to answer when the floor is open; return what waits for the end."""
        self.answers.append(spoken(self._folder, seconds))
        self.application.until(kind="state", floor="open", link="up")
        return self._sound.speak(self.answers[-1]).wait

    def finished(self, gaps: Count) -> list[SessionStatus]:
        """See the interview end with nothing lost; return what the view said meanwhile."""
        result = self.application.result()
        folder = Path(result["folder"])
        assert result["how"] == "finished"
        assert fates(folder) == ["answered"]
        assert_heard_whole(self.server, self.answers, folder, gaps=gaps(result).microphone)
        with JournalReader(folder / "journal.db") as journal:
            told = [one.payload for one in journal.events() if one.kind == "status"]
        return [SessionStatus.of(one) for one in told]

    def received_s(self) -> float:
        """Return how much of the answer the server has, in seconds."""
        pieces = self.server.records(way="in", kind="audio")
        return sum(one["bytes"] for one in pieces) / 2 / judge.HZ

    def connections(self) -> int:
        """Return how many there have been: the server may refuse one while the last still lives."""
        return len(self.server.records(way="out", kind="setupComplete"))


def plan(folder: Path) -> Path:
    """Write a plan of one short question."""
    path = folder / "plan.toml"
    path.write_text(
        'language = "en"\n[[questions]]\nid = "work"\ntext = "What is your work?"\nminutes = 2\n'
    )
    return path


def spoken(folder: Path, seconds: float) -> Path:
    """Return about so many seconds of speech in which nothing is said twice."""
    luck = random.Random(seconds)
    things = ["bicycles", "lamps", "chairs", "letters", "gardens", "engines", "windows", "maps"]
    does = ["sold", "repaired", "counted", "painted", "lost", "measured", "ordered", "returned"]
    said = [
        f"we {luck.choice(does)} {luck.randrange(100, 999)} {luck.choice(things)}"
        for _ in range(round(seconds / 2.6))
    ]
    return say(" and ".join(said), folder / "answer.wav")


@pytest.fixture
def stack():
    with ExitStack() as one:
        yield one


def test_a_line_that_becomes_too_narrow_delivers_late_and_whole_and_the_view_says_so(
    stack: ExitStack, sound: Sound, tmp_path: Path, gaps: Count
) -> None:
    """A minute of speech takes 370 kbit/s."""
    line = stack.enter_context(cable())
    line.limit_upstream(500)
    scene = Scene(stack, line, sound, tmp_path)
    end = scene.speak(60)
    wait_until(lambda: scene.received_s() > WIDE_S, "the answer to reach the server")
    line.limit_upstream(300)
    end()
    said_s = len(judge.load(scene.answers[0])) / judge.HZ
    late_s = said_s - scene.received_s()
    told = scene.finished(gaps)
    assert said_s > 55.0
    assert scene.connections() == 1, "a slow line is no dead line"
    assert max(one.to_send_s for one in told if one.answer_s < WIDE_S) < 2.0
    assert late_s > 7.0, "so narrow is the line"
    assert max(one.to_send_s for one in told) > max(4.0, late_s - HELD_BY_SOCKETS_S)


def test_what_is_said_into_a_hole_of_20_s_is_not_lost(
    stack: ExitStack, sound: Sound, tmp_path: Path, gaps: Count
) -> None:
    scene = Scene(stack, stack.enter_context(cable()), sound, tmp_path)
    end = scene.speak(27)
    wait_until(lambda: scene.received_s() > 3.0, "the answer to reach the server")
    scene.line.cut()
    cut_at, before_s = time.monotonic(), scene.received_s()
    scene.application.until(kind="state", link="waiting")
    wait_until(lambda: time.monotonic() > cut_at + HOLE_S, "the hole to end", HOLE_S)
    assert scene.received_s() < before_s + 0.5, "nothing passes but what was there already"
    scene.line.mend()
    end()
    told = scene.finished(gaps)
    assert scene.connections() == 2
    assert max(one.to_send_s for one in told) > 10.0


def test_a_far_and_lossy_line_loses_nothing(
    stack: ExitStack, sound: Sound, tmp_path: Path, gaps: Count
) -> None:
    bad = radio(delay_s=0.15, jitter_s=0.03, loss=0.05, seed=7)
    scene = Scene(stack, stack.enter_context(bad), sound, tmp_path)
    scene.speak(6)()
    scene.finished(gaps)
