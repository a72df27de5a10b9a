"""The interview while microphone or loudspeaker fail: it goes on, says so, and writes it down."""

from __future__ import annotations

import app.core.actions as act
import app.core.events as ev
from app.core.answers import Fate
from app.core.faults import DeviceFault, MicrophoneBlocked, MicrophoneStalled, SpeakerSilent
from app.core.ledger import Whose
from app.core.microphone import Mic
from app.core.turns import Floor
from app.core.view import Situation, situation
from tests.core.builders import SILENCE, SPEECH, Stage, greeted, notes
from tests.core.test_session import fates

GONE = DeviceFault("It is gone.")


def word(stage: Stage) -> Situation:
    return situation(stage.session.view(stage.now))


def unheard(text: str = "And then?", seconds: float = 1.0) -> Stage:
    """Return a stage whose reply has come and is not played, for 2 s."""
    stage = greeted()
    stage.answer()
    stage.reply(text, seconds)
    stage.hear(2.1, SILENCE)
    return stage


# --- the microphone


def test_a_microphone_that_stops_mid_answer_is_told_and_the_turn_still_ends_by_the_clock() -> None:
    """Law 3, and the second field report: speech, then no frame, and no error."""
    stage = greeted()
    stage.hear(38.0, SPEECH)
    stopped_at = stage.now
    stage.wait(0.9)
    assert word(stage) is Situation.STALLED
    assert isinstance(stage.session.view(stage.now).microphone, MicrophoneStalled)
    assert stage.session.ledger.whose is Whose.APPLICATION
    assert stage.session.floor is Floor.CANDIDATE
    stage.wait(1.7)
    assert stage.session.floor is Floor.WAITING, "2.5 s after the last frame"
    assert len(stage.windows()) == 1
    stage.reply()
    stage.play()
    back = stage.hear(0.02, SPEECH)
    gap = notes(back, "gap")[0]
    assert abs(int(gap["frames"]) * ev.FRAME_S - (stage.now - stopped_at)) < 0.05
    assert notes(back, "microphone.back")
    assert word(stage) is Situation.LISTENING


def test_a_microphone_that_is_blocked_is_told_and_ends_nothing_of_what_it_can_do() -> None:
    stage = greeted()
    for _ in range(210):
        stage.wait(ev.FRAME_S)
        index = round(stage.now / ev.FRAME_S) - 1
        stage.feed(ev.MicFrame(index, stage.now, 0.0, -96.0, is_blank=True))
    assert word(stage) is Situation.BLOCKED
    assert isinstance(stage.session.view(stage.now).microphone, MicrophoneBlocked)
    stage.answer()
    assert stage.session.floor is Floor.WAITING


def test_a_microphone_that_fails_is_opened_again_until_it_is_heard() -> None:
    stage = greeted()
    stage.hear(1.0, SPEECH)
    assert act.OpenMicrophone() in stage.feed(ev.MicrophoneFailed(GONE))
    assert word(stage) is Situation.NO_MICROPHONE
    stage.feed(ev.MicrophoneFailed(GONE))
    assert act.OpenMicrophone() in stage.wait(0.6)
    stage.feed(ev.MicrophoneOpened("Mic"))
    stage.hear(0.5, SPEECH)
    assert word(stage) is Situation.TALKING, "the answer goes on"
    assert fates(stage) == [Fate.OPEN]
    assert len(notes(stage.done, "microphone.failed")) == 1


def test_a_microphone_that_never_returns_leaves_its_gap_at_the_end() -> None:
    stage = greeted()
    stage.hear(1.0, SPEECH)
    stage.wait(5.0)
    actions = stage.feed(ev.Leave())
    assert notes(actions, "gap")[0]["frames"] == 250
    assert actions[-1] == act.End("held")


def test_who_leaves_during_a_pause_leaves_no_gap() -> None:
    stage = greeted()
    stage.feed(ev.Pause())
    stage.wait(5.0)
    assert notes(stage.feed(ev.Leave()), "gap") == []


def test_the_microphone_is_off_when_the_device_says_so() -> None:
    stage = greeted()
    stage.feed(ev.Pause())
    assert stage.session.view(stage.now).microphone_state is Mic.CLOSING
    stage.feed(ev.MicrophoneClosed())
    assert stage.session.view(stage.now).microphone_state is Mic.OFF
    assert word(stage) is Situation.PAUSED


# --- the loudspeaker


def test_a_reply_that_is_not_heard_is_read_and_counts() -> None:
    stage = unheard()
    view = stage.session.view(stage.now)
    assert isinstance(view.loudspeaker, SpeakerSilent)
    assert (view.floor, view.caption) == (Floor.NOBODY, "And then?")
    assert fates(stage) == [Fate.ANSWERED]
    said = notes(stage.done, "said")[-1]
    assert (said["text"], said["seconds"], said["whole"]) == ("And then?", 0.0, False)
    assert notes(stage.done, "speaker.failed")


def test_who_answers_what_was_read_hears_nothing_more_of_it() -> None:
    stage = unheard()
    assert act.FlushPlayout() in stage.hear(1.0, SPEECH)
    stage.hear(2.2, SILENCE)
    assert fates(stage) == [Fate.ANSWERED, Fate.OPEN]
    assert stage.session.floor is Floor.WAITING


def test_a_loudspeaker_that_is_back_goes_on_from_where_it_was() -> None:
    stage = unheard()
    stage.feed(ev.Played(2, 0, 12_000, stage.now))
    view = stage.session.view(stage.now)
    assert (view.floor, view.loudspeaker) == (Floor.INTERVIEWER, None)
    stage.hear(0.5, SILENCE)
    stage.feed(ev.Played(2, 12_000, 12_000, stage.now))
    assert stage.session.floor is Floor.NOBODY
    assert notes(stage.done, "said")[-1]["whole"]
    assert notes(stage.done, "speaker.back")


def test_one_that_stops_in_the_middle_twice_is_given_up_twice() -> None:
    stage = unheard(seconds=3.0)
    for first in (0, 12_000):
        stage.feed(ev.Played(2, first, 12_000, stage.now))
        assert stage.session.floor is Floor.INTERVIEWER
        stage.hear(2.1, SILENCE)
        assert stage.session.floor is Floor.NOBODY


def test_the_next_reply_has_its_own_two_seconds() -> None:
    stage = unheard()
    stage.answer()
    stage.reply("Why?", 1.0)
    stage.hear(1.9, SILENCE)
    assert stage.session.floor is Floor.INTERVIEWER
    stage.hear(0.2, SILENCE)
    assert (stage.session.floor, stage.session.view(stage.now).caption) == (Floor.NOBODY, "Why?")


def test_a_whole_interview_can_be_read() -> None:
    stage = unheard()
    stage.answer()
    stage.reply("Goodbye.", 1.0)
    assert stage.hear(2.1, SILENCE)[-1] == act.End("finished")


def test_a_pause_of_the_candidate_gives_nothing_up() -> None:
    stage = greeted()
    stage.answer()
    stage.reply("And then?", 1.0)
    stage.feed(ev.Pause())
    stage.wait(30.0)
    assert stage.session.floor is Floor.INTERVIEWER
    stage.feed(ev.Resume())
    stage.hear(1.9, SILENCE)
    assert stage.session.floor is Floor.INTERVIEWER
    stage.feed(ev.Played(2, 0, 24_000, stage.now))
    assert stage.session.view(stage.now).loudspeaker is None


def test_a_loudspeaker_that_fails_is_opened_again() -> None:
    stage = greeted()
    assert act.OpenSpeaker() in stage.feed(ev.SpeakerFailed(GONE))
    assert stage.session.view(stage.now).loudspeaker is GONE
    stage.feed(ev.SpeakerOpened("Speaker"))
    assert stage.session.view(stage.now).loudspeaker is None


def test_who_leaves_while_the_interviewer_speaks_hears_no_more() -> None:
    stage = greeted()
    stage.answer()
    stage.reply(seconds=3.0)
    assert act.FlushPlayout() in stage.feed(ev.Leave())


# --- the clocks


def test_a_reply_is_said_where_it_lies_beside_the_recording_of_the_candidate() -> None:
    stage = greeted()
    stage.answer()
    stage.now += 0.46  # a gap, over which the timeline falls 0.36 s behind our clock
    for _ in range(5):
        stage.now += ev.FRAME_S
        stage.feed(ev.MicFrame(round((stage.now - 0.36) / ev.FRAME_S) - 1, stage.now, 0.0, -40.0))
    stage.reply("And then?", 1.0)
    stage.play()
    said = notes(stage.done, "said")[-1]
    assert said["at_s"] == round(stage.now - 1.0 - 0.36, 2)
