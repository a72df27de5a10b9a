import importlib.metadata
import json
import sysconfig
from email.message import Message
from pathlib import Path

import lock
import pytest
import shipped

HASH = " \\\n    --hash=sha256:01\n"


def metadata(**fields: str) -> Message:
    made = Message()
    for name, value in fields.items():
        made[name.replace("_", "-")] = value
    return made


def test_a_package_for_any_of_our_computers_is_inside() -> None:
    text = "".join(
        f"{one}{HASH}"
        for one in (
            "a==1",
            "b==2 ; sys_platform == 'win32'",
            "c==3 ; python_full_version < '3.12'",
            "d==4 ; platform_machine != 'ARM64' or sys_platform != 'win32'",
            "e==5 ; python_full_version >= '3.12' and sys_platform == 'emscripten'",
            "f==6 ; python_full_version < '3.11'",
            "g==7 ; platform_machine == 'x86_64' and sys_platform == 'darwin'",
            "g==8 ; platform_machine != 'x86_64' or sys_platform != 'darwin'",
        )
    )
    assert shipped.shipped(text) == [*zip("abcdgg", "123478", strict=True)]


def test_the_lock_is_read_as_it_is() -> None:
    found = dict(shipped.shipped(lock.RUN_LOCK.read_text("utf-8")))
    assert {"numpy", "pywin32-ctypes", "secretstorage", "backports-tarfile"} <= found.keys()
    assert "httpx2-jsfetch" not in found  # for browsers
    assert len(found) > 40


def test_what_is_installed_tells_its_licence_and_brings_its_text() -> None:
    site = Path(sysconfig.get_path("purelib"))
    version = importlib.metadata.version("sounddevice")
    (one,) = shipped.read_packages(f"sounddevice=={version}{HASH}", site)
    assert one.licence == "MIT"
    (text,) = one.texts
    assert "Matthias Geier" in text
    assert "\r" not in text


def test_a_licence_is_the_expression_else_the_short_word_else_what_we_found_out() -> None:
    told = metadata(License_Expression="MIT", License="see the file")
    assert shipped.package("x", "1", told, {}).licence == "MIT"
    assert shipped.package("x", "1", metadata(License="Zlib"), {}).licence == "Zlib"
    assert shipped.package("distro", "1", metadata(License="Apache"), {}).licence == "Apache-2.0"


def test_texts_are_in_the_order_of_their_names() -> None:
    texts = {"b/LICENSE": "two", "a/LICENSE": "one"}
    assert shipped.package("x", "1", metadata(License="MIT"), texts).texts == ("one", "two")


@pytest.mark.parametrize("told", [{}, {"License": "MIT\n\nCopyright"}])
def test_a_licence_that_is_not_told_is_no_licence(told: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="x 1 does not tell its licence"):
        shipped.package("x", "1", metadata(**told), {})


def test_a_bill_of_materials_tells_what_a_package_was_built_from(tmp_path: Path) -> None:
    bill = tmp_path / "bill.json"
    listed = [
        {"name": "a", "version": "1", "licenses": [{"expression": "MIT OR Apache-2.0"}]},
        {"name": "b", "version": "2", "licenses": [{"license": {"id": "Zlib"}}]},
        {"name": "c"},
    ]
    bill.write_text(json.dumps({"components": listed}))
    assert [*shipped.parts(bill)] == [
        shipped.Part("a", "1", "MIT OR Apache-2.0"),
        shipped.Part("b", "2", "Zlib"),
        shipped.Part("c", "", ""),
    ]


def test_the_bills_of_what_is_installed_are_read() -> None:
    version = importlib.metadata.version("cryptography")
    site = Path(sysconfig.get_path("purelib"))
    (one,) = shipped.read_packages(f"cryptography=={version}{HASH}", site)
    assert {"openssl", "pyo3", "asn1"} <= {part.name for part in one.parts}
