"""A line between two networks that is slow, uneven, and loses packets. Runs as root.

    python radio.py NEAR FAR DELAY_S JITTER_S LOSS SEED

Many kernels lack netem, which does this too. Each network gets one end of a tunnel as its device
``line``; what one sends this process hands to the other, after DELAY_S and up to JITTER_S more, so
that packets overtake each other, or not at all. It writes "ready", and when its standard input ends
how many packets it passed on and how many it lost.
"""

from __future__ import annotations

import fcntl
import heapq
import os
import random
import selectors
import struct
import subprocess
import sys
import time

_TUNSETIFF = 0x400454CA
_IFF_TUN, _IFF_NO_PI = 0x0001, 0x1000


def main(near: str, far: str, *numbers: str) -> None:
    """Pass packets on until standard input ends."""
    delay_s, jitter_s, loss, seed = map(float, numbers)
    luck = random.Random(int(seed))
    ends = [_end(near), _end(far)]
    other = dict(zip(ends, reversed(ends), strict=True))
    on_the_way: list[tuple[float, int, int, bytes]] = []
    passed = lost = 0
    waiting = selectors.DefaultSelector()
    for one in (0, *ends):
        waiting.register(one, selectors.EVENT_READ)
    _say("ready")
    while True:
        now = time.monotonic()
        while on_the_way and on_the_way[0][0] <= now:
            _, _, end, packet = heapq.heappop(on_the_way)
            os.write(end, packet)
            passed += 1
        wait_s = max(0.0, on_the_way[0][0] - now) if on_the_way else None
        for ready, _ in waiting.select(wait_s):
            if ready.fd == 0:
                _say(f"{passed} {lost}")
                return
            packet = os.read(ready.fd, 65_536)
            if luck.random() < loss:
                lost += 1
                continue
            due = time.monotonic() + delay_s + luck.uniform(0, jitter_s)
            heapq.heappush(on_the_way, (due, passed + lost, other[ready.fd], packet))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _end(network: str) -> int:
    """Make one end, move it into a network, and return what is read and written of it."""
    end = os.open("/dev/net/tun", os.O_RDWR)
    asked = struct.pack("16sH22x", b"fairhearing", _IFF_TUN | _IFF_NO_PI)
    fcntl.ioctl(end, _TUNSETIFF, asked)
    subprocess.run(
        ["ip", "link", "set", "fairhearing", "name", "line", "netns", network], check=True
    )
    return end


if __name__ == "__main__":
    main(*sys.argv[1:])
