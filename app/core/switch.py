"""Which device is used: the chosen one, the system's own as it changes, or one that stands in?

    the chosen one is lost, and opening it again brought nothing -> another stands in
    it is back meanwhile                                         -> the stand-in stays
    the candidate undoes it, or chooses                          -> that one, come what may
    the system's own was chosen and has become another           -> that one

One for the microphone, one for the loudspeaker. A device is known by its label, as the list of
devices has it. It opens nothing: ``wanted`` is what its owner opens.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

STEADY_S = 5.0
"""What was in use for so long and is lost again is in a new trouble: all may be tried again."""

_LOOPBACKS = (
    *("monitor of", ".monitor", "loopback", "blackhole", "soundflower"),
    *("stereo mix", "stereomix", "mixage stéréo", "mezcla estéreo", "missaggio stereo"),
    *("what u hear", "wave out mix", "cable output", "cable input", "null output", "ndi webcam"),
)
"""Parts of the names of what hears the computer itself, or plays to nobody."""
_SERVERS = frozenset({"default", "sysdefault", "pulse", "pipewire"})
"""ALSA's names for the sound server, which moves its streams by itself: one and the same device."""


@dataclass(frozen=True, slots=True)
class Switched:
    """Another device stands in for the one that was chosen, both by their labels."""

    lost: str
    taken: str


class Switch:
    """Knows the devices of one way, in or out.

    Attributes:
        wanted: The label of the device to open; None for the system's own.
        name: The label of the one that was opened last; "" before.
        labels: All that there are; empty while nobody tells.
    """

    def __init__(self) -> None:
        self.wanted: str | None = None
        self.name = ""
        self.labels: tuple[str, ...] = ()
        self._default: str | None = None  # the system's own, as told last
        self._chosen: str | None = None
        self._is_held = False  # the candidate has undone a switch
        self._lost: str | None = None  # what another one stands in for
        self._tried = set[str]()  # in this trouble
        self._live_since: float | None = None
        self._why = ""  # the device that is being opened is another one

    @property
    def switched(self) -> Switched | None:
        """What stands in for what, once it is open, or None."""
        if self._lost is None or self.name != self.wanted:
            return None
        return Switched(self._lost, self.name)

    @property
    def follows(self) -> bool:
        """Whether the system's own is followed as it changes.

        A chosen one stays. So does what stands in: another device for one that is lost, or a
        recording, where there is nothing to choose from.
        """
        return self._chosen is None and self._lost is None and bool(self.labels)

    @property
    def is_listed(self) -> bool:
        """Whether what is wanted is there, as far as is known."""
        return (self.wanted or self._default) in self.labels

    def choose(self, label: str | None) -> None:
        """Use this device; None for the system's own, which is followed as it changes."""
        self._chosen, self.wanted = label, label or self._default
        self._why, self._lost, self._is_held = "chosen", None, False
        self._tried.clear()

    def undo(self) -> bool:
        """Go back to what was lost and stay there; return whether there is anything to undo."""
        if self._lost is None:
            return False
        self.choose(self._lost)
        self._why, self._is_held = "undone", True
        return True

    def tell(self, labels: tuple[str, ...], default: str | None) -> bool:
        """Take the list of devices; return whether to open the system's own, which is another.

        A stand-in is left only where the system's own has really changed: else what was lost would
        be taken again for no other reason than that it was the default.
        """
        before, self._default, self.labels = self._default, default, labels
        used = self.name if self._lost is None else before
        is_other = bool(self.name and used and default) and default not in {used, self.name}
        if self._chosen is not None or not is_other:
            return False
        self.wanted, self._lost, self._why = default, None, "followed"
        self._tried.clear()
        return True

    def opened(self, label: str) -> str:
        """The device of this label was opened; return why it is another than before, or ""."""
        was, self.name = self.name, label
        if self._chosen is not None and self.wanted == self._chosen:
            self._chosen = self.wanted = label  # it may have been given in part
        why, self._why, self._live_since = self._why, "", None
        return why if was not in {"", label} else ""

    def live(self, now: float) -> None:
        """It does what it is for."""
        if self._live_since is None:
            self._live_since = now

    def another(self, now: float) -> bool:
        """Want one that was not tried in this trouble; return whether there is one.

        If there is none, the chosen one is wanted again.
        """
        if self._live_since is not None and now - self._live_since >= STEADY_S:
            self._tried.clear()
        self._live_since = None
        own = self.wanted or self.name or self._default or ""
        self._tried |= {own} | (_SERVERS if own in _SERVERS else set())
        taken = None if self._is_held else next(self._others(), None)
        if taken is None:
            self.wanted, self._lost, self._why = self._chosen, None, ""
            return False
        self._lost = self._lost or own
        self.wanted, self._why = taken, "stands in"
        return True

    @property
    def has_another(self) -> bool:
        """Whether ``another`` might find one."""
        own = self.wanted or self.name or self._default
        return not self._is_held and any(one != own for one in self._others())

    def _others(self) -> Iterator[str]:
        """What may stand in, the best first: what the system itself would take."""
        known = self.labels
        ranked = (self._default, *known) if self._default in known else known
        for one in ranked:
            if one and one not in self._tried and not _is_loopback(one):
                yield one


def _is_loopback(label: str) -> bool:
    name = label.casefold()
    return any(part in name for part in _LOOPBACKS)
