from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices

from app.gui.system_settings import SettingsPage, microphone_page, open_page

ALL = {"gnome-control-center", "systemsettings", "pavucontrol"}


def installed(*names: str) -> Callable[[str], str | None]:
    return lambda name: f"/usr/bin/{name}" if name in names else None


def test_macos_and_windows_have_an_address_and_need_no_program() -> None:
    mac, windows = (microphone_page(one, "", installed()) for one in ("darwin", "win32"))
    assert mac
    assert mac.url.endswith("security?Privacy_Microphone")
    assert windows == SettingsPage(url="ms-settings:privacy-microphone")


@pytest.mark.parametrize(
    ("desktop", "names", "command"),
    [
        ("KDE", ALL, ("systemsettings", "kcm_pulseaudio")),
        ("ubuntu:GNOME", ALL, ("gnome-control-center", "sound")),
        ("Unity", ALL, ("gnome-control-center", "sound")),
        ("XFCE", ALL, ("pavucontrol", "--tab=4")),
        ("", ALL, ("pavucontrol", "--tab=4")),
        ("KDE", {"pavucontrol"}, ("pavucontrol", "--tab=4")),
        ("XFCE", {"gnome-control-center"}, ("gnome-control-center", "sound")),
        ("GNOME", {"systemsettings"}, ("systemsettings", "kcm_pulseaudio")),
    ],
)
def test_on_linux_the_desktop_s_own_comes_first_if_it_is_there(
    desktop: str, names: set[str], command: tuple[str, ...]
) -> None:
    assert microphone_page("linux", desktop, installed(*names)) == SettingsPage(command=command)


def test_where_none_is_there_words_must_do() -> None:
    assert microphone_page("linux", "KDE", installed()) is None


def test_the_desktop_is_this_session_s(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", "KDE")
    page = microphone_page("linux", find=installed(*ALL))
    assert page
    assert page.command[0] == "systemsettings"


def test_an_address_goes_to_the_system_and_a_program_is_begun_beside_us(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[object] = []

    def begin(program: str, arguments: list[str]) -> tuple[bool, int]:
        opened.append((program, arguments))
        return program == "good", 7

    def show(url: QUrl) -> bool:
        opened.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", show)
    monkeypatch.setattr(QProcess, "startDetached", begin)
    assert open_page(SettingsPage(url="ms-settings:privacy-microphone"))
    assert open_page(SettingsPage(command=("good", "sound")))
    assert not open_page(SettingsPage(command=("bad",)))
    assert opened == ["ms-settings:privacy-microphone", ("good", ["sound"]), ("bad", [])]


def test_a_program_that_is_not_there_is_noticed() -> None:
    assert not open_page(SettingsPage(command=("fairhearing-no-such-program",)))
