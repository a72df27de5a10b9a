"""The example in ARCHITECTURE.md runs as it stands."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import app

ROOT = Path(__file__).resolve().parents[1]


def _example() -> str:
    page = (ROOT / "app" / "ARCHITECTURE.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert isinstance(code, str)
    return code


def test_the_example_runs_without_qt() -> None:
    exec(compile(_example(), "ARCHITECTURE.md", "exec"), {})  # noqa: S102  # it is ours


def test_every_file_of_the_core_is_on_the_page() -> None:
    page = (ROOT / "app" / "ARCHITECTURE.md").read_text("utf-8")
    for path in (ROOT / "app" / "core").glob("[a-z]*.py"):
        assert f"`{path.stem}`" in page, path.name


def test_the_version_is_the_same_everywhere() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == app.VERSION
    assert project["name"] == app.PRODUCT.lower()
