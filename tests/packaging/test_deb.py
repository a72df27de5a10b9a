"""The .deb, really built, begun from where it was unpacked, and installed in an empty system.

Briefcase takes its template from the network, or from a folder that FAIRHEARING_DEB_TEMPLATE names.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = "https://github.com/beeware/briefcase-linux-system-template"
PYTHON = "/usr/bin/python3"
IN_AN_EMPTY_SYSTEM = r"""
set -e
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
mount -t proc proc /proc
trap 'umount /proc' EXIT
files() { find / -xdev -type f ! -path '/proc/*' ! -path '/tmp/*' | sort; }
apt-get update -qq
apt-get install -y -qq --no-install-recommends /tmp/package.deb
useradd -m jane
files > /tmp/before
su jane -c 'cd; fairhearing --version; fairhearing practice --headless --consent --speaker none'
files > /tmp/after
echo "wrote: $(comm -13 /tmp/before /tmp/after | grep -v '^/home/jane/' | xargs)"
apt-get purge -y -qq fairhearing
echo "left: $(find / -xdev -iname '*fairhearing*' ! -path '/proc/*' ! -path '/home/jane/*' | xargs)"
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


def test_installed_in_an_empty_system_and_removed_it_leaves_only_what_is_the_users(
    deb: Path, tmp_path: Path
) -> None:
    if os.geteuid() or not shutil.which("debootstrap"):
        pytest.skip("an empty system is made by root, with debootstrap")
    named = run("sh", "-c", ". /etc/os-release; echo $VERSION_CODENAME $ID").stdout.split()
    parts = ["--components=main,universe"] if named[1] == "ubuntu" else []
    system = tmp_path / "system"
    try:
        made = run("debootstrap", "--variant=minbase", *parts, named[0], system)
        assert made.returncode == 0, made.stdout[-2000:]
        shutil.copyfile("/etc/resolv.conf", system / "etc/resolv.conf")
        shutil.copyfile(deb, system / "tmp/package.deb")
        apart = ["unshare", "--mount", "--propagation", "private", "chroot", system]
        done = run(*apart, "/bin/bash", "-c", IN_AN_EMPTY_SYSTEM)
    finally:
        shutil.rmtree(system, ignore_errors=True)
    assert done.returncode == 0, done.stdout[-4000:]
    assert "The interview is finished." in done.stdout
    assert "wrote: \nleft: \nkept: 1\n" in re.sub(
        r"(?m)^(?!wrote: |left: |kept: ).*\n", "", done.stdout
    )
