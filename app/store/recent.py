"""The candidate's newest frames in memory, so that a replay needs no disk.

A frame is forgotten when it is both old and safe on disk: however slow the disk is, every frame
can be had from here or from the file. One minute costs 1.9 MB.
"""

from __future__ import annotations

from collections import OrderedDict

FRAME_SAMPLES = 320
FRAME_BYTES = 640
_SILENCE = bytes(FRAME_BYTES)


class RecentFrames:
    """Frames by index; those which never came read as zeros.

    Args:
        keep_frames: How many frames of the timeline to hold at least.
        begin: The first frame that can come; all before are in the file.
    """

    def __init__(self, keep_frames: int, begin: int = 0) -> None:
        assert keep_frames > 0
        self._keep_frames = keep_frames
        # By rising index. Not a dict: finding its oldest key slows down as old ones are deleted.
        self._frames: OrderedDict[int, bytes] = OrderedDict()
        self.first = begin
        """The first index that can be read here; older ones are in the file."""
        self.next = begin
        """The index after the newest frame."""

    def add(self, index: int, pcm: bytes, *, saved: int) -> None:
        """Keep one frame, and forget those which are old and safe.

        Args:
            index: Above that of all frames before.
            pcm: 640 bytes.
            saved: The first index that is not yet safe on disk.
        """
        assert index >= self.next, "a frame of the past"
        assert len(pcm) == FRAME_BYTES, "not a frame of 20 ms at 16 kHz"
        self._frames[index] = pcm
        self.next = index + 1
        self._forget_before(min(self.next - self._keep_frames, saved))

    def read(self, first: int, count: int) -> bytes:
        """Return ``count`` frames from ``first`` on, which must be between our bounds."""
        assert self.first <= first <= first + count <= self.next
        return b"".join(self._frames.get(i, _SILENCE) for i in range(first, first + count))

    def _forget_before(self, index: int) -> None:
        while self._frames:
            oldest = next(iter(self._frames))
            if oldest >= index:
                return
            del self._frames[oldest]
            self.first = oldest + 1
