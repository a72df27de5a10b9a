from __future__ import annotations

import pytest

from app.audio.device_refusal import code_of, may_be_out_of_date, refused
from app.core.faults import DeviceFault
from tests.audio.fake_library import PortAudioError


@pytest.mark.parametrize(
    ("cause", "may_be"),
    [
        (None, True),  # it is not in the list
        (PortAudioError("Illegal combination of I/O devices", -9993), True),
        (ValueError("No input device"), True),
        (PortAudioError("Device unavailable", -9985), False),
        (PortAudioError("Invalid sample rate", -9997), False),
    ],
)
def test_a_device_that_is_there_and_refuses_is_not_sought_in_a_new_list(
    cause: Exception | None, *, may_be: bool
) -> None:
    fault = DeviceFault("It cannot be opened.")
    fault.__cause__ = cause
    assert may_be_out_of_date(fault) is may_be


def test_what_it_says_names_the_device_and_what_to_do() -> None:
    fault = refused("Mic", PortAudioError("Device unavailable", -9985))
    assert str(fault).startswith("The sound device \u201cMic\u201d cannot be opened")
    assert "Another application keeps it to itself" in str(fault)
    assert "Check that it is connected" in str(refused("Mic", ValueError("No input device")))


def test_an_error_without_a_number_has_none() -> None:
    assert code_of(PortAudioError("x", -9985)) == -9985
    assert code_of(ValueError("x")) == code_of(PortAudioError("x", "y")) == 0
