"""The window in the hands of somebody who presses anything at all."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from app.store.folder import DataFolder
from tests.commands import assert_record_is_whole
from tests.screen import Screen
from tests.sound import ROOT

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(400)]

SEED, ACTIONS = 20_261_126, 5_000


def test_five_thousand_random_actions_do_no_harm(tmp_path: Path) -> None:
    """Two at a time, each on a screen and with a data folder of its own."""
    with ThreadPoolExecutor() as both:
        halves = [
            both.submit(_act, tmp_path / f"{seed}", seed, ACTIONS // 2)
            for seed in (SEED, SEED + 10_000)
        ]
        interviews = sum(half.result() for half in halves)
    assert interviews >= 5, "it has been everywhere"


def _act(folder: Path, seed: int, most: int) -> int:
    """Let the monkey loose again and again until so many actions; return how many interviews."""
    data, here = folder / "data", folder / "here"
    here.mkdir(parents=True)  # it may make folders where it stands
    actions = interviews = 0
    with Screen(folder / "x") as screen:
        env = screen.env | {"PYTHONPATH": str(ROOT), "HOME": str(folder)}
        while actions < most:
            came = _let_loose(seed, most - actions, data, here, env)
            seed += 1
            actions += came["actions"]
            interviews += came["interviews"]
    records = [*DataFolder(data).sessions.iterdir()]
    assert len(records) <= interviews  # it may be left before there is a record
    for record in records:
        assert assert_record_is_whole(record)[-1] == "session.ended"
    log = "".join(path.read_text() for path in DataFolder(data).logs.iterdir())
    assert " error " not in log, log
    return interviews


def _let_loose(seed: int, most: int, data: Path, here: Path, env: dict[str, str]) -> dict[str, Any]:
    """Open the application once, and let the monkey act until it has closed it or is done."""
    done = subprocess.run(
        [
            *(sys.executable, "-X", "faulthandler", "-m", "tests.e2e.monkey"),
            *(str(seed), str(most), str(data)),
        ],
        cwd=here,
        env=env,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, (seed, done.stderr)
    assert "Traceback" not in done.stderr, (seed, done.stderr)
    came: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    assert came["actions"] > 0
    assert came["warnings"] == [], seed
    assert came["lost"] == [], seed
    return came
