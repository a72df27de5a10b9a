"""The whole application when its sound device falls ill in the middle of an answer."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import assert_record_is_whole
from tests.e2e import judge
from tests.e2e.ill_sound import (
    ILLNESSES,
    Course,
    answering,
    assert_kept,
    assert_known,
    course,
    end_s,
)
from tests.e2e.people import serving, spoken
from tests.sound import VOICE, Sound

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(180)]

WAIT_S = 2.0 + 0.7  # of Standard, in the first answer
LOST_WAIT_S = max(WAIT_S, 2.5)
SLACK_S = 0.1
TOLD_S = 1.0
BLOCKED_S = 4.5
BACK_S = 2.0
LEFT_S = 2.0
WORDS = {
    "suspended": "No sound comes from the microphone any more.",
    "frozen": "No sound comes from the microphone any more.",
    "killed": "The microphone is gone.",
}


@pytest.fixture
def own_sound(tmp_path: Path) -> Iterator[Sound]:
    """A card that the test may break."""
    with Sound(tmp_path / "s") as card:
        yield card


@pytest.fixture(scope="module")
def voices(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """An answer of some 14 s, and one of 5 s."""
    return spoken(
        tmp_path_factory.mktemp("voices"),
        "I learned to repair bicycles when I was twelve years old, in the yard behind our house. "
        "One winter the heating of our whole building failed, so we carried everything next door, "
        "and kept short notes of it, and read them again each Friday.",
        "Once our delivery was late, so I called each customer and offered them a new date.",
    )


def fall_ill(name: str, sound: Sound, folder: Path, voices: list[Path]) -> Course:
    """Hold an interview with this illness, and check what holds with each."""
    illness = ILLNESSES[name]
    with (
        serving(folder) as server,
        answering(sound, server, folder, illness, voices[0]) as application,
    ):
        became = course(sound, application, illness, voices[1])
        # A server that thaws has let the room's noise run dry: it gives zeros too.
        assert_kept(became, blank=name in {"muted", "frozen"})
        assert_known(server, became)
        *_, (_, _, pcm, is_closed) = server.windows()
        assert is_closed
        gaps = sound.underruns()[VOICE] + len(became.gaps)
        judge.assert_same(judge.load(voices[1]), judge.samples(pcm), gaps=gaps)
    assert became.lines[-1]["how"] == "left"
    return became


@pytest.mark.parametrize("name", ["suspended", "frozen", "killed"])
def test_where_frames_stop_the_turn_ends_by_the_clock_and_sound_comes_back(
    own_sound: Sound, tmp_path: Path, voices: list[Path], name: str
) -> None:
    became = fall_ill(name, own_sound, tmp_path, voices)
    said = became.first_utterance()
    last_at, late_s = end_s(said.last), became.late_s
    ended_at, _ = became.first("utterance.ended", said=said.number)
    assert LOST_WAIT_S - SLACK_S <= ended_at - last_at <= LOST_WAIT_S + SLACK_S + late_s
    state = "gone" if name == "killed" else "stalled"
    told_at = became.told_at(last_at - SLACK_S, kind="state", microphone=state)
    assert told_at - last_at <= TOLD_S + late_s
    text = next(
        one["text"] for one in became.lines if one["kind"] == "fault" and "icrophone" in one["text"]
    )
    assert text.startswith(WORDS[name])
    back_at, _ = became.first("microphone.back", after=last_at)
    assert back_at <= became.cured_at + BACK_S + late_s
    assert became.told_at(told_at, kind="state", microphone="live") <= back_at + TOLD_S
    if name == "killed":
        speaker_at, _ = became.first("speaker.back", after=last_at)
        assert speaker_at <= became.cured_at + BACK_S + late_s
    if name == "frozen":
        # The voice stood still with it. What the device held comes with it or not; what was said
        # is there to its end, less the silence.
        whole = b"".join(frame for frame in became.frames[said.first :] if any(frame))
        like = judge.find(judge.load(voices[0]), judge.samples(whole))
        seams = 2 + own_sound.underruns()[VOICE] + len(became.gaps)  # where it froze and thawed
        assert like.lost <= 2 * seams, like
    else:
        longest = max(became.gaps, key=len)
        assert longest.start - said.last <= 2
        assert len(longest) * 0.02 == pytest.approx(back_at - last_at, abs=0.2 + late_s)


def test_where_frames_turn_to_zeros_the_turn_ends_by_the_clock_and_it_is_said(
    own_sound: Sound, tmp_path: Path, voices: list[Path]
) -> None:
    became = fall_ill("muted", own_sound, tmp_path, voices)
    said, late_s = became.first_utterance(), became.late_s
    ended_at, _ = became.first("utterance.ended", said=said.number)
    last_at = end_s(said.last_speech)
    assert WAIT_S - SLACK_S <= ended_at - last_at <= WAIT_S + SLACK_S + late_s
    frames = became.frames
    zeros_at = next(n for n in range(said.onset, len(frames)) if not any(frames[n])) * 0.02
    told_at = became.told_at(zeros_at, kind="fault", what="MicrophoneBlocked")
    assert told_at - zeros_at <= BLOCKED_S + late_s
    back_at, _ = became.first("microphone.back", after=told_at)
    assert back_at <= became.cured_at + BACK_S + late_s
    assert not any(frames[round(zeros_at / 0.02)])


@pytest.mark.parametrize("name", ["unplugged", "switched"])
def test_where_another_microphone_takes_over_the_answer_goes_on(
    own_sound: Sound, tmp_path: Path, voices: list[Path], name: str
) -> None:
    became = fall_ill(name, own_sound, tmp_path, voices)
    said = became.first_utterance()
    assert [len(one.utterances) for one in became.answers] == [1, 1]
    heard = b"".join(became.frames[said.first : said.last + 1])
    # The sound system's own change of the source, and what a busy machine adds.
    gaps = 1 + own_sound.underruns()[VOICE] + len(became.gaps)
    judge.assert_same(judge.load(voices[0]), judge.samples(heard), gaps=gaps)
    assert not [one for one in became.lines if one["kind"] == "fault"]


@pytest.mark.parametrize("name", ILLNESSES)
def test_the_application_is_left_within_two_seconds_while_it_lasts(
    own_sound: Sound, tmp_path: Path, voices: list[Path], name: str
) -> None:
    illness = ILLNESSES[name]
    with (
        serving(tmp_path) as server,
        answering(own_sound, server, tmp_path, illness, voices[0]) as application,
    ):
        time.sleep(1.5)
        began = time.perf_counter()
        application.process.send_signal(signal.SIGINT)
        application.process.wait(20)
        took_s = time.perf_counter() - began
        result = application.result()
    assert took_s < LEFT_S
    assert result["how"] in {"left", "held"}
    assert assert_record_is_whole(Path(result["folder"]))[-1] == "session.ended"
