from __future__ import annotations

import inspect

import pytest

from app import shells
from app.audio.sound import SoundDevice
from app.live.transport import LiveLink, Transport
from app.store.keeper import Keeper


@pytest.mark.parametrize(
    ("needed", "real"),
    [
        (shells.LiveLink, LiveLink),
        (shells.Transport, Transport),
        (shells.Sound, SoundDevice),
        (shells.Record, Keeper),
    ],
)
def test_each_shell_has_what_the_engine_needs(needed: type, real: type) -> None:
    for name, member in vars(needed).items():
        if not name.startswith("_"):
            assert hasattr(real, name), f"{real} has no {name}"
            if inspect.isfunction(member):
                ours, theirs = (
                    list(inspect.signature(one).parameters) for one in (member, getattr(real, name))
                )
                assert ours == theirs, name
