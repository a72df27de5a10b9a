from __future__ import annotations

import logging
import re
from typing import Any

import pytest

from app.telemetry.lines import LineFormatter
from app.telemetry.redaction import Redaction


def line(name: str = "app.link", message: str = "link closed", **values: Any) -> str:
    exc_info = values.pop("exc_info", None)
    record = logging.getLogger(name).makeRecord(
        name, logging.INFO, "/home/jane/app/live/x.py", 88, message, (), exc_info, extra=values
    )
    return LineFormatter(Redaction()).format(record)


def test_a_line_is_time_level_category_message_and_values() -> None:
    text = line(fault="LinkLost", code=1011, up_s=312.4)
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info app\.link link closed "
        r"fault=LinkLost code=1011 up_s=312\.4",
        text,
    )


def test_private_values_are_hidden() -> None:
    assert line(text="I was a baker").endswith("link closed text=[hidden]")


def test_a_librarys_message_is_replaced_by_its_place() -> None:
    text = line("websockets.client", "< TEXT 'I was a baker'")
    assert text.endswith("info websockets.client at x:88")


def test_a_category_must_be_ours_to_the_dot() -> None:
    assert "baker" not in line("application.other", "I was a baker")


def _fail_twice() -> None:
    try:
        int("I was a baker")
    except ValueError as error:
        raise LookupError("in Kyiv") from error


def test_an_exception_gives_types_and_places_but_not_its_words() -> None:
    with pytest.raises(LookupError) as caught:
        _fail_twice()
    text = line(exc_info=(caught.type, caught.value, caught.tb))

    assert re.search(r"exception=LookupError<ValueError@(telemetry/test_lines\.py:\d+<?){2}$", text)
    assert "baker" not in text
    assert "Kyiv" not in text


def test_an_endless_chain_of_causes_ends() -> None:
    first, second = ValueError(), OSError()
    first.__cause__, second.__cause__ = second, first
    text = line(exc_info=(ValueError, first, None))
    assert text.count("ValueError") == 4
