#!/usr/bin/env python3
"""Does a finished Mac application still hold what it needs to be heard? Asked of the DMG's copy.

    codesign -d --entitlements - --xml APP > ENTITLEMENTS
    python3 packaging/mac_bundle.py APP ENTITLEMENTS

What briefcase.toml asks for must have reached the signature and Info.plist: signed without the
entitlement, an application gets silence from its microphone, and no question is shown.
"""

from __future__ import annotations

import plistlib
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def main(argv: list[str]) -> int:
    """Print what is lacking; 0 if nothing is, 2 for a wrong command line."""
    if len(argv) != 2:
        print(__doc__)
        return 2
    described = tomllib.loads((ROOT / "briefcase.toml").read_text("utf-8"))["tool"]["briefcase"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    info = plistlib.loads((Path(argv[0]) / "Contents/Info.plist").read_bytes())
    given = Path(argv[1]).read_bytes()
    entitlements = plistlib.loads(given) if given.strip() else {}  # nothing where there are none
    missing = lacking(described, project["version"], info, entitlements)
    print("\n".join(missing) or f"{argv[0]} holds what it must")
    return 1 if missing else 0


def lacking(
    described: dict[str, Any], version: str, info: dict[str, Any], entitlements: dict[str, Any]
) -> list[str]:
    """Return a sentence for each thing that is not there as it should be.

    Args:
        described: The table tool.briefcase of briefcase.toml.
        version: The project's.
        info: The application's Info.plist.
        entitlements: Those of its signature.
    """
    app = described["app"]["fairhearing"]
    wanted = {
        "NSMicrophoneUsageDescription": app["permission"]["microphone"],
        "CFBundleShortVersionString": version,
        "CFBundleIdentifier": f"{described['bundle']}.fairhearing",
        "LSMinimumSystemVersion": app["macOS"]["min_os_version"],
        **app["macOS"]["info"],
    }
    missing = [f"{key} is not {value!r}" for key, value in wanted.items() if info.get(key) != value]
    kept = ("cs.allow-unsigned-executable-memory", "cs.disable-library-validation")
    needed = [*app["macOS"]["entitlement"], *(f"com.apple.security.{one}" for one in kept)]
    missing += [f"no entitlement {one}" for one in needed if entitlements.get(one) is not True]
    endings = {
        ending
        for kind in info.get("UTExportedTypeDeclarations", [])
        for ending in kind.get("UTTypeTagSpecification", {}).get("public.filename-extension", [])
    }
    ours = {kind["extension"] for kind in app["document_type"].values()}
    return missing + [f"no document type .{one}" for one in sorted(ours - endings)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
