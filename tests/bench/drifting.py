"""The application with a microphone whose clock is wrong, and a witness of what it keeps waiting.

    python -m tests.bench.drifting PPM FOLDER interview ...

The application is itself, as from its own command line. Between the ring and the rest each block is
resampled by PPM millionths and stamped when such a device would have delivered it. What the rest
then takes is written, each block at its place on the timeline, to FOLDER/timeline.raw (mono,
48 kHz); once a minute what waits and what was lost, as a line of FOLDER/inside.jsonl.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import numpy as np
import soxr

from app import __main__ as command_line
from app.audio import choice
from app.audio.hearing import Heard, Hearing
from app.audio.ring import BLOCK_BYTES, BLOCK_SAMPLES, RATE_HZ, Block, BlockRing
from app.core.timeline import Placed
from app.wiring import interview

_LOOK_S = 0.1
_WRITE_S = 60.0


class DriftingRing(BlockRing):
    """A ring whose blocks come from a device with another clock.

    Args:
        ppm: How many millionths faster than ours it runs; negative for slower.
    """

    def __init__(self, ppm: float) -> None:
        super().__init__()
        self._ratio = 1 + ppm / 1e6
        # The better ones give nothing for a block and two for the next: no device is so uneven.
        self._resampler = soxr.ResampleStream(
            RATE_HZ, RATE_HZ * self._ratio, 1, dtype="int16", quality="QQ"
        )
        self._pcm = b""
        self._taken = 0  # samples of the real device
        self._given = 0  # samples of ours

    def take(self) -> list[Block]:
        """Return what such a device would have put."""
        return [one for block in super().take() for one in self._drift(block)]

    def _drift(self, block: Block) -> list[Block]:
        self._taken += BLOCK_SAMPLES
        self._pcm += self._resampler.resample_chunk(np.frombuffer(block.pcm, np.int16)).tobytes()
        ready = []
        while len(self._pcm) >= BLOCK_BYTES:
            self._given += BLOCK_SAMPLES
            ago_s = (self._taken - self._given / self._ratio) / RATE_HZ
            ready.append(Block(block.stamp - ago_s, self._pcm[:BLOCK_BYTES]))
            self._pcm = self._pcm[BLOCK_BYTES:]
        return ready


class WrittenHearing(Hearing):
    """Writes each block that it takes to its place."""

    folder: Path

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._raw = (self.folder / "timeline.raw").open("wb")

    def _hear(self, block: Placed, *, muted: bool) -> list[Heard]:
        self._raw.seek(block.index * BLOCK_BYTES)
        self._raw.write(block.pcm)
        return super()._hear(block, muted=muted)


class Witness:
    """Looks into the sound device's queues ten times a second, from a thread of its own.

    Args:
        path: Gets a line a minute.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._began = time.monotonic()
        self.devices: choice.Devices | None = None
        self._most = {"ring_blocks": 0, "queued_s": 0.0, "played_waiting": 0}
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        due = self._began + _WRITE_S
        while True:
            time.sleep(_LOOK_S)
            if self.devices is None:
                continue
            self._look(self.devices)
            if time.monotonic() >= due:
                due += _WRITE_S
                with self._path.open("a") as file:
                    print(json.dumps(self._line(self.devices)), file=file)
                self._most = dict.fromkeys(self._most, 0)

    def _look(self, devices: choice.Devices) -> None:
        seen = {
            "ring_blocks": len(devices.ring._blocks),
            "queued_s": devices.playback.queued_s,
            "played_waiting": len(devices.playback._played),
        }
        self._most = {name: max(most, seen[name]) for name, most in self._most.items()}

    def _line(self, devices: choice.Devices) -> dict[str, Any]:
        used = os.times()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        speaker: Any = devices.speaker.stream
        return {
            "at_s": round(time.monotonic() - self._began),
            "rss_mb": round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1),
            "cpu_s": round(used.user + used.system, 1),
            "threads": threading.active_count(),
            "files": len([*Path("/proc/self/fd").iterdir()]),
            "blocks": devices.ring.blocks_in,
            "overruns": devices.ring.overruns,
            "input_overflows": devices.ring.input_overflows,
            "underruns": devices.playback.underruns,
            "output_underflows": speaker.output_underflows,
            **{f"most_{name}": round(most, 2) for name, most in self._most.items()},
        }


def main() -> int:
    """Run the application so."""
    ppm, folder, *argv = sys.argv[1:]
    witness = Witness(Path(folder) / "inside.jsonl")
    choose = choice.choose_devices

    async def chosen(*given: Any) -> choice.Devices:
        witness.devices = await choose(*given)
        return witness.devices

    WrittenHearing.folder = Path(folder)
    choice.BlockRing = lambda: DriftingRing(float(ppm))  # type: ignore[misc,assignment]  # as made
    interview.choose_devices = chosen
    interview.Hearing = WrittenHearing  # type: ignore[misc]  # a class is no variable
    return command_line.main(argv)


if __name__ == "__main__":
    sys.exit(main())
