"""Listens at the seams of the engine, for ``--tap``: what passes goes on unchanged."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import app.core.actions as act
import app.core.events as ev
from app.core.outgoing import Audio, Outgoing
from app.shells import LiveLink, Sound, Transport
from app.telemetry.taps import Taps

Tap = Callable[[str, bytes], None]


@asynccontextmanager
async def tapping(folder: Path | None) -> AsyncIterator[Tap | None]:
    """Tap into a new folder, if one was named; on leaving the files are whole.

    Raises:
        InputFault: The folder cannot be used.
    """
    if folder is None:
        yield None
        return
    taps = await asyncio.to_thread(Taps, folder)
    try:
        yield taps.put
    finally:
        await asyncio.to_thread(taps.close)


class TappedLink:
    """A connection whose sound is tapped, both ways."""

    def __init__(self, live: LiveLink, tap: Tap) -> None:
        self._live = live
        self._tap = tap

    async def send(self, item: Outgoing, pcm: bytes) -> None:
        """Send, then tap: what could not be sent did not pass."""
        await self._live.send(item, pcm)
        if pcm:
            self._tap("sent", pcm)

    def send_at_once(self, item: Audio, pcm: bytes) -> bool:
        """The same, if the socket takes it now."""
        is_sent = self._live.send_at_once(item, pcm)
        if is_sent:
            self._tap("sent", pcm)
        return is_sent

    async def receive(self, epoch: int) -> AsyncIterator[ev.Event]:
        """Tap the interviewer's sound."""
        async for event in self._live.receive(epoch):
            if isinstance(event, ev.ReplyAudio):
                self._tap("received", event.pcm)
            yield event


class TappedTransport:
    """Opens connections that are tapped."""

    def __init__(self, transport: Transport, tap: Tap) -> None:
        self._transport = transport
        self._tap = tap

    @asynccontextmanager
    async def open(self, request: act.Connect) -> AsyncIterator[LiveLink]:
        """Open a connection."""
        async with self._transport.open(request) as live:
            yield TappedLink(live, self._tap)

    def abort(self) -> None:
        """End the socket."""
        self._transport.abort()


class TappedSound:
    """A sound device whose frames are tapped as they were scored, and what it played."""

    def __init__(self, sound: Sound, tap: Tap) -> None:
        self._sound = sound
        self._tap = tap

    @property
    def deadline(self) -> float | None:
        """As the device's."""
        return self._sound.deadline

    def heard(self, *, muted: bool) -> Sequence[tuple[ev.MicFrame, bytes]]:
        """Tap the frames."""
        frames = self._sound.heard(muted=muted)
        for _, pcm in frames:
            self._tap("scored", pcm)
        return frames

    def played(self) -> Sequence[tuple[ev.Played, bytes]]:
        """Tap what was played."""
        pieces = self._sound.played()
        for _, pcm in pieces:
            self._tap("played", pcm)
        return pieces

    def obey(self, action: act.SoundAction) -> None:
        """Pass it on."""
        self._sound.obey(action)
