"""Has this computer another way to the network than before? Then what failed may work now.

The system is asked for the address with which it would send to the outside, once a second and by
each family: choosing the way sends nothing. It is the same question on every system, where asking
for the change itself (netlink, SystemConfiguration, NotifyAddrChange) is three.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable

LOOK_EVERY_S = 1.0
# Addresses for documentation (RFC 5737, RFC 3849): nobody is there, and nothing is sent.
_OUTSIDE = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))

Way = tuple[str | None, ...]
"""Our own address for each family, or None where there is no way out."""


def way_out() -> Way:
    """Return the addresses with which this computer would send to the outside."""
    return tuple(_address(family, there) for family, there in _OUTSIDE)


async def watch(tell: Callable[[], None], look: Callable[[], Way] = way_out) -> None:
    """Call ``tell`` whenever there is a way out and it is another than before; for ever."""
    before = look()
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        now = look()
        if now != before and any(now):
            tell()
        before = now


def _address(family: int, there: str) -> str | None:
    with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
        probe.connect((there, 9))
        return str(probe.getsockname()[0])
    return None
