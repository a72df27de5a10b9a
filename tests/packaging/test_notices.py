import re
from dataclasses import replace
from pathlib import Path

import lock
import notices
import pytest
from licence import LicenceRefused
from notices import COMPONENTS, NOTICES, Component
from shipped import Package, Part

TEXT = NOTICES.read_text("utf-8")
LOCK = lock.RUN_LOCK.read_text("utf-8")
GOOD = Package("good", "1.0", "MIT", ("Do as you like.",))


def test_the_notices_cover_every_locked_package() -> None:
    assert notices.uncovered(TEXT, LOCK) == [], "run packaging/notices.py"


@pytest.mark.parametrize("name", ["numpy", "pywin32-ctypes", "zipp"])
def test_a_package_that_is_missing_or_of_another_version_is_found(name: str) -> None:
    (line,) = (one for one in TEXT.splitlines() if one.startswith(f"  {name} "))
    version = line.split()[1].removesuffix(":")
    assert notices.uncovered(TEXT.replace(line, ""), LOCK) == [f"{name} {version}"]
    newer = LOCK.replace(f"{name}=={version}", f"{name}==99.0")
    assert notices.uncovered(TEXT, newer) == [f"{name} 99.0"]


def test_a_name_within_a_licence_covers_nothing() -> None:
    assert notices.uncovered(notices.notices([GOOD], ()) + "  bad 2.0: MIT\n", "bad==2.0 \\\n")


@pytest.mark.parametrize("part", COMPONENTS, ids=lambda part: part.name)
def test_what_is_inside_the_packages_is_told_with_its_text(part: Component) -> None:
    assert f"  {part.name}, in {part.inside}: " in TEXT
    for name in part.texts:
        assert (notices.TEXTS / name).read_text("utf-8").strip() in TEXT


@pytest.mark.parametrize(
    "words",
    [
        "GNU LESSER GENERAL PUBLIC LICENSE Version 3",
        "GNU LESSER GENERAL PUBLIC LICENSE Version 2.1",
        "GCC RUNTIME LIBRARY EXCEPTION",
        "The WebRTC project authors",
        "PortAudio Portable Real-Time Audio Library",
        "PYTHON SOFTWARE FOUNDATION LICENSE",
        "Apache License Version 2.0",
        "Silero Team",
        "Mozilla Public License Version 2.0",
    ],
)
def test_the_texts_that_must_come_along_do(words: str) -> None:
    assert words in " ".join(TEXT.split())


def test_every_text_has_a_number_and_stands_once() -> None:
    twin = Package("twin", "2.0", "MIT", GOOD.texts)
    text = notices.notices([GOOD, twin], ())
    assert "  good 1.0: MIT, text 1\n  twin 2.0: MIT, text 1\n" in text
    assert text.count("Do as you like.") == 1


@pytest.mark.parametrize(
    ("licence", "texts", "says"),
    [
        ("GPL-3.0-only", ("text",), "bad 1.0: 'GPL-3.0-only' is not allowed inside"),
        ("MIT", (), "bad 1.0: brings no text"),
    ],
)
def test_what_may_not_be_inside_is_refused_by_name(
    licence: str, texts: tuple[str, ...], says: str
) -> None:
    with pytest.raises(LicenceRefused, match=re.escape(says)):
        notices.notices([GOOD, Package("bad", "1.0", licence, texts)], ())


def test_a_part_of_a_package_may_not_be_under_the_gpl_either() -> None:
    with pytest.raises(LicenceRefused, match=r"Tool, in good: 'GPL-2\.0-only'"):
        notices.notices([GOOD], (Component("Tool", "good", "GPL-2.0-only"),))


def test_what_a_package_was_built_from_is_listed_and_may_not_be_under_the_gpl() -> None:
    parts = (Part("b", "2", "Apache-2.0 OR GPL-2.0-only"), Part("a", "1", "MIT"))
    text = notices.notices([replace(GOOD, parts=parts)], ())
    assert "  good, Apache-2.0: b 2\n  good, MIT: a 1\n" in text
    for licence in ("GPL-2.0-only", ""):
        with pytest.raises(LicenceRefused, match=r"c 3, in good: '"):
            notices.notices([replace(GOOD, parts=(Part("c", "3", licence),))], ())


def test_a_part_that_tells_nothing_is_told_of_by_us() -> None:
    known = Component("OpenSSL", "good", "Apache-2.0")
    made = notices.notices([replace(GOOD, parts=(Part("openssl", "4", ""),))], (known,))
    assert "  OpenSSL, in good: Apache-2.0" in made


def test_a_package_without_a_text_may_have_that_of_what_it_consists_of() -> None:
    bare = Package("shiboken6", "6.0", "LGPL-3.0-only OR GPL-3.0-only", ())
    assert "  shiboken6 6.0: LGPL-3.0-only, text 1, 2\n" in notices.notices([bare], (notices.QT,))


def test_the_file_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "notices" / "third-party.txt"
    monkeypatch.setattr(notices, "NOTICES", made)
    monkeypatch.setattr(notices, "read_packages", lambda *_: iter([GOOD]))
    monkeypatch.setattr(notices, "COMPONENTS", ())
    assert notices.main(["--what"]) == 2
    assert notices.main([]) == 0
    assert "good 1.0: MIT" in made.read_text("utf-8")
    made.unlink()
    bad = Package("bad", "1.0", "GPL-3.0-only", ("text",))
    monkeypatch.setattr(notices, "read_packages", lambda *_: iter([bad]))
    assert notices.main([]) == 1
    assert not made.exists()
