"""The sound device both ways, as the engine sees it: frames in, replies out.

Nothing here blocks: opening and closing happen on the device's worker thread, and what fails there
comes back as an event.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol

from app.audio.hearing import Hearing
from app.audio.playback import Playback
from app.core.actions import (
    Action,
    CloseMicrophone,
    FinishReply,
    FlushPlayout,
    HoldPlayout,
    OpenMicrophone,
    Play,
)
from app.core.events import MicFrame, MicrophoneFailed, Played
from app.core.faults import DeviceFault


class Stream(Protocol):
    """A microphone or a loudspeaker, or what stands in its place."""

    @property
    def finished(self) -> bool:
        """Whether it ended by itself."""
        ...

    def open(self) -> Future[None]:
        """Begin; the future raises DeviceFault if it cannot."""
        ...

    def close(self) -> Future[None]:
        """End at once."""
        ...


class SoundDevice:
    """Microphone and loudspeaker of one interview. Loop thread only.

    Args:
        microphone: To be opened and closed.
        hearing: Makes frames of its blocks.
        playback: What the loudspeaker pulls from.
        clock: ``time.perf_counter``, which stamps the blocks.
        tell: Takes an event from any thread.
    """

    def __init__(
        self,
        microphone: Stream,
        hearing: Hearing,
        playback: Playback,
        clock: Callable[[], float],
        tell: Callable[[MicrophoneFailed], None],
    ) -> None:
        self._microphone = microphone
        self._hearing = hearing
        self._playback = playback
        self._clock = clock
        self._tell = tell
        self._is_reported = False  # that the present stream ended by itself

    @property
    def deadline(self) -> float | None:
        """When ``heard`` has something to give although no block comes, in seconds, or None."""
        return self._hearing.deadline

    def heard(self, *, muted: bool) -> list[tuple[MicFrame, bytes]]:
        """Return the frames captured since the last call, with their sound."""
        if self._microphone.finished and not self._is_reported:
            self._is_reported = True
            self._tell(
                MicrophoneFailed(
                    DeviceFault(
                        "The microphone is gone. Connect it again, or choose another with --mic."
                    )
                )
            )
        return [*self._hearing.take(self._clock(), muted=muted)]

    def played(self) -> list[tuple[Played, bytes]]:
        """Return what was played since the last call, with its sound at 24 kHz."""
        return [
            (Played(piece.reply, piece.first_sample, piece.samples, piece.stamp), piece.pcm)
            for piece in self._playback.take_played()
        ]

    def obey(self, action: Action) -> None:
        """Carry out an action of microphone or loudspeaker; any other is not for us."""
        match action:
            case OpenMicrophone():
                self._is_reported = False
                self._microphone.open().add_done_callback(self._report)
            case CloseMicrophone():
                self._is_reported = True
                self._microphone.close()
            case Play(reply, pcm):
                self._playback.play(reply, pcm)
            case FinishReply(reply):
                self._playback.finish(reply)
            case FlushPlayout():
                self._playback.flush()
            case HoldPlayout(on):
                self._playback.hold(on=on)
            case _:
                raise AssertionError(action)

    def _report(self, opened: Future[None]) -> None:
        """Tell of a microphone that did not open; on the worker's thread."""
        error = None if opened.cancelled() else opened.exception()
        if isinstance(error, DeviceFault):
            self._tell(MicrophoneFailed(error))
        elif error is not None:
            raise error
