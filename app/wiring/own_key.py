"""The candidate's own key: sought, given, kept, forgotten.

The keyring may ask its user something first, for minutes: nothing here waits for it but what came
later for the keyring too, so that a key which was forgotten is not kept after all.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable

from app.core.faults import Fault
from app.core.lobby import KeyPlace
from app.gui import wishes
from app.store.keys import VARIABLE, Key, forget_key, read_key, save_key
from app.wiring.beside import beside


class OwnKey:
    """Follows where the key is. Loop thread only.

    Args:
        tell: Takes where it is and what went wrong with it, at each change.

    Attributes:
        given: The one that the candidate gave for this run, or None.
    """

    def __init__(self, tell: Callable[[KeyPlace, Fault | None], None]) -> None:
        self._tell = tell
        self._place = KeyPlace.SOUGHT
        self._keyring = asyncio.Lock()  # one after the other, as they were wished
        self.given: Key | None = None

    async def seek(self) -> None:
        """Look for one in the environment, then in the keyring."""
        found, fault = KeyPlace.NOWHERE, None
        try:
            if await beside(read_key, os.environ) is not None:
                is_given = bool(os.environ.get(VARIABLE, "").strip())
                found = KeyPlace.THIS_RUN if is_given else KeyPlace.KEYRING
        except Fault as error:
            fault = error
        if self._place is KeyPlace.SOUGHT:  # else one was given, or forgotten, meanwhile
            self._learn(found, fault)

    async def change(self, wish: wishes.UseKey | wishes.ForgetKey) -> None:
        """Use a key, and keep it if that is wished, or forget it."""
        self._learn(self._place)
        try:
            key = self.given = Key(wish.secret) if isinstance(wish, wishes.UseKey) else None
            if isinstance(wish, wishes.UseKey):
                self._learn(KeyPlace.THIS_RUN)  # usable at once, whatever the keyring says
                if not wish.is_kept:
                    return
            async with self._keyring:
                await (beside(forget_key) if key is None else beside(save_key, key))
            if self.given is key:  # else another was given meanwhile, or this one forgotten
                self._learn(KeyPlace.NOWHERE if key is None else KeyPlace.KEYRING)
        except Fault as fault:
            self._learn(self._place, fault)

    def _learn(self, place: KeyPlace, fault: Fault | None = None) -> None:
        self._place = place
        self._tell(place, fault)
