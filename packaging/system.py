"""What the system itself must have before Python packages can work: libraries and programs.

macOS and Windows have all of it in the wheels. Debian and Ubuntu get it by apt-get when root; where
not root, or on another Linux, a person is asked for it by Debian's names.
"""

from __future__ import annotations

import ctypes
import glob
import importlib.util
import os
import shutil
import sys
from pathlib import Path

from step import SetupFailed, run

# What shows that a thing is there (a shared library, a program, or a file by patterns with "|"
# between them), and the Debian package that holds it.
SOUND = {"libportaudio.so.2": "libportaudio2"}  # sounddevice's Linux wheel has no PortAudio
SCREEN = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libbrotlidec.so.1": "libbrotli1",
}
_ALSA_PULSE = "alsa-lib/libasound_module_pcm_pulse.so"
TESTS = {
    "pulseaudio": "pulseaudio",
    "pactl": "pulseaudio-utils",
    f"/usr/lib/*/{_ALSA_PULSE}|/usr/lib*/{_ALSA_PULSE}": "libasound2-plugins",
    "espeak-ng": "espeak-ng",
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "tint2": "tint2",
    "strace": "strace",
    "tinyproxy": "tinyproxy-bin",
    "/usr/sbin/ip|/sbin/ip|/usr/bin/ip": "iproute2",  # only root has these folders on the PATH
    "/usr/sbin/tc|/sbin/tc|/usr/bin/tc": "iproute2",
}
JOURNAL = Path("/var/lib/dpkg/updates")  # what an interrupted dpkg has still to do


def provide(*, testing: bool, needs_venv: bool, draws: bool = False) -> None:
    """Install what the system lacks, or say how; a run goes on without what it can do without.

    Args:
        testing: Whether the tests' programs are needed too.
        needs_venv: Whether a .venv is still to be made.
        draws: Whether a window will be drawn even where there is no screen.

    Raises:
        SetupFailed: If apt-get fails, or if something is missing that cannot be done without.
    """
    packages = missing_packages(testing=testing, needs_venv=needs_venv, draws=draws)
    if not packages:
        return
    if shutil.which("apt-get") and os.geteuid() == 0:
        install(packages)
        return
    line = f"apt-get install --no-install-recommends {' '.join(packages)}"
    text = f"This system lacks some packages. On Debian or Ubuntu, run this:\n    sudo {line}"
    if testing or any(package.endswith("-venv") for package in packages):
        raise SetupFailed(text)
    print(text, file=sys.stderr)


def has_screen() -> bool:
    """Tell whether a window can be shown: macOS and Windows always have a screen."""
    if sys.platform in {"darwin", "win32"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def missing_packages(*, testing: bool, needs_venv: bool, draws: bool = False) -> list[str]:
    """Return the Debian packages that hold what this system lacks, in order of their names."""
    if sys.platform != "linux":
        return []
    drawing = draws or testing or has_screen()
    needed = {**SOUND, **(SCREEN if drawing else {}), **(TESTS if testing else {})}
    missing = {package for sign, package in needed.items() if not is_there(sign)}
    if needs_venv and importlib.util.find_spec("ensurepip") is None:
        missing.add("python{}.{}-venv".format(*sys.version_info))  # Debian keeps it apart
    return sorted(missing)


def is_there(sign: str) -> bool:
    """Tell whether a shared library, a program, or a file by patterns is on this system."""
    if sign.startswith("/"):
        return any(map(glob.glob, sign.split("|")))
    if ".so" not in sign:
        return shutil.which(sign) is not None
    try:
        ctypes.CDLL(sign)
    except OSError:
        return False
    return True


def install(packages: list[str]) -> None:
    """Install Debian packages, mending first what an interrupted apt-get may have left.

    Raises:
        SetupFailed: If they cannot be installed.
    """
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    get = ["apt-get", "-o", "DPkg::Lock::Timeout=120", *certificate_option()]
    if any(JOURNAL.glob("*")):  # where it is empty, nothing waits, nor do we for another dpkg
        run("finishing what was interrupted", "dpkg", "--configure", "-a", **quiet)
    run("asking apt what there is", *get, "update", "--quiet", **quiet)
    flags = ["--yes", "--fix-broken", "--no-install-recommends"]
    run(f"installing {' '.join(packages)}", *get, "install", *flags, *packages, **quiet)


def certificate_option() -> list[str]:
    """Return what makes apt-get trust the caller's certificates; proxies it reads by itself.

    apt-get downloads as the user _apt, so a file that only root can read would stop it: such a
    file is left out.
    """
    chosen = Path(os.environ.get("SSL_CERT_FILE") or "none").resolve()
    if not chosen.is_file() or not chosen.stat().st_mode & 0o004:
        return []
    if not all(folder.stat().st_mode & 0o001 for folder in chosen.parents):
        return []
    return ["-o", f"Acquire::https::CAInfo={chosen}"]
