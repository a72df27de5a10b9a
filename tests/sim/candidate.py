"""The candidate: speaks, waits, interrupts, holds the key, mutes, pauses. Each act is a step."""

from __future__ import annotations

from collections.abc import Iterator

import app.core.events as ev
from app.core.link import LinkState
from app.core.turns import Floor
from tests.sim.desk import Desk
from tests.sim.steps import Step
from tests.sim.world import World

Acts = Iterator[float]


class Candidate:
    """Acts; each method is named as a step and yields waits in seconds."""

    def __init__(self, world: World, desk: Desk) -> None:
        self._world = world
        self._desk = desk

    def act(self, step: Step) -> Acts:
        """Do this."""
        acts: Acts = getattr(self, step.kind)(step.x, step.y)
        return acts

    def speak(self, x: float, y: float) -> Acts:
        """Say something, and listen; or, without patience, go on while the reply comes."""
        yield from self._say(0.6 + 7 * x)
        yield from self._think_better(y)
        yield from self._listen(40.0 if y > 0.3 else 20 * y)

    def hesitate(self, x: float, y: float) -> Acts:
        """Speak with pauses that end nothing."""
        for part in (x, y, 1 - x):
            yield from self._say(0.6 + 2 * part)
            yield 0.3 + 1.5 * part
        yield from self._listen(40.0)

    def add(self, x: float, y: float) -> Acts:
        """Speak, stop long enough to have ended, and go on before the reply."""
        yield from self._say(0.6 + 3 * x)
        yield self._desk.session.talk.patience.wait_s + 0.05 + 2 * y
        yield from self._say(0.6 + 3 * y)
        yield from self._think_better(x)
        yield from self._listen(40.0)

    def interrupt(self, x: float, y: float) -> Acts:
        """Speak, and speak again as soon as the interviewer is heard."""
        yield from self._say(0.6 + 3 * y)
        yield from self._until(lambda: self._desk.session.floor is Floor.INTERVIEWER, 15.0)
        yield 1.5 * x
        yield from self._say(1.5 + 2 * x)
        yield from self._listen(40.0)

    def hold(self, x: float, y: float) -> Acts:
        """Speak with the key held."""
        self._desk.post(ev.TalkPressed())
        yield 0.5 * y
        yield from self._say(0.6 + 6 * x)
        yield from self._think_better(x)
        yield 3 * y
        self._desk.post(ev.TalkReleased())
        yield from self._listen(40.0 if x > 0.2 else y)

    def lock(self, x: float, y: float) -> Acts:
        """Speak with the key locked by two taps; give it back by a third, or by Done."""
        for key, wait_s in (
            (ev.TalkPressed(), 0.02 + 0.25 * x),
            (ev.TalkReleased(), 0.3 * y),
            (ev.TalkPressed(), 0.02 + 0.25 * y),
            (ev.TalkReleased(), 3 * y),
        ):
            self._desk.post(key)
            yield wait_s
        yield from self._say(0.6 + 6 * x)
        yield 4 * y
        yield from self._say(0.6 + 2 * y)
        if x > 0.7:
            self._desk.post(ev.Done())
        else:
            self._desk.post(ev.TalkPressed())
            yield 0.1
            self._desk.post(ev.TalkReleased())
        yield from self._listen(40.0)

    def toggle(self, x: float, y: float) -> Acts:
        """Speak between two presses of a key that need not be held."""
        self._desk.post(ev.TalkToggled())
        yield 0.5 * y
        yield from self._say(0.6 + 6 * x)
        yield 3 * y
        self._desk.post(ev.TalkToggled())
        yield from self._listen(40.0 if x > 0.2 else y)

    def finish(self, x: float, y: float) -> Acts:
        """Speak, and say that it is all."""
        yield from self._say(0.6 + 5 * x)
        yield y
        self._desk.post(ev.Done())
        yield from self._listen(40.0 if x > 0.2 else y)

    def rush(self, x: float, y: float) -> Acts:
        """Say it in pieces, each of them done at once."""
        for part in (x, y, 1 - x):
            yield from self._say(0.6 + part)
            self._desk.post(ev.Done())
            yield 0.1 + part
        yield from self._listen(40.0)

    def mute(self, x: float, y: float) -> Acts:
        """Speak, cough unheard, go on."""
        yield from self._say(0.6 + 3 * x)
        self._desk.post(ev.Mute(on=True))
        yield from self._say(0.6 + 7 * y)
        self._desk.post(ev.Mute(on=False))
        yield from self._say(0.6 + 2 * y)
        yield from self._listen(40.0)

    def wait(self, x: float, y: float) -> Acts:
        """Say nothing."""
        yield 1 + 15 * x

    def tap(self, x: float, y: float) -> Acts:
        """Touch the key."""
        self._desk.post(ev.TalkPressed())
        yield 0.02 + 0.25 * x
        self._desk.post(ev.TalkReleased())
        yield 1.0

    def cough(self, x: float, y: float) -> Acts:
        """Make a sound too short to be speech."""
        yield from self._say(0.06)
        yield 1.0

    def mumble(self, x: float, y: float) -> Acts:
        """Make sounds too short to be speech, again and again."""
        for _ in range(2 + int(8 * x)):
            yield from self._say(0.06)
            yield 0.06 + 0.6 * y

    def pull(self, x: float, y: float) -> Acts:
        """Pull the microphone's plug while the key is held or locked, or all is muted; go on."""
        how = ("hold", "lock", "toggle", "mute")[int(3.99 * x)]
        yield from self._begin(how)
        yield from self._say(0.6 + 3 * y)
        self._desk.microphone.unplug(0.0 if y < 0.2 else 14 * y)
        yield from self._say(0.6 + 4 * x)
        yield 9 * y
        yield from self._say(0.6 + 2 * y)
        yield from self._end(how)
        yield from self._listen(40.0)

    def _begin(self, how: str) -> Acts:
        match how:
            case "hold":
                self._desk.post(ev.TalkPressed())
            case "lock":
                yield from self._double_tap()
            case "toggle":
                self._desk.post(ev.TalkToggled())
            case _:
                yield from self._say(0.6)
                self._desk.post(ev.Mute(on=True))
        yield 0.02

    def _end(self, how: str) -> Acts:
        match how:
            case "hold":
                self._desk.post(ev.TalkReleased())
            case "lock":
                self._desk.post(ev.TalkPressed())
                yield 0.1
                self._desk.post(ev.TalkReleased())
            case "toggle":
                self._desk.post(ev.TalkToggled())
            case _:
                self._desk.post(ev.Mute(on=False))
                yield from self._say(0.8)

    def _double_tap(self) -> Acts:
        for key, wait_s in (
            (ev.TalkPressed(), 0.1),
            (ev.TalkReleased(), 0.1),
            (ev.TalkPressed(), 0.1),
            (ev.TalkReleased(), 0.1),
        ):
            self._desk.post(key)
            yield wait_s

    def pause(self, x: float, y: float) -> Acts:
        """Speak, leave the room, come back."""
        yield from self._say(0.6 + 2 * x)
        yield 3 * y
        self._desk.post(ev.Pause())
        yield 1 + 20 * x
        self._desk.post(ev.Resume())
        yield from self._listen(40.0)

    def try_now(self, x: float, y: float) -> Acts:
        """Press "Try now", whether or not there is a need."""
        self._desk.post(ev.TryNow())
        yield 0.5

    def insist(self) -> Acts:
        """Press "Try now" whenever the link is held, now and then."""
        while True:
            yield 9.0
            if self._desk.session.link.state is LinkState.HELD:
                self._desk.post(ev.TryNow())

    def _say(self, seconds: float) -> Acts:
        self._desk.microphone.speak(on=True)
        yield seconds
        self._desk.microphone.speak(on=False)

    def _think_better(self, share: float) -> Acts:
        """Take back what was said, now and then, where that can be done; or ask for it in vain."""
        if share < 0.05 or (share < 0.6 and self._desk.session.dialogue.can_take_back):
            self._desk.post(ev.TakeBack())
            yield 0.1

    def _listen(self, limit_s: float) -> Acts:
        """Wait until the floor is free."""
        yield 0.2
        yield from self._until(lambda: self._desk.session.floor is Floor.NOBODY, limit_s)

    def _until(self, holds, limit_s: float) -> Acts:
        until = self._world.now + limit_s
        while self._world.now < until and not holds():
            yield 0.25
