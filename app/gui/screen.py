"""Is there a screen for the window? Asked first: Qt would end the process where there is none.

Only X11 is asked, on Linux, by the library that Qt asks it with. Elsewhere, under Wayland, and
where somebody names another platform to Qt, the answer is Qt's.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QLibraryInfo

from app.core.faults import InputFault

_INSTEAD = "or practise in a terminal: fairhearing practice"


def require_screen(platform: str, environ: Mapping[str, str]) -> None:
    """Return if a window can be shown, as far as that can be known.

    Args:
        platform: As ``sys.platform`` has it.
        environ: The environment; it names the screen.

    Raises:
        InputFault: It cannot; it says why and what to do.
    """
    display, named = environ.get("DISPLAY", ""), environ.get("QT_QPA_PLATFORM")
    is_usual = display and not named and environ.get("XDG_SESSION_TYPE") != "wayland"
    if platform != "linux" or not (is_usual or named == "xcb"):
        return
    try:
        load_plugin("xcb")
    except InputFault as fault:
        raise InputFault(
            f"The window cannot open. {str(fault).rstrip('.')}. Install the package that holds it, "
            f"{_INSTEAD}"
        ) from fault
    if not _answers(display):
        raise InputFault(
            f"The screen {display!r}, which DISPLAY names, does not answer or lets nobody in. "
            f"Start Fairhearing on a desktop that you are logged in to, {_INSTEAD}"
        )


def load_plugin(name: str) -> None:
    """Load Qt's plugin of a platform.

    Raises:
        InputFault: It is missing, or a library that it needs is.
    """
    folder = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"
    found = [one for one in folder.glob(f"*q{name}.*") if one.suffix in {".so", ".dylib", ".dll"}]
    if not found:
        raise InputFault(f"Qt's plugin for the platform {name} is missing. Install again.")
    try:
        ctypes.CDLL(str(found[0]))
    except OSError as error:
        raise InputFault(
            f"Qt's plugin for the platform {name} cannot be loaded: {error}"
        ) from error


def _answers(display: str) -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")  # the plugin has loaded it
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    is_refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not is_refused
