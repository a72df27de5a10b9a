"""``fairhearing check --audio``: the guided check of the sound at a terminal, or for a program."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import Callable

from app.audio.worker import DeviceWorker
from app.core import check_events as ck
from app.core.check_report import CheckReport, Step, Verdict
from app.settings import Options
from app.terminal.controls import controls
from app.terminal.keys import has_keyboard
from app.terminal.sound_report import KEYS, NOTICE, SoundReport
from app.wiring.check_mouth import read_sentence
from app.wiring.hearing_check import GuidedCheck, Shown, Wanted

_READY, _NOT_READY, _LEFT = 0, 1, 2


def check_audio(options: Options, elapsed: Callable[[], float]) -> int:
    """Hold the check and print what it came to; return the exit status.

    Args:
        options: Which devices, how to print.
        elapsed: Seconds since the command began.

    Raises:
        InputFault: Something of the application's own cannot be read.
    """
    report = SoundReport(sys.stdout, elapsed, json=options.json)
    asks = options.is_interactive and has_keyboard()
    report.say(NOTICE)
    if asks:
        report.say(KEYS)
    sentence = read_sentence()
    worker = DeviceWorker()
    try:
        wanted = Wanted(options.mic, options.speaker, options.headphones, asks)
        shown = Shown(report.view, lambda microphone, _speaker: report.level(microphone))
        return asyncio.run(_hold(worker, wanted, shown, sentence, report))
    finally:
        worker.stop()


async def _hold(
    worker: DeviceWorker, wanted: Wanted, shown: Shown, sentence: bytes, report: SoundReport
) -> int:
    check = GuidedCheck(worker, wanted, shown, sentence)
    holding = asyncio.create_task(check.hold())

    def leave() -> None:
        holding.cancel()

    def press(key: str) -> None:
        if key in {"q", "Q", "\x04"}:
            leave()
        elif (asked := intent(key)) is not None:
            check.feed(asked)

    found: CheckReport | None = None
    with controls(press, leave, keys=wanted.asks), contextlib.suppress(asyncio.CancelledError):
        found = await holding
    if found is None:
        report.left(_LEFT)
        return _LEFT
    status = _READY if found.verdict is Verdict.READY else _NOT_READY
    report.result(found, check.faults, status)
    return status


def intent(key: str) -> ck.CheckIntent | None:
    """Return what a key asks for, or None."""
    match key:
        case "y" | "Y":
            return ck.Answer(yes=True)
        case "n" | "N":
            return ck.Answer(yes=False)
        case "a" | "A":
            return ck.Repeat(Step.PLAYBACK)
        case "s" | "S":
            return ck.Skip()
        case "r" | "R":
            return ck.Repeat()
        case _:
            return None
