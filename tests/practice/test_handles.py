import logging
import stat
import sys
from pathlib import Path

import pytest

from app.practice.conversation import Conversation, Prompt
from app.practice.handles import VALID_S, Handles, fingerprint
from app.practice.messages import Setup
from app.practice.refusal import Refusal

SETUP = Setup("models/m", "plan")
KNOWN = Conversation("models/m", "plan", (Prompt("begin"),))


def resume(handles: Handles, handle: str, model: str = "models/m", plan: str = "") -> Conversation:
    return handles.enter(Setup(model, plan, handle=handle))[1]


def refused(handles: Handles, handle: str, model: str = "models/m") -> int:
    with pytest.raises(Refusal) as refusal:
        resume(handles, handle, model)
    return refusal.value.code


def given_up(handles: Handles, conversation: Conversation = KNOWN) -> str:
    """A handle of a session whose socket is gone."""
    name, _ = handles.enter(SETUP)
    handle = handles.issue(name, conversation)
    handles.leave(name)
    return handle


def test_a_new_session_knows_its_instruction_only() -> None:
    handles = Handles()
    (one, conversation), (other, _) = handles.enter(SETUP), handles.enter(SETUP)
    assert one != other
    assert conversation == Conversation("models/m", "plan")


def test_a_resumed_session_knows_exactly_what_its_handle_stands_for() -> None:
    handles = Handles()
    name, _ = handles.enter(SETUP)
    early = handles.issue(name, KNOWN)
    late = handles.issue(name, KNOWN.add(Prompt("more")))
    handles.leave(name)
    assert resume(handles, early) == KNOWN
    handles.leave(name)
    assert resume(handles, late) == KNOWN.add(Prompt("more"))


def test_the_instruction_may_change_at_a_resume_and_the_model_may_not() -> None:
    handles = Handles()
    handle = given_up(handles)
    assert refused(handles, handle, model="models/other") == 1007
    assert resume(handles, handle, plan="new").instruction == "new"


def test_an_unknown_handle_is_refused_with_1007() -> None:
    assert refused(Handles(), "nobody knows me") == 1007


def test_a_handle_is_good_for_two_hours() -> None:
    now = [1_000.0]
    handles = Handles(clock=lambda: now[0])
    handle = given_up(handles)
    now[0] += VALID_S - 1
    resumed, _ = handles.enter(Setup("models/m", "", handle=handle))
    handles.leave(resumed)
    now[0] += 1
    assert refused(handles, handle) == 1007


def test_while_the_socket_before_is_open_a_resume_is_refused_with_1011() -> None:
    handles = Handles()
    name, _ = handles.enter(SETUP)
    handle = handles.issue(name, KNOWN)
    assert refused(handles, handle) == 1011
    handles.leave(name)
    assert resume(handles, handle) == KNOWN
    assert refused(handles, handle) == 1011


def test_only_the_newest_are_kept() -> None:
    handles = Handles()
    first, *_, last = [given_up(handles) for _ in range(65)]
    assert refused(handles, first) == 1007
    assert resume(handles, last) == KNOWN


def test_a_server_started_again_knows_its_handles(tmp_path: Path) -> None:
    handle = given_up(Handles(tmp_path / "handles.json"))
    assert resume(Handles(tmp_path / "handles.json"), handle) == KNOWN


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such mode")
def test_only_the_owner_may_read_the_kept_handles(tmp_path: Path) -> None:
    given_up(Handles(tmp_path / "handles.json"))
    assert stat.S_IMODE((tmp_path / "handles.json").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "content", ["", "[{}]", "[3]", '[{"handle": 1, "conversation": {}}]', "{}"]
)
def test_spoilt_handles_are_forgotten_and_it_says_so(
    tmp_path: Path, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "handles.json").write_text(content)
    assert refused(Handles(tmp_path / "handles.json"), "1") == 1007
    assert bool(caplog.records) == (content != "{}")


def test_where_the_disk_refuses_the_run_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    handles = Handles(tmp_path / "gone" / "handles.json")
    with caplog.at_level(logging.WARNING, "app.practice"):
        handle = given_up(handles)
    assert resume(handles, handle) == KNOWN
    assert handle not in caplog.text
    assert caplog.records


def test_a_fingerprint_tells_handles_apart_without_giving_them_away() -> None:
    assert fingerprint("abc") != fingerprint("abd")
    assert fingerprint("abc") == "ba7816bf"
