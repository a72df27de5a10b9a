"""webrtcvad over frames of 20 ms. Runs in the benchmark's own environment.

    python webrtc.py MODE < pcm > flags      mono int16 at 16 kHz in; one byte, 0 or 1, a frame out

The CPU time in seconds goes to stderr.
"""

from __future__ import annotations

import sys
import time

import webrtcvad

_FRAME_BYTES = 640


def main(mode: int) -> None:
    pcm = sys.stdin.buffer.read()
    detector = webrtcvad.Vad(mode)
    before = time.process_time()
    flags = bytes(
        detector.is_speech(pcm[at : at + _FRAME_BYTES], 16_000)
        for at in range(0, len(pcm), _FRAME_BYTES)
    )
    print(time.process_time() - before, file=sys.stderr)
    sys.stdout.buffer.write(flags)


if __name__ == "__main__":
    main(int(sys.argv[1]))
