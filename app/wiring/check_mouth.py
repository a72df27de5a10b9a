"""The mouth of the guided check: what it plays, and whether that was heard to its end."""

from __future__ import annotations

from app.audio.level import FLOOR_DBFS, level_dbfs
from app.audio.playback import Playback
from app.audio.resample import REPLY_HZ, Resampler
from app.audio.ring import RATE_HZ
from app.audio.wav import read_clip
from app.wiring.resources import RESOURCES

SENTENCE = (RESOURCES / "voice" / "greeting.wav", RESOURCES / "voice" / "question-about-you.wav")
"""What the interviewer says: 5 s, because the delay of an echo takes 3 s to be found."""
_PLAYED = 0  # the number of all that is played here


def read_sentence() -> bytes:
    """Return what the interviewer says: mono int16 at 24 kHz; blocks.

    Raises:
        InputFault: It cannot be read: the application is not whole.
    """
    pcm48 = b"".join(read_clip(path).pcm for path in SENTENCE)
    return Resampler(RATE_HZ, REPLY_HZ).feed(pcm48, last=True)


def _nothing() -> None:
    """What was played is looked at by the clock: nobody has to be woken."""


class CheckMouth:
    """Plays one thing at a time. Loop thread only.

    Args:
        sentence: What the interviewer says, as ``read_sentence`` gives it.

    Attributes:
        playback: What the loudspeaker pulls from.
        sentence: As above.
    """

    def __init__(self, sentence: bytes) -> None:
        self.playback = Playback(_nothing)
        self.sentence = sentence
        self._is_playing = False  # something was put in line, and was not heard to its end yet

    def play(self, pcm24: bytes) -> float:
        """Play a sound, mono int16 at 24 kHz; return its length in seconds."""
        self._is_playing = True
        self.playback.play(_PLAYED, pcm24)
        self.playback.finish(_PLAYED)
        return len(pcm24) / 2 / REPLY_HZ

    def stop(self) -> None:
        """Be silent; what was played does not come to its end."""
        self._is_playing = False
        self.playback.flush()

    def listen(self, now: float) -> float:
        """Return how loud it was since the last call, in dBFS.

        Args:
            now: Seconds on ``time.perf_counter``.
        """
        played = [level_dbfs(one.pcm) for one in self.playback.take_played(now) if one.pcm]
        return max(played, default=FLOOR_DBFS)

    def is_through(self) -> bool:
        """Whether what was played came to its end since the last call."""
        is_through = self._is_playing and not self.playback.is_audible
        self._is_playing = self._is_playing and not is_through
        return is_through
