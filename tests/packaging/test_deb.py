"""The .deb, really built, begun from where it was unpacked, and installed in an empty system.

Briefcase takes its template from the network, or from a folder that FAIRHEARING_DEB_TEMPLATE names.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = "https://github.com/beeware/briefcase-linux-system-template"
PYTHON = "/usr/bin/python3"
LIBRARIES = "/usr/lib/*-linux-gnu"
PACKAGES = "/usr/lib/fairhearing/app_packages"
RESOURCES = "/usr/lib/fairhearing/app/resources"
INSTALLING = r"""
apt-get update -qq
apt-get install -y -qq --no-install-recommends /tmp/package.deb
useradd -m jane
"""
USED_BY_A_NEW_USER = r"""
files() { find / -xdev -type f ! -path '/proc/*' ! -path '/tmp/*' | sort; }
files > /tmp/before
su jane -c 'cd; fairhearing --version; fairhearing practice --headless --consent --speaker none'
su jane -c 'cd; fairhearing --self-check found.json'
files > /tmp/after
echo "wrote: $(comm -13 /tmp/before /tmp/after | grep -v '^/home/jane/' | xargs)"
cat /home/jane/found.json
"""
CHECKED_WITHOUT = r"""
found=$(echo {path})
mv $found /tmp/away
trap "mv /tmp/away $found; umount /proc" EXIT
su jane -c 'cd; fairhearing --self-check found.json --quick' && exit 9
cat /home/jane/found.json
"""
OPENED_ON_A_DESKTOP = r"""
apt-get install -y -qq --no-install-recommends \
    desktop-file-utils libfile-mimeinfo-perl libglib2.0-bin shared-mime-info xdg-utils
cp {resources}/plans/default.toml /home/jane/Trial.fhplan
desktop-file-validate /usr/share/applications/org.fairhearing.fairhearing.desktop
su jane -c 'cd
    echo "type: $(xdg-mime query filetype Trial.fhplan)"
    echo "opens: $(xdg-mime query default application/x-fairhearing-plan)"
    QT_QPA_PLATFORM=offscreen HOME=/home/jane gio open Trial.fhplan < /dev/null &
    for turn in $(seq 100); do
        sleep 0.3
        begun=$(tr "\0" " " 2> /dev/null < /proc/$(pidof -s fairhearing)/cmdline) && break
    done
    echo "begun: $begun"
    kill $(pidof fairhearing)'
"""
REMOVED = r"""
apt-get purge -y -qq fairhearing
echo "left: $(find / -xdev -iname '*fairhearing*' ! -path '/proc/*' ! -path '/home/jane/*' | xargs)"
echo "known: $(grep -ls fairhearing /usr/share/applications/*.cache /usr/share/mime/* | xargs)"
echo "kept: $(ls /home/jane/.local/share/fairhearing/sessions | wc -l)"
"""
pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1800)]


def run(*command: object, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@pytest.fixture(scope="session")
def template() -> list[str]:
    """Return the words that give Briefcase its template."""
    if sys.platform != "linux" or not shutil.which("dpkg-deb"):
        pytest.skip("a .deb is built on Debian or Ubuntu")
    for path in (Path(PYTHON), Path("/usr/bin/python3-config"), Path("/usr/bin/gcc")):
        if not path.exists():
            pytest.skip(f"no {path}: apt-get install python3-dev python3-venv build-essential")
    asked = "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))"
    if run(PYTHON, "-c", asked).returncode:
        pytest.skip(f"{PYTHON} is not one that Fairhearing supports")
    folder = os.environ.get("FAIRHEARING_DEB_TEMPLATE")
    if folder:
        return ["-C", f"template='{folder}'"]
    if run(
        "git", "ls-remote", "--exit-code", TEMPLATE, "v0.4.7", GIT_TERMINAL_PROMPT="0"
    ).returncode:
        pytest.skip("no template: name a folder with it in FAIRHEARING_DEB_TEMPLATE")
    return []


@pytest.fixture(scope="session")
def deb(template: list[str]) -> Path:
    command = [PYTHON, "packaging/build.py", "--clean", "package", "linux", "system"]
    quick = {"DPKG_DEB_COMPRESSOR_TYPE": "gzip", "DPKG_DEB_COMPRESSOR_LEVEL": "1"}
    done = run(*command, "--adhoc-sign", "--no-input", *template, **quick)
    if "due to missing system dependencies" in done.stdout:
        pytest.skip(done.stdout[done.stdout.rindex("Unable to build") :].strip())
    assert done.returncode == 0, done.stdout[-4000:]
    (made,) = (ROOT / "build/briefcase/dist").glob("*.deb")
    return made


@pytest.fixture(scope="session")
def unpacked(deb: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    assert run("dpkg-deb", "-x", deb, folder).returncode == 0
    return folder


def begin(unpacked: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the unpacked application with an empty environment."""
    clean = ["env", "-i", f"HOME={home}", "QT_QPA_PLATFORM=offscreen"]
    return run(*clean, unpacked / "usr/bin/fairhearing", *words)


def test_the_package_has_its_name_and_is_described(deb: Path) -> None:
    fields = run("dpkg-deb", "-f", deb, "Package", "Section", "Depends", "Description").stdout
    assert "Package: fairhearing\n" in fields
    assert "Section: sound\n" in fields
    assert "libportaudio2" in fields
    names = run("dpkg-deb", "-c", deb).stdout
    assert "./usr/share/man/man1/fairhearing.1.gz" in names
    assert "./usr/share/doc/fairhearing/copyright" in names
    assert "hicolor/512x512/apps/org.fairhearing.fairhearing.png" in names
    assert "./usr/share/mime/packages/org.fairhearing.fairhearing.xml" in names


def test_the_built_application_holds_a_whole_practice_interview(unpacked, tmp_path: Path) -> None:
    version = begin(unpacked, tmp_path, "--version")
    assert (version.returncode, version.stdout.split()[0]) == (0, "Fairhearing")
    words = ["--headless", "--consent", "--speaker", "none", "--data", str(tmp_path / "data")]
    done = begin(unpacked, tmp_path, "practice", *words)
    assert done.returncode == 0, done.stdout
    assert "The interview is finished." in done.stdout
    assert not list(unpacked.rglob("__pycache__"))  # nothing is written into what is installed


def test_the_built_application_checks_itself(unpacked, tmp_path: Path) -> None:
    if "--self-check" not in begin(unpacked, tmp_path, "--help").stdout:
        pytest.skip("this application has no --self-check")
    done = begin(unpacked, tmp_path, "--self-check", str(tmp_path / "found.json"))
    assert done.returncode == 0, done.stdout + (tmp_path / "found.json").read_text("utf-8")


def test_no_library_in_it_lacks_another(unpacked: Path) -> None:
    lacking = []
    for library in unpacked.rglob("*.so*"):
        if library.is_file() and not library.name.startswith("libpyside6qml."):  # nobody loads it
            found = run("ldd", library).stdout.splitlines()
            lacking += [f"{library.name}: {line}" for line in found if "not found" in line]
    assert not lacking, "\n".join(lacking)


class System:
    """An empty Debian or Ubuntu in a folder, in which the package is installed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def run(self, script: str) -> str:
        """Run a script in it as root; return what was printed."""
        head = "set -e; export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8\n"
        proc = "mount -t proc proc /proc; trap 'umount /proc' EXIT\n"
        apart = ["unshare", "--mount", "--propagation", "private", "chroot", self._folder]
        clean = ["env", "-i", "HOME=/root", "PATH=/usr/sbin:/usr/bin:/sbin:/bin"]
        done = run(*apart, *clean, "bash", "-c", f"{head}{proc}{script}")
        assert done.returncode == 0, done.stdout[-4000:]
        return done.stdout


@pytest.fixture(scope="session")
def installed(deb: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    if os.geteuid() or not shutil.which("debootstrap"):
        pytest.skip("an empty system is made by root, with debootstrap")
    named = run("sh", "-c", ". /etc/os-release; echo $VERSION_CODENAME $ID").stdout.split()
    parts = ["--components=main,universe"] if named[1] == "ubuntu" else []
    folder = tmp_path_factory.mktemp("empty") / "system"
    try:
        made = run("debootstrap", "--variant=minbase", *parts, named[0], folder)
        assert made.returncode == 0, made.stdout[-2000:]
        shutil.copyfile("/etc/resolv.conf", folder / "etc/resolv.conf")
        shutil.copyfile(deb, folder / "tmp/package.deb")
        system = System(folder)
        system.run(INSTALLING)
        yield system
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def report_in(printed: str) -> dict[str, Any]:
    """Return the report of the self-check, which is the last thing printed."""
    report: dict[str, Any] = json.loads(printed[printed.index("\n{\n") :])
    return report


def test_in_an_empty_system_a_new_user_holds_an_interview_and_all_is_whole(installed) -> None:
    printed = installed.run(USED_BY_A_NEW_USER)
    assert "The interview is finished." in printed
    assert "\nwrote: \n" in printed
    report = report_in(printed)
    assert (report["passed"], report["running"]) == (True, None)
    checks = {one["name"]: one["detail"] for one in report["checks"]}
    assert "xcb can be loaded" in checks["window"]  # with what the package asks for alone
    assert "all of them in the record" in checks["practice interview"]


@pytest.mark.parametrize(
    ("path", "check", "named"),
    [
        (f"{LIBRARIES}/libportaudio.so.2", "portaudio", "PortAudio is not installed"),
        (f"{LIBRARIES}/libxcb-cursor.so.0", "window", "libxcb-cursor.so.0: cannot open"),
        (f"{LIBRARIES}/libEGL.so.1", "package PySide6-Essentials", "libEGL.so.1: cannot open"),
        (f"{PACKAGES}/PySide6/Qt/lib/libQt6XcbQpa.so.6", "window", "libQt6XcbQpa.so.6: cannot"),
        (
            f"{PACKAGES}/PySide6/Qt/plugins/platforms/libqxcb.so",
            "window",
            "platform xcb is missing",
        ),
        (f"{RESOURCES}/prompts/opening.txt", "resources", "in resources: prompts/opening.txt"),
    ],
    ids=lambda value: Path(value).name,
)
def test_what_is_taken_away_from_it_is_named(installed, path: str, check: str, named: str) -> None:
    report = report_in(installed.run(CHECKED_WITHOUT.replace("{path}", path)))
    assert (report["passed"], report["running"]) == (False, None)
    failed = {one["name"]: one["detail"] for one in report["checks"] if not one["ok"]}
    assert named in failed[check]
    unharmed = {one["name"] for one in report["checks"] if one["ok"]}
    assert {"package numpy", "tls"} <= unharmed  # one part takes no other with it


def test_on_a_desktop_a_double_click_opens_a_plan(installed) -> None:
    printed = installed.run(OPENED_ON_A_DESKTOP.replace("{resources}", RESOURCES))
    assert "type: application/x-fairhearing-plan\n" in printed
    assert "opens: org.fairhearing.fairhearing.desktop\n" in printed
    assert "begun: /usr/bin/fairhearing /home/jane/Trial.fhplan \n" in printed


def test_removed_it_leaves_only_what_is_the_users(installed) -> None:
    """The last test: it takes away what the others try."""
    printed = installed.run(REMOVED)
    said = [line for line in printed.splitlines() if re.match("left|known|kept", line)]
    assert said == ["left: ", "known: ", "kept: 1"]
