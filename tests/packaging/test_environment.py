import hashlib
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

WHEEL = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


pytestmark = pytest.mark.skipif(os.name != "posix", reason=".venv lies otherwise on Windows")


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two wheels as the only package index: tiny 1.0 needs other 1.0."""
    folder = tmp_path_factory.mktemp("wheels")
    for name, needs in (("tiny", "Requires-Dist: other[more]>=1.0\n"), ("other", "")):
        notes, metadata = (
            f"{name}-1.0.dist-info",
            f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{needs}",
        )
        with zipfile.ZipFile(folder / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{name}.py", "")
            wheel.writestr(f"{notes}/METADATA", metadata)
            wheel.writestr(f"{notes}/WHEEL", WHEEL)
            wheel.writestr(f"{notes}/RECORD", "")
    return folder


@pytest.fixture
def ready(checkout, wheels):
    """Return the checkout, set up with tiny."""
    lock(checkout, hash_of(wheels))
    assert set_up(checkout, wheels).returncode == 0
    return checkout


def hash_of(folder: Path) -> str:
    return hashlib.sha256((folder / "tiny-1.0-py3-none-any.whl").read_bytes()).hexdigest()


def lock(checkout, tiny: str, other: str | None = None) -> None:
    """Lock tiny 1.0 by a hash, and perhaps another package."""
    lines = [f"tiny==1.0 --hash=sha256:{tiny}\n"]
    lines += [f"other==1.0 --hash=sha256:{other}\n"] if other else []
    (checkout.root / "packaging/requirements.txt").write_text("".join(lines), "utf-8")


def set_up(checkout, wheels: Path) -> subprocess.CompletedProcess[str]:
    index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_CONFIG_FILE": os.devnull}
    return checkout.start("--setup", **index)


def has_tiny(checkout) -> bool:
    command = [checkout.root / ".venv/bin/python", "-c", "import tiny"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_folder_that_this_script_did_not_make_is_left_alone(fresh_checkout, wheels) -> None:
    kept = fresh_checkout.root / ".venv/a file of somebody"
    kept.parent.mkdir()
    kept.touch()
    done = set_up(fresh_checkout, wheels)
    assert done.returncode == 1
    assert "was not made by this script" in done.stderr
    assert "Traceback" not in done.stderr
    assert kept.exists()


def test_a_package_that_is_not_the_tested_one_is_refused_and_the_next_run_begins_anew(
    ready, wheels
) -> None:
    left = ready.root / ".venv/left from before"
    left.touch()
    lock(ready, hash_of(wheels), other="0" * 64)
    done = set_up(ready, wheels)
    assert done.returncode == 1
    assert "not the one that was tested" in done.stderr

    lock(ready, hash_of(wheels))
    done = set_up(ready, wheels)
    assert (done.returncode, done.stderr) == (0, "")
    assert has_tiny(ready)
    assert not left.exists()


def test_a_package_without_a_hash_is_refused(ready, wheels) -> None:
    state = ready.root / ".venv/set-up.txt"
    before = state.read_text("utf-8")
    (ready.root / "packaging/requirements.txt").write_text("other==1.0\n", "utf-8")
    done = set_up(ready, wheels)
    assert done.returncode == 1
    assert "Hashes are required" in done.stderr
    state.write_text(before, "utf-8")  # it is as it was: no test has to wait for a new one


def test_what_the_locks_do_not_name_is_not_looked_for(ready) -> None:
    """An index in which something newer has appeared must not change what is installed."""
    command = [ready.root / ".venv/bin/python", "-c", "import other"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
    assert has_tiny(ready)


def test_a_second_run_does_nothing(ready, wheels) -> None:
    done = set_up(ready, wheels)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_changed_lock_is_followed_in_the_same_venv(ready, wheels) -> None:
    lock(ready, f"{hash_of(wheels)} --hash=sha256:{'1' * 64}")
    done = set_up(ready, wheels)
    assert "installing the Python packages" in done.stdout
    assert "making .venv" not in done.stdout


def test_a_folder_that_was_moved_is_set_up_anew(fresh_checkout) -> None:
    programs = fresh_checkout.root / ".venv/bin"
    programs.mkdir(parents=True)
    (programs / "python").symlink_to(sys.executable)
    version = "python {}.{}".format(*sys.version_info)
    (programs.parent / "set-up.txt").write_text(f"{version}\nfolder /elsewhere\n", "utf-8")
    assert fresh_checkout.interrupt("--setup", after="  making .venv")[0] == 130  # seen enough


def test_the_application_is_the_checkouts_own_also_from_a_folder_with_another(
    ready, tmp_path: Path
) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app/__init__.py").touch()
    (tmp_path / "app/__main__.py").write_text("raise SystemExit('the wrong one')")
    command = [str(ready.root / ".venv/bin/fairhearing"), "a b"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, f"app ['a b'] in {tmp_path} of {os.getpid()}\n")


def test_the_tests_get_an_environment_for_briefcase_beside_their_own(ready, wheels) -> None:
    lock = ready.root / "packaging/requirements-build.txt"
    lock.write_text(f"tiny==1.0 --hash=sha256:{hash_of(wheels)}\n", "utf-8")
    index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_CONFIG_FILE": os.devnull}
    folder = ready.root / "build/venv-{}.{}.{}".format(*sys.version_info)
    assert not folder.exists()
    done = ready.start("--setup", "--test", **index)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("making build/venv-") == 1
    command = [folder / "bin/python", "-c", "import tiny, sys; sys.stdout.write(tiny.__file__)"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert found.startswith(str(folder))
    done = ready.start("--setup", "--test", **index)
    assert (done.returncode, done.stdout) == (0, "")


def test_where_installers_cannot_be_built_the_other_tests_run(ready, wheels) -> None:
    """The application is what counts: what builds its installers may have no wheel here."""
    unknown = "unknown==1.0 --hash=sha256:" + 64 * "0" + "\n"
    (ready.root / "packaging/requirements-build.txt").write_text(unknown, "utf-8")
    index = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_CONFIG_FILE": os.devnull}
    done = ready.start("--setup", "--test", **index)
    assert done.returncode == 0
    assert "The tests of the installers are skipped." in done.stderr
