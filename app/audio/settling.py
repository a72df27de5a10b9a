"""Has the canceller shown again that it takes the echo out?

A loudspeaker that ran dry is heard with a hole, and perhaps later from then on. To the canceller
that is another room. Until it has found its way about, what it leaves of the interviewer can be
taken for the candidate: for up to 3 s in synthetic rooms (measured).

    SETTLED --- hole ---> UNSETTLED --- a second taken out, or four seconds over ---> SETTLED

Only the interviewer's sound counts, for in silence nothing is shown. The end by time is there
because a candidate who talks all the while hides what the canceller does.
"""

from __future__ import annotations

_SHOWS_FRAMES = 50  # 1 s
_GIVES_UP_FRAMES = 200  # 4 s of the interviewer
_KEEPS = 0.96  # for each frame: the measure of the last half second
_ENOUGH = 10**1.5
"""15 dB, which a canceller that knows its room exceeds by far: 20 to 48."""
_SILENT = (32768 * 10 ** (-58 / 20)) ** 2
"""What is left below this is taken for nobody, however little was taken out."""


class Settling:
    """Counts from a hole on.

    Attributes:
        is_settled: Whether the canceller may be relied on.
    """

    def __init__(self) -> None:
        self.is_settled = True
        self._shown_frames = self._frames = 0
        self._echo_power = self._left_power = 0.0

    def unsettle(self) -> None:
        """There was a hole; whatever was shown before is void."""
        self.is_settled = False
        self._shown_frames = self._frames = 0
        self._echo_power = self._left_power = 0.0

    def hear(self, echo_power: float, left_power: float) -> None:
        """Take a frame in which the interviewer sounds.

        Args:
            echo_power: The mean square of what the microphone captured, in int16's range.
            left_power: Of what the canceller left of it.
        """
        if self.is_settled:
            return
        self._echo_power = _KEEPS * self._echo_power + (1 - _KEEPS) * echo_power
        self._left_power = _KEEPS * self._left_power + (1 - _KEEPS) * left_power
        is_out = self._left_power < max(_SILENT, self._echo_power / _ENOUGH)
        self._frames += 1
        self._shown_frames = self._shown_frames + 1 if is_out else 0
        self.is_settled = self._shown_frames >= _SHOWS_FRAMES or self._frames >= _GIVES_UP_FRAMES
