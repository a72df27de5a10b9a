from __future__ import annotations

import itertools
from dataclasses import dataclass
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.events import FRAME_S, REPLY_HZ, MicFrame, Played
from app.core.timeline import SETTLE_S, STALL_S, MicClock, Placed, ReplyTrack, Timeline


def put(timeline: Timeline, *stamps: float) -> list[Placed]:
    return [placed for stamp in stamps for placed in timeline.put(stamp, b"")]


def on_time(first: float, count: int) -> list[float]:
    return [first + n * FRAME_S for n in range(count)]


def places(placed: list[Placed]) -> list[tuple[int, float]]:
    return [(one.index, pytest.approx(one.t)) for one in placed]


def test_blocks_on_time_pass_at_once_one_index_each() -> None:
    timeline = Timeline(0.0)
    assert places(put(timeline, 0.02, 0.04)) == [(0, 0.02), (1, 0.04)]
    assert places(put(timeline, 0.06)) == [(2, 0.06)]
    assert places(put(timeline, 0.081)) == [(3, 0.081)]


def test_the_timeline_begins_with_the_session_not_with_the_microphone() -> None:
    timeline = Timeline(100.0)
    assert places(put(timeline, *on_time(101.0, 2))) == [(49, 101.0), (50, 101.02)]


def test_a_first_block_is_placed_even_if_no_second_comes() -> None:
    timeline = Timeline(0.0)
    assert timeline.deadline is None
    assert put(timeline, 0.02) == []
    assert timeline.deadline == 0.02 + SETTLE_S
    assert timeline.settle(0.02 + SETTLE_S - 0.001) == []
    assert places(timeline.settle(0.02 + SETTLE_S)) == [(0, 0.02)]
    assert timeline.deadline is None
    assert timeline.settle(100.0) == []


def test_where_blocks_stop_the_index_goes_on_with_the_clock() -> None:
    timeline = Timeline(0.0)
    put(timeline, *on_time(0.02, 50))
    assert places(put(timeline, *on_time(5.0, 2))) == [(249, 5.0), (250, 5.02)]


def test_a_short_hole_is_no_gap() -> None:
    timeline = Timeline(0.0)
    put(timeline, *on_time(0.02, 50))
    assert places(put(timeline, 1.0 + STALL_S - 0.001)) == [(50, 1.0 + STALL_S - 0.001)]


def test_a_burst_after_a_freeze_is_placed_where_it_was_captured() -> None:
    timeline = Timeline(0.0)
    put(timeline, *on_time(0.02, 50))
    assert put(timeline, *[3.0] * 100) == []
    placed = put(timeline, 3.02)
    assert [one.index for one in placed] == [*range(50, 151)]
    assert [one.t for one in placed] == [pytest.approx(captured) for captured in on_time(1.02, 101)]


def test_a_burst_that_comes_in_pieces_is_placed_by_the_piece_with_least_delay() -> None:
    timeline = Timeline(0.0)
    put(timeline, *on_time(0.02, 50))
    placed = put(timeline, *[3.0] * 100, *[3.08] * 4)
    assert places(placed[:101]) == [(50 + n, 1.02 + n * FRAME_S) for n in range(101)]
    assert [one.index for one in placed[101:]] == [151, 152, 153]


def test_a_loop_that_stood_still_places_blocks_as_a_timely_one_would() -> None:
    timely, late = Timeline(0.0), Timeline(0.0)
    for timeline in (timely, late):
        put(timeline, *on_time(0.02, 10))
        put(timeline, *[2.0] * 5)
    settled = timely.settle(2.1)
    assert [*settled, *put(timely, 2.2, 2.22)] == put(late, 2.2, 2.22)
    assert late.deadline is None


def test_a_silence_behind_doubtful_blocks_is_a_gap_of_its_own() -> None:
    timeline = Timeline(0.0)
    assert places(put(timeline, 1.0, 9.0)) == [(49, 1.0)]
    assert places(put(timeline, 9.02)) == [(449, 9.0), (450, 9.02)]


def test_more_blocks_than_time_has_room_for_never_go_back() -> None:
    timeline = Timeline(0.0)
    put(timeline, *on_time(0.02, 50))
    placed = put(timeline, *[1.31] * 30, 1.33)
    assert [one.index for one in placed] == [*range(50, 81)]
    assert placed[0].t == 1.0, "not before the newest block that was placed"


# --- any run of a device

FEW = settings(max_examples=30)  # each has at least 40 steps of up to 24 blocks


@dataclass(frozen=True)
class Run:
    """Blocks that a device captured, and when it delivered each."""

    captured: list[float]
    stamps: list[float]


@st.composite
def runs(draw: st.DrawFn) -> Run:
    """Blocks on time, frozen and thawed, and suspended sources, each delivered a little late."""
    steps = st.tuples(
        st.sampled_from(["on time", "on time", "freeze", "gap"]),
        st.integers(1, 24),
        st.floats(0, 0.004),
    )
    captured, stamps, t = list[float](), list[float](), 0.0
    for kind, blocks, late_s in draw(st.lists(steps, min_size=40, max_size=45)):
        if kind == "gap":
            t += 2 * STALL_S + blocks * 0.013
        clean = [t + (n + 1) * FRAME_S for n in range(blocks)]
        t = clean[-1]
        captured += clean
        stamps += [(t if kind == "freeze" else end) + late_s for end in clean]
    return Run(captured, stamps)


def placed_at_once(run: Run) -> list[list[Placed]]:
    """Return what each block brought, and at the end what was still held."""
    timeline = Timeline(0.0)
    answers = [timeline.put(stamp, b"%d" % n) for n, stamp in enumerate(run.stamps)]
    return [*answers, timeline.settle(run.stamps[-1] + SETTLE_S)]


@FEW
@given(runs())
def test_every_block_has_one_place_and_places_and_times_rise(run: Run) -> None:
    placed = [*itertools.chain(*placed_at_once(run))]
    assert [one.pcm for one in placed] == [b"%d" % n for n in range(len(run.stamps))]
    assert all(one.index < two.index for one, two in itertools.pairwise(placed))
    assert all(one.t <= two.t for one, two in itertools.pairwise(placed))


@FEW
@given(runs())
def test_a_block_is_placed_within_a_frame_of_where_it_was_captured_and_never_ahead(
    run: Run,
) -> None:
    placed = itertools.chain(*placed_at_once(run))
    for one, stamp, captured in zip(placed, run.stamps, run.captured, strict=True):
        assert captured - 1e-6 <= one.t <= stamp + 1e-6
        assert one.index + 1 <= stamp / FRAME_S + 1
        assert abs(one.index + 1 - captured / FRAME_S) <= 1


@FEW
@given(runs())
def test_only_a_silence_holds_blocks_back_and_held_ones_are_back_dated(run: Run) -> None:
    newest_t, held, taken = 0.0, 0, 0
    for n, (stamp, placed) in enumerate(zip(run.stamps, placed_at_once(run), strict=False)):
        assert placed or n == 0 or held or stamp - newest_t > STALL_S
        for one, captured in zip(placed[:held], run.captured[taken:], strict=False):
            assert one.t - captured <= 0.005
        taken += len(placed)
        held += 1 - len(placed)
        newest_t = placed[-1].t if placed else newest_t


# --- a device whose clock is not ours

HOUR_S = 3600.0


def drifting(ppm: float, silences: tuple[tuple[float, float], ...] = ()) -> list[MicFrame]:
    """Return an hour of frames of a device that is slow by so much, stamped now and then late."""
    timeline, late = Timeline(0.0), Random(7)
    frames = list[MicFrame]()
    for n in range(round(HOUR_S / FRAME_S)):
        captured = (n + 1) * FRAME_S * (1 + ppm * 1e-6)
        if any(begin <= captured < end for begin, end in silences):
            continue
        late_s = 0.003 * late.random() + (0.15 if n % 97 == 0 else 0.0)
        frames += [
            MicFrame(placed.index, placed.t, 0.0, -40.0)
            for placed in timeline.put(captured + late_s, b"")
        ]
    return frames


@pytest.mark.parametrize("ppm", [-100.0, 0.0, 100.0])
def test_replies_lie_beside_what_was_captured_meanwhile_however_the_clocks_drift(
    ppm: float,
) -> None:
    clock, track, wrong_s = MicClock(), ReplyTrack(), list[float]()
    for n, frame in enumerate(drifting(ppm)):
        clock.hear(frame.index, frame.t)
        if n % 1500 == 700:  # each half minute
            heard_at = (n + 1) * FRAME_S * (1 + ppm * 1e-6) + 0.31
            place = track.place(Played(n, 0, 24_000, heard_at), clock.at_s(heard_at))
            in_the_recording = heard_at / (1 + ppm * 1e-6)
            wrong_s.append(place / REPLY_HZ - in_the_recording)
    assert len(wrong_s) == 120
    assert max(map(abs, wrong_s)) < 0.01, "after an hour our clock alone is 0.36 s off"


@pytest.mark.parametrize("ppm", [-100.0, 100.0])
def test_a_gap_is_as_long_as_it_was_however_the_clocks_have_drifted(ppm: float) -> None:
    frames = drifting(ppm, silences=((1800.0, 1802.0), (3590.0, 3590.5)))
    gaps = [two.index - one.index - 1 for one, two in itertools.pairwise(frames)]
    assert [gap for gap in gaps if gap] == [pytest.approx(100, abs=1), pytest.approx(25, abs=1)]


def test_a_time_lies_where_the_frames_near_to_it_say() -> None:
    clock = MicClock()
    clock.begin(10.0)
    assert clock.at_s(12.5) == 2.5, "before any frame came"
    clock.hear(99, 12.25)
    assert clock.at_s(12.5) == pytest.approx(2.25)
    clock.hear(100, 12.27)
    clock.hear(101, 12.39)  # late: the frames before it know better
    assert clock.at_s(12.5) == pytest.approx(2.25, abs=0.001)
    clock.hear(201, 14.3)  # over a gap it begins anew
    assert clock.at_s(14.3) == pytest.approx(4.04)


# --- the interviewer's sound


def test_a_reply_lies_where_its_first_sample_was_heard() -> None:
    assert ReplyTrack().place(Played(1, 0, 480, 12.5), 2.5) == round(2.5 * REPLY_HZ)


def test_a_reply_runs_on_without_a_hole_however_the_device_stamps_it() -> None:
    track = ReplyTrack()
    assert track.place(Played(1, 0, 480, 1.0), 1.0) == 24_000
    assert track.place(Played(1, 480, 480, 1.03), 1.03) == 24_480
    assert track.place(Played(1, 960, 480, 1.2), 1.2) == 24_960


def test_a_reply_that_was_silent_for_a_while_has_a_hole_there() -> None:
    track = ReplyTrack()
    assert track.place(Played(1, 0, 480, 1.0), 1.0) == 24_000
    assert track.place(Played(1, 480, 480, 5.0), 5.0) == 5 * 24_000
    assert track.place(Played(1, 960, 480, 5.03), 5.03) == 5 * 24_000 + 480


def test_a_reply_whose_first_piece_was_not_reported_lies_where_it_would_have() -> None:
    assert ReplyTrack().place(Played(1, 480, 480, 1.02), 1.02) == 24_480


def test_no_reply_lies_over_the_one_before() -> None:
    track = ReplyTrack()
    track.place(Played(1, 0, 24_000, 1.0), 1.0)
    assert track.place(Played(2, 0, 480, 1.9), 1.9) == 48_000
    assert track.place(Played(2, 480, 480, 1.92), 1.92) == 48_480


def test_sound_that_is_reported_twice_does_not_go_back() -> None:
    track = ReplyTrack()
    track.place(Played(1, 0, 480, 1.0), 1.0)
    assert track.place(Played(1, 0, 480, 1.0), 1.0) == 24_480
