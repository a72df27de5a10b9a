"""The probes of a Live service: what each does, and what it asks. Pure.

The model is told to say numbered lines, one each time it is asked. Which line it says next, or
repeats, tells what it knows of the conversation: an instruction that is sent anew with every
connection gives no place in the list away. The practice interviewer reads the same list as the
questions of a plan.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.live import probe_judges as judges
from app.live import probe_memory as memory
from app.live.probe import (
    WORDS,
    Ask,
    Check,
    Dial,
    Drop,
    HearHandle,
    HearQuiet,
    HearTurn,
    Pick,
    Probe,
    Say,
)

TOOL = "report_line"
"""A function that takes nothing; it is declared where its calls are probed."""

_LINES = "\n".join(f"{n}. The code word is {word}." for n, word in enumerate(WORDS, 1))
INSTRUCTION = f"""\
You check a telephone line. Below is a numbered list of lines. Each time you are asked for the
next line, and each time the caller has spoken, say only the next line of the list, word for word,
beginning with the first one. When you are asked to repeat, say only the line that you said last.
Say nothing else, never two lines at once, and call no function unless you are asked to.
{_LINES}
"""
"""The system instruction of every probe."""

_FIRST = Ask("Please say the first line of your list.")
_NEXT = Ask("Please say the next line of your list.")
_REPEAT = Ask("Please repeat the line that you said last.")
_CALL = Ask(f"Call the function {TOOL} now, then say the next line of your list.")

_OPENING = (Dial(), _FIRST, HearTurn())
_AGAIN = (_REPEAT, HearTurn())
_CALLED = (_CALL, HearTurn(), Say(unless_called=True), HearTurn())

GREETING = Probe("greeting", (*_OPENING, HearHandle()), (judges.greeting,))
ANSWER = Probe("answer", (*_OPENING, Say(), HearTurn()), (judges.answer,))
RESUMPTION = Probe(
    "resumption",
    (
        Dial(),
        HearHandle(),  # the one of the set-up
        _FIRST,
        HearTurn(),
        HearHandle(),
        _NEXT,
        HearTurn(),
        HearHandle(),
        Drop(),
        Dial(Pick.CLEAN),
        *_AGAIN,
        Drop(),
        Dial(Pick.MID_TURN),  # the probe ends here where none was given
        *_AGAIN,
    ),
    (memory.resumption, memory.handles),
)
REPLAY_2 = Probe("replay-2x", (*_OPENING, Say(2.0), HearTurn()), (judges.replay(Check.REPLAY_2),))
REPLAY_8 = Probe("replay-8x", (*_OPENING, Say(8.0), HearTurn()), (judges.replay(Check.REPLAY_8),))
DANGLING = Probe(
    "dangling-window",
    (
        *_OPENING,
        HearHandle(),
        Say(share=0.4, ends=False),
        Drop(),
        Dial(Pick.CLEAN),
        HearQuiet(),
        *_AGAIN,
    ),
    (memory.dangling,),
)
OLD_SOCKET = Probe(
    "old-socket",
    (*_OPENING, HearHandle(), Dial(Pick.CLEAN, is_patient=False), HearQuiet()),
    (memory.old_socket,),
)
CALLED = Probe("tool", (*_OPENING, *_CALLED), (judges.tool,), tools=(TOOL,))
UNANSWERED = Probe(
    "unanswered-call",
    (*_OPENING, *_CALLED, Say(share=0.2, ends=False), HearQuiet()),
    (judges.unanswered,),
    tools=(TOOL,),
    answers_calls=False,
)

PROBES = (
    GREETING,
    ANSWER,
    RESUMPTION,
    DANGLING,
    OLD_SOCKET,
    REPLAY_2,
    REPLAY_8,
    CALLED,
    UNANSWERED,
)
"""All of them, in the order in which they are made: what matters most comes first."""


def speech_s(length_s: float, probes: Sequence[Probe] = PROBES) -> float:
    """Return how much speech is sent at most, of a recording of this length; in seconds."""
    return sum(probe.speech_s(length_s) for probe in probes)
