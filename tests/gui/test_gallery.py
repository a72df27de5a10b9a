from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from app.gui.palette import DARK, LIGHT, Palette
from app.gui.theme import Mode, Theme
from tests.gui.checks import CHECKS
from tests.gui.gallery import ENDINGS, LOBBIES, VIEWS, draw_all

PALETTES = {Mode.LIGHT: LIGHT, Mode.DARK: DARK}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gallery")


@pytest.fixture(params=[Mode.LIGHT, Mode.DARK], ids=["light", "dark"])
def mode(request: pytest.FixtureRequest) -> Mode:
    return Mode(request.param)


@pytest.fixture
def pictures(folder: Path, mode: Mode, theme: Theme) -> dict[str, QImage]:
    """Return the pictures of a theme; they are drawn once."""
    here = folder / mode.value
    if not here.exists():
        here.mkdir()
        draw_all(here, mode)
    return {path.stem: QImage(str(path)) for path in sorted(here.glob("*.png"))}


def colours(picture: QImage) -> Counter[str]:
    """Return how many pixels have each colour, of one in nine."""
    sample = picture.scaled(picture.width() // 3, picture.height() // 3)
    pixels = memoryview(sample.convertToFormat(QImage.Format.Format_RGB32).constBits()).cast("I")
    counted = Counter(pixels.tolist())
    return Counter({f"#{pixel & 0xFFFFFF:06X}": count for pixel, count in counted.items()})


def test_every_state_has_its_picture(pictures: dict[str, QImage]) -> None:
    beside = {"leave", "leave-answer", "smallest", "smallest-start", "smallest-take-back"}
    beside |= {"smallest-check", "toggles"}
    for ending in ("", "-2"):
        beside |= {f"{menu}{ending}" for menu in ("menu-wait", "menu-sound", "menu-sound-within")}
    assert set(pictures) == {*LOBBIES, *CHECKS, *VIEWS, *ENDINGS, *beside}


def test_none_is_empty_and_each_lies_on_the_colour_of_the_theme(
    pictures: dict[str, QImage], mode: Mode
) -> None:
    palette: Palette = PALETTES[mode]
    for name, picture in pictures.items():
        found = colours(picture)
        assert len(found) > 20, name
        assert max(found, key=lambda one: found[one]) in {palette.window, palette.surface}, name
        assert found[palette.text] > 20, name


def test_no_two_states_look_the_same(pictures: dict[str, QImage]) -> None:
    names = list(pictures)
    alike = [
        {one, other}
        for at, one in enumerate(names)
        for other in names[:at]
        if pictures[one] == pictures[other]
    ]
    assert not alike


def test_the_colours_of_the_other_theme_are_nowhere(
    pictures: dict[str, QImage], mode: Mode
) -> None:
    other = PALETTES[Mode.DARK if mode is Mode.LIGHT else Mode.LIGHT]
    for name, picture in pictures.items():
        found = colours(picture)
        assert found[other.window] + found[other.text] < found.total() / 1000, name
