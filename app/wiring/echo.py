"""Whether the interviewer's sound has to be taken out of the microphone, and by what."""

from __future__ import annotations

from collections.abc import Callable

from app.audio.capture import Capture
from app.audio.choice import Devices
from app.audio.echo import EchoPath, load_canceller
from app.audio.headphones import are_headphones
from app.audio.reference import Reference
from app.audio.speaker import Speaker
from app.core import actions as act
from app.core import events as ev
from app.core.echo import Echo
from app.core.view import View


def echo_path(
    devices: Devices, *, headphones: bool, tell: Callable[[Echo], None]
) -> EchoPath | None:
    """Return the way of the echo, shown to the loudspeaker; None where none can be cancelled.

    Args:
        devices: Of the interview, the loudspeaker open: what stands in for one has no echo.
        headphones: The microphone does not hear the interviewer, as long as the loudspeaker is
            this one.
        tell: Takes what keeps the interviewer out, whenever that changes.
    """
    canceller = load_canceller() if has_echo(devices) else None
    if canceller is None:
        return None
    mode = Echo.HEADPHONES if headphones else Echo.HALF_DUPLEX
    path = EchoPath(canceller, Reference(), tell, mode)
    devices.playback.on_pulled = path.reference.put
    return path


def has_echo(devices: Devices) -> bool:
    """Whether both are real: a file hears nothing, and silence is not heard."""
    microphone, speaker = devices.microphone.stream, devices.speaker.stream
    return isinstance(microphone, Capture) and isinstance(speaker, Speaker)


class EchoWatch:
    """Looks on: with another microphone or loudspeaker the echo is another, or there is none.

    Headphones that were declared are those that were on then: whatever takes their place is judged
    by its name. A loudspeaker whose name says nothing may be heard by the microphone.

    Args:
        path: The way of the echo; None where it cannot be cancelled.
        declared: The candidate says that the first loudspeaker is worn on the ears.
        tell: Takes what keeps the interviewer out where there is no ``path`` to tell it.
    """

    def __init__(
        self, path: EchoPath | None, *, declared: bool, tell: Callable[[Echo], None]
    ) -> None:
        self._path = path
        self._declared = declared
        self._tell = tell
        self._first: str | None = None
        self._names = ("", "")

    def event(self, event: ev.Event, now: float) -> None:
        """Look at what happened."""
        microphone, speaker = self._names
        match event:
            case ev.MicrophoneOpened(name):
                self._look((name, speaker), now, is_first=not microphone)
            case ev.SpeakerOpened(name):
                self._look((microphone, name), now, is_first=False)
            case _:
                pass

    def note(self, note: act.Note, now: float) -> None:
        """Look at what is written into the journal: nothing that matters here."""

    def view(self, view: View, now: float) -> None:
        """Look at what is shown: nothing that matters here."""

    def _look(self, names: tuple[str, str], now: float, *, is_first: bool) -> None:
        if names == self._names:
            return
        self._names, speaker = names, names[1]
        if is_first or not speaker:
            return
        if self._first is None:
            self._first = speaker
        is_declared = self._declared and speaker == self._first
        headphones = is_declared or are_headphones(speaker)
        if self._path is not None:
            self._path.change(now, headphones=headphones)
        else:
            self._tell(Echo.HEADPHONES if headphones else Echo.HALF_DUPLEX)
