import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

import bill
import pytest

PROJECT = {"name": "x", "version": "1.2.3", "license": "MIT"}
NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def package(folder: Path, name: str, version: str, *more: str) -> None:
    notes = folder / f"{name.replace('-', '_')}-{version}.dist-info"
    notes.mkdir(parents=True)
    lines = ["Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}", *more]
    (notes / "METADATA").write_text("\n".join(lines) + "\n", "utf-8")


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    folder = tmp_path / "bundle/lib/app_packages"
    package(folder, "Jaraco.Classes", "3.4", "Classifier: License :: OSI Approved :: MIT License")
    package(folder, "numpy", "2.0", "License-Expression: BSD-3-Clause AND 0BSD", "License: long")
    package(folder, "old", "1.0", "License: BSD")
    package(folder, "none", "1.0")
    return folder


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    folder = tmp_path / "wheels"
    folder.mkdir()
    for name in ("jaraco_classes-3.4-py3-none-any", "jaraco_classes-3.5-py3-none-any", "old_x-1.0"):
        (folder / f"{name}.whl").write_text(name)
    return folder


def described(packages: Path, wheels: Path) -> dict[str, dict]:
    made = bill.bill(PROJECT, packages, wheels, NOON)
    return {part["name"]: part for part in made["components"]}


def test_each_package_of_the_bundle_is_named_by_its_own_metadata(packages, wheels) -> None:
    parts = described(packages, wheels)
    assert {"jaraco-classes", "none", "numpy", "old"} < {*parts}
    assert parts["numpy"]["purl"] == "pkg:pypi/numpy@2.0"
    assert parts["numpy"]["licenses"] == [{"expression": "BSD-3-Clause AND 0BSD"}]
    assert parts["jaraco-classes"]["licenses"] == [{"license": {"name": "MIT License"}}]
    assert parts["old"]["licenses"] == [{"license": {"name": "BSD"}}]
    assert "licenses" not in parts["none"]


def test_a_hash_is_of_the_wheel_that_was_installed(packages, wheels) -> None:
    parts = described(packages, wheels)
    content = hashlib.sha256(b"jaraco_classes-3.4-py3-none-any").hexdigest()
    assert parts["jaraco-classes"]["hashes"] == [{"alg": "SHA-256", "content": content}]
    assert "hashes" not in parts["old"]


def test_the_speech_detector_is_in_it_as_it_lies_there(packages, wheels) -> None:
    model = described(packages, wheels)["silero-vad"]
    noted = (bill.ROOT / "resources/speech/PROVENANCE.md").read_text("utf-8")
    assert model["hashes"][0]["content"] in noted


@pytest.mark.parametrize(("system", "ships"), [("linux", False), ("darwin", True), ("win32", True)])
def test_python_is_in_it_where_it_is_shipped(monkeypatch, system: str, ships: bool) -> None:
    monkeypatch.setattr(bill.sys, "platform", system)
    assert ("python" in {part["name"] for part in bill.besides(bill.ROOT)}) is ships


def test_the_bill_is_of_our_application_and_depends_on_every_part(packages, wheels) -> None:
    made = bill.bill(PROJECT, packages, wheels, NOON)
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    assert made["metadata"]["timestamp"] == "2026-01-02T12:00:00Z"
    assert made["metadata"]["component"]["version"] == "1.2.3"
    (all_of_it,) = made["dependencies"]
    assert all_of_it["dependsOn"] == [part["bom-ref"] for part in made["components"]]


def test_a_bundle_is_found_by_its_packages(packages: Path, tmp_path: Path, capsys) -> None:
    written = tmp_path / "bill.json"
    assert bill.main([str(tmp_path / "bundle"), str(written)]) == 0
    assert "numpy" in {part["name"] for part in json.loads(written.read_text())["components"]}
    assert bill.main([str(tmp_path / "bundle/lib/app_packages/none-1.0.dist-info"), "x"]) == 1
    assert "0 folders app_packages" in capsys.readouterr().err
    assert bill.main([]) == 2
