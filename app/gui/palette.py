"""The colours, sizes and distances of the window, light and dark.

Source of the colours of state: the project's survey of desktop voice applications; each was chosen
for a contrast of 4.5:1 on the background of its theme (WCAG 2.2, 1.4.3 and 1.4.11), which a test
computes anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from app.core.view import Situation


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme, as ``#rrggbb``.

    Attributes:
        window: Behind everything.
        surface: Behind what belongs together.
        field: Behind what is typed or chosen.
        hover: Behind a button under the pointer.
        text: What is read.
        quiet: What is read last.
        line: What parts one thing from another; no meaning hangs on it.
        edge: What bounds a thing that can be used.
        focus: Around what has the keyboard.
        accent: The one button that goes on.
        on_accent: Text upon it.
        listening: The candidate may speak.
        talking: The candidate speaks.
        interviewer: The interviewer speaks.
        locked: The microphone is locked on.
        weak: Something needs patience.
        lost: Something needs somebody.
        idle: Nothing goes on.
    """

    window: str
    surface: str
    field: str
    hover: str
    text: str
    quiet: str
    line: str
    edge: str
    focus: str
    accent: str
    on_accent: str
    listening: str
    talking: str
    interviewer: str
    locked: str
    weak: str
    lost: str
    idle: str


LIGHT = Palette(
    window="#F6F8FA",
    surface="#FFFFFF",
    field="#FFFFFF",
    hover="#EEF1F4",
    text="#1B1F24",
    quiet="#57606A",
    line="#D8DEE4",
    edge="#818B96",
    focus="#0B5CAD",
    accent="#0B5CAD",
    on_accent="#FFFFFF",
    listening="#1A7F37",
    talking="#0B5CAD",
    interviewer="#6E40C9",
    locked="#A0286E",
    weak="#8A5A00",
    lost="#B42318",
    idle="#57606A",
)
DARK = Palette(
    window="#1E1E1E",
    surface="#272727",
    field="#2B2B2B",
    hover="#353535",
    text="#ECEDEE",
    quiet="#A3ABB4",
    line="#3A3A3A",
    edge="#7D858E",
    focus="#58A6FF",
    accent="#58A6FF",
    on_accent="#0A1A2B",
    listening="#3FB950",
    talking="#58A6FF",
    interviewer="#BC8CFF",
    locked="#F778BA",
    weak="#E3B341",
    lost="#FF7B72",
    idle="#8B949E",
)


class SPACE:
    """Distances in pixels."""

    xs: ClassVar[int] = 4
    s: ClassVar[int] = 8
    m: ClassVar[int] = 12
    l: ClassVar[int] = 16  # noqa: E741  # the usual name of a size
    xl: ClassVar[int] = 24
    xxl: ClassVar[int] = 32


class SIZE:
    """Heights of letters in pixels."""

    small: ClassVar[int] = 13
    body: ClassVar[int] = 15
    caption: ClassVar[int] = 18
    lead: ClassVar[int] = 18
    title: ClassVar[int] = 28
    state: ClassVar[int] = 34


def colour_of(situation: Situation, palette: Palette) -> str:
    """Return the colour of a situation."""
    match situation:
        case Situation.LISTENING | Situation.FINISHED:
            return palette.listening
        case Situation.TALKING | Situation.ENDING:
            return palette.talking
        case Situation.INTERVIEWER:
            return palette.interviewer
        case Situation.WEAK | Situation.RECONNECTING | Situation.HELD | Situation.ENDED_HELD:
            return palette.weak
        case Situation.NO_MICROPHONE | Situation.STALLED | Situation.BLOCKED | Situation.FAILED:
            return palette.lost
        case _:
            return palette.idle
