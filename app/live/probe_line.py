"""One connection of a probe: the transport of interviews, with all that happens noted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from app.core.actions import Connect
from app.core.events import LinkOpened, LinkSuspect
from app.core.faults import LinkFault, Phase
from app.core.link import LinkParams
from app.core.liveness import LivenessParams, PongHistory
from app.live.probes import INSTRUCTION
from app.live.sightings import Ended, Event
from app.live.transport import Endpoint, LiveLink, Transport
from app.settings import CheckParams, LiveParams

_LANGUAGE = "en"


@dataclass
class Means:
    """What all probes of one run share.

    Attributes:
        endpoint: Which server.
        live: How it is spoken to.
        check: Times.
        pcm: The speech: int16 mono at 16 kHz, whole frames.
        old_socket_waits_s: Between tries while the service still holds the old socket.
        pongs_s: How long each pong took; grows.
    """

    endpoint: Endpoint
    live: LiveParams
    check: CheckParams
    pcm: bytes
    old_socket_waits_s: tuple[float, ...] = LinkParams().old_socket_waits_s
    pongs_s: list[float] = field(default_factory=list)


class _Pongs(PongHistory):
    """The pongs of one connection, each of them also put down for the report."""

    def __init__(self, params: LivenessParams, pongs_s: list[float]) -> None:
        super().__init__(params)
        self._all = pongs_s

    def add(self, slowness_s: float, now: float) -> None:
        super().add(slowness_s, now)
        self._all.append(slowness_s)


class ProbeLine(Transport):
    """One connection and its end.

    Args:
        epoch: Its number.
        means: The run's.
        tools: Functions to declare.
        note: Takes what happens.
    """

    def __init__(
        self, epoch: int, means: Means, tools: tuple[str, ...], note: Callable[[Event], None]
    ) -> None:
        live = replace(means.live, declared_tools=tools)
        super().__init__(means.endpoint, live, INSTRUCTION, _LANGUAGE, _ignore)
        # In place of its own, which tells nobody.
        self._pongs = _Pongs(live.liveness, means.pongs_s)
        self.epoch = epoch
        self.link: LiveLink | None = None  # while it is open
        self.fault: LinkFault | None = None
        self._note = note
        self._is_dropped = False

    @property
    def is_over(self) -> bool:
        """Whether it has ended, or was told to."""
        return self._is_dropped or self.fault is not None

    def is_open(self) -> bool:
        """Whether it has been opened."""
        return self.link is not None

    async def live(self, handle: str | None) -> None:
        """Open, note what arrives, and note the end unless it is ours."""
        phase = Phase.RESUME if handle else Phase.SETUP
        try:
            async with self.open(Connect(self.epoch, handle, with_history=False)) as link:
                self.link, phase = link, Phase.OPEN
                self._note(LinkOpened(self.epoch))
                async for event in link.receive(self.epoch):
                    self._note(event)
        except LinkFault as fault:
            self.fault = fault
            if not self._is_dropped:
                self._note(Ended(self.epoch, phase, fault.code, _reason(fault), fault))

    def drop(self) -> None:
        """Abort it, now."""
        self._is_dropped = True
        self.abort()


def _ignore(suspect: LinkSuspect) -> None:
    """The pongs are put down already, and a death is noted as an end."""


def _reason(fault: LinkFault) -> str:
    """Return the other side's own words, or ours where it had none."""
    details = getattr(fault.__cause__, "details", None)
    return details if isinstance(details, str) and details else str(fault)
