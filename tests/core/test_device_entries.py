"""What the journal holds of the devices; how entries are written stands in ``test_entries.py``."""

from __future__ import annotations

import inspect

import app.core.entries as en
from app.core import device_entries


def test_every_entry_of_the_devices_has_a_kind_and_can_be_had_from_the_schema() -> None:
    mine = dict(inspect.getmembers(device_entries, inspect.isclass))
    assert set(mine.values()) <= set(en.KINDS.values())
    assert all(getattr(en, name) is kind for name, kind in mine.items())


def test_kinds_that_were_released_stay_what_they_are() -> None:
    assert en.note(en.Gap(1, 2)).kind == "gap"
    assert en.note(en.MicrophoneLost("DeviceFault")).payload == {"fault": "DeviceFault"}
    assert en.note(en.SpaceJudged("low", 9)).kind == "space"
