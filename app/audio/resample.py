"""Between the device's 48 kHz and the model's rates: 16 kHz to it, 24 kHz from it.

Quality LQ of soxr, because a resampler holds sound back and the turn's end waits for it: LQ holds
6.2 ms at 48 to 16 kHz, the default HQ 21.3 ms (measured). LQ passes speech up to 9 kHz of a 24 kHz
reply and keeps its images below -100 dB (measured).

soxr dithers what it rounds to int16, so that silence would come out as noise of one bit and one
sound never twice the same. It therefore works in floats, and we round.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import soxr

from app.audio.block import RATE_HZ

FRAME_HZ = 16_000
FRAME_SAMPLES = 320
FRAME_BYTES = 2 * FRAME_SAMPLES
"""One frame of the timeline: 20 ms, mono int16 at 16 kHz."""
REPLY_HZ = 24_000

_QUALITY = "LQ"


class Resampler:
    """One stream of mono int16, resampled without dither."""

    def __init__(self, from_hz: int, to_hz: int) -> None:
        self._stream = soxr.ResampleStream(from_hz, to_hz, 1, dtype="float32", quality=_QUALITY)

    def feed(self, pcm: bytes, *, last: bool = False) -> bytes:
        """Take any whole samples, return what is ready; after the ``last`` it begins anew."""
        samples = np.frombuffer(pcm, np.int16).astype(np.float32)
        resampled = self._stream.resample_chunk(samples, last=last)
        if last:
            self._stream.clear()
        rounded: npt.NDArray[np.int16] = np.clip(np.rint(resampled), -32768, 32767).astype(np.int16)
        return rounded.tobytes()

    def reset(self) -> None:
        """Forget what is held back."""
        self._stream.clear()


class MicResampler:
    """Turns the microphone's 48 kHz blocks into frames of exactly 320 samples at 16 kHz.

    The first call after a start or ``reset`` returns nothing: soxr holds back its first 6 ms.
    From then on each block of 960 samples brings on average one frame.
    """

    def __init__(self) -> None:
        self._resampler = Resampler(RATE_HZ, FRAME_HZ)
        self._rest = b""

    def feed(self, pcm48: bytes) -> list[bytes]:
        """Take mono int16 at 48 kHz, return the frames now whole: 640 bytes each, 0 to n."""
        pcm = self._rest + self._resampler.feed(pcm48)
        whole = len(pcm) - len(pcm) % FRAME_BYTES
        self._rest = pcm[whole:]
        return [pcm[at : at + FRAME_BYTES] for at in range(0, whole, FRAME_BYTES)]

    def reset(self) -> None:
        """Forget what is held back. To be called where the device left a gap."""
        self._resampler.reset()
        self._rest = b""


class ReplyResampler:
    """Turns one reply's 24 kHz sound into 48 kHz, whatever the chunks: n samples become 2 n."""

    def __init__(self) -> None:
        self._resampler = Resampler(REPLY_HZ, RATE_HZ)
        self._odd = b""  # a server may cut a chunk within a sample

    def feed(self, pcm24: bytes) -> bytes:
        """Take mono int16 at 24 kHz, return what is ready at 48 kHz; it may be empty."""
        pcm24 = self._odd + pcm24
        whole = len(pcm24) & ~1
        self._odd = pcm24[whole:]
        return self._resampler.feed(pcm24[:whole])

    def finish(self) -> bytes:
        """Return what is still held back. The next ``feed`` begins a new reply."""
        self._odd = b""
        return self._resampler.feed(b"", last=True)
