"""What is told of an interview from its journal alone: words, incidents, whose time it was."""

from __future__ import annotations

import pytest

import app.core.entries as en
from app.core.account import Account, Incident, Line, Telling, What
from app.core.faults import StoreFault
from app.core.ledger import Share, Whose
from app.core.status import SessionStatus
from app.core.view import Situation
from tests.core.journals import started

BEGAN = en.UtteranceBegan(1, 1, 100, 125)
ENDED = en.UtteranceEnded(1, ((100, 149), (160, 209)), 200)


def tell(*entries: tuple[float, en.Entry], recorded_s: float = 0.0) -> Account:
    """Return what is told by entries and their times, in seconds."""
    telling = Telling()
    for at_s, entry in entries:
        telling.feed(round(at_s * 1000), entry)
    return telling.account(recorded_s)


def line(*entries: en.Entry) -> Line:
    """Return the one line that these entries make."""
    (one,) = tell(*((9.0, entry) for entry in entries)).lines
    return one


def incidents(*entries: tuple[float, en.Entry]) -> list[Incident]:
    return [*tell(*entries).incidents]


# --- how long it was


def test_of_an_empty_journal_nothing_is_told() -> None:
    assert tell() == Account(None, (), (), (), 0.0, None)


def test_the_beginning_and_the_end_are_told() -> None:
    told = tell((0.0, started()), (20.5, en.SessionEnded("left", 20.5)))
    assert (told.started, told.how, told.length_s) == (started(), "left", 20.5)


def test_what_follows_the_end_makes_it_no_longer() -> None:
    ended = (20.0, en.SessionEnded("left", 20.0))
    after = (21.0, SessionStatus(Situation.LEFT))
    assert tell(ended, after, recorded_s=30.0).length_s == 20.0


def test_what_did_not_end_lasts_as_long_as_its_recordings() -> None:
    begun = (1.0, en.TimeGoesTo("candidate"))
    assert tell(begun, recorded_s=7.25).shares == (Share(Whose.CANDIDATE, 0, 7250),)
    assert tell(begun, recorded_s=0.5).length_s == 1.0


def test_an_interview_that_is_gone_on_with_has_not_ended() -> None:
    told = tell(
        (20.0, en.SessionEnded("held", 20.0)),
        (20.0, en.SessionResumed("1.0", 60.0)),
        (25.0, en.TokensCounted(3)),
    )
    assert (told.how, told.length_s) == (None, 25.0)


# --- whose time it was


def test_time_is_added_up() -> None:
    told = tell(
        (0.0, en.TimeGoesTo("network")),
        (1.5, en.TimeGoesTo("candidate")),
        (4.0, en.SessionEnded("left", 4.0)),
    )
    assert told.shares == (Share(Whose.NETWORK, 0, 1500), Share(Whose.CANDIDATE, 1500, 4000))
    assert told.totals_s == {
        Whose.CANDIDATE: 2.5,
        Whose.INTERVIEWER: 0.0,
        Whose.NETWORK: 1.5,
        Whose.APPLICATION: 0.0,
        Whose.PAUSE: 0.0,
    }


def test_time_that_goes_to_nobody_we_know_is_odd() -> None:
    with pytest.raises(StoreFault, match='time went to "thieves"'):
        tell((0.0, en.TimeGoesTo("thieves")))


# --- words


def test_an_answer_is_told_with_its_words_and_its_fate() -> None:
    said = en.Said("candidate", 2.5, "In Lima.", exchange=1, seconds=2.0)
    ended = en.AnswerEnded(1, "answered", 2.0, 1)
    assert line(BEGAN, ENDED, said, ended) == Line(2.5, "candidate", "In Lima.", 2.0, "answered")


def test_an_answer_without_words_is_told_by_its_sound() -> None:
    assert line(BEGAN) == Line(2.5, "candidate", None, 0.0, "open")
    assert line(BEGAN, ENDED) == Line(2.5, "candidate", None, 2.0, "open")


def test_an_answer_begins_with_its_first_utterance_and_has_all_of_them() -> None:
    again = en.UtteranceBegan(2, 1, 400, 410)
    ended = en.UtteranceEnded(2, ((400, 449),), 440)
    assert line(BEGAN, ENDED, again, ended, ENDED) == Line(2.5, "candidate", None, 3.0, "open")


def test_of_an_answer_whose_beginning_is_lost_its_words_are_told() -> None:
    said = en.Said("candidate", 2.5, "In Lima.", exchange=1, seconds=2.0)
    assert line(ENDED, en.AnswerEnded(1, "answered", 2.0), said).text == "In Lima."


def test_newer_words_replace_older_ones() -> None:
    words = [en.Said("candidate", 2.5, text, exchange=1) for text in ("In Lina.", "In Lima.")]
    assert line(*words).text == "In Lima."


def test_a_reply_is_told_as_far_as_it_was_heard() -> None:
    heard = en.HeardSoFar(3, 4.0, "Thank", 1.0)
    whole = en.Said("interviewer", 4.0, "Thank you.", reply=3, seconds=1.5)
    cut = en.Said("interviewer", 4.0, "Thank", reply=3, seconds=1.2, whole=False)
    assert line(heard) == Line(4.0, "interviewer", "Thank", 1.0, is_cut=True)
    assert line(heard, whole) == Line(4.0, "interviewer", "Thank you.", 1.5)
    assert line(heard, cut) == Line(4.0, "interviewer", "Thank", 1.2, is_cut=True)


def test_lines_stand_in_the_order_in_which_they_were_said() -> None:
    told = tell(
        (1.0, en.Said("interviewer", 3.0, "Thank you.", reply=1)),
        (2.0, en.Said("candidate", 1.0, "In Lima.", exchange=1)),
        (3.0, en.Said("candidate", 3.0, "Hm.", exchange=2)),
    )
    assert [one.text for one in told.lines] == ["In Lima.", "Hm.", "Thank you."]


@pytest.mark.parametrize(
    "entry", [en.Said("nobody", 1.0, "Hm."), en.PromptAsked(0, 0, "Begin."), en.ToolCalled("score")]
)
def test_what_nobody_said_is_no_line(entry: en.Entry) -> None:
    assert tell((1.0, entry)).lines == ()


def test_a_held_answer_is_open_again_when_the_interview_goes_on() -> None:
    held: list[en.Entry] = [BEGAN, ENDED, en.AnswerEnded(1, "held", 2.0)]
    assert line(*held).fate == "held"
    assert line(*held, en.SessionResumed("1.0", 60.0)).fate == "open"


def test_an_answered_one_stays_answered_when_the_interview_goes_on() -> None:
    answered: list[en.Entry] = [BEGAN, ENDED, en.AnswerEnded(1, "answered", 2.0)]
    assert line(*answered, en.SessionResumed("1.0", 60.0)).fate == "answered"


# --- incidents


def test_a_lost_connection_lasts_until_the_next_is_up() -> None:
    moves = [
        (3.0, en.LinkMoved("waiting", 1, "LinkLost", 1006)),
        (4.0, en.LinkMoved("connecting", 2)),
        (5.0, en.LinkMoved("waiting", 2, "LinkLost")),
        (7.5, en.LinkMoved("up", 3)),
        (8.0, en.LinkMoved("up", 3)),
    ]
    assert incidents(*moves) == [Incident(3.0, What.CONNECTION, 4.5)]
    assert incidents(*moves[:-2]) == [Incident(3.0, What.CONNECTION)], "nobody knows how long"


def test_a_stop_ends_the_loss_of_a_connection() -> None:
    assert incidents(
        (3.0, en.LinkMoved("held", 1, "LinkLost")), (9.0, en.SessionResumed("1.0", 60.0))
    ) == [Incident(3.0, What.CONNECTION, 6.0), Incident(9.0, What.STOPPED, 60.0)]


@pytest.mark.parametrize("missing_s", [(2.0, 0.0), (1.0, 2.0)])
def test_sound_that_a_stop_took_is_told(missing_s: tuple[float, float]) -> None:
    assert incidents((9.0, en.SessionResumed("1.0", None, *missing_s))) == [
        Incident(9.0, What.STOPPED),
        Incident(9.0, What.MISSING, 2.0),
    ]


@pytest.mark.parametrize(
    ("gap", "told"),
    [
        (en.Gap(100, 25), [Incident(2.0, What.GAP, 0.5)]),
        (en.Gap(100, 24), []),
        (en.Gap(0, 100), []),
    ],
)
def test_a_gap_that_can_be_noticed_is_told(gap: en.Gap, told: list[Incident]) -> None:
    assert incidents((9.0, gap)) == told


@pytest.mark.parametrize(("first", "is_told"), [(49, True), (50, False), (149, False), (150, True)])
def test_who_closes_the_microphone_leaves_no_gap(first: int, is_told: bool) -> None:
    told = incidents(
        (0.0, en.TimeGoesTo("candidate")),
        (2.0, en.TimeGoesTo("pause")),
        (4.0, en.TimeGoesTo("candidate")),
        (9.0, en.Gap(first, 100)),
    )
    assert bool(told) is is_told


def test_a_microphone_that_goes_and_a_disk_that_fills_are_told() -> None:
    assert incidents(
        (5.0, en.MicrophoneLost("DeviceFault")),
        (3.0, en.SpaceJudged("low", 9)),
        (4.0, en.SpaceJudged("spent", 9)),
        (6.0, en.SpaceJudged("ample", 9)),
    ) == [
        Incident(3.0, What.SPACE),
        Incident(4.0, What.SPACE),
        Incident(5.0, What.MICROPHONE),
    ]


def test_how_long_a_microphone_or_a_loudspeaker_was_lost_is_told() -> None:
    assert incidents(
        (2.0, en.MicrophoneLost("MicrophoneStalled")),
        (2.5, en.MicrophoneBack()),
        (3.0, en.MicrophoneLost("DeviceFault")),
        (4.5, en.MicrophoneBack()),
        (5.0, en.MicrophoneLost("MicrophoneBlocked")),
        (7.0, en.MicrophoneBack()),
        (8.0, en.SpeakerLost("SpeakerSilent")),
        (8.5, en.SpeakerLost("DeviceFault")),
        (9.0, en.SpeakerBack()),
    ) == [
        Incident(3.0, What.MICROPHONE, 1.5),
        Incident(5.0, What.BLOCKED, 2.0),
        Incident(8.0, What.LOUDSPEAKER, 1.0),
    ], "of one that has stalled the gap tells"


def test_a_journal_that_tells_of_no_return_tells_of_each_loss() -> None:
    lost = en.MicrophoneLost("DeviceFault")
    assert incidents((5.0, lost), (9.0, lost)) == [
        Incident(5.0, What.MICROPHONE),
        Incident(9.0, What.MICROPHONE),
    ]
