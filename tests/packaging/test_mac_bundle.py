import plistlib
import tomllib
from pathlib import Path

import mac_bundle
import pytest

DESCRIBED = tomllib.loads((mac_bundle.ROOT / "briefcase.toml").read_text("utf-8"))["tool"]
APP = DESCRIBED["briefcase"]["app"]["fairhearing"]
PROJECT = tomllib.loads((mac_bundle.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
AUDIO = "com.apple.security.device.audio-input"
GOOD_INFO = {
    "NSMicrophoneUsageDescription": APP["permission"]["microphone"],
    "CFBundleShortVersionString": PROJECT["version"],
    "CFBundleIdentifier": "org.fairhearing.fairhearing",
    "LSMinimumSystemVersion": "13.0",
    "LSApplicationCategoryType": "public.app-category.business",
    "LSAppNapIsDisabled": True,
    "NSAppSleepDisabled": True,
    "UTExportedTypeDeclarations": [
        {"UTTypeTagSpecification": {"public.filename-extension": ["fhplan"]}}
    ],
}
GOOD_ENTITLEMENTS = {
    AUDIO: True,
    "com.apple.security.cs.allow-unsigned-executable-memory": True,
    "com.apple.security.cs.disable-library-validation": True,
}


def asked(tmp_path: Path, info: dict, entitlements: dict | None) -> int:
    """Return what the script says of an application with these two."""
    contents = tmp_path / "Fairhearing.app/Contents"
    contents.mkdir(parents=True, exist_ok=True)
    (contents / "Info.plist").write_bytes(plistlib.dumps(info))
    given = tmp_path / "entitlements.plist"
    given.write_bytes(b"" if entitlements is None else plistlib.dumps(entitlements))
    return mac_bundle.main([str(contents.parent), str(given)])


def test_an_application_with_everything_passes(tmp_path: Path, capsys) -> None:
    assert asked(tmp_path, GOOD_INFO, GOOD_ENTITLEMENTS) == 0
    assert "holds what it must" in capsys.readouterr().out


@pytest.mark.parametrize("key", GOOD_INFO)
def test_what_is_not_in_its_description_is_named(tmp_path: Path, capsys, key: str) -> None:
    rest = {one: value for one, value in GOOD_INFO.items() if one != key}
    assert asked(tmp_path, rest, GOOD_ENTITLEMENTS) == 1
    named = "document type .fhplan" if key == "UTExportedTypeDeclarations" else key
    assert capsys.readouterr().out.count("\n") == 1
    assert named in " ".join(
        mac_bundle.lacking(DESCRIBED["briefcase"], PROJECT["version"], rest, GOOD_ENTITLEMENTS)
    )


@pytest.mark.parametrize("key", GOOD_ENTITLEMENTS)
def test_what_it_is_not_entitled_to_is_named(tmp_path: Path, capsys, key: str) -> None:
    rest = {one: value for one, value in GOOD_ENTITLEMENTS.items() if one != key}
    assert asked(tmp_path, GOOD_INFO, rest) == 1
    assert capsys.readouterr().out == f"no entitlement {key}\n"
    assert asked(tmp_path, GOOD_INFO, {**GOOD_ENTITLEMENTS, key: False}) == 1


def test_an_application_without_a_signature_has_no_entitlements(tmp_path: Path, capsys) -> None:
    assert asked(tmp_path, GOOD_INFO, None) == 1
    assert f"no entitlement {AUDIO}" in capsys.readouterr().out


def test_a_wrong_command_line_is_told_how(capsys) -> None:
    assert mac_bundle.main([]) == 2
    assert "codesign -d" in capsys.readouterr().out
