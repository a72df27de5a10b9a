"""The record of an interview for a person at a terminal: transcript, ledger, incidents.

0:02.1  Interviewer  Hello, and welcome. Tell me about yourself.
0:09.8  You          Answer, 0:42
0:31.0  ——           connection lost, 12.4 s
...
whose time  IIIIICCCCCCCCCCCCCCCCNNNNCCCC
            C candidate 0:58.2 · I interviewer 0:21.0 · N network 0:12.4
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from app.core.account import Account, Incident, Line
from app.core.actions import Json
from app.core.ledger import Share, Whose
from app.terminal import words

_LETTERS = {
    Whose.CANDIDATE: ("C", "blue"),
    Whose.INTERVIEWER: ("I", "magenta"),
    Whose.NETWORK: ("N", "red"),
    Whose.APPLICATION: ("A", "yellow"),
    Whose.PAUSE: ("P", "bright_black"),
}
STRIP_COLUMNS = 64


def draw(account: Account) -> Iterator[Text]:
    """Yield the lines; the colours only repeat what the letters say."""
    moments: list[Line | Incident] = [*account.lines, *account.incidents]
    for moment in sorted(moments, key=lambda one: one.at_s):
        at = words.tenths(moment.at_s).rjust(8)
        match moment:
            case Line():
                yield _draw_line(at, moment)
            case Incident():
                what = words.incident(moment.what, moment.seconds)
                yield Text.assemble(f"{at}  ", (f"{'—':<11}  {what}", "red"))
    if account.shares:
        yield Text("")
        yield Text.assemble("whose time  ", strip(account.shares))
        yield Text("            " + _legend(account))


def strip(shares: Sequence[Share], columns: int = STRIP_COLUMNS) -> Text:
    """Return the interview as a line of letters, each for an equal stretch of time.

    Whoever has most of a stretch gives its letter.
    """
    begin, end = shares[0].from_ms, shares[-1].to_ms
    line = Text()
    for column in range(columns):
        first = begin + (end - begin) * column / columns
        last = begin + (end - begin) * (column + 1) / columns
        held = dict.fromkeys(Whose, 0.0)
        for share in shares:
            held[share.whose] += max(0.0, min(last, share.to_ms) - max(first, share.from_ms))
        letter, colour = _LETTERS[max(held, key=lambda one: held[one])]
        line.append(letter, colour)
    return line


def as_json(account: Account) -> dict[str, Json]:
    """Return the same for a program."""
    lines: list[Json] = [
        {
            "at_s": one.at_s,
            "speaker": one.speaker,
            "text": one.text,
            "seconds": one.seconds,
            "fate": one.fate or None,
            "is_cut": one.is_cut,
        }
        for one in account.lines
    ]
    incidents: list[Json] = [
        {"at_s": one.at_s, "what": one.what.value, "seconds": one.seconds}
        for one in account.incidents
    ]
    shares: list[Json] = [[one.whose.value, one.from_ms, one.to_ms] for one in account.shares]
    totals: dict[str, Json] = {whose.value: s for whose, s in account.totals_s.items()}
    return {
        "length_s": account.length_s,
        "how": account.how,
        "lines": lines,
        "incidents": incidents,
        "shares_ms": shares,
        "totals_s": totals,
    }


def _draw_line(at: str, line: Line) -> Text:
    is_candidate = line.speaker == "candidate"
    who = "You" if is_candidate else "Interviewer"
    spoken = words.answer(line.text, line.seconds) if is_candidate else words.plain(line.text or "")
    remark = words.remark(line.fate, is_cut=line.is_cut)
    return Text.assemble(f"{at}  ", (f"{who:<11}", "bold"), f"  {spoken}", (remark, "dim"))


def _legend(account: Account) -> str:
    parts = [
        f"{_LETTERS[whose][0]} {whose.value} {words.tenths(seconds)}"
        for whose, seconds in account.totals_s.items()
        if seconds
    ]
    return " · ".join(parts)
