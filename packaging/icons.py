#!/usr/bin/env python3
"""Draw the application's icon in every size and format that the installers need, from one SVG.

    .venv/bin/python packaging/icons.py

reads resources/icons/application/fairhearing.svg and writes beside it -SIZE.png (Linux), .ico
(Windows), .icns (macOS), and fairhearing.txt, the hash of the drawing that they are made of. The
results are committed, so that a build draws nothing.
"""

from __future__ import annotations

import hashlib
import os
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice, QRectF
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

FOLDER = Path(__file__).resolve().parent.parent / "resources/icons/application"
NAME = "fairhearing"
PNG_SIZES = (16, 32, 64, 128, 256, 512)
ICO_SIZES = (16, 24, 32, 48, 64, 256)
# What macOS calls a picture of so many pixels: at single density, and at double where it has one.
ICNS_TYPES = {
    16: ("icp4",),
    32: ("icp5", "ic11"),
    64: ("icp6", "ic12"),
    128: ("ic07",),
    256: ("ic08", "ic13"),
    512: ("ic09", "ic14"),
    1024: ("ic10",),
}


def main() -> int:
    """Write all of them."""
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    drawing = (FOLDER / f"{NAME}.svg").read_bytes()
    for name, content in made(drawing).items():
        (FOLDER / name).write_bytes(content)
    del application
    return 0


def made(drawing: bytes) -> dict[str, bytes]:
    """Return each file's content by its name.

    Args:
        drawing: The SVG.
    """
    sizes = sorted({*PNG_SIZES, *ICO_SIZES, *ICNS_TYPES})
    pictures = {size: draw(drawing, size) for size in sizes}
    files = {f"{NAME}-{size}.png": pictures[size] for size in PNG_SIZES}
    files[f"{NAME}.ico"] = ico({size: pictures[size] for size in ICO_SIZES})
    files[f"{NAME}.icns"] = icns({size: pictures[size] for size in ICNS_TYPES})
    files[f"{NAME}.txt"] = f"{digest(drawing)}\n".encode()
    return files


def digest(drawing: bytes) -> str:
    """Return the hash of an SVG, whatever git made of its line ends."""
    return hashlib.sha256(drawing.replace(b"\r\n", b"\n")).hexdigest()


def draw(drawing: bytes, size: int) -> bytes:
    """Return an SVG as a PNG of so many pixels a side."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(drawing).render(painter, QRectF(0, 0, size, size))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """Return a Windows icon of PNGs by their size; Windows reads them since Vista."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(head) + 16 * len(pictures)
    entries = b""
    for size, picture in pictures.items():
        side = size % 256  # 256 is written as 0
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    return head + entries + b"".join(pictures.values())


def icns(pictures: dict[int, bytes]) -> bytes:
    """Return a macOS icon of PNGs by their size."""
    parts = [
        kind.encode() + struct.pack(">I", 8 + len(picture)) + picture
        for size, picture in pictures.items()
        for kind in ICNS_TYPES[size]
    ]
    body = b"".join(parts)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


if __name__ == "__main__":
    sys.exit(main())
