"""Nobody: what the driver itself costs."""

from __future__ import annotations

import asyncio
import sys

from tests.bench.peers.driver import Diary, Told, main


class Nobody:
    """Takes frames and does nothing."""

    packages = ()

    async def run(self, told: Told, diary: Diary) -> None:
        self._diary = diary
        diary.ready.set()
        await asyncio.sleep(3600)

    async def begin(self) -> None:
        pass

    async def hand_in(self, pcm: bytes) -> None:
        pass

    async def silence(self, pcm: bytes) -> None:
        pass

    async def end(self) -> None:
        self._diary.answered()


if __name__ == "__main__":
    main(Nobody(), sys.argv[1])
