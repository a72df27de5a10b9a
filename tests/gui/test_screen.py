"""What is said where Qt's plugin lacks a library is in tests/wiring/test_self_check_taken.py too:
it needs a process of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.faults import InputFault
from app.gui import screen as screen_module
from app.gui.screen import load_plugin, require_screen
from tests.screen import Screen

NOBODY = ":4242"


@pytest.fixture
def needs_x11() -> None:
    try:
        load_plugin("xcb")
    except InputFault as fault:
        pytest.skip(str(fault))


@pytest.fixture
def x11(needs_x11: None, tmp_path: Path) -> Iterator[Screen]:
    if not shutil.which("Xvfb"):
        pytest.skip("no Xvfb")
    with Screen(tmp_path) as made:
        yield made


def test_a_plugin_that_is_missing_is_named() -> None:
    load_plugin("offscreen")
    with pytest.raises(InputFault, match="plugin for the platform nothing is missing"):
        load_plugin("nothing")


@pytest.mark.usefixtures("needs_x11")
@pytest.mark.parametrize("named", [{}, {"QT_QPA_PLATFORM": "xcb"}])
def test_a_screen_that_is_not_there_is_named_with_what_to_do(named: dict[str, str]) -> None:
    with pytest.raises(InputFault) as caught:
        require_screen("linux", {"DISPLAY": NOBODY, **named})
    assert str(caught.value) == (
        "The screen ':4242', which DISPLAY names, does not answer or lets nobody in. Start "
        "Fairhearing on a desktop that you are logged in to, or practise in a terminal: "
        "fairhearing practice"
    )


def test_a_screen_that_is_there_is_left_to_qt(x11: Screen) -> None:
    require_screen("linux", {"DISPLAY": x11.env["DISPLAY"]})


def test_a_library_that_the_plugin_lacks_is_told_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def lack(_: str) -> None:
        raise OSError("libxcb-cursor.so.0: cannot open shared object file")

    monkeypatch.setattr(screen_module.ctypes, "CDLL", lack)
    with pytest.raises(InputFault, match=r"libxcb-cursor\.so\.0.*Install the package that holds"):
        require_screen("linux", {"DISPLAY": NOBODY})


@pytest.mark.parametrize(
    ("platform", "environ"),
    [
        ("win32", {"DISPLAY": NOBODY}),
        ("darwin", {"DISPLAY": NOBODY}),
        ("linux", {"DISPLAY": NOBODY, "QT_QPA_PLATFORM": "offscreen"}),
        ("linux", {"DISPLAY": NOBODY, "XDG_SESSION_TYPE": "wayland"}),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}),
    ],
)
def test_elsewhere_the_answer_is_qts(platform: str, environ: dict[str, str]) -> None:
    require_screen(platform, environ)
