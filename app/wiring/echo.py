"""Whether the interviewer's sound has to be taken out of the microphone, and by what."""

from __future__ import annotations

from collections.abc import Callable

from app.audio.capture import Capture
from app.audio.choice import Devices
from app.audio.echo import EchoPath, load_canceller
from app.audio.reference import Reference
from app.audio.speaker import Speaker
from app.core.echo import Echo


def echo_path(
    devices: Devices, *, headphones: bool, tell: Callable[[Echo], None]
) -> EchoPath | None:
    """Return the way of the echo, shown to the loudspeaker; None where none can be cancelled.

    Args:
        devices: Of the interview, the loudspeaker open: what stands in for one has no echo.
        headphones: The microphone does not hear the interviewer.
        tell: Takes what keeps the interviewer out, whenever that changes.
    """
    is_real = isinstance(devices.microphone.stream, Capture) and isinstance(
        devices.speaker.stream, Speaker
    )
    canceller = load_canceller() if is_real and not headphones else None
    if canceller is None:
        return None
    path = EchoPath(canceller, Reference(), tell)
    devices.playback.on_pulled = path.reference.put
    return path
