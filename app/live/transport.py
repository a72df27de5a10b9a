"""One Live connection: open it, send, receive, abort. Raises ``LinkFault`` and nothing else.

It does not retry, wait or decide. The SDK has no lock and no queue: messages reach the socket in
the order in which sends start, so there must be one sender; and its ``receive`` ends after every
turn, so it is called again for as long as the connection lives. There must be one reader, and it
must never wait, because a full queue of unread messages stops the reading of pongs.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from websockets.exceptions import ConnectionClosed

from app.core.actions import Connect
from app.core.events import LinkSuspect, ServerEvent
from app.core.faults import LinkLost, NotLive, Phase
from app.core.liveness import Liveness, PongHistory
from app.core.outgoing import Audio, Outgoing
from app.live.codec import audio_message, decode, encode
from app.live.connection import WatchedConnection
from app.live.proxy import SERVICE, Proxy, proxy_for
from app.live.refusals import border, closed
from app.live.setup import connect_config, takes
from app.live.trust import trust
from app.settings import LiveParams

if TYPE_CHECKING:
    from google.genai.live import AsyncSession

log = logging.getLogger("app.link")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Which server is spoken to.

    Attributes:
        key: The API key; never shown.
        url: Base URL, or None for the service's own.
        ca_file: Certificates to trust besides, or None.
    """

    key: str = field(repr=False)
    url: str | None = None
    ca_file: Path | None = None


class LiveLink:
    """An open connection."""

    def __init__(self, session: AsyncSession, connection: WatchedConnection, params: LiveParams):
        self._session = session
        self._connection = connection
        self._text_as_content = takes(params.model).text_as_content
        self.unreadable = 0

    async def send(self, item: Outgoing, pcm: bytes) -> None:
        """Hand an item to the socket; a slow socket makes this wait.

        Raises:
            LinkFault: The connection is gone; the reader says why.
        """
        try:
            if isinstance(item, Audio):
                await self._connection.send(audio_message(pcm), text=True)
                return
            method, arguments = encode(item, pcm, text_as_content=self._text_as_content)
            await getattr(self._session, method)(**arguments)
        except (ConnectionClosed, OSError) as error:
            raise LinkLost("The connection is gone.") from error

    def send_at_once(self, item: Audio, pcm: bytes) -> bool:  # noqa: ARG002  # as engines call it
        """Hand sound to the socket if it takes it now; return whether it did."""
        return self._connection.write_text(audio_message(pcm))

    async def receive(self, epoch: int) -> AsyncIterator[ServerEvent]:
        """Yield what the server sends, until the connection ends.

        Raises:
            LinkFault: Why it ended; always, in the end.
        """
        while True:
            try:
                async for message in self._session.receive():
                    for event in decode(message, epoch):
                        yield event
            except AssertionError:
                raise  # a bug of ours is not the world's failure
            except (TypeError, ValueError):  # a message that the SDK cannot read; the line is fine
                self.unreadable += 1
                log.warning("server message could not be read", extra={"count": self.unreadable})
            except Exception as error:
                raise self._connection.death or closed(error, Phase.OPEN) from error


class Transport:
    """Opens connections to one endpoint."""

    def __init__(
        self,
        endpoint: Endpoint,
        params: LiveParams,
        instruction: str,
        language: str,
        tell: Callable[[LinkSuspect], None],
    ) -> None:
        self._endpoint = endpoint
        self._params = params
        self._told = (instruction, language)
        self._tell = tell
        self._pongs = PongHistory(params.liveness)
        self._newest: WatchedConnection | None = None
        self._proxy: Proxy | None = None  # found anew for each connection: networks change
        self._patience: asyncio.Timeout | None = None  # while a connection is being made

    def abort(self) -> None:
        """End the socket that may be open or opening, now."""
        if self._newest:
            self._newest.abort()
        if self._patience and not self._patience.expired():
            self._patience.reschedule(0)  # while dialling there may be no socket to abort yet

    @contextlib.asynccontextmanager
    async def open(self, request: Connect) -> AsyncIterator[LiveLink]:
        """Open a connection and set it up; abort it on leaving.

        Raises:
            LinkFault: It could not be made.
        """
        self._newest = self._proxy = None
        phase = Phase.RESUME if request.handle else Phase.SETUP
        async with contextlib.AsyncExitStack() as stack:
            with border(phase, lambda: self._newest is not None, lambda: self._proxy):
                try:
                    async with asyncio.timeout(self._params.setup_timeout_s) as self._patience:
                        session, connection = await self._dial(stack, request)
                finally:
                    self._patience = None
            connection.watch(
                Liveness(self._params.liveness, self._pongs, asyncio.get_running_loop().time()),
                lambda since_s: self._tell(LinkSuspect(request.epoch, since_s)),
            )
            yield LiveLink(session, connection, self._params)

    async def _dial(
        self, stack: contextlib.AsyncExitStack, request: Connect
    ) -> tuple[AsyncSession, WatchedConnection]:
        client, config = await asyncio.to_thread(self._prepare, request)
        live = client.aio.live.connect(model=self._params.model, config=config)
        session = await stack.enter_async_context(live)
        connection = self._newest
        assert connection
        # Before the SDK's closing handshake, which may wait on the dead.
        stack.callback(connection.abort)
        if session.setup_complete is None:
            raise LinkLost("The service did not confirm the set-up.")
        return session, connection

    def _prepare(self, request: Connect) -> tuple[Any, Any]:
        """Build client and set-up; in a worker, because importing the SDK takes 1.1 s."""
        from google import genai  # noqa: PLC0415  # 1.1 s, as above
        from google.genai import types  # noqa: PLC0415  # the same

        def connection(*args: Any, **kwargs: Any) -> WatchedConnection:
            self._newest = WatchedConnection(*args, **kwargs)
            return self._newest

        host, port = _address(self._endpoint.url)
        self._proxy = proxy_for(host, port, self._params.proxy)
        tls = trust(self._endpoint.ca_file)
        arguments: dict[str, Any] = {
            "create_connection": connection,
            "ping_interval": None,
            "open_timeout": self._params.setup_timeout_s,
            "close_timeout": 1,
            "max_size": 16 * 2**20,
            "max_queue": 256,
            "compression": None,
            "proxy": self._proxy.url if self._proxy else None,
            "ssl": tls,
        }
        # The SDK's HTTP client is made but never used: without this it would look for proxies and
        # certificates too, and fail at those that it cannot use.
        unused = {"trust_env": False, "verify": tls}
        options = types.HttpOptions(
            api_version="v1beta",
            base_url=self._endpoint.url,
            client_args=unused,
            async_client_args=arguments | unused,
        )
        # Named, because GOOGLE_GENAI_USE_VERTEXAI in the environment would choose another service.
        client = genai.Client(vertexai=False, api_key=self._endpoint.key, http_options=options)
        instruction, language = self._told
        config = connect_config(
            self._params,
            instruction,
            language,
            request.handle,
            with_history=request.with_history,
        )
        return client, config


def _address(url: str | None) -> tuple[str, int]:
    """Return the server's host and port.

    Raises:
        NotLive: The URL is none.
    """
    if url is None:
        return SERVICE, 443
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port  # an impossible port raises
    except ValueError:
        host, port = None, 0
    if not host or port == 0:
        raise NotLive(f'"{url}" is not the URL of a server. Write it like https://example.org.')
    return host, port or 443
