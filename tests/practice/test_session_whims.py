"""How a session takes it that it is told to be silent, to decline, or to be late with handles."""

import pytest

from app.practice.conversation import Reply, Window
from app.practice.handles import Handles
from app.practice.messages import Setup, Text
from app.practice.mouth import Speech
from app.practice.session import Session
from app.practice.whims import Cadence, Manner, Whims
from tests.practice.test_session import (
    SAMPLES,
    begin_reply,
    feed,
    handle_in,
    kinds,
    reply,
    setup,
    window,
)

HANDLE = "sessionResumptionUpdate"


def whimsical(
    *manners: Manner, cadence: Cadence = Cadence.SETTLED, handles: Handles | None = None
) -> Session:
    told = iter(manners)
    whims = Whims(manner=lambda: next(told, Manner.SPEAK), cadence=lambda: cadence)
    return Session(setup(), handles or Handles(), SAMPLES, whims)


def test_a_silent_turn_sends_nothing_and_the_next_is_asked_as_if_it_had_not_been() -> None:
    session = whimsical(Manner.SILENT)
    assert window(session) == ["window", "silent"]
    assert session.mouth.state is Speech.STILL
    assert isinstance(session.conversation.entries[-1], Window)
    assert feed(session, Text("go on")) == [HANDLE, "Speak"]


def test_a_declined_turn_is_complete_and_its_handle_knows_the_window() -> None:
    handles = Handles()
    session = whimsical(Manner.DECLINE, handles=handles)
    session.start()
    assert window(session) == ["window", HANDLE, "turnComplete", HANDLE]
    assert session.mouth.state is Speech.STILL
    resumed = Session(setup(handle=newest(handles, session)), handles, SAMPLES)
    assert len(resumed.conversation.entries) == 1


def newest(handles: Handles, session: Session) -> str:
    """Return the session's newest handle, the session given free."""
    handles.leave(session.name)
    return list(handles._snapshots)[-1]


def test_a_declined_turn_has_no_sound_though_the_one_before_had() -> None:
    session = whimsical(Manner.SPEAK, Manner.DECLINE)
    feed(session, Text("begin"))
    reply(session, "Hello.")
    ended = next(one for one in session.feed(Text("more")) if "turnComplete" in kinds([one]))
    assert ended.payload["usageMetadata"]["responseTokenCount"] == 0  # type: ignore[union-attr]  # it is a Send


@pytest.mark.parametrize(
    ("cadence", "started", "ended"),
    [
        (Cadence.SETTLED, [HANDLE], [HANDLE]),
        (Cadence.MID, [HANDLE], [HANDLE]),
        (Cadence.LATE, [HANDLE], ["HandleLater"]),
        (Cadence.NEVER, [], []),
    ],
)
def test_handles_after_set_up_and_turn(
    cadence: Cadence, started: list[str], ended: list[str]
) -> None:
    session = whimsical(cadence=cadence)
    assert kinds(session.start()) == ["setupComplete", *started]
    feed(session, Text("begin"))
    assert reply(session, "Hello.") == ["generationComplete", "turnComplete", *ended]


@pytest.mark.parametrize("cadence", list(Cadence))
def test_only_one_cadence_has_a_handle_in_the_middle(cadence: Cadence) -> None:
    handles = Handles()
    session = whimsical(cadence=cadence, handles=handles)
    feed(session, Text("begin"))
    begin_reply(session, "Hel")
    midway = session.midway()
    assert kinds(midway) == ([HANDLE] if cadence is Cadence.MID else [])
    if midway:
        handles.leave(session.name)
        resumed = Session(setup(handle=handle_in(midway)), handles, SAMPLES)
        assert resumed.conversation.entries[-1] == Reply("Hel", is_complete=False)
        assert Reply("Hel", is_complete=False) not in session.conversation.entries


def test_a_late_handle_knows_what_has_come_meanwhile_and_waits_for_no_reply() -> None:
    handles = Handles()
    session = whimsical(Manner.SPEAK, Manner.SILENT, cadence=Cadence.LATE, handles=handles)
    feed(session, Text("begin"))
    assert session.late_handle() == []  # in the middle of a reply
    reply(session, "Hello.")
    window(session)
    late = session.late_handle()
    handles.leave(session.name)
    resumed = Session(setup(handle=handle_in([*late])), handles, SAMPLES)
    assert isinstance(resumed.conversation.entries[-1], Window)


def test_whims_are_none_unless_told() -> None:
    session = Session(Setup("models/m", "", is_manual=True), Handles(), SAMPLES)
    assert feed(session, Text("begin")) == [HANDLE, "Speak"]
