"""That a run of silent frames may be passed over: with every frame it comes to the same."""

import pytest

import app.core.actions as act
from app.core.outgoing import Outgoing
from tests.sim.desk import Fed
from tests.sim.run import Interview
from tests.sim.server import Wire
from tests.sim.steps import drawn
from tests.sim.totals import Totals


def story(
    seed: int, *, every_frame: bool, monkeypatch: pytest.MonkeyPatch
) -> tuple[list[tuple[float, act.Action]], list[tuple[float, Outgoing]], int]:
    """Return what was done and what left, with their times; and how many frames were fed."""
    interview = Interview(drawn(seed, count=20))
    desk = interview.desk
    fed: list[Fed] = []
    desk.onlookers.append(fed.append)
    frames: list[Fed] = []
    desk.onlookers.hearers.append(frames.append)
    if every_frame:
        monkeypatch.setattr(desk, "may_sleep", lambda: False)
    left: list[tuple[float, Outgoing]] = []
    put = Wire.put

    def seen(wire: Wire, item: Outgoing) -> None:
        left.append((interview.world.now, item))
        put(wire, item)

    monkeypatch.setattr(Wire, "put", seen)
    interview.run(Totals())
    monkeypatch.undo()
    return [(one.now, action) for one in fed for action in one.actions], left, len(frames)


@pytest.mark.parametrize("seed", range(0, 40, 8))
def test_a_run_of_silence_may_be_passed_over(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    done, left, frames = story(seed, every_frame=False, monkeypatch=monkeypatch)
    same_done, same_left, all_frames = story(seed, every_frame=True, monkeypatch=monkeypatch)
    assert [pair for pair in zip(done, same_done, strict=False) if pair[0] != pair[1]][:1] == []
    assert [pair for pair in zip(left, same_left, strict=False) if pair[0] != pair[1]][:1] == []
    assert (len(done), len(left)) == (len(same_done), len(same_left))
    assert frames < 0.7 * all_frames  # else there was nothing to prove
