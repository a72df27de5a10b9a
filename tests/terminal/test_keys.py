from __future__ import annotations

import asyncio
import errno
import os
import sys
import termios
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

import pytest

from app.core.events import (
    ChooseWait,
    Done,
    Intent,
    Leave,
    Mute,
    Pause,
    Resume,
    TakeBack,
    TalkToggled,
    TryNow,
    UndoSwitch,
)
from app.core.patience import Wait
from app.core.talk import Talk
from app.terminal.keys import has_keyboard, intent, reading_keys


@pytest.mark.parametrize("talk", Talk)
def test_the_talk_key_is_pressed_to_speak_and_once_more_to_stop(talk: Talk) -> None:
    assert intent(" ", talk, Wait.STANDARD) == TalkToggled()


@pytest.mark.parametrize("talk", Talk)
def test_mute_and_pause_undo_themselves(talk: Talk) -> None:
    assert intent("m", talk, Wait.STANDARD) == Mute(on=talk is not Talk.MUTED)
    assert intent("p", talk, Wait.STANDARD) == (Resume() if talk is Talk.PAUSED else Pause())


@pytest.mark.parametrize("talk", Talk)
@pytest.mark.parametrize(
    ("keys", "means"),
    [
        ("\r\n", Done()),
        ("tT", TryNow()),
        ("bB", TakeBack()),
        ("uU", UndoSwitch()),
        ("qQ\x04", Leave()),
        ("xä\x1b7", None),
    ],
)
def test_the_other_keys_mean_the_same_in_every_state(
    keys: str, means: Intent | None, talk: Talk
) -> None:
    assert [intent(key, talk, Wait.STANDARD) for key in keys] == [means] * len(keys)


@pytest.mark.parametrize("letter", "mpw")
def test_capitals_count_as_well(letter: str) -> None:
    small, capital = (
        intent(one, Talk.HANDS_FREE, Wait.STANDARD) for one in (letter, letter.upper())
    )
    assert small == capital


def test_the_key_of_the_wait_goes_round_all_four() -> None:
    wait, seen = Wait.STANDARD, []
    for _ in Wait:
        asked = intent("w", Talk.LOCKED, wait)
        assert isinstance(asked, ChooseWait)
        wait = asked.wait
        seen.append(wait)
    assert seen == [Wait.PATIENT, Wait.ONLY_DONE, Wait.QUICK, Wait.STANDARD]


# --- a real terminal


@dataclass
class Keyboard:
    """The far end of a terminal, and the near end as standard input."""

    far: int
    near: TextIO

    def is_raw(self) -> bool:
        return not termios.tcgetattr(self.near)[3] & termios.ICANON

    async def typed(self, pressed: asyncio.Queue[str], text: str) -> list[str]:
        """Type, and return the keys that arrive."""
        os.write(self.far, text.encode())
        return [await asyncio.wait_for(pressed.get(), 10) for _ in text]


@pytest.fixture
def keyboard(monkeypatch: pytest.MonkeyPatch) -> Iterator[Keyboard]:
    far, near = os.openpty()
    with open(near, encoding="utf-8") as file:  # noqa: PTH123  # a descriptor, no path
        monkeypatch.setattr(sys, "stdin", file)
        yield Keyboard(far, file)
    os.close(far)


def test_keys_arrive_one_by_one_unseen_and_the_terminal_is_as_it_was(keyboard: Keyboard) -> None:
    async def scene() -> list[str]:
        pressed: asyncio.Queue[str] = asyncio.Queue()
        with reading_keys(pressed.put_nowait):
            assert keyboard.is_raw()
            return await keyboard.typed(pressed, "m ") + await keyboard.typed(pressed, "äq")

    assert not keyboard.is_raw()
    assert asyncio.run(scene()) == ["m", " ", "ä", "q"]
    assert not keyboard.is_raw()


def test_a_key_after_the_end_reaches_nobody(keyboard: Keyboard) -> None:
    async def scene() -> int:
        pressed: asyncio.Queue[str] = asyncio.Queue()
        with reading_keys(pressed.put_nowait):
            await keyboard.typed(pressed, "m")
        os.write(keyboard.far, b"q")
        for _ in range(5):
            await asyncio.sleep(0)
        return pressed.qsize()

    assert asyncio.run(scene()) == 0


@pytest.mark.parametrize("is_refused", [False, True])
def test_a_terminal_that_goes_away_is_no_error_and_is_asked_no_more(
    keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch, is_refused: bool
) -> None:
    errors: list[dict[str, object]] = []

    def refuse(*_: object) -> bytes:
        raise OSError(errno.EIO, "what a process without its terminal is told")

    async def scene() -> bool:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: errors.append(context))
        with reading_keys(lambda _: None):
            if is_refused:
                monkeypatch.setattr(os, "read", refuse)
            nothing = os.open(os.devnull, os.O_RDWR)
            os.dup2(nothing, keyboard.far)  # closes the far end
            os.close(nothing)
            for _ in range(5):
                await asyncio.sleep(0)
            return loop.remove_reader(keyboard.near)

    assert not asyncio.run(scene())
    assert errors == []


def test_there_is_a_keyboard_at_a_terminal_only(
    keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert has_keyboard()
    monkeypatch.setattr(sys, "stdin", None)
    assert not has_keyboard()
    with open(os.devnull, encoding="utf-8") as nothing:  # noqa: PTH123  # os.devnull is text
        monkeypatch.setattr(sys, "stdin", nothing)
        assert not has_keyboard()
