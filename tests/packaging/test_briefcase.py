"""What Briefcase makes of briefcase.toml on the other systems; it runs in its own environment."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import build
import environment
import launcher
import pytest
import system

from app.gui.application import DESKTOP_FILE

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
APP = tomllib.loads((ROOT / "briefcase.toml").read_text("utf-8"))["tool"]["briefcase"]["app"]


@pytest.fixture(scope="session")
def laid_out(workshop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("laid out")
    build.stage(target=folder)
    return folder


def rendered(workshop: Path, laid_out: Path, platform: str) -> dict:
    command = [workshop, Path(__file__).with_name("rendered.py"), platform]
    done = subprocess.run(command, cwd=laid_out, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="session")
def mac(workshop: Path, laid_out: Path) -> dict:
    return rendered(workshop, laid_out, "macOS")


@pytest.fixture(scope="session")
def windows(workshop: Path, laid_out: Path) -> dict:
    return rendered(workshop, laid_out, "windows")


@pytest.fixture(scope="session")
def linux(workshop: Path, laid_out: Path) -> dict:
    if not Path("/etc/debian_version").is_file():
        pytest.skip("a .deb is described by the Debian that it is built on")
    return rendered(workshop, laid_out, "linux")


def test_macos_asks_for_the_microphone_in_words(mac) -> None:
    assert "microphone" in mac["info"]["NSMicrophoneUsageDescription"]


def test_a_signed_mac_application_may_use_the_microphone(mac) -> None:
    """The hardened runtime wants this entitlement; without it macOS delivers silence."""
    assert mac["entitlements"]["com.apple.security.device.audio-input"] is True


@pytest.mark.parametrize(
    "kept", ["cs.allow-unsigned-executable-memory", "cs.disable-library-validation"]
)
def test_briefcases_own_entitlements_stay(mac, kept: str) -> None:
    """PortAudio's callbacks need the first, Python's packages the second."""
    assert mac["entitlements"][f"com.apple.security.{kept}"] is True


def test_macos_is_asked_not_to_slow_down_a_covered_window(mac) -> None:
    assert mac["info"]["LSAppNapIsDisabled"] is mac["info"]["NSAppSleepDisabled"] is True


def test_a_mac_application_is_for_one_processor_and_macos_13(mac) -> None:
    assert (mac["universal_build"], mac["min_os_version"]) == (False, "13.0")
    assert mac["info"]["LSApplicationCategoryType"] == "public.app-category.business"


def test_one_msi_installs_for_one_user_or_for_everybody(windows) -> None:
    """Briefcase's template then lets ALLUSERS and MSIINSTALLPERUSER decide, also without a word."""
    assert windows["install_scope"] == "perUserOrMachine"


def test_windows_knows_a_newer_msi_for_the_same_application(windows) -> None:
    """Another code, and each version stands beside the older one for ever."""
    assert windows["guid"] == "894058ea-48bd-4939-9681-f3c28ae82f42"
    assert windows["version_triple"] == PROJECT["version"]  # an MSI has three numbers


def test_the_msi_shows_the_licence(windows) -> None:
    words = (ROOT / "LICENSE").read_text("utf-8").split()
    assert [word for word in windows["rtf"].split() if word in words][: len(words)] == words


@pytest.mark.parametrize("platform", ["mac", "windows", "linux"])
def test_a_plan_is_a_document_of_ours(request, platform: str) -> None:
    described = request.getfixturevalue(platform)
    (plan,) = described["document_types"].values()
    assert f".{plan['extension']}" == launcher.PLAN_ENDING
    assert plan["mime_type"] == "application/x-fairhearing-plan"
    rank, role = plan["macOS"]["LSHandlerRank"], plan["macOS"]["CFBundleTypeRole"]
    assert (rank, role, plan["macOS"]["is_core_type"]) == ("Owner", "Viewer", False)
    assert plan["macOS"]["UTTypeConformsTo"] == ["public.plain-text"]


@pytest.mark.parametrize("platform", ["mac", "windows", "linux"])
def test_name_version_licence_and_packages_are_the_projects(request, platform: str) -> None:
    described = request.getfixturevalue(platform)
    assert described["formal_name"] == "Fairhearing"
    assert described["version"] == PROJECT["version"]
    assert described["description"] == PROJECT["description"]
    assert (described["license"], described["license_files"]) == ("MIT", ["LICENSE"])
    assert described["requires"] == build.pins_of(environment.RUN_LOCK.read_text("utf-8"))
    assert described["module_name"] == PROJECT["name"]
    assert described["bundle_identifier"] == DESKTOP_FILE


def test_debian_is_asked_for_what_the_set_up_asks_for(linux) -> None:
    wanted = {*system.SOUND.values(), *system.SCREEN.values(), "ca-certificates"}
    assert {*linux["system_runtime_requires"]} == wanted
    assert (linux["bundle_name"], linux["man_page"]) == ("fairhearing", "fairhearing.1")


@pytest.mark.parametrize("kind", ["icns", "ico", *(f"{size}.png" for size in (16, 32, 64, 128))])
def test_every_icon_is_there(kind: str) -> None:
    joint = "-" if kind.endswith("png") else "."
    for named in (APP["fairhearing"], *APP["fairhearing"]["document_type"].values()):
        assert (ROOT / f"{named['icon']}{joint}{kind}").is_file()


def test_nothing_that_is_imported_is_cleaned_away() -> None:
    """The globs are tried on what is installed here, laid out as in a bundle."""
    packages = Path(next(path for path in sys.path if path.endswith("site-packages")))
    needed = [
        *("PySide6/QtCore.abi3.so", "PySide6/QtGui.abi3.so", "PySide6/QtWidgets.abi3.so"),
        *("PySide6/QtSvg.abi3.so", "PySide6/QtDBus.abi3.so", "PySide6/QtNetwork.abi3.so"),
        *("google/genai/live.py", "pydantic/main.py", "truststore/__init__.py"),
        "cryptography/x509/__init__.py",
    ]
    files = {path: Path("bundle/app_packages") / path for path in needed}
    assert all((packages / path).exists() for path in files if sys.platform == "linux")
    for pattern in APP["fairhearing"]["cleanup_paths"]:
        for path in files.values():
            gone = [*map(str, (path, *path.parents))]
            assert not any(matches(pattern, one) for one in gone), f"{pattern} takes {path}"


@pytest.mark.parametrize("processor", ["32bit", "64bit", "arm64"])
def test_of_portaudio_the_one_without_asio_is_shipped(processor: str) -> None:
    """As Windows' wheel of sounddevice has them: the other one's licence is not ours to pass on."""
    folder = "app_packages/_sounddevice_data/portaudio-binaries"
    cleaned = APP["fairhearing"]["cleanup_paths"]

    def is_gone(name: str) -> bool:
        return any(matches(pattern, f"{folder}/libportaudio{name}.dll") for pattern in cleaned)

    assert is_gone(f"{processor}-asio")
    assert not is_gone(processor)


def matches(pattern: str, path: str) -> bool:
    """Whether a glob that begins with **/ names a path, as Path.glob has it."""
    parts, words = path.split("/"), pattern.split("/")
    return _match(parts, words)


def _match(parts: list[str], words: list[str]) -> bool:
    if not words:
        return not parts
    if words[0] == "**":
        return any(_match(parts[skip:], words[1:]) for skip in range(len(parts) + 1))
    return bool(parts) and Path(parts[0]).match(words[0]) and _match(parts[1:], words[1:])


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("**/PySide6/*Qml*", "a/PySide6/QtQml.so", True),
        ("**/PySide6/*Qml*", "a/PySide6/Qt/QtQml.so", False),
        ("**/x/**/tests", "x/a/b/tests", True),
        ("**/x/**/tests", "y/tests", False),
    ],
)
def test_globs_are_understood(pattern: str, path: str, fits: bool) -> None:
    assert matches(pattern, path) is fits
