from __future__ import annotations

import typing

from app.core.device_events import MicFrame, Played
from app.core.events import DeviceEvent


def test_events_of_devices_are_equal_if_their_values_are() -> None:
    assert MicFrame(1, 0.02, 0.5, -20.0) == MicFrame(1, 0.02, 0.5, -20.0)
    assert Played(1, 0, 480, 0.5) != Played(1, 480, 480, 0.5)


def test_a_device_knows_nothing_of_connections() -> None:
    assert not [kind for kind in typing.get_args(DeviceEvent) if hasattr(kind, "epoch")]
