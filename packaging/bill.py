#!/usr/bin/env python3
"""What is in an installer? Its bill of materials, as CycloneDX 1.6 JSON, read from what was built.

    python3 packaging/bill.py BUNDLE FILE

BUNDLE is what Briefcase made, e.g. build/briefcase/build. Listed are the Python packages that lie
in it, by their own metadata, not by what was asked for: name, version, licence, and the hashes of
the files in build/wheels that they were installed from; besides them the weights of the speech
detector and, where one is shipped, Python. What a wheel carries (Qt, PortAudio) is that wheel's.
"""

from __future__ import annotations

import hashlib
import json
import platform
import re
import sys
import tomllib
import uuid
from datetime import UTC, datetime
from importlib.metadata import Distribution, MetadataPathFinder
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WHEELS = ROOT / "build/wheels"


def main(argv: list[str]) -> int:
    """Write the bill of a bundle; 1 if there is no bundle, 2 for a wrong command line."""
    if len(argv) != 2:
        print(__doc__)
        return 2
    folders = sorted(Path(argv[0]).rglob("app_packages"))
    if len(folders) != 1:
        print(f"{argv[0]} holds {len(folders)} folders app_packages, not one", file=sys.stderr)
        return 1
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    written = bill(project, folders[0], WHEELS, datetime.now(UTC))
    Path(argv[1]).write_text(json.dumps(written, indent=2) + "\n", "utf-8")
    return 0


def bill(project: dict[str, Any], packages: Path, wheels: Path, made: datetime) -> dict[str, Any]:
    """Return a bill of materials.

    Args:
        project: The table [project].
        packages: The folder with the bundle's Python packages.
        wheels: The folder with the wheels that they were installed from; may be empty.
        made: When.
    """
    found = MetadataPathFinder.find_distributions(context(packages))
    parts = sorted((part(one, wheels) for one in found), key=lambda one: one["name"])
    parts += besides(ROOT)
    own = {"type": "application", "name": project["name"], "version": project["version"]}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid4()}",
        "version": 1,
        "metadata": {
            "timestamp": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {
                **own,
                "bom-ref": "fairhearing",
                "licenses": [{"expression": project["license"]}],
            },
            "properties": [
                {"name": "fairhearing:system", "value": platform.platform()},
                {"name": "fairhearing:python", "value": platform.python_version()},
            ],
        },
        "components": parts,
        "dependencies": [{"ref": "fairhearing", "dependsOn": [one["bom-ref"] for one in parts]}],
    }


def context(folder: Path) -> Any:
    """Return what makes importlib.metadata look into one folder only."""
    return MetadataPathFinder.Context(path=[str(folder)])


def part(one: Distribution, wheels: Path) -> dict[str, Any]:
    """Return a package as a component of the bill."""
    name = plain(one.metadata["Name"])
    address = f"pkg:pypi/{name}@{one.version}"
    made = {"type": "library", "bom-ref": address, "name": name, "version": one.version}
    licences = licences_of(one)
    hashes = [
        hash_of(wheel)
        for wheel in sorted(wheels.glob("*.whl"))
        if (plain(wheel.name.split("-")[0]), wheel.name.split("-")[1]) == (name, one.version)
    ]
    told = {"licenses": licences, "purl": address, "hashes": hashes}
    return {**made, **{key: value for key, value in told.items() if value}}


def licences_of(one: Distribution) -> list[dict[str, Any]]:
    """Return a package's licence as it says it itself: an SPDX expression, else its own words."""
    expression = one.metadata.get("License-Expression")
    if expression:
        return [{"expression": expression}]
    words = (one.metadata.get("License") or "").strip()
    if words and "\n" not in words:  # some put the whole text there
        return [{"license": {"name": words}}]
    classes = one.metadata.get_all("Classifier") or []
    names = (text.split(" :: ")[-1] for text in classes if text.startswith("License :: "))
    return [{"license": {"name": name}} for name in names]


def besides(root: Path) -> list[dict[str, Any]]:
    """Return what is shipped that is no Python package."""
    weights = root / "resources/speech/silero_vad_v6.npz"
    made = {"type": "machine-learning-model", "bom-ref": "silero-vad", "name": "silero-vad"}
    model = {**made, "version": "6", "licenses": [{"expression": "MIT"}]}
    parts = [{**model, "hashes": [hash_of(weights)]}]
    if sys.platform != "linux":  # there it is the system's
        version = platform.python_version()
        python = {"type": "platform", "bom-ref": "python", "name": "python", "version": version}
        parts.append({**python, "licenses": [{"expression": "PSF-2.0"}]})
    return parts


def hash_of(path: Path) -> dict[str, str]:
    """Return a file's hash as a bill has it."""
    return {"alg": "SHA-256", "content": hashlib.sha256(path.read_bytes()).hexdigest()}


def plain(name: str) -> str:
    """Return a package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
