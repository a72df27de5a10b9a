from __future__ import annotations

import itertools

import pytest
from PySide6.QtGui import QFontMetrics, QImage
from pytestqt.qtbot import QtBot

from app.gui.palette import DARK, LIGHT, Palette
from app.gui.theme import Mode, Theme
from app.gui.widgets.level_meter import LOWEST_DBFS, Ballistics, LevelMeter, Zone, zone_of

FALL = 11.76  # dB/s: IEC 60268-10, type I


@pytest.mark.parametrize(
    ("level", "zone"),
    [
        (-96.0, Zone.NONE),
        (-50.1, Zone.NONE),
        (-50.0, Zone.GOOD),
        (-20.1, Zone.GOOD),
        (-20.0, Zone.LOUD),
        (-9.1, Zone.LOUD),
        (-9.0, Zone.OVER),
        (0.0, Zone.OVER),
    ],
)
def test_a_level_means_something(level: float, zone: Zone) -> None:
    assert zone_of(level) is zone


def test_the_bar_rises_at_once() -> None:
    meter = Ballistics()
    meter.feed(-12.0, 100.0)
    assert meter.level_dbfs == -12.0


def test_the_bar_falls_as_the_norm_says() -> None:
    meter = Ballistics()
    meter.feed(-10.0, 100.0)
    meter.feed(-96.0, 101.0)
    assert meter.level_dbfs == pytest.approx(-10 - FALL, abs=0.01)
    meter.feed(-96.0, 101.7)
    assert meter.level_dbfs == pytest.approx(-30.0)


def test_the_fall_does_not_depend_on_how_often_it_is_shown() -> None:
    often, once = Ballistics(), Ballistics()
    for meter in (often, once):
        meter.feed(-10.0, 0.0)
    for at in range(1, 51):
        often.feed(-96.0, at / 50)
    once.feed(-96.0, 1.0)
    assert often.level_dbfs == pytest.approx(once.level_dbfs)


def test_it_falls_to_what_there_is_and_never_leaves_its_scale() -> None:
    meter = Ballistics()
    meter.feed(-10.0, 0.0)
    meter.feed(-15.0, 1.0)
    assert meter.level_dbfs == -15.0
    meter.feed(-96.0, 60.0)
    assert meter.level_dbfs == meter.peak_dbfs == LOWEST_DBFS
    meter.feed(3.0, 61.0)
    assert meter.level_dbfs == meter.peak_dbfs == 0.0


def test_the_peak_stays_for_a_moment_then_goes_to_the_bar() -> None:
    meter = Ballistics()
    meter.feed(-6.0, 10.0)
    meter.feed(-40.0, 11.49)
    assert meter.peak_dbfs == -6.0
    meter.feed(-40.0, 11.5)
    assert meter.peak_dbfs == meter.level_dbfs < -20.0


def test_a_higher_peak_takes_its_place_at_once_and_stays_as_long() -> None:
    meter = Ballistics()
    meter.feed(-20.0, 10.0)
    meter.feed(-6.0, 11.0)
    meter.feed(-40.0, 12.4)
    assert meter.peak_dbfs == -6.0


def test_the_zone_that_is_told_changes_at_most_every_two_seconds() -> None:
    meter = Ballistics()
    told = []
    for at in range(100):  # to and fro over a border for thirty seconds
        meter.feed(-19.0 if at % 2 else -21.0, at * 0.3)
        told.append((at * 0.3, meter.zone))
    changes = [now for (_, one), (now, other) in itertools.pairwise(told) if one != other]
    assert len(changes) > 3
    assert all(b - a >= 2.0 for a, b in itertools.pairwise(changes))


def test_a_clock_that_stands_or_goes_back_lets_nothing_fall() -> None:
    meter = Ballistics()
    meter.feed(-10.0, 10.0)
    meter.feed(-96.0, 9.0)
    assert meter.level_dbfs == -10.0


def test_sound_that_was_cut_off_is_shown_for_a_second_after_it() -> None:
    meter = Ballistics()
    meter.feed(-3.01, 9.0)  # the loudest wave that is whole
    assert not meter.is_cut
    meter.feed(-2.9, 10.0)
    assert meter.is_cut
    meter.feed(-40.0, 10.99)
    assert meter.is_cut
    meter.feed(-40.0, 11.0)
    assert not meter.is_cut


def test_that_it_was_cut_off_is_always_told_and_still_not_before_two_seconds_have_passed() -> None:
    meter = Ballistics()
    meter.feed(-30.0, 10.0)
    meter.feed(-0.5, 10.1)  # between two words that are told
    told = []
    for at in range(50):
        meter.feed(-30.0, 10.2 + at / 10)
        told.append((round(10.2 + at / 10, 1), meter.zone))
    changes = [(now, one) for (_, before), (now, one) in itertools.pairwise(told) if one != before]
    assert changes == [(12.0, Zone.CUT), (14.0, Zone.GOOD)]


@pytest.fixture
def meter(qtbot: QtBot, theme: Theme) -> LevelMeter:
    made = LevelMeter(theme, "Microphone")
    qtbot.addWidget(made)
    made.resize(200, 20)
    return made


def test_a_screen_reader_knows_its_name_its_value_and_its_zone(meter: LevelMeter) -> None:
    assert meter.accessibleName() == "Level: Microphone"
    assert (meter.minimum(), meter.value(), meter.maximum()) == (-60, -60, 0)
    assert meter.accessibleDescription() == "no sound"
    meter.show_level(-30.4, 10.0)
    assert meter.value() == -30
    assert meter.accessibleDescription() == "good"
    meter.show_level(-5.0, 10.4)
    assert meter.value() == -30, "a value that changes without pause is never read out"
    meter.show_level(-5.0, 10.5)
    assert meter.value() == -5
    assert meter.accessibleDescription() == "good"
    meter.show_level(-5.0, 12.0)
    assert meter.accessibleDescription() == "too loud"


@pytest.mark.parametrize(("mode", "palette"), [(Mode.LIGHT, LIGHT), (Mode.DARK, DARK)])
@pytest.mark.parametrize(
    ("level", "name"), [(-55.0, "idle"), (-30.0, "listening"), (-15.0, "weak"), (-4.0, "lost")]
)
def test_the_bar_is_as_long_as_the_level_in_the_colour_of_its_zone(
    meter: LevelMeter, theme: Theme, mode: Mode, palette: Palette, level: float, name: str
) -> None:
    theme.set_mode(mode)
    meter.show_level(level, 10.0)
    picture = meter.grab().toImage()
    row = [picture.pixelColor(x, 10).name().upper() for x in range(picture.width())]
    end = round(200 * (1 + level / 60))
    assert row[end // 2] == getattr(palette, name)
    assert row[min(199, end + 4)] == palette.line if end < 190 else True
    assert palette.quiet in row[end - 3 : end + 1]  # the peak


def test_the_zone_is_told_in_a_word_to_whoever_sees_no_colours(meter: LevelMeter) -> None:
    meter.resize(meter.sizeHint())

    def word(level: float, now: float) -> QImage:
        meter.show_level(level, now)
        return meter.grab().toImage().copy(0, 18, meter.width(), meter.height() - 18)

    pictures = [word(level, 10.0 * at) for at, level in enumerate((-96.0, -30.0, -15.0, -4.0), 1)]
    assert all(one != other for at, one in enumerate(pictures) for other in pictures[:at])
    assert word(-3.0, 41.0) == pictures[-1]


def test_it_is_never_too_narrow_for_its_words(meter: LevelMeter) -> None:
    font = meter.font()
    font.setPixelSize(13)
    longest = QFontMetrics(font).horizontalAdvance("Level: no sound")
    assert longest <= meter.minimumSizeHint().width() <= meter.sizeHint().width()


class Counted(LevelMeter):
    """Counts how often it is drawn."""

    drawn = 0

    def update(self, *_: object) -> None:
        self.drawn += 1
        super().update()


@pytest.fixture
def counted(qtbot: QtBot, theme: Theme) -> Counted:
    made = Counted(theme, "Microphone")
    qtbot.addWidget(made)
    made.resize(2000, 40)  # so that the least change is one to draw
    made.show()
    return made


def feed(meter: Counted, rate: int, begin: float = 100.0) -> int:
    """Let the level change all the time for ten seconds; return how often it was drawn."""
    meter.drawn = 0
    for at in range(10 * rate):
        meter.show_level(0.0 if at % (5 * rate) == 0 else -96.0, begin + at / rate)
    return meter.drawn


def test_it_is_drawn_thirty_times_a_second_at_most(counted: Counted) -> None:
    assert 290 <= feed(counted, 250) <= 301
    assert 240 <= feed(counted, 25, begin=200.0) <= 250


def test_levels_that_come_a_little_early_and_late_do_not_halve_the_rate(counted: Counted) -> None:
    for at in range(300):
        counted.show_level(-50.0 + at / 10, 10.0 + at / 30 + 0.004 * (at % 2))
    assert counted.drawn >= 270


def test_nothing_is_drawn_while_nobody_sees_it(counted: Counted) -> None:
    counted.hide()
    assert feed(counted, 30) == 0
    counted.showMinimized()
    assert feed(counted, 30, begin=200.0) == 0
    counted.showNormal()
    counted.show_level(-96.0, 300.0)
    counted.show_level(-12.0, 301.0)
    assert counted.drawn > 0


def test_sound_that_was_cut_off_is_framed_in_red(meter: LevelMeter) -> None:
    def frame(level: float, now: float) -> str:
        meter.show_level(level, now)
        return meter.grab().toImage().pixelColor(100, 3).name().upper()

    assert frame(-12.0, 10.0) == LIGHT.window
    assert frame(-1.0, 20.0) == LIGHT.lost
    assert frame(-60.0, 20.9) == LIGHT.lost
    assert frame(-60.0, 21.0) == LIGHT.window
