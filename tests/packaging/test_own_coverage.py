import os
import subprocess
import sys
from pathlib import Path

import own_coverage
import pytest

SIGN = '''"""Sign."""


def sign(x):
    """Return -1, 0 or 1."""
    if x < 0:
        return -1
    if x:
        x = 1
    return x
'''
# Loading Qt's plugin would take longer than the tests.
FEW_PLUGINS = {
    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    "PYTEST_ADDOPTS": "-p _hypothesis_pytestplugin",
}
IMPORT = "from app.core.sign import sign\n\n\n"
WHOLE = IMPORT + "def test_all():\n    assert [sign(x) for x in (-2, 0, 2)] == [-1, 0, 1]\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a checkout whose core is two files, both with all their tests."""
    for folder in ("packaging", "app/core", "tests/core"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "packaging/own_coverage.py").write_bytes(Path(own_coverage.__file__).read_bytes())
    (tmp_path / "pyproject.toml").write_text(
        "[tool.pytest.ini_options]\naddopts = '-p no:cacheprovider'"
    )
    (tmp_path / "app/__init__.py").touch()
    (tmp_path / "app/core/__init__.py").touch()
    (tmp_path / "app/core/sign.py").write_text(SIGN)
    (tmp_path / "app/core/words.py").write_text('"""No logic."""\n\nWORD = 1\n')
    (tmp_path / "tests/core/test_sign.py").write_text(WHOLE)
    use_both = f"{IMPORT}from app.core.words import WORD\n\n\n"
    use_both += "def test_it():\n    assert sign(WORD) == 1\n    assert sign(-WORD) == -1\n"
    (tmp_path / "tests/core/test_words.py").write_text(use_both)
    return tmp_path


def judge(project: Path) -> tuple[int, list[str]]:
    """Return the exit status, and the sentences about the project's files."""
    done = subprocess.run(
        [sys.executable, str(project / "packaging/own_coverage.py")],
        env={**os.environ, **FEW_PLUGINS},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, [line for line in done.stdout.splitlines() if "app/" in line]


def test_a_core_with_all_its_tests_is_well(project: Path) -> None:
    assert judge(project) == (0, [])


def test_what_only_another_files_tests_reach_is_named(project: Path) -> None:
    (project / "tests/core/test_sign.py").write_text(
        f"{IMPORT}def test_some():\n    assert sign(2) == 1\n"
    )
    assert judge(project) == (
        1,
        [
            "app/core/sign.py:7: never reached by tests/core/test_sign.py",
            "app/core/sign.py:8: never goes to line 10 in tests/core/test_sign.py",
        ],
    )


def test_what_a_test_file_runs_while_it_is_imported_counts_for_it_alone(project: Path) -> None:
    at_import = (
        f"{IMPORT}ALL = [sign(x) for x in (-2, 0, 2)]\n\n\ndef test_all():\n    assert ALL\n"
    )
    (project / "tests/core/test_sign.py").write_text(at_import)
    assert judge(project) == (0, [])
    (project / "tests/core/test_words.py").write_text(at_import)
    (project / "tests/core/test_sign.py").write_text("def test_nothing():\n    pass\n")
    assert judge(project)[1][0] == "app/core/sign.py:6: never reached by tests/core/test_sign.py"


def test_a_file_without_logic_needs_its_test_file_too(project: Path) -> None:
    (project / "tests/core/test_words.py").unlink()
    assert judge(project) == (
        1,
        ["app/core/words.py: has no test file of its own; it belongs at tests/core/test_words.py"],
    )


def test_a_test_that_fails_fails_the_step(project: Path) -> None:
    (project / "tests/core/test_words.py").write_text("def test_it():\n    raise ValueError\n")
    assert judge(project)[0] == 1


def test_files_that_share_a_process_are_judged_each_by_its_own(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = [f"app/core/word{n}.py" for n in range(3)]
    for n, file in enumerate(words):
        (project / file).write_text("WORD = 1\n")
        (project / own_coverage.test_of(file)).write_text(f"import app.core.word{n}\n")
    (project / "tests/core/test_words.py").write_text("from app.core.words import WORD\n")
    (project / "tests/core/test_sign.py").write_text(WHOLE.replace("0, 2", "-2, 2"))
    monkeypatch.chdir(project)
    for name, value in FEW_PLUGINS.items():
        monkeypatch.setenv(name, value)
    files = ["app/core/words.py", *words, "app/core/sign.py"]  # the last shares with the first
    pairs = {file: own_coverage.test_of(file) for file in files}
    found = own_coverage.measure_in_shares(pairs, 1)
    assert len(found) == 4
    assert [gap.file for _, gaps in found for gap in gaps] == ["app/core/sign.py"]


def test_the_codec_is_judged_as_the_core_is(project: Path) -> None:
    (project / "app/live").mkdir()
    (project / "app/live/codec.py").touch()
    (project / "app/live/transport.py").touch()
    assert own_coverage.judged_files(project) == [
        "app/core/sign.py",
        "app/core/words.py",
        "app/live/codec.py",
    ]
    assert own_coverage.test_of("app/live/codec.py") == "tests/live/test_codec.py"


def test_a_jump_out_of_a_function_is_told_by_where_that_begins() -> None:
    gap = own_coverage.Gap("app/core/x.py", "tests/core/test_x.py", [], [(8, -5)])
    assert gap.words() == [
        "app/core/x.py:8: never goes out of what begins at line 5 in tests/core/test_x.py"
    ]
