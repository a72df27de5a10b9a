"""Why a device cannot be opened: PortAudio's codes, and what they mean to a person."""

from __future__ import annotations

from app.core.faults import DeviceFault

# PaErrorCode of portaudio.h.
INVALID_CHANNEL_COUNT = -9998
INVALID_RATE = {-9997, -9996}
"""The second is what older versions say through WASAPI for the same (PortAudio issue #314)."""
_REMEDIES = {
    -9997: "It works at no usual rate: choose another device, or set this one to 48,000 Hz in the "
    "system's sound settings.",
    -9985: "Another application keeps it to itself: close that application and try again.",
}
_REMEDY = "Check that it is connected and that this application may use it, then try again."


def may_be_out_of_date(fault: DeviceFault) -> bool:
    """Whether a device may be had once the list was read anew; not if it is there and refused."""
    cause = fault.__cause__
    return cause is None or code_of(cause) not in _REMEDIES


def refused(device: str, error: Exception) -> DeviceFault:
    """Return the fault of a device that cannot be opened, with what to do."""
    remedy = _REMEDIES.get(code_of(error), _REMEDY)
    return DeviceFault(
        f"The sound device \u201c{device}\u201d cannot be opened ({error}). {remedy}"
    )


def code_of(error: BaseException) -> int:
    """Return PortAudio's number of an error; 0 if it has none."""
    code = error.args[1] if len(error.args) > 1 else 0
    return code if isinstance(code, int) else 0
