"""What the benchmark needs and the application does not: voices, a decoder, webrtcvad.

The voices are packages of Debian, fetched by ``apt-get download`` and unpacked beside, so nothing
is installed in the system and no root is needed. They are G.722; PyAV decodes it, in an environment
of the benchmark's own that holds webrtcvad as well.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_PACKAGES = (
    *(f"asterisk-core-sounds-{language}-g722" for language in ("en", "es", "fr", "it", "ru")),
    "asterisk-prompt-it-menardi-wav",
    "asterisk-moh-opsound-g722",
    "pocketsphinx-testdata",
)
_WHEELS = ("av", "webrtcvad-wheels", "numpy", "setuptools<81")  # webrtcvad asks for pkg_resources
_HERE = Path(__file__).parent


def voices(scratch: Path) -> Path:
    """Return the file of decoded voices, made now if it is not there."""
    made = scratch / "voices.npz"
    if not made.exists():
        tree = scratch / "debian"
        tree.mkdir(parents=True, exist_ok=True)
        subprocess.run(["apt-get", "download", "-q", *_PACKAGES], cwd=tree, check=True, timeout=600)
        for package in sorted(tree.glob("*.deb")):
            subprocess.run(["dpkg-deb", "-x", package, tree], check=True, timeout=120)
        share = tree / "usr" / "share"
        subprocess.run([python(scratch), _HERE / "decode.py", share, made], check=True, timeout=600)
    return made


def python(scratch: Path) -> str:
    """Return the Python of the benchmark's own environment, made now if it is not there."""
    place = scratch / "environment"
    found = place / "bin" / "python"
    ready = place / "is-ready"
    if not ready.exists():
        subprocess.run([sys.executable, "-m", "venv", place], check=True, timeout=120)
        subprocess.run([found, "-m", "pip", "install", "-q", *_WHEELS], check=True, timeout=600)
        ready.touch()
    return str(found)


def versions(scratch: Path) -> list[str]:
    """Return the versions of what was fetched."""
    debs = sorted(path.name.split("_")[:2] for path in (scratch / "debian").glob("*.deb"))
    listed = subprocess.run(
        [python(scratch), "-m", "pip", "list", "--format=freeze"],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout.split()
    wheels = [one.replace("==", " ") for one in listed if one.startswith(("av==", "webrtcvad"))]
    return [*wheels, *(f"{name} {version.replace('%3a', ':')}" for name, version in debs)]
