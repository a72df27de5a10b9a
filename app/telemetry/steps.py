"""Names what keeps the loop from going round: a late timer, and a thread that looks where it is.

    loop thread      a timer each 50 ms -> Steps: how late was it?     longer than 50 ms: one line
    watching thread  wakes when the timer is 50 ms late -> where is the loop thread now? -> places

Qt's own signals cannot tell how long a step takes: on Linux its dispatcher says ``aboutToBlock``
before it waits, ``awake`` only after it has worked, and nothing in between. A timer works under
every loop, a terminal's too. The watching thread sleeps while the timer is punctual.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType, TracebackType

from app.telemetry.histogram import Histogram

log = logging.getLogger("app.engine")

EVERY_S = 0.05
LONG_S = 0.05
"""A step is long if the timer comes later than this, so a step of 100 ms always is."""
OURS = Path(__file__).resolve().parents[1]
_MOST_PLACES = 8


class Steps:
    """Turns the moments at which a timer came into how long it was kept waiting.

    The loop's thread writes; others may read ``due_s``.

    Args:
        every_s: The timer's length, in seconds.
        now: When the first one was set.

    Attributes:
        lengths: How late each one was: what a step took beyond the rest of the timer.
        due_s: When the present one is due.
    """

    def __init__(self, every_s: float, now: float) -> None:
        self._every_s = every_s
        self.lengths = Histogram()
        self.due_s = now + every_s

    def beat(self, now: float) -> float:
        """Return how late this one is, in seconds, and count the next from now."""
        late_s = max(0.0, now - self.due_s)
        self.lengths.add(late_s)
        self.due_s = now + self._every_s
        return late_s

    @property
    def longest_s(self) -> float:
        """How late one was at most, in seconds."""
        return self.lengths.spread().most_s or 0.0


class StepWatch:
    """Watches the running loop from its making until ``stop``; both on the loop's thread.

    Args:
        clock: Seconds that never jump. Any thread.
        ours: The folder of the files whose places are told.

    Attributes:
        steps: The figures.
    """

    def __init__(self, clock: Callable[[], float] = time.perf_counter, ours: Path = OURS) -> None:
        self._clock = clock
        self._ours = ours
        self._loop = asyncio.get_running_loop()
        self._watched = threading.get_ident()
        self._seen = (0.0, "")  # a due time that was missed, and where the loop was then
        self._stopped = threading.Event()
        self.steps = Steps(EVERY_S, clock())
        self._timer = self._loop.call_later(EVERY_S, self._beat)
        self._thread = threading.Thread(target=self._watch, name="steps", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End timer and thread."""
        self._timer.cancel()
        self._stopped.set()
        self._thread.join()

    def __enter__(self) -> StepWatch:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop."""
        self.stop()

    def _beat(self) -> None:
        due_s = self.steps.due_s
        late_s = self.steps.beat(self._clock())
        if late_s > LONG_S:
            missed_s, places = self._seen
            where = places if missed_s == due_s else ""  # it came back before anybody looked
            log.warning("the loop stood", extra={"for_s": late_s, "places": where})
        self._timer = self._loop.call_later(EVERY_S, self._beat)

    def _watch(self) -> None:
        """The watching thread: looks once at each timer that is missed."""
        wait_s = LONG_S
        while not self._stopped.wait(wait_s):
            due_s = self.steps.due_s
            left_s = due_s + LONG_S - self._clock()
            if left_s > 0:
                wait_s = left_s
                continue
            if self._seen[0] != due_s and (frame := _frame(self._watched)):
                self._seen = (due_s, places(frame, self._ours))
            wait_s = EVERY_S / 2


def _frame(thread: int) -> FrameType | None:
    """Return where a thread is at this moment."""
    return sys._current_frames().get(thread)  # noqa: SLF001  # documented, in spite of its name


def places(frame: FrameType, ours: Path) -> str:
    """Return "threading.py:355 wait < gui/window.py:88 show": the innermost place, then ours.

    Args:
        frame: The innermost.
        ours: The folder of the files whose places are told.
    """
    found = [_place(frame)]
    outer = frame.f_back
    while outer is not None and len(found) < _MOST_PLACES:
        if Path(outer.f_code.co_filename).is_relative_to(ours):
            found.append(_place(outer))
        outer = outer.f_back
    return " < ".join(found)


def _place(frame: FrameType) -> str:
    # The last two parts of a path: above them stands the user's name.
    file = "/".join(Path(frame.f_code.co_filename).parts[-2:])
    return f"{file}:{frame.f_lineno} {frame.f_code.co_name}"
