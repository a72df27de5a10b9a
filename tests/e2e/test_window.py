"""The window on a real screen with a real sound device: pointer, keys, what others are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.checks import Gaps, assert_heard_whole, fates
from tests.e2e.desktop import Desktop, followed, windowed
from tests.e2e.people import Line, Server, serving
from tests.e2e.witness import assert_all_agree
from tests.screen import Screen
from tests.sound import Sound

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    with Screen(tmp_path / "x") as made:
        yield made


@pytest.mark.parametrize("wears", [("--headphones",), ()], ids=["headphones", "loudspeaker"])
def test_a_practice_interview_with_the_pointer(
    sound: Sound,
    screen: Screen,
    answers: list[Path],
    tmp_path: Path,
    gaps: Callable[[Line], Gaps],
    wears: tuple[str, ...],
) -> None:
    data = tmp_path / "data"
    with (
        windowed(sound, screen, tmp_path, *wears, "--data", str(data)) as desktop,
        followed(data) as following,
    ):
        screen.wait_window("Fairhearing")
        desktop.until_text("Tick the box")
        desktop.click("Status strip")
        desktop.click("I know that I talk")
        desktop.click("Begin practice")
        for wav in answers:
            desktop.until_word("Your turn")
            sound.speak(wav).wait(60)
        seen = desktop.until_text("You have finished the interview")
        folder = _folder(seen, data)
        desktop.click("Close")
        assert desktop.end() == 0
    server = _embedded(desktop)
    behind_s = 0.0 if wears else 1.0
    made = gaps(_figures(data)).microphone
    assert_heard_whole(server, answers, folder, gaps=made, behind_s=behind_s)
    assert fates(folder) == ["answered"] * 3
    assert_all_agree(server, desktop, following)


def test_an_interview_with_the_keyboard_alone(
    sound: Sound,
    screen: Screen,
    answers: list[Path],
    tmp_path: Path,
    gaps: Callable[[Line], Gaps],
) -> None:
    data = tmp_path / "data"
    with (
        serving(tmp_path, "--faults", "reset@audio=2.0") as server,
        windowed(
            sound,
            screen,
            tmp_path,
            *("--headphones", "--server", server.url, "--ca", server.ca, "--data", str(data)),
            key=server.key,
        ) as desktop,
        followed(data) as following,
    ):
        screen.wait_window("Fairhearing")
        desktop.until_text("Tick the box")
        desktop.tab_to("Status strip")
        screen.key("space")
        desktop.tab_to("Practice")
        screen.key("Right")  # one of several, as the arrows choose it everywhere
        desktop.tab_to("I know that I talk")
        screen.key("space")
        desktop.tab_to("Begin the interview")
        screen.key("Return")
        _answer_by_keys(desktop, sound, answers)
        seen = desktop.until_text("You have finished the interview")
        folder = _folder(seen, data)
        desktop.tab_to("Close")
        screen.key("Return")
        assert desktop.end() == 0
    assert_heard_whole(server, answers, folder, gaps=gaps(_figures(data)).microphone)
    assert fates(folder) == ["answered"] * 3
    assert max(one[0] for one in server.windows()) == 2, "the cut took one more connection"
    assert_all_agree(server, desktop, following)


def _answer_by_keys(desktop: Desktop, sound: Sound, answers: list[Path]) -> None:
    """Speak the first freely, the second with the talk key, end the third with Enter."""
    screen = desktop.screen
    desktop.until_word("Your turn")
    sound.speak(answers[0]).wait(60)
    desktop.until_text("Question 2 of 3")
    desktop.until_word("Your turn")
    screen.key_down("space")
    desktop.until(lambda seen: "Release when done" in seen["things"], "the talk key to be held")
    sound.speak(answers[1]).wait(60)
    screen.key_up("space")
    desktop.until_text("Question 3 of 3")
    desktop.until_word("Your turn")
    sound.speak(answers[2]).wait(60)
    screen.key("Return")


def test_a_window_that_stands_still_for_two_seconds_loses_nothing(
    sound: Sound,
    screen: Screen,
    answers: list[Path],
    tmp_path: Path,
    gaps: Callable[[Line], Gaps],
) -> None:
    data = tmp_path / "data"
    with (
        serving(tmp_path) as server,
        windowed(
            sound,
            screen,
            tmp_path,
            *("--headphones", "--server", server.url, "--ca", server.ca, "--data", str(data)),
            key=server.key,
            standstill=True,
        ) as desktop,
    ):
        screen.wait_window("Fairhearing")
        desktop.click("Interview with Gemini")
        desktop.click("I know that I talk")
        desktop.click("Begin the interview")
        desktop.until_word("Your turn")
        sound.speak(answers[0]).wait(60)
        desktop.until_text("Question 2 of 3")
        desktop.until_word("Your turn")
        desktop.click("Leave")
        desktop.click("Leave the interview")
        folder = _folder(desktop.until_text("You left the interview"), data)
        screen.close(screen.wait_window("Fairhearing"))  # the frame's own cross
        assert desktop.end() == 0
    assert len(server.records(kind="setup")) == 1, "the link lived"
    # The device itself may drop a block on a busy machine; a ring too small would drop dozens.
    assert _figures(data)["figures"]["overflows"] < 5
    assert_heard_whole(server, answers[:1], folder, gaps=gaps(_figures(data)).microphone)
    assert fates(folder) == ["answered"]
    stood = [float(one) for one in re.findall(r"the loop stood for_s=([\d.]+)", _log(data))]
    assert max(stood) >= 1.8, "the watchdog tells that the loop stood still"


def _folder(seen: dict[str, Any], data: Path) -> Path:
    return Path(next(text for text in seen["texts"] if text.startswith(str(data))))


def _log(data: Path) -> str:
    return "".join(path.read_text() for path in (data / "logs").iterdir())


def _figures(data: Path) -> Line:
    """Return what the log tells of the interview's figures, as a terminal's result has them."""
    (overflows,) = re.findall(r"the interview is over .*overflows=(\d+)", _log(data))
    return {"figures": {"overflows": int(overflows)}}


def _embedded(desktop: Desktop) -> Server:
    folder = desktop.path.parent
    return Server("", "", "", folder / "server.jsonl", folder / "tap", desktop.process)
