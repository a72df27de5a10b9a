import dataclasses

import pytest

from app.practice.messages import RATE_HZ, Audio, Setup


def test_sound_is_16_khz_unless_it_says_otherwise() -> None:
    assert Audio(b"").rate_hz == RATE_HZ == 16_000


def test_a_message_does_not_change_once_it_is_read() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Setup("models/m", "").model = "other"  # type: ignore[misc]  # that is the point


def test_sound_knows_how_long_it_is() -> None:
    assert Audio(bytes(640)).seconds == 0.02
    assert Audio(bytes(640), 8_000).seconds == 0.04
