from __future__ import annotations

import enum
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.telemetry.redaction import HIDDEN, Redaction

KEY = "AIzaSyA-not-a-real-key-0123456789"


class Colour(enum.Enum):
    DEEP_RED = 1


@pytest.mark.parametrize(
    "name",
    ["text", "transcript", "pcm", "handle", "key", "new_handle", "API_KEY", "candidate_text"],
)
def test_what_is_passed_under_a_private_name_is_hidden(name: str) -> None:
    for value in ("I was a baker", b"\1\2", ["I", "was"], {"a": 1}, Path("x")):
        assert Redaction().render(name, value) == HIDDEN


def test_a_number_under_a_private_name_is_a_count() -> None:
    assert Redaction().render("answer", 3) == "3"
    assert Redaction().render("speech_s", 4.25) == "4.25"


@pytest.mark.parametrize(
    ("value", "rendered"),
    [
        (7, "7"),
        (True, "True"),
        (None, "None"),
        (0.1 + 0.2, "0.3"),
        (Colour.DEEP_RED, "deep_red"),
        ("LinkLost", "LinkLost"),
        ("two words", '"two words"'),
        ('a="b"', r'"a=\"b\""'),
        ("", '""'),
        (Path("logs/x"), "logs/x"),
        (b"12345", "<bytes of 5>"),
        ([1, 2], "<list of 2>"),
        ({"text": "I was a baker"}, "<dict of 1>"),
        (object(), "<object>"),
    ],
)
def test_only_words_and_numbers_are_written(value: object, rendered: str) -> None:
    assert Redaction().render("value", value) == rendered


@pytest.mark.parametrize(
    "text",
    [
        f"refused {KEY}",
        "wss://host/path?key=s3cr3t-1",
        "wss://host/path?access_token=s3cr3t-1&x=1",
        "x-goog-api-key: s3cr3t-1",
        "Authorization: Bearer s3cr3t-1",
        "resumption handle='s3cr3t-1', resumable=True",
        '{"newHandle": "s3cr3t-1"}',
        "{'key': 's3cr3t-1'}",
        "auth_tokens/s3cr3t-1",
        "AQ.s3cr3t-1",
    ],
)
def test_what_looks_like_a_secret_is_replaced_wherever_it_stands(text: str) -> None:
    cleaned = Redaction().clean(text)
    assert HIDDEN in cleaned
    assert "s3cr3t" not in cleaned
    assert KEY not in cleaned


def test_ordinary_words_are_left_alone() -> None:
    text = "the model gemini-3.8-live closed with 1011 after 3.2 s; keyboard, handles, tokens"
    assert Redaction().clean(text) == text


def test_a_secret_we_were_told_of_is_replaced() -> None:
    redaction = Redaction()
    redaction.remember("cafe-handle")
    redaction.remember("")
    assert redaction.clean("resumed cafe-handle now") == f"resumed {HIDDEN} now"


def test_only_the_newest_secrets_are_remembered() -> None:
    redaction = Redaction()
    for number in range(1000):
        redaction.remember(f"<{number}>")
    assert len(redaction._secrets) == 64
    assert redaction.clean("<999>") == HIDDEN


def test_a_text_stays_on_its_line_and_does_not_grow_without_end() -> None:
    assert Redaction().clean("a\nb\r\n c") == "a b c"
    assert len(Redaction().clean("x" * 10_000)) < 250


@given(before=st.text(), after=st.text())
def test_a_key_never_gets_through_whatever_stands_around_it(before: str, after: str) -> None:
    assert KEY not in Redaction().render("value", before + KEY + after)
