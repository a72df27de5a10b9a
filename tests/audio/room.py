"""A loudspeaker, a microphone and the room between them: sound for the tests of the echo.

Everything at 48 kHz, as the devices have it. The interviewer speaks with the practice
interviewer's voice, the candidate with the sample answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soxr

from app.audio.wav import read_clip

HZ = 48_000
BLOCK = 960
RESOURCES = Path(__file__).resolve().parents[2] / "resources"

Sound = npt.NDArray[np.float64]


def clip(path: Path, dbfs: float) -> Sound:
    """A recording with its speech at this RMS level, as floats in int16's range."""
    sound = np.frombuffer(read_clip(path).pcm, np.int16).astype(float)
    loud = sound[np.abs(sound) > 300]
    return sound * 32768 * 10 ** (dbfs / 20) / np.sqrt(np.mean(loud**2))


def interviewer(seconds: float, dbfs: float = -23.0, gap_s: float = 0.4) -> Sound:
    """The interviewer's clips one after another."""
    clips = [clip(path, dbfs) for path in sorted((RESOURCES / "voice").glob("*.wav"))]
    pieces, length, n = [], 0, 0
    while length < seconds * HZ:
        pieces += [clips[n % len(clips)], np.zeros(int(gap_s * HZ))]
        length += len(pieces[-2]) + len(pieces[-1])
        n += 1
    return np.concatenate(pieces)[: int(seconds * HZ)]


def answer(number: int = 0, dbfs: float = -26.0) -> Sound:
    return clip(sorted((RESOURCES / "answers").glob("*.wav"))[number], dbfs)


@dataclass(frozen=True)
class Room:
    """How the loudspeaker's sound comes into the microphone.

    Attributes:
        delay_s: From being pulled to being captured, the room's first reflection apart.
        level_db: Of the echo against what was pulled.
        tail_s: Until the echo has faded by 60 dB.
        drift_ppm: How much faster the microphone's clock runs than the loudspeaker's.
        bends: The loudspeaker distorts what is loud.
        moves_at_s: From here on the room is another, and the delay 35 ms longer; or None.
        noise_dbfs: Of the room and the microphone.
    """

    delay_s: float = 0.06
    level_db: float = -6.0
    tail_s: float = 0.12
    drift_ppm: float = 0.0
    bends: bool = False
    moves_at_s: float | None = None
    noise_dbfs: float = -62.0

    def echo(self, far: Sound) -> Sound:
        """What the microphone captures of it; as long, or longer by the drift."""
        played = 9000 * np.tanh(far / 9000) if self.bends else far
        heard = self._through(played, self.delay_s, seed=1)
        if self.moves_at_s is not None:
            at = int(self.moves_at_s * HZ)
            heard[at:] = self._through(played, self.delay_s + 0.035, seed=2)[at:]
        if self.drift_ppm:
            to = HZ * (1 + self.drift_ppm / 1e6)
            heard = soxr.resample(heard, HZ, to, quality="HQ")
        return heard

    def noise(self, samples: int) -> Sound:
        rng = np.random.default_rng(3)
        return rng.normal(0, 32768 * 10 ** (self.noise_dbfs / 20), samples)

    def _through(self, played: Sound, delay_s: float, seed: int) -> Sound:
        rng = np.random.default_rng(seed)
        length = int(self.tail_s * HZ)
        response = rng.normal(0, 1, length) * 10 ** (-3 * np.arange(length) / length)
        response[0] = 12.0
        response *= 10 ** (self.level_db / 20) / np.sqrt(np.sum(response**2))
        shifted = np.concatenate((np.zeros(int(delay_s * HZ)), played))
        size = 1 << (len(shifted) + length).bit_length()
        spectrum = np.fft.rfft(shifted, size) * np.fft.rfft(response, size)
        return np.fft.irfft(spectrum, size)[: len(played)]


def blocks(sound: Sound) -> list[bytes]:
    """The sound as a device gives or takes it."""
    whole = np.clip(np.rint(sound[: len(sound) // BLOCK * BLOCK]), -32768, 32767)
    pcm = whole.astype(np.int16)
    return [pcm[at : at + BLOCK].tobytes() for at in range(0, len(pcm), BLOCK)]
