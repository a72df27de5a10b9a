from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from app.core import faults
from app.core.faults import (
    Fault,
    InputFault,
    Keyring,
    KeyringFault,
    LinkFault,
    LinkLost,
    Remedy,
)


def kinds(root: type[Fault]) -> Iterator[type[Fault]]:
    for kind in root.__subclasses__():
        if kind.__module__ == faults.__name__:
            yield kind
            yield from kinds(kind)


def test_the_tree_in_the_docstring_is_the_tree_in_the_code() -> None:
    drawn = dict(
        re.findall(
            r"^ +\* (\w+) +(RETRY\w*|WAIT_LONG|ASK_USER) ", faults.__doc__ or "", re.MULTILINE
        )
    )
    leaves = {kind for kind in kinds(Fault) if kind is not LinkFault}
    assert drawn == {kind.__name__: kind.remedy.name for kind in leaves}


@pytest.mark.parametrize("kind", [*kinds(Fault)], ids=lambda kind: kind.__name__)
def test_a_fault_reads_as_the_sentence_that_it_was_given(kind: type[Fault]) -> None:
    assert str(kind("The plan has no questions. Add one.")) == "The plan has no questions. Add one."


def test_a_fault_of_the_connection_is_tried_again_unless_it_says_otherwise() -> None:
    assert LinkFault("Lost.").remedy is Remedy.RETRY
    assert InputFault("No such file.").remedy is Remedy.ASK_USER


def test_a_fault_of_the_connection_keeps_its_code_and_what_the_server_asked_for() -> None:
    fault = LinkLost("Lost.", code=1011, retry_after_s=0.0)
    assert (fault.code, fault.retry_after_s) == (1011, 0.0)
    assert (LinkLost("Lost.").code, LinkLost("Lost.").retry_after_s) == (None, None)


def test_a_fault_of_the_keyring_tells_why() -> None:
    assert KeyringFault("Locked.", Keyring.LOCKED).why is Keyring.LOCKED
    assert KeyringFault("Failed.").why is Keyring.REFUSED
