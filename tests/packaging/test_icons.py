import struct
from pathlib import Path

import icons
import pytest
from PySide6.QtGui import QImage

DRAWING = (icons.FOLDER / "fairhearing.svg").read_bytes()
pytestmark = pytest.mark.usefixtures("qapp")


def sizes_of_ico(content: bytes) -> dict[int, QImage]:
    reserved, kind, count = struct.unpack_from("<HHH", content)
    assert (reserved, kind) == (0, 1)
    pictures = {}
    for number in range(count):
        entry = struct.unpack_from("<BBBBHHII", content, 6 + 16 * number)
        size, length, offset = entry[0] or 256, entry[6], entry[7]
        pictures[size] = QImage.fromData(content[offset : offset + length])
    return pictures


def pictures_of_icns(content: bytes) -> dict[str, QImage]:
    assert content[:4] == b"icns"
    assert struct.unpack(">I", content[4:8])[0] == len(content)
    pictures, at = {}, 8
    while at < len(content):
        kind, length = content[at : at + 4].decode(), struct.unpack_from(">I", content, at + 4)[0]
        pictures[kind] = QImage.fromData(content[at + 8 : at + length])
        at += length
    return pictures


def test_the_committed_icons_are_made_of_this_drawing() -> None:
    noted = (icons.FOLDER / "fairhearing.txt").read_text("utf-8").strip()
    assert noted == icons.digest(DRAWING), "run packaging/icons.py"
    for name in icons.made(DRAWING):
        assert (icons.FOLDER / name).is_file(), f"{name}: run packaging/icons.py"


def test_the_drawing_is_known_again_whatever_its_line_ends() -> None:
    assert icons.digest(b"a\r\nb\n") == icons.digest(b"a\nb\n") != icons.digest(b"a\nc\n")


def test_every_picture_in_the_committed_files_is_as_large_as_it_says() -> None:
    for size in icons.PNG_SIZES:
        picture = QImage(str(icons.FOLDER / f"fairhearing-{size}.png"))
        assert (picture.width(), picture.height()) == (size, size)
    ico = sizes_of_ico((icons.FOLDER / "fairhearing.ico").read_bytes())
    assert set(ico) == set(icons.ICO_SIZES)
    assert all(picture.width() == size for size, picture in ico.items())
    icns = pictures_of_icns((icons.FOLDER / "fairhearing.icns").read_bytes())
    widths = {kind: size for size, kinds in icons.ICNS_TYPES.items() for kind in kinds}
    assert {kind: picture.width() for kind, picture in icns.items()} == widths


@pytest.mark.parametrize("size", icons.PNG_SIZES)
def test_a_picture_has_a_clear_margin_and_a_mark_in_its_middle(size: int) -> None:
    picture = QImage(str(icons.FOLDER / f"fairhearing-{size}.png"))
    assert picture.pixelColor(0, 0).alpha() == 0
    middle = picture.pixelColor(size // 2, int(size * 0.42))
    beside = picture.pixelColor(int(size * 0.34), int(size * 0.82))
    assert middle.lightness() > beside.lightness() + 60
    assert middle.alpha() == beside.alpha() == 255


def test_drawing_again_gives_the_same_picture(tmp_path: Path) -> None:
    again = QImage.fromData(icons.draw(DRAWING, 64))
    kept = QImage(str(icons.FOLDER / "fairhearing-64.png")).convertToFormat(again.format())
    differences = [
        abs(again.pixelColor(x, y).lightness() - kept.pixelColor(x, y).lightness())
        for x in range(64)
        for y in range(64)
    ]
    assert max(differences) < 24  # another Qt rounds otherwise
