"""The sound device both ways, as the engine sees it: frames in, replies out.

Nothing here blocks: opening and closing happen on the device's worker thread, and what comes of it
comes back as an event. Only the newest wish is told of: a microphone that opens after it was asked
to close is no news. What is told waits for its turn on the loop, and somebody may wish for another
device before: so it is judged there, and not where it happened.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol

from app.audio.hearing import Hearing
from app.audio.playback import Playback
from app.audio.tone import sound_of
from app.core.actions import (
    Action,
    CloseMicrophone,
    CloseSpeaker,
    Cue,
    FinishReply,
    FlushPlayout,
    HoldPlayout,
    ListDevices,
    OpenMicrophone,
    OpenSpeaker,
    Play,
)
from app.core.events import (
    MicFrame,
    MicrophoneClosed,
    MicrophoneFailed,
    MicrophoneOpened,
    Played,
    SpeakerFailed,
    SpeakerOpened,
    StreamEvent,
)
from app.core.faults import DeviceFault

_MICROPHONE_GONE = "The microphone is gone. Connect it again, or choose another with --mic."
_CUE_WITHIN_S = 1.0
"""A tone that is heard later tells of nothing any more; headsets hold 0.25 s."""
_SPEAKER_GONE = "The loudspeaker is gone. Connect it again, or choose another with --speaker."


News = Callable[[], StreamEvent | None]
"""Returns what happened, or None if that is no news any more; to be called when it is its turn."""


class Stream(Protocol):
    """A microphone, or what stands in its place."""

    @property
    def finished(self) -> bool:
        """Whether it ended by itself since it was opened."""
        ...

    def open(self, device: str | None = None, /) -> Future[str]:
        """Begin; the future holds the device's label, or raises DeviceFault if it cannot."""
        ...

    def close(self) -> Future[None]:
        """End at once; the future is done when the device is free."""
        ...


class SpeakerStream(Stream, Protocol):
    """A loudspeaker, or what stands in its place."""

    def flush(self) -> None:
        """Drop all that is queued and be silent as soon as can be."""
        ...


class _Told:
    """Tells what becomes of a stream.

    Args:
        stream: The same.
        opened: Makes an event of its name.
        failed: Makes an event of a fault.
        gone: What to say when it has ended by itself.
        tell: As ``SoundDevice`` has it.
    """

    def __init__(
        self,
        stream: Stream,
        opened: Callable[[str], StreamEvent],
        failed: Callable[[DeviceFault], StreamEvent],
        gone: str,
        tell: Callable[[News], None],
    ) -> None:
        self._stream = stream
        self._opened = opened
        self._failed = failed
        self._gone = gone
        self._tell = tell
        self._asked: Future[Any] | None = None  # the newest; another's outcome is no news
        self._is_missed = True  # whether its end would be news

    def open(self, device: str | None = None) -> None:
        self._is_missed = True
        self._ask(self._stream.open(device), self._opened)

    def close(self, closed: StreamEvent | None = None) -> None:
        self._is_missed = False
        self._ask(self._stream.close(), lambda _: closed)

    def look(self) -> None:
        """Tell, once, of a stream that has ended by itself."""
        if self._stream.finished and self._is_missed:
            self._is_missed = False
            asked, gone = self._asked, self._failed(DeviceFault(self._gone))
            self._tell(lambda: gone if asked is self._asked else None)

    def _ask(self, call: Future[Any], event: Callable[[Any], StreamEvent | None]) -> None:
        if call is not self._asked:  # else it was asked for before, and will be told of
            self._asked = call
            call.add_done_callback(lambda done: self._report(done, event))

    def _report(self, done: Future[Any], event: Callable[[Any], StreamEvent | None]) -> None:
        """Tell what came of it; on the worker's thread."""
        if not done.cancelled():  # as all are that wait when the application ends
            self._tell(lambda: self._outcome(done, event))

    def _outcome(
        self, done: Future[Any], event: Callable[[Any], StreamEvent | None]
    ) -> StreamEvent | None:
        """Return what came of it, if that is still asked; raise what is a bug of ours."""
        if done is not self._asked:
            return None
        try:
            return event(done.result())
        except DeviceFault as fault:
            return self._failed(fault)


class SoundDevice:
    """Microphone and loudspeaker of one interview. Loop thread only.

    Args:
        microphone: To be opened and closed.
        speaker: Runs already; to be opened again.
        hearing: Makes frames of the microphone's blocks.
        playback: What the loudspeaker pulls from.
        clock: ``time.perf_counter``, which stamps the blocks.
        tell: Takes news from any thread, and calls them on the loop.

    Attributes:
        on_list: Has the list of devices told anew; to be set by whoever watches it.
    """

    def __init__(
        self,
        microphone: Stream,
        speaker: SpeakerStream,
        hearing: Hearing,
        playback: Playback,
        clock: Callable[[], float],
        tell: Callable[[News], None],
    ) -> None:
        self._microphone = _Told(
            microphone, MicrophoneOpened, MicrophoneFailed, _MICROPHONE_GONE, tell
        )
        self._speaker = _Told(speaker, SpeakerOpened, SpeakerFailed, _SPEAKER_GONE, tell)
        self._flush = speaker.flush
        self._hearing = hearing
        self._playback = playback
        self._clock = clock
        self.on_list: Callable[[], None] = nobody_watches

    @property
    def deadline(self) -> float | None:
        """When ``heard`` has something to give although no block comes, in seconds, or None."""
        return self._hearing.deadline

    def heard(self, *, muted: bool) -> list[tuple[MicFrame, bytes]]:
        """Return the frames captured since the last call, with their sound."""
        self._microphone.look()
        self._speaker.look()
        return [*self._hearing.take(self._clock(), muted=muted)]

    def played(self) -> list[tuple[Played, bytes]]:
        """Return what was heard since the last call, with its sound at 24 kHz."""
        return [
            (Played(piece.reply, piece.first_sample, piece.samples, piece.stamp), piece.pcm)
            for piece in self._playback.take_played(self._clock())
        ]

    def obey(self, action: Action) -> None:
        """Carry out an action of microphone or loudspeaker; any other is not for us."""
        match action:
            case OpenMicrophone(device):
                self._microphone.open(device)
            case CloseMicrophone():
                self._microphone.close(MicrophoneClosed())
            case OpenSpeaker(device):
                self._speaker.open(device)
            case CloseSpeaker():
                self._speaker.close()
            case ListDevices():
                self.on_list()
            case Play(reply, pcm):
                self._playback.play(reply, pcm)
            case FinishReply(reply):
                self._playback.finish(reply)
            case FlushPlayout():
                self._flush()
            case HoldPlayout(on):
                self._playback.hold(on=on)
            case Cue(tone):
                self._playback.cue(sound_of(tone), by=self._clock() + _CUE_WITHIN_S)
            case _:
                raise AssertionError(action)


def nobody_watches() -> None:
    """There is no list of devices to tell anew, so nothing is told."""
