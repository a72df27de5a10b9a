"""One voice on the timeline: a mono PCM16 WAV file that a crash can cut but not spoil.

    byte 0        44                                       44 + 2 * end_sample
    | RIFF header | samples, with zeros where nothing came |

Sample n of the file is sample n of the timeline, so ``first = 44 + 2 * n`` finds any moment. A
gap costs a seek: what the file system then reads back as zeros is the silence that we want.

``sync`` makes the sound safe first and only then lets the header claim it, with a second sync:
at any power cut the header promises no sample that is not there. Every byte is handed to the
system at once, so another process can read along, and a killed process loses nothing at all.

The sizes in a header have 32 bits: 4 GiB are 37 hours at 16 kHz, 24 at 24 kHz. No interview is.
"""

from __future__ import annotations

import struct
from pathlib import Path

from app.core.faults import StoreFault
from app.store.disk import sync_file, sync_folder

HEADER_BYTES = 44
SAMPLE_BYTES = 2

# RIFF, WAVE, and a "fmt " chunk of 16 bytes: format 1 (PCM), channels, rate, bytes a second,
# bytes a sample, bits; then the "data" chunk's head (Microsoft, "Multimedia Programming
# Interface and Data Specifications 1.0", 1991).
_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
_FORMAT = slice(8, 40)  # of its bytes: what kind of sound it is
_MOST_BYTES = 2**32 - 1 - HEADER_BYTES


class Recording:
    """A recording; everything but ``read`` is for one thread, the writer's.

    Args:
        path: The file; its folder exists.
        rate_hz: Samples a second.
        exists: ``mend`` was called on the file, and it is gone on with at its end; else it is made,
            and must not be there.

    Raises:
        OSError: From any method, when the disk fails.
    """

    def __init__(self, path: Path, rate_hz: int, *, exists: bool = False) -> None:
        self.path = path
        self.rate_hz = rate_hz
        # Without a buffer: what write_at was given is in the system's hands when it returns.
        self._file = path.open("r+b" if exists else "x+b", buffering=0)
        self.end_sample = samples_in(path)  # written by the writer thread only
        self.saved_samples = self.end_sample  # written by the writer thread only
        self.written_samples = 0  # the same, without the gaps and what was there before
        if exists:
            return
        path.chmod(0o600)
        self._write_header()
        sync_file(self._file.fileno())
        sync_folder(path.parent)

    def write_at(self, sample: int, pcm: bytes) -> None:
        """Write sound at its place on the timeline, which is never before the last one's end.

        Args:
            sample: Where its first sample stands, >= ``end_sample``.
            pcm: Mono int16, little-endian.
        """
        assert sample >= self.end_sample, "a recording is never written twice"
        assert len(pcm) % SAMPLE_BYTES == 0, "half a sample"
        self._write_bytes(HEADER_BYTES + sample * SAMPLE_BYTES, pcm)
        count = len(pcm) // SAMPLE_BYTES
        self.written_samples += count
        self.end_sample = sample + count

    def sync(self) -> None:
        """Make all that was written safe; afterwards ``saved_samples`` counts it."""
        if self.saved_samples == self.end_sample:
            return
        sync_file(self._file.fileno())
        self._write_header()
        sync_file(self._file.fileno())
        self.saved_samples = self.end_sample

    def read(self, first_sample: int, count: int) -> bytes:
        """Return ``count`` samples from ``first_sample`` on, as int16; for any thread.

        Raises:
            OSError: If the file cannot be read, or is shorter than it was.
        """
        assert 0 <= first_sample <= first_sample + count <= self.end_sample, "not yet written"
        with self.path.open("rb") as file:
            file.seek(HEADER_BYTES + first_sample * SAMPLE_BYTES)
            pcm = file.read(count * SAMPLE_BYTES)
        if len(pcm) != count * SAMPLE_BYTES:
            raise OSError(f"{self.path.name} has been cut")
        return pcm

    def close(self) -> None:
        """Close the file; what was not synced is left to the system."""
        self._file.close()

    def _write_header(self) -> None:
        self._write_bytes(0, _header(self.rate_hz, self.end_sample))

    def _write_bytes(self, at: int, content: bytes) -> None:
        """Write all of it: on a disk that fills up, a single write may take only a part."""
        self._file.seek(at)
        rest = memoryview(content)
        while rest:
            rest = rest[self._file.write(rest) :]


def _header(rate_hz: int, samples: int) -> bytes:
    data_bytes = min(samples * SAMPLE_BYTES, _MOST_BYTES)
    fmt = (b"fmt ", 16, 1, 1, rate_hz, rate_hz * SAMPLE_BYTES, SAMPLE_BYTES, 8 * SAMPLE_BYTES)
    riff_bytes = HEADER_BYTES - 8 + data_bytes
    return _HEADER.pack(b"RIFF", riff_bytes, b"WAVE", *fmt, b"data", data_bytes)


def samples_in(path: Path) -> int:
    """Return how many whole samples a recording has by its size.

    Raises:
        OSError: If there is no such file.
    """
    return max(0, path.stat().st_size - HEADER_BYTES) // SAMPLE_BYTES


def mend(path: Path, rate_hz: int) -> bool:
    """Let the header of a recording that a crash cut say how much there is; add nothing else.

    What lies behind the header's claim was written and not yet claimed; half a sample at the end
    is left where it is, and is written over by whoever goes on. A file that is missing, or shorter
    than a header, becomes one without sound.

    Returns:
        Whether anything had to be mended.

    Raises:
        StoreFault: It is a sound file of another kind, and none of ours.
        OSError: When the disk fails.
    """
    samples = samples_in(path) if path.exists() else 0
    wanted = _header(rate_hz, samples)
    with path.open("r+b" if path.exists() else "x+b", buffering=0) as file:
        found = file.read(HEADER_BYTES)
        if found == wanted:
            return False
        ours = _header(rate_hz, 0)
        is_other = found[:4] == b"RIFF" and len(found) == HEADER_BYTES
        if is_other and found[_FORMAT] != ours[_FORMAT]:
            raise StoreFault(
                f"{path} is a sound file of another kind, and no recording of this program. "
                "Move it away and try again."
            )
        path.chmod(0o600)
        file.seek(0)
        file.write(wanted)
        sync_file(file.fileno())
    sync_folder(path.parent)
    return True


def file_length_s(path: Path, rate_hz: int) -> float:
    """Return the seconds of sound in a recording, also of one that was cut by a crash.

    It goes by the file's size: the header may be up to one sync behind.

    Raises:
        OSError: If there is no such file.
    """
    return samples_in(path) / rate_hz
