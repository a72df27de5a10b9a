from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from app.core.check_events import Answer, Repeat, Skip
from app.core.check_report import Step
from app.gui.announce import Announcer
from app.gui.pages.check import CheckPage
from app.gui.theme import Theme
from app.gui.widgets.level_meter import LevelMeter
from app.gui.wishes import CheckSound, InCheck, LeaveCheck
from app.gui.words import check as words
from tests.gui.checks import CHECKS, during


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """Return what screen readers are told, and whether it is urgent."""
    said: list[tuple[str, bool]] = []

    def tell(_self: Announcer, text: str, *, is_urgent: bool = False) -> None:
        said.append((text, is_urgent))

    monkeypatch.setattr(Announcer, "tell", tell)
    return said


@pytest.fixture
def page(qtbot: QtBot, theme: Theme, told: list[tuple[str, bool]]) -> CheckPage:
    made = CheckPage(theme)
    qtbot.addWidget(made)
    made.resize(900, 640)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.begin()
    return made


@pytest.fixture
def asked(page: CheckPage) -> list[object]:
    made: list[object] = []
    page.asked.connect(made.append)
    return made


def buttons(page: CheckPage) -> dict[str, QPushButton]:
    """Return the buttons that can be pressed, by what a screen reader calls them."""
    return {
        one.accessibleName() or one.text(): one
        for one in page.findChildren(QPushButton)
        if one.isVisible()
    }


def texts(page: CheckPage) -> list[str]:
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible()]


@pytest.mark.parametrize("step", Step)
def test_a_step_says_what_to_do_and_how_far_it_is(page: CheckPage, step: Step) -> None:
    page.show_check(during(step, 0.4), ())
    assert words.instruction(step, plays_voice=True) in texts(page)
    bar = next(one for one in page.findChildren(QProgressBar) if not isinstance(one, LevelMeter))
    assert (bar.value(), bar.isVisible()) == (40, True)
    assert "now" in texts(page)


def test_in_a_step_it_can_be_skipped_and_begun_again(page: CheckPage, asked: list[object]) -> None:
    page.show_check(during(Step.SOFT), ())
    assert [*buttons(page)] == ["Skip this step", "Begin this step again", "Back"]
    for one in buttons(page).values():
        one.click()
    assert asked == [InCheck(Skip()), InCheck(Repeat()), LeaveCheck()]


def test_the_question_is_answered_by_buttons(page: CheckPage, asked: list[object]) -> None:
    page.show_check(during(Step.HEARD), ())
    assert [*buttons(page)] == ["Yes, I heard it", "No", "Play it again", "Back"]
    for name in ("Yes, I heard it", "No", "Play it again"):
        buttons(page)[name].click()
    answers = [Answer(yes=True), Answer(yes=False), Repeat(Step.PLAYBACK)]
    assert asked == [InCheck(one) for one in answers]


def test_in_the_end_all_can_be_checked_again_and_each_alone(
    page: CheckPage, asked: list[object]
) -> None:
    page.show_check(*CHECKS["check-ready"])
    again = ["The room", "Soft voice", "Usual voice", "Loudspeaker", "Echo"]
    assert [*buttons(page)] == [
        "Check all again",
        "Back",
        *(f"Check again: {one}" for one in again),
    ]
    buttons(page)["Check all again"].click()
    buttons(page)["Check again: Usual voice"].click()
    assert asked == [CheckSound(), InCheck(Repeat(Step.NORMAL))]


def test_esc_goes_back_wherever_the_focus_is(page: CheckPage, asked: list[object]) -> None:
    page.show_check(during(Step.QUIET), ())
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_Escape)
    buttons(page)["Skip this step"].setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    QTest.keyClick(page, Qt.Key.Key_A)
    assert asked == [LeaveCheck(), LeaveCheck()]


@pytest.mark.parametrize("name", [one for one in CHECKS if CHECKS[one][0].is_over])
def test_the_verdict_is_a_heading_and_one_thing_to_do(page: CheckPage, name: str) -> None:
    view, faults = CHECKS[name]
    page.show_check(view, faults)
    verdict = view.report.verdict
    assert words.verdict(verdict) in texts(page)
    assert (words.do(verdict) in texts(page)) is (not faults)
    others = {words.do(one) for one in type(verdict)} - {words.do(verdict)}
    assert not others & set(texts(page))


def test_why_there_is_no_microphone_is_told_without_the_command_line(page: CheckPage) -> None:
    page.show_check(*CHECKS["check-no-microphone"])
    assert any("Connect one" in text for text in texts(page))
    assert not any("--" in text for text in texts(page))


def test_each_step_and_the_verdict_are_told_once(
    page: CheckPage, told: list[tuple[str, bool]]
) -> None:
    page.show_check(*CHECKS["check-opening"])
    for progress in (0.1, 0.2):
        page.show_check(during(Step.SOFT, progress), ())
    for _ in range(2):
        page.show_check(*CHECKS["check-too-loud"])
    (step, is_urgent), (verdict, is_last_urgent) = told
    assert (step, is_urgent) == (words.instruction(Step.SOFT, plays_voice=True), False)
    assert verdict.startswith("Your voice is too loud. Turn down")
    assert is_last_urgent
    page.begin()
    page.show_check(*CHECKS["check-too-loud"])
    assert len(told) == 3, "another check with the same verdict is news"


def test_the_level_of_the_microphone_is_shown(page: CheckPage) -> None:
    page.show_levels(-20.0, -96.0)
    meter = page.findChild(LevelMeter)
    assert meter is not None
    assert meter.value() == -20


def test_a_button_that_goes_gives_the_focus_to_no_other(page: CheckPage) -> None:
    page.show_check(during(Step.NORMAL), ())
    buttons(page)["Begin this step again"].setFocus()
    page.show_check(during(Step.NORMAL, 0.5), ())
    assert QApplication.focusWidget() is buttons(page)["Begin this step again"]
    page.show_check(during(Step.HEARD), ())
    assert QApplication.focusWidget() is page
    QTest.keyClick(page, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is buttons(page)["Yes, I heard it"]
