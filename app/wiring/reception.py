"""What goes on at the start page: looking for what is there, and doing what is wished.

Nothing here blocks the loop. What may wait for a person (the system asks to unlock its keyring) or
for sound to end goes on beside the other wishes.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

from app.audio.devices import told
from app.core.device_events import DevicesTold
from app.core.faults import DeviceFault, Fault, InputFault, StoreFault
from app.core.habits import Choice
from app.core.lobby import KeyPlace, Lobby, PlanFacts, Sounds
from app.effective import Effective, settle
from app.gui import wishes
from app.settings import Options, Settings
from app.store.folder import DataFolder
from app.store.keys import Key
from app.store.plans import read_plan
from app.store.recovery import Stopped, find_stopped, recover
from app.wiring.choices import Choices, adopted, chosen_by, imposed, recalled, still_there
from app.wiring.forced import forced_by, permitted
from app.wiring.own_key import OwnKey
from app.wiring.place import Place
from app.wiring.resources import DEFAULT_PLAN
from app.wiring.sound_check import SoundCheck

log = logging.getLogger("app.store")


class Reception:
    """Keeps the lobby. Loop thread only.

    Args:
        options: What the command line asked for; the page begins with it.
        place: The data folder.
        check: Tries the sound devices.
        show: Is given the lobby whenever it changes.

    Attributes:
        lobby: What is known and chosen.
        plan: The plan that was read last; None for the default one.
        stopped: The interview that can be gone on with, as the lobby shows it, or None.
    """

    def __init__(
        self, options: Options, place: Place, check: SoundCheck, show: Callable[[Lobby], None]
    ) -> None:
        self._place = place
        self._check = check
        self._show = show
        self._choices = Choices(options, lambda fault: self.blame(choices=fault))
        self._errands: set[asyncio.Task[None]] = set()
        self._key = OwnKey(self._learn_key)
        self.plan = options.plan
        self.stopped: Stopped | None = None
        self._is_set_aside = False  # what stopped, or why it cannot be gone on with
        self.lobby = Lobby(
            microphone=Sounds(chosen=options.mic),
            speaker=Sounds(chosen=options.speaker),
            headphones=options.headphones,
        )

    @property
    def key(self) -> Key | None:
        """A key that the candidate gave for this run, or None."""
        return self._key.given

    async def prepare(self) -> None:
        """Look for everything."""
        self._run(self._key.seek())
        await self._open_place()
        await self._read_plan(wishes.ChoosePlan(self.plan))
        await self.look()

    async def welcome_back(self) -> None:
        """Look again after an interview: it may have stopped, and asks for consent anew."""
        self.stopped, self._is_set_aside = None, False
        self._learn(consents=False, stopped=None, faults=replace(self.lobby.faults, stopped=None))
        await self._open_place()
        await self.look()

    async def grant(self, wish: wishes.Wish) -> None:
        """Do what is wished; a wish that is not for the start page is ignored."""
        match wish:
            case wishes.ChooseKind(kind):
                self.lobby = self.lobby.choose(kind)
                self._show(self.lobby)
            case wishes.ChooseMicrophone():
                self.remember(wish)
                await self.listen()
            case wishes.ChooseSpeaker() | wishes.UseHeadphones() | wishes.Prefer():
                self.remember(wish)
            case wishes.TrySpeaker() if not self.lobby.is_sounding:
                self._run(self._try_speaker())
            case wishes.LookAgain():
                await self._open_place()
                await self.look()
            case wishes.ChoosePlan():
                await self._read_plan(wish)
            case wishes.UseKey() | wishes.ForgetKey():
                self._run(self._key.change(wish))
            case wishes.Agree(on):
                self._learn(consents=on)
            case wishes.SetAside():
                self.stopped, self._is_set_aside = None, True
                self._learn(stopped=None, faults=replace(self.lobby.faults, stopped=None))
            case _:
                pass

    def remember(self, wish: object) -> None:
        """Keep what a wish or an intent chooses, if it may choose it, for the next time too."""
        if changed := permitted(chosen_by(wish), self.lobby.habits.forced):
            self._choices.keep(changed)
            self.lobby = adopted(self.lobby, changed)
            self._show(self.lobby)

    def impose(self, settings: Settings, forced: frozenset[Choice]) -> None:
        """Show what the policy has chosen, whatever the candidate chose."""
        self.lobby = imposed(self.lobby, settings, forced)
        self._show(self.lobby)

    def blame(self, **faults: Any) -> None:
        """Show what went wrong, by the names of ``core.lobby.Faults``; None takes it back."""
        self._learn(faults=replace(self.lobby.faults, **faults))

    async def look(self) -> None:
        """Look for devices, then listen to the chosen microphone."""
        mic, out = self.lobby.microphone.chosen, self.lobby.speaker.chosen
        try:
            there = told(await self._check.look())
        except DeviceFault as fault:
            self._learn(microphone=Sounds((), mic, fault), speaker=Sounds((), out, fault))
            return
        mic = still_there(mic, self._choices.options.mic, there.microphones)
        out = still_there(out, self._choices.options.speaker, there.speakers)
        self._learn(
            microphone=Sounds(there.microphones, mic, None, there.microphone),
            speaker=Sounds(there.speakers, out, None, there.speaker),
        )
        await self.listen()

    def plugged(self, there: DevicesTold) -> None:
        """Show which devices there are now, and listen anew if the chosen one is another."""
        microphone, speaker = self.lobby.microphone, self.lobby.speaker
        if microphone.names is None:
            return  # they are just being looked for
        heard = replace(microphone, names=there.microphones, own=there.microphone)
        played = replace(speaker, names=there.speakers, own=there.speaker)
        if speaker.is_moved(played):
            played = replace(played, fault=None)
        if not microphone.is_moved(heard):
            self._learn(microphone=heard, speaker=played)
            return
        self._learn(microphone=replace(heard, fault=None), speaker=played)
        self._run(self.listen())

    async def listen(self) -> None:
        """Listen to the chosen microphone, so that the candidate sees its level."""
        name = self.lobby.microphone.chosen
        try:
            await self._check.listen(name)
        except Fault as fault:
            if self.lobby.microphone.chosen == name:  # else another was chosen meanwhile
                self._learn(microphone=replace(self.lobby.microphone, fault=fault))

    async def close(self) -> None:
        """End what goes on beside; the sound device is free when this returns."""
        errands = [*self._errands]
        for errand in errands:
            errand.cancel()
        if errands:
            await asyncio.wait(errands)
        await self._check.stop()
        await self._choices.close()

    def _learn(self, **known: Any) -> None:
        self.lobby = replace(self.lobby, **known)
        self._show(self.lobby)

    def _learn_key(self, place: KeyPlace, fault: Fault | None) -> None:
        self._learn(key=place, faults=replace(self.lobby.faults, key=fault))

    def _run(self, errand: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    async def _open_place(self) -> None:
        """Open the folder, and look at what is in it and how much room it has."""
        try:
            await asyncio.to_thread(self._place.open)
        except Fault as fault:
            self.blame(folder=fault)
            return
        self._learn(is_kept=True, faults=replace(self.lobby.faults, folder=None))
        folder = self._place.folder
        try:
            settled = await asyncio.to_thread(settle, self._choices.options)
        except InputFault:
            settled = None  # it is told when an interview is to begin
        await self._recall(folder, settled or Effective(Settings()))
        await self._find_stopped(folder)
        await self._look_for_room(settled)

    async def _recall(self, folder: DataFolder, settled: Effective) -> None:
        """Begin with what the candidate chose the last time, and with what the policy forces."""
        settings, choices = settled.settings, self._choices
        if not choices.is_open:
            await choices.open(folder.preferences)
            self.lobby = recalled(self.lobby, choices.options, settings, choices.kept)
        self.impose(settings, forced_by(settled))

    async def _find_stopped(self, folder: DataFolder) -> None:
        """Look for an interview that stopped, and mend what it left behind."""
        if self.stopped is not None or self._is_set_aside:
            return
        fault: Fault | None = None
        try:
            self.stopped = await asyncio.to_thread(_recover_newest, folder)
        except Fault as error:
            fault = error
        except Exception:  # or nobody could open the application as long as it lies there
            log.exception("the last interview cannot be looked at")
            fault = StoreFault(
                f"What lies in {folder.sessions} cannot be looked at: this is a mistake of the "
                "application's. Leave it as it is and send the newest folder to support."
            )
        found = self.stopped.found if self.stopped else None
        self._learn(stopped=found, faults=replace(self.lobby.faults, stopped=fault))

    async def _look_for_room(self, settled: Effective | None) -> None:
        """Look whether an interview finds room; settings that cannot be read are told later."""
        if settled is None:
            self.blame(space=None)
            return
        space = settled.settings.session.space
        try:
            self.blame(space=await asyncio.to_thread(self._place.shortage, space))
        except StoreFault as fault:
            self.blame(folder=fault)

    async def _read_plan(self, wish: wishes.ChoosePlan) -> None:
        try:
            plan = await asyncio.to_thread(read_plan, wish.path or DEFAULT_PLAN)
        except Fault as fault:
            self.blame(plan=fault)
            return
        self.plan = wish.path
        minutes = sum(one.minutes for one in plan.questions)
        facts = PlanFacts(wish.path.name if wish.path else "", len(plan.questions), minutes)
        self._learn(plan=facts, faults=replace(self.lobby.faults, plan=None))

    async def _try_speaker(self) -> None:
        name, fault = self.lobby.speaker.chosen, None
        self._learn(is_sounding=True)
        try:
            await self._check.play(name)
        except Fault as error:
            fault = error
        finally:
            speaker = self.lobby.speaker
            if speaker.chosen == name:  # else another was chosen meanwhile
                speaker = replace(speaker, fault=fault)
            self._learn(is_sounding=False, speaker=speaker)


def _recover_newest(folder: DataFolder) -> Stopped | None:
    """Return the newest interview if it stopped, mended; blocks."""
    newest = find_stopped(folder.sessions)
    return recover(folder.sessions / newest.id) if newest else None
