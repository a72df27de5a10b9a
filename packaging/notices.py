#!/usr/bin/env python3
"""Write resources/notices/third-party.txt: the licences of all that comes with the application.

    .venv/bin/python packaging/notices.py       after a change in requirements.txt

It tells of each locked package that is inside an installer, of what is inside those packages, and
of what else an installer holds. It refuses what may not be inside: licence.py says what may. Texts
that no package brings are in packaging/licences.
"""

from __future__ import annotations

import sys
import sysconfig
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from licence import LicenceRefused, chosen
from lock import ROOT, RUN_LOCK
from shipped import Package, read_packages, shipped

NOTICES = ROOT / "resources/notices/third-party.txt"
TEXTS = ROOT / "packaging/licences"
_RULE = "=" * 78


@dataclass(frozen=True, slots=True)
class Component:
    """Something inside that is no package of its own.

    Attributes:
        name: What it is.
        inside: Where it is.
        licence: An SPDX expression.
        texts: Files in packaging/licences, or others under the checkout; none where the text is
            among those of the package it is in.
        source: Where its source is, where its licence asks for that.
    """

    name: str
    inside: str
    licence: str
    texts: tuple[str, ...] = ()
    source: str = ""


_LGPL3 = ("LGPL-3.0.txt", "GPL-3.0.txt")  # the first is a supplement to the second
QT = Component(
    "Qt and Qt for Python",
    "pyside6-essentials, shiboken6",
    "LGPL-3.0-only",
    _LGPL3,
    "https://download.qt.io/official_releases/",
)
COMPONENTS = (
    Component(
        "Silero VAD, weights",
        "resources/speech",
        "MIT",
        ("../../resources/speech/LICENSE",),
    ),
    QT,
    Component(
        "Mozilla's list of authorities",
        "certifi",
        "MPL-2.0",
        ("MPL-2.0.txt",),  # the package itself has only its address
        "https://github.com/certifi/python-certifi",
    ),
    Component("PortAudio", "sounddevice (macOS, Windows)", "MIT", ("portaudio.txt",)),
    Component(
        "libsoxr, with PFFFT",
        "soxr",
        "LGPL-2.1-or-later",
        source="https://github.com/dofuuz/python-soxr",
    ),
    Component(
        "WebRTC, Abseil, JsonCpp, RNNoise, PFFFT, Ooura FFT", "pywebrtc-audio", "BSD-3-Clause"
    ),
    Component("OpenSSL", "cryptography, Python", "Apache-2.0"),
    Component("SQLite (public domain)", "Python", "blessing"),
    Component("OpenBLAS, LAPACK", "numpy", "BSD-3-Clause AND BSD-3-Clause-Open-MPI"),
    Component(
        "libgfortran",
        "numpy",
        "GPL-3.0-or-later WITH GCC-exception-3.1",
        source="https://gcc.gnu.org",
    ),
    Component("libquadmath", "numpy", "LGPL-2.1-or-later", source="https://gcc.gnu.org"),
    Component("ICU4X, Unicode data", "pydantic-core", "Unicode-3.0", ("Unicode-3.0.txt",)),
    Component("libffi", "cffi, Python", "MIT", ("libffi.txt",)),
    Component("Python", "the installers", "Python-2.0.1", ("python.txt",)),
)

_HEAD = """\
{product} {version} comes under the MIT licence. It comes with the work of others, which is listed
here with its licences; their texts follow, numbered.

What is under the LGPL is unchanged and lies in files of its own, which you may replace by your own
builds: Qt's in the folder PySide6, libsoxr's in the folder soxr, libquadmath in the folder
numpy.libs.
"""


def main(argv: Sequence[str]) -> int:
    """Write the file; return the exit status."""
    if argv:
        print(__doc__)
        return 2
    site = Path(sysconfig.get_path("purelib"))
    try:
        text = notices(list(read_packages(RUN_LOCK.read_text("utf-8"), site)), COMPONENTS)
    except LicenceRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    NOTICES.parent.mkdir(parents=True, exist_ok=True)
    NOTICES.write_text(text, "utf-8")
    return 0


def notices(packages: Sequence[Package], components: Sequence[Component]) -> str:
    """Return the whole text.

    Raises:
        LicenceRefused: Something may not be inside, or has no text.
    """
    numbers: dict[str, int] = {}  # by text: many packages bring the same one
    lines = ["Packages", ""]
    for one in packages:
        texts = one.texts or _texts_of(_of(one.name, components))
        lines.append(_line(head(one.name, one.version), one.licence, texts, numbers))
    lines += ["", "Inside them and beside them", ""]
    for part in components:
        where = f"{part.name}, in {part.inside}"
        lines.append(_line(where, part.licence, _texts_of(part), numbers, inside=True))
        if part.source:
            lines.append(f"      source: {part.source}")
    lines += ["", "What these packages were built from, by their bills of materials", ""]
    known = {part.name.lower() for part in components}
    lines += [line for one in packages for line in _built_from(one, known)]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    start = _HEAD.format(product=project["name"].capitalize(), version=project["version"])
    bodies = [f"{_RULE}\nText {number}\n{_RULE}\n\n{text}\n" for text, number in numbers.items()]
    return "\n".join([start, *lines, "", *bodies])


def head(name: str, version: str) -> str:
    """Return how a package is named in the list."""
    return f"{name} {version}"


def uncovered(text: str, requirements: str) -> list[str]:
    """Return the packages of a lock that are inside and not in the notices."""
    listed = {line.strip().partition(": ")[0] for line in text.partition(_RULE)[0].splitlines()}
    return [
        head(name, version)
        for name, version in shipped(requirements)
        if head(name, version) not in listed
    ]


def _line(
    what: str, licence: str, texts: Sequence[str], numbers: dict[str, int], *, inside: bool = False
) -> str:
    try:
        under = chosen(licence)
    except LicenceRefused as refused:
        raise LicenceRefused(f"{what}: {refused}") from None
    if not texts and not inside:
        raise LicenceRefused(f"{what}: brings no text of its licence")
    places = [numbers.setdefault(text, len(numbers) + 1) for text in texts]
    told = f"text {', '.join(map(str, places))}" if places else "its text is with what it is in"
    return f"  {what}: {under}, {told}"


def _built_from(package: Package, known: set[str]) -> Iterator[str]:
    """Yield a line for each licence of what a package was built from."""
    by_licence: dict[str, list[str]] = {}
    for part in package.parts:
        if not part.licence and part.name.lower() in known:
            continue
        try:
            under = chosen(part.licence)
        except LicenceRefused as refused:
            raise LicenceRefused(
                f"{part.name} {part.version}, in {package.name}: {refused}"
            ) from None
        by_licence.setdefault(under, []).append(f"{part.name} {part.version}")
    for under, parts in sorted(by_licence.items()):
        yield f"  {package.name}, {under}: {', '.join(parts)}"


def _of(name: str, components: Sequence[Component]) -> Component | None:
    """Return what a package consists of, for one that brings no text itself."""
    return next((one for one in components if name in one.inside.split(", ")), None)


def _texts_of(part: Component | None) -> list[str]:
    names = part.texts if part else ()
    return [(TEXTS / name).read_text("utf-8").strip() for name in names]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
