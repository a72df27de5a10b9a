from __future__ import annotations

import re

import pytest

from app.core.view import Situation
from app.gui.palette import DARK, LIGHT, SIZE, SPACE, Palette, colour_of
from app.gui.shapes import Shape, shape_of

TEXT, GRAPHIC = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
STATES = ("listening", "talking", "interviewer", "locked", "weak", "lost", "idle")
PAIRS = [
    *((TEXT, ink, paper) for ink in ("text", "quiet") for paper in ("window", "surface")),
    *((TEXT, ink, paper) for ink in ("text", "quiet") for paper in ("field", "hover")),
    *((TEXT, state, paper) for state in STATES for paper in ("window", "surface")),
    *((TEXT, "lost", paper) for paper in ("field", "hover")),  # the dangerous button
    (TEXT, "on_accent", "accent"),
    (TEXT, "window", "text"),  # Talk while it is held
    (TEXT, "quiet", "line"),  # what cannot be pressed now; WCAG asks for nothing, people read it
    *((GRAPHIC, "edge", paper) for paper in ("window", "surface", "field")),
    *((GRAPHIC, "focus", paper) for paper in ("window", "surface", "field", "hover")),
    *((GRAPHIC, "accent", paper) for paper in ("window", "surface")),
    *((GRAPHIC, bar, "line") for bar in ("listening", "weak", "lost", "idle", "quiet")),  # meter
    (GRAPHIC, "talking", "line"),  # the ring that closes
]


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb``, as WCAG 2.2 defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_is_computed_as_everybody_does() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)
    assert contrast("#777777", "#FFFFFF") < TEXT


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("least", "ink", "paper"), PAIRS)
def test_whatever_stands_on_something_can_be_seen(
    palette: Palette, least: float, ink: str, paper: str
) -> None:
    found = contrast(getattr(palette, ink), getattr(palette, paper))
    assert found >= least, f"{ink} on {paper}: {found:.2f}"


def test_every_colour_but_what_only_lies_below_is_judged() -> None:
    judged = {name for _, ink, paper in PAIRS for name in (ink, paper)}
    assert judged == set(Palette.__dataclass_fields__)


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_every_colour_is_one(palette: Palette) -> None:
    for name in Palette.__dataclass_fields__:
        assert re.fullmatch("#[0-9A-F]{6}", getattr(palette, name)), name


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_situations_of_one_colour_are_told_apart_by_shape_unless_they_ask_for_the_same(
    palette: Palette,
) -> None:
    alike: dict[tuple[str, Shape], set[Situation]] = {}
    for one in Situation:
        alike.setdefault((colour_of(one, palette), shape_of(one)), set()).add(one)
    assert [group for group in alike.values() if len(group) > 1] == [
        {Situation.CONNECTING, Situation.THINKING},
        {Situation.TALKING, Situation.ENDING},
        {Situation.WEAK, Situation.RECONNECTING},
        {Situation.HELD, Situation.ENDED_HELD},
        {Situation.NO_MICROPHONE, Situation.STALLED, Situation.BLOCKED, Situation.FAILED},
    ]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_green_is_for_what_is_well_alone(palette: Palette) -> None:
    green = {one for one in Situation if colour_of(one, palette) == palette.listening}
    assert green == {Situation.LISTENING, Situation.FINISHED}


def test_distances_and_letters_grow_in_steps() -> None:
    spaces = [SPACE.xs, SPACE.s, SPACE.m, SPACE.l, SPACE.xl, SPACE.xxl]
    assert spaces == sorted(set(spaces))
    assert all(space % 4 == 0 for space in spaces)
    assert 13 <= SIZE.small < SIZE.body < SIZE.lead < SIZE.title < SIZE.state
