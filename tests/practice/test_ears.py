from collections.abc import Callable

import pytest

from app.practice.ears import Ears
from app.practice.messages import Audio
from app.practice.refusal import Refusal

SOUND = Audio(bytes(640))


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    assert refusal.value.code == 1007
    return refusal.value.why


def test_windows_are_numbered_and_closed_whole() -> None:
    ears = Ears(is_manual=True)
    for number in (1, 2):
        ears.open()
        ears.hear(SOUND)
        assert ears.windows == number
        closed = ears.close()
        assert (closed.number, closed.measured().size_bytes) == (number, 640)
        assert ears.window is None


def test_sound_outside_a_window_is_refused_and_changes_nothing() -> None:
    ears = Ears(is_manual=True)
    assert refused(lambda: ears.hear(SOUND)) == "sound before activityStart"
    ears.open()
    ears.close()
    assert refused(lambda: ears.hear(SOUND)) == "sound after activityEnd"
    assert ears.window is None


def test_a_start_in_a_window_and_an_end_outside_are_refused() -> None:
    ears = Ears(is_manual=True)
    assert refused(ears.close) == "activityEnd without activityStart"
    ears.open()
    assert refused(ears.open) == "a second activityStart in one window"
    ears.close()
    assert refused(ears.close) == "activityEnd without activityStart"


def test_the_streams_end_is_refused_where_windows_are_marked() -> None:
    assert refused(Ears(is_manual=True).close_stream) == "audioStreamEnd while detection is manual"


def test_marks_are_refused_where_the_server_detects() -> None:
    ears = Ears(is_manual=False)
    assert "activityStart" in refused(ears.open)
    assert "activityEnd" in refused(ears.close)


def test_where_the_server_detects_sound_opens_and_the_streams_end_closes() -> None:
    ears = Ears(is_manual=False)
    assert ears.close_stream() is None
    ears.hear(SOUND)
    ears.hear(SOUND)
    closed = ears.close_stream()
    assert closed is not None
    assert closed.measured().size_bytes == 1280
    assert ears.window is None
