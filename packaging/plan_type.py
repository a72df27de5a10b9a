"""What makes a Linux desktop open a plan by double click: its type, and who opens it.

Briefcase tells macOS and Windows of a document type, but puts nothing of it into a .deb. build.py
adds it to what Briefcase has built, before it is packed: a description of the type, and a line in
the application's desktop file. The desktop's own packages read both when the .deb is installed, and
forget both when it is removed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

_SPACE = "http://www.freedesktop.org/standards/shared-mime-info"
_DESKTOP_FILES = "build/fairhearing/*/*/fairhearing-*/usr/share/applications/*.desktop"


def desktop_files(stage: Path) -> list[Path]:
    """Return the desktop file of each .deb that is being made in Briefcase's folder."""
    return sorted(stage.glob(_DESKTOP_FILES))


def add(desktop_file: Path, kinds: Mapping[str, Mapping[str, Any]]) -> None:
    """Add the document types to a built package; doing it twice changes nothing.

    Args:
        desktop_file: Of the application, in its place under usr/share.
        kinds: The tables document_type of briefcase.toml.
    """
    folder = desktop_file.parents[1] / "mime/packages"
    folder.mkdir(parents=True, exist_ok=True)
    description = folder / f"{desktop_file.stem}.xml"
    description.write_bytes(described(kinds, icon=desktop_file.stem))
    for path, mode in ((folder.parent, 0o755), (folder, 0o755), (description, 0o644)):
        path.chmod(mode)  # whatever the umask is
    lines = desktop_file.read_text("utf-8").splitlines()
    # One plan at a time is what the application takes: a desktop then begins it once for each.
    kept = [line.replace(" %F", " %f") for line in lines if not line.startswith("MimeType=")]
    opened = "".join(f"{kind['mime_type']};" for kind in kinds.values())
    desktop_file.write_text("\n".join([*kept, f"MimeType={opened}", ""]), "utf-8")


def described(kinds: Mapping[str, Mapping[str, Any]], icon: str) -> bytes:
    """Return the document types as the desktops' shared database reads them.

    Args:
        kinds: The tables document_type of briefcase.toml.
        icon: The name under which the application's icon is installed.
    """
    root = ElementTree.Element("mime-info", xmlns=_SPACE)
    for kind in kinds.values():
        one = ElementTree.SubElement(root, "mime-type", type=kind["mime_type"])
        ElementTree.SubElement(one, "comment").text = kind["description"]
        ElementTree.SubElement(one, "sub-class-of", type="text/plain")  # editors may open it too
        ElementTree.SubElement(one, "icon", name=icon)
        ElementTree.SubElement(one, "glob", pattern=f"*.{kind['extension']}")
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def kinds_of(settings: Path) -> dict[str, dict[str, Any]]:
    """Return the document types of briefcase.toml."""
    described = tomllib.loads(settings.read_text("utf-8"))["tool"]["briefcase"]["app"]
    kinds: dict[str, dict[str, Any]] = described["fairhearing"]["document_type"]
    return kinds
