import os
import sys
import tempfile
from pathlib import Path

import pytest
import system
from step import SetupFailed

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lacks packages")
WRITE = 'echo "$(basename $0) $* $DEBIAN_FRONTEND" >> "$(dirname $0)/log"'


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this system lack one library and one program of the tests."""
    monkeypatch.setattr(system, "SOUND", {"libnone.so.9": "libnone9"})
    monkeypatch.setattr(system, "SCREEN", {})
    monkeypatch.setattr(system, "TESTS", {"no-such-program": "nothing"})
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.delenv("DEBIAN_FRONTEND", raising=False)


def test_a_library_a_program_and_a_file_are_looked_for(tmp_path: Path) -> None:
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "a/b/plugin.so").touch()
    assert system.is_there("libc.so.6")
    assert system.is_there("sh")
    assert system.is_there(f"{tmp_path}/none/*.so|{tmp_path}/*/b/plugin.so")
    assert not system.is_there("libnone.so.9")
    assert not system.is_there("no-such-program")
    assert not system.is_there(f"{tmp_path}/*/b/other.so|{tmp_path}/none")


@pytest.mark.usefixtures("lacking")
def test_the_tests_programs_are_asked_for_only_for_the_tests() -> None:
    assert system.missing_packages(testing=False, needs_venv=False) == ["libnone9"]
    assert system.missing_packages(testing=True, needs_venv=False) == ["libnone9", "nothing"]


def test_the_screens_libraries_are_asked_for_where_there_is_a_screen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(system, "SOUND", {})
    monkeypatch.setattr(system, "SCREEN", {"libnone.so.9": "libnone9"})
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert system.missing_packages(testing=False, needs_venv=False) == []
    drawn = system.missing_packages(testing=False, needs_venv=False, draws=True)
    assert drawn == ["libnone9"]
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert system.missing_packages(testing=False, needs_venv=False) == ["libnone9"]


def test_the_tests_have_a_desktop_of_their_own_with_a_tray_and_somebody_at_the_keys() -> None:
    assert {"Xvfb", "openbox", "tint2", "xdotool"} <= system.TESTS.keys()


def test_the_tests_have_a_proxy_and_networks_of_their_own() -> None:
    assert {"tinyproxy-bin", "iproute2"} <= {*system.TESTS.values()}


@pytest.mark.usefixtures("lacking")
def test_without_root_a_run_goes_on_and_the_tests_stop(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    system.provide(testing=False, needs_venv=False)
    line = "sudo apt-get install --no-install-recommends libnone9"
    assert line in capsys.readouterr().err
    with pytest.raises(SetupFailed, match=f"{line} nothing"):
        system.provide(testing=True, needs_venv=False)


@pytest.mark.usefixtures("lacking")
@pytest.mark.parametrize("interrupted", [False, True])
def test_as_root_apt_asks_and_installs_without_questions_after_mending_what_was_interrupted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program, interrupted: bool
) -> None:
    program("dpkg", WRITE)
    folder = program("apt-get", WRITE)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(system, "JOURNAL", tmp_path / "updates")
    (tmp_path / "updates").mkdir()
    if interrupted:
        (tmp_path / "updates/0001").touch()
    system.provide(testing=False, needs_venv=False)
    get = "apt-get -o DPkg::Lock::Timeout=120"
    flags = "--yes --fix-broken --no-install-recommends"
    mending = ["dpkg --configure -a noninteractive"] if interrupted else []
    assert (folder / "log").read_text().splitlines() == [
        *mending,
        f"{get} update --quiet noninteractive",
        f"{get} install {flags} libnone9 noninteractive",
    ]


def test_apt_trusts_the_callers_certificates_if_it_may_read_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    everybodys = Path("/etc/os-release").resolve()
    monkeypatch.setenv("SSL_CERT_FILE", str(everybodys))
    assert system.certificate_option() == ["-o", f"Acquire::https::CAInfo={everybodys}"]

    in_a_private_folder = tmp_path / "ca.pem"
    in_a_private_folder.touch(0o644)
    tmp_path.chmod(0o700)
    with tempfile.NamedTemporaryFile() as private:  # only the owner may read it
        for chosen in (in_a_private_folder, private.name, tmp_path / "absent.pem", ""):
            monkeypatch.setenv("SSL_CERT_FILE", str(chosen))
            assert system.certificate_option() == []
