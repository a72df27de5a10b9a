"""Where does this system let an application hear, and how is that page opened?

macOS     its settings, by address
Windows   its settings, by address
Linux     the desktop's own settings, or a mixer, if one of them is installed
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QProcess, QUrl
from PySide6.QtGui import QDesktopServices

_MAC = "x-apple.systempreferences:com.apple.preference.security?Privacy_Microphone"
_WINDOWS = "ms-settings:privacy-microphone"
_GNOME = ("gnome-control-center", "sound")
_KDE = ("systemsettings", "kcm_pulseaudio")
_MIXER = ("pavucontrol", "--tab=4")  # its inputs


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """A page of the system's settings: an address, or a program with its arguments."""

    url: str = ""
    command: tuple[str, ...] = ()


def microphone_page(
    platform: str = sys.platform,
    desktop: str | None = None,
    find: Callable[[str], str | None] = shutil.which,
) -> SettingsPage | None:
    """Return the page for the microphone, or None where words must do.

    Args:
        platform: As ``sys.platform``.
        desktop: The desktop's name; None for this session's.
        find: Returns the path of a program, or None.
    """
    match platform:
        case "darwin":
            return SettingsPage(url=_MAC)
        case "win32":
            return SettingsPage(url=_WINDOWS)
        case _:
            name = os.environ.get("XDG_CURRENT_DESKTOP", "") if desktop is None else desktop
            there = (one for one in _in_order(name.upper()) if find(one[0]))
            command = next(there, None)
            return SettingsPage(command=command) if command else None


def _in_order(desktop: str) -> list[tuple[str, str]]:
    """Return the programs, the desktop's own first: another's may be there and know nothing."""
    if "KDE" in desktop:
        return [_KDE, _MIXER, _GNOME]
    if "GNOME" in desktop or "UNITY" in desktop:
        return [_GNOME, _MIXER, _KDE]
    return [_MIXER, _GNOME, _KDE]


def open_page(page: SettingsPage) -> bool:
    """Open it beside us; return whether that seems to have worked."""
    if page.url:
        return QDesktopServices.openUrl(QUrl(page.url))
    begun: bool | tuple[bool, int] = QProcess.startDetached(page.command[0], [*page.command[1:]])
    return begun[0] if isinstance(begun, tuple) else begun
