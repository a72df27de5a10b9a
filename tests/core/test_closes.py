"""The table of closes: what each failure means, at each phase."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.closes import classify
from app.core.faults import (
    BillingOff,
    HandleRefused,
    InputRefused,
    KeyRefused,
    LinkFault,
    LinkLost,
    LinkUnclear,
    NotLive,
    OldSocketOpen,
    Phase,
    QuotaSpent,
    Remedy,
    ServerBusy,
    ServerFull,
    SetupRefused,
)

CASES = [
    (Phase.DIAL, None, "", LinkLost),
    (Phase.HANDSHAKE, 401, "", KeyRefused),
    (Phase.HANDSHAKE, 403, "", KeyRefused),
    (Phase.HANDSHAKE, 404, "", NotLive),
    (Phase.HANDSHAKE, 200, "", NotLive),
    (Phase.HANDSHAKE, 429, "", ServerBusy),
    (Phase.HANDSHAKE, 503, "", ServerBusy),
    (Phase.SETUP, 1007, "API key not valid. Please pass a valid API key.", KeyRefused),
    (Phase.SETUP, 1007, "Request contains an invalid argument.", SetupRefused),
    (Phase.SETUP, 1008, "models/x is not found for API version v1beta", SetupRefused),
    (Phase.SETUP, None, "models/x is not found", SetupRefused),
    (Phase.SETUP, 1011, "Internal error encountered.", LinkLost),
    (Phase.SETUP, 1006, "", LinkLost),
    (Phase.RESUME, 1007, "", HandleRefused),
    (Phase.RESUME, 1008, "BidiGenerateContent session not found", HandleRefused),
    (Phase.RESUME, 1000, "", HandleRefused),
    (Phase.RESUME, 1011, "", OldSocketOpen),
    (Phase.RESUME, 1006, "", LinkLost),
    (Phase.RESUME, 1011, "You exceeded your current quota", QuotaSpent),
    (Phase.OPEN, 1011, "", LinkLost),
    (Phase.OPEN, 1007, "", InputRefused),
    (Phase.OPEN, 4711, "", LinkUnclear),
    (Phase.SETUP, 1010, "nobody knows", LinkUnclear),
    (Phase.OPEN, 1011, "Billing is not enabled for this project", BillingOff),
    (Phase.OPEN, 1011, "The project's billing account is closed", BillingOff),
    (Phase.OPEN, 1000, "", LinkLost),
    (Phase.OPEN, 1011, "RESOURCE_EXHAUSTED", QuotaSpent),
    (Phase.OPEN, 1011, "Please check your plan and billing details", QuotaSpent),
    (Phase.OPEN, 1013, "", ServerBusy),
    (Phase.OPEN, 1011, "The service is currently unavailable.", ServerBusy),
    (Phase.OPEN, 1008, "API_KEY_INVALID", KeyRefused),
    (Phase.SETUP, 1011, "Maximum concurrent sessions exceeded for quota", ServerFull),
]


@pytest.mark.parametrize(("phase", "code", "text", "kind"), CASES)
def test_a_failure_is_told_by_phase_code_and_text(
    phase: Phase, code: int | None, text: str, kind: type[LinkFault]
) -> None:
    fault = classify(phase, code, text)
    assert type(fault) is kind
    assert fault.code == code


# Each row of the table in the project's facts on Gemini Live, with the words as they were seen.
LEAKED = "Your API key was reported as leaked. Please use another API key."
UNSUPPORTED = "Operation is not implemented, or supported, or enabled."
SESSIONS = "RESOURCE_EXHAUSTED: Maximum concurrent sessions exceeded"
SEEN = [
    (Phase.OPEN, 1000, "The operation was cancelled.", LinkLost, Remedy.RETRY),
    (Phase.OPEN, 1001, "", LinkLost, Remedy.RETRY),
    (Phase.OPEN, 1006, "", LinkLost, Remedy.RETRY),
    (Phase.SETUP, 1007, "Request contains an invalid argument.", SetupRefused, Remedy.ASK_USER),
    (Phase.OPEN, 1007, "Request contains an invalid argument.", InputRefused, Remedy.RETRY),
    (Phase.RESUME, 1007, "Invalid session handle", HandleRefused, Remedy.RETRY_FRESH),
    (Phase.OPEN, 1008, UNSUPPORTED, InputRefused, Remedy.RETRY),
    (Phase.SETUP, 1008, UNSUPPORTED, SetupRefused, Remedy.ASK_USER),
    (Phase.OPEN, 1008, "The operation was aborted.", LinkLost, Remedy.RETRY),
    (Phase.OPEN, 1008, "Requested entity was not found.", InputRefused, Remedy.RETRY),
    (Phase.SETUP, 1008, "Requested entity was not found.", SetupRefused, Remedy.ASK_USER),
    (Phase.RESUME, 1008, "Requested entity was not found.", HandleRefused, Remedy.RETRY_FRESH),
    *((phase, 1008, LEAKED, KeyRefused, Remedy.ASK_USER) for phase in Phase),
    (Phase.OPEN, 1009, "", InputRefused, Remedy.RETRY),
    (Phase.OPEN, 1011, "Internal error encountered.", LinkLost, Remedy.RETRY),
    (Phase.RESUME, 1011, "Internal error encountered.", OldSocketOpen, Remedy.RETRY),
    (Phase.OPEN, 1011, "The service is currently unavailable.", ServerBusy, Remedy.RETRY),
    (Phase.OPEN, 1011, "Deadline expired before operation could complete.", LinkLost, Remedy.RETRY),
    (Phase.OPEN, 1011, "You exceeded your current quota", QuotaSpent, Remedy.ASK_USER),
    (Phase.OPEN, 1011, "RESOURCE_EXHAUSTED", QuotaSpent, Remedy.ASK_USER),
    (Phase.SETUP, 1011, SESSIONS, ServerFull, Remedy.WAIT_LONG),
    (Phase.OPEN, 1011, "keepalive ping timeout", LinkLost, Remedy.RETRY),
    *(
        (phase, code, "", ServerBusy, Remedy.RETRY)
        for phase in Phase
        for code in (1012, 1013, 1014)
        if phase is not Phase.HANDSHAKE
    ),
    *((Phase.HANDSHAKE, code, "", NotLive, Remedy.ASK_USER) for code in (400, 404)),
    *((Phase.HANDSHAKE, code, "", KeyRefused, Remedy.ASK_USER) for code in (401, 403)),
    *(
        (Phase.HANDSHAKE, code, "", ServerBusy, Remedy.RETRY)
        for code in (408, 429, 500, 502, 503, 504)
    ),
    (
        Phase.HANDSHAKE,
        400,
        "API key not valid. Please pass a valid API key.",
        KeyRefused,
        Remedy.ASK_USER,
    ),
]


@pytest.mark.parametrize(("phase", "code", "text", "kind", "remedy"), SEEN)
def test_every_close_that_was_reported_of_the_service_is_known(
    phase: Phase, code: int, text: str, kind: type[LinkFault], remedy: Remedy
) -> None:
    fault = classify(phase, code, text)
    assert (type(fault), fault.remedy, fault.code) == (kind, remedy, code)


@given(
    st.sampled_from(Phase),
    st.none() | st.integers(100, 599) | st.integers(1000, 4999),
    st.text(max_size=200),
)
def test_every_failure_has_a_fault_with_a_sentence(
    phase: Phase, code: int | None, text: str
) -> None:
    """Law 7: classified, whatever it is."""
    fault = classify(phase, code, text)
    assert str(fault).endswith(".")


@given(st.none() | st.integers(1000, 4999))
def test_a_connection_that_was_open_is_always_made_again_when_no_text_forbids_it(
    code: int | None,
) -> None:
    assert classify(Phase.OPEN, code, "").remedy is Remedy.RETRY


def test_the_text_counts_whatever_its_case() -> None:
    assert isinstance(classify(Phase.OPEN, 1011, "QUOTA exceeded"), QuotaSpent)


def test_a_refused_setting_is_shown_with_the_servers_words_but_not_all_of_a_long_text() -> None:
    text = "thinking_budget is not supported"
    assert text in str(classify(Phase.SETUP, 1007, text))
    assert len(str(classify(Phase.SETUP, 1007, "x" * 5000))) < 200


def test_a_refusal_without_words_is_shown_by_its_code() -> None:
    assert "code 1008" in str(classify(Phase.SETUP, 1008, ""))


def test_how_long_the_server_asks_us_to_wait_is_kept() -> None:
    assert classify(Phase.HANDSHAKE, 429, "", retry_after_s=7.0).retry_after_s == 7.0
    assert classify(Phase.OPEN, 1006, "").retry_after_s is None
