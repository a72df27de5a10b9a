"""Which packages are inside the installers, under which licence, with which texts?

They are those of requirements.txt whose marker holds on any computer that we have an installer or
a start script for. What is not installed here is fetched, one wheel each, and thrown away again.
"""

from __future__ import annotations

import importlib.metadata
import itertools
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from email.message import Message
from pathlib import Path

import lock
from packaging.markers import Marker  # the library of the tests: our folder is no package

SYSTEMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "platform_machine": "x86_64"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "arm64"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "platform_machine": "x86_64"},
    {"sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64"},
    {"sys_platform": "win32", "platform_system": "Windows", "platform_machine": "ARM64"},
)
PYTHONS = ("3.11", "3.12", "3.13")

STATED = {
    "backports-tarfile": "MIT",
    "certifi": "MPL-2.0",
    "distro": "Apache-2.0",
    "google-auth": "Apache-2.0",
    "jaraco-classes": "MIT",
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "pyasn1-modules": "BSD-2-Clause",
    "pywin32-ctypes": "BSD-3-Clause",
    "tenacity": "Apache-2.0",
    "wakepy": "MIT",
}
"""Licences of packages that do not tell theirs as an expression, as their texts have them."""

_FETCHED_FOR = ("any", "win_amd64", "macosx_13_0_x86_64")  # the others' are installed
_ENTRY = re.compile(r"([A-Za-z0-9._-]+)==(\S+)(?: ; (.*?))? \\$")
_TEXT = re.compile(r"(LICEN[CS]E|COPYING|NOTICE|PATENTS)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """What a package was built from, by its bill of materials.

    Attributes:
        name: Its name.
        version: Its version.
        licence: An SPDX expression, or "" where the bill does not tell.
    """

    name: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True)
class Package:
    """A package with what its wheel says of its licence.

    Attributes:
        name: As the lock has it.
        version: As the lock has it.
        licence: An SPDX expression.
        texts: The texts that came with it.
        parts: What it was built from, where it has a bill of materials.
    """

    name: str
    version: str
    licence: str
    texts: tuple[str, ...]
    parts: tuple[Part, ...] = ()


def shipped(text: str) -> list[tuple[str, str]]:
    """Return name and version of each package of a lock that is inside on any system.

    A package may be there in two versions, for two systems.
    """
    found = (_ENTRY.match(entry.splitlines()[0]) for entry in lock.entries(text))
    return [(one[1], one[2]) for one in found if one and _is_inside(one[3])]


def _is_inside(marker: str | None) -> bool:
    if not marker:
        return True
    parsed = Marker(marker)
    return any(
        parsed.evaluate({**system, "python_version": python, "python_full_version": f"{python}.9"})
        for system, python in itertools.product(SYSTEMS, PYTHONS)
    )


def read_packages(text: str, site: Path) -> Iterator[Package]:
    """Yield the packages of a lock that are inside.

    Args:
        text: The lock.
        site: Where packages are installed; the others are fetched.
    """
    for name, version in shipped(text):
        found = _installed(name, version, site)
        yield found or _fetched(name, version)


def _installed(name: str, version: str, site: Path) -> Package | None:
    for one in importlib.metadata.distributions(name=name, path=[str(site)]):
        if one.version == version:
            own = [file for file in one.files or () if "dist-info" in file.parts[0]]
            paths = {str(file): Path(str(one.locate_file(file))) for file in own}
            texts = {at: _read(path) for at, path in paths.items() if _TEXT.search(path.name)}
            bills = [path for path in paths.values() if path.parent.name == "sboms"]
            found = package(name, version, one.metadata, texts)
            return replace(found, parts=tuple(part for bill in bills for part in parts(bill)))
    return None


def _fetched(name: str, version: str) -> Package:
    with tempfile.TemporaryDirectory() as folder:
        fetch = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", folder]
        choice = ["--only-binary=:all:", *(f"--platform={one}" for one in _FETCHED_FOR)]
        subprocess.run([*fetch, *choice, f"{name}=={version}"], check=True)
        found = _installed(name, version, Path(folder))
    assert found is not None, f"{name} {version} was fetched and is not there"
    return found


def package(
    name: str, version: str, metadata: Mapping[str, str] | Message, texts: Mapping[str, str]
) -> Package:
    """Return a package by what its wheel says.

    Args:
        name: Its name.
        version: Its version.
        metadata: Of its wheel.
        texts: The texts that came with it, by their names.

    Raises:
        ValueError: Its licence is not told.
    """
    told = metadata.get("License-Expression") or metadata.get("License") or ""
    licence = STATED.get(name, told.strip())
    if not licence or "\n" in licence:
        raise ValueError(f"{name} {version} does not tell its licence: look it up for STATED")
    return Package(name, version, licence, tuple(texts[at] for at in sorted(texts)))


def parts(bill: Path) -> Iterator[Part]:
    """Yield what a bill of materials lists (CycloneDX, JSON)."""
    for one in json.loads(bill.read_text("utf-8")).get("components", ()):
        told = [
            each.get("expression") or each.get("license", {}).get("id") or ""
            for each in one.get("licenses", ())
        ]
        yield Part(one["name"], one.get("version", ""), " AND ".join(told))


def _read(path: Path) -> str:
    return path.read_text("utf-8", errors="replace").replace("\r\n", "\n").strip()
