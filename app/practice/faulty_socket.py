"""A server's WebSocket that can be made to fail below the messages: RST, silence, late pongs."""

from __future__ import annotations

import enum
import socket
import struct
import sys
from typing import Any, Final

from websockets.asyncio.server import ServerConnection
from websockets.protocol import State

from app.practice.conditions import Conditions

# struct linger {onoff, linger}: on, 0 s. With it a close sends RST and not FIN. Winsock has shorts.
_LINGER_0: Final = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)

_PONG: Final = 0x8A  # FIN and opcode 10, the first byte of a pong's frame; HTTP begins with "H"
_BUFFER_BYTES: Final = 32 * 1024


class Hearing(enum.Enum):
    """What becomes of what arrives."""

    HEARS = enum.auto()
    """It is read and counts."""
    DEAF = enum.auto()
    """It is read and thrown away; pings are answered."""
    FROZEN = enum.auto()
    """It is not read, and nothing is written."""
    GONE = enum.auto()
    """The connection has been ended by us; what is left in buffers does not count."""


class FaultySocket(ServerConnection):
    """A WebSocket that fails as it is told; until then, one like any other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hearing = Hearing.HEARS
        self.conditions = Conditions()
        """Those of its server, once the connection is served."""

    @property
    def hears(self) -> bool:
        """Whether what arrives counts."""
        return self.hearing is Hearing.HEARS

    @property
    def is_there(self) -> bool:
        """Whether the client can still be told something, or struck by another fault."""
        return self.hearing in {Hearing.HEARS, Hearing.DEAF} and self.state is State.OPEN

    def reset(self) -> None:
        """Reset the TCP connection, as a failing network or server does; harmless once more."""
        if self.hearing is Hearing.GONE:
            return
        self.hearing = Hearing.GONE
        sock = self.transport.get_extra_info("socket")
        if sock is None or sock.fileno() < 0:
            return  # the client was faster
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_0)
        self.transport.abort()

    def freeze(self) -> None:
        """Read and write nothing any more, and leave the TCP connection as it is.

        The system's own buffers still take what the client sends, until they are full.
        """
        self.hearing = Hearing.FROZEN

    # The next two are where websockets meets the transport, in its class Connection.

    def data_received(self, data: bytes) -> None:
        """Take what has arrived; called by the loop."""
        if self.hearing is Hearing.FROZEN:
            self.transport.pause_reading()  # here: websockets itself may resume it at any time
            return
        super().data_received(data)
        if self.conditions.read_bytes_per_s is not None:
            self._rest(len(data) / self.conditions.read_bytes_per_s)

    def send_data(self) -> None:
        """Write what the protocol has made, each item one frame."""
        if self.hearing is Hearing.FROZEN:
            self.protocol.data_to_send()
            return
        if not self.conditions.pong_late_s:
            super().send_data()
            return
        for data in self.protocol.data_to_send():
            if data[:1] == bytes((_PONG,)):
                self.loop.call_later(self.conditions.pong_late_s, self._write, data)
            elif data:
                self._write(data)
            else:
                self.transport.close()  # what websockets does over TLS

    def _write(self, data: bytes) -> None:
        if self.hearing is not Hearing.FROZEN and not self.transport.is_closing():
            self.transport.write(data)

    def _rest(self, seconds: float) -> None:
        """Read nothing for so long, and let buffers be small, so that the client feels it."""
        transport: Any = self.transport  # set_read_buffer_limits is asyncio's own, over TLS
        transport.set_read_buffer_limits(_BUFFER_BYTES)
        sock = transport.get_extra_info("socket")
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _BUFFER_BYTES)
        transport.pause_reading()
        self.loop.call_later(seconds, self._go_on)

    def _go_on(self) -> None:
        if self.hearing is not Hearing.FROZEN and not self.transport.is_closing():
            self.transport.resume_reading()
