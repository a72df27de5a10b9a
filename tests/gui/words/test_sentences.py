"""All sentences of the window at once."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.gui import words

SOURCES = sorted(Path(words.__file__).parent.glob("*.py"))
JARGON = re.compile(
    r"--|\b(vad|web-?sockets?|sockets?|tls|ssl|buffer\w*|backlog|resum(ption|e handle)|handles?"
    r"|epoch|outbox|payload|latency|ping|timeout|exception|error|server|dbfs|hz|null|none)\b",
    re.IGNORECASE,
)
JUDGING = re.compile(r"\b(emotion|accent|confiden\w+|nervous|mood|score|rating)\b", re.IGNORECASE)


def sentences(source: str) -> Iterator[str]:
    """Yield what people read: every text that is no docstring, no key, no name of a file."""
    tree = ast.parse(source)
    hidden = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript):
            hidden.add(id(node.slice))
        if isinstance(node, ast.Dict):
            hidden |= {id(key) for key in node.keys}
        if isinstance(node, ast.Compare):
            hidden |= {id(one) for one in (node.left, *node.comparators)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in hidden
        ):
            yield node.value


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_no_sentence_is_in_the_words_of_the_craft(source: Path) -> None:
    found = [text for text in sentences(source.read_text("utf-8")) if JARGON.search(text)]
    assert not found


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_no_sentence_judges_a_person_but_the_one_that_promises_it_is_never_done(
    source: Path,
) -> None:
    found = [text for text in sentences(source.read_text("utf-8")) if JUDGING.search(text)]
    assert all(text.startswith("Nobody and nothing judges") for text in found)
    assert bool(found) is (source.stem == "start")


def test_the_search_finds_them() -> None:
    source = '"""Socket."""\ndef f():\n    """Socket."""\n'
    source += '    return tr("The socket") + {"vad": 1}["tls"]'
    assert [text for text in sentences(source) if JARGON.search(text)] == ["The socket"]
    assert JUDGING.search("You sound nervous")
    for good in ("Resume", "Speak on", "manhandled", "a serverless word"):
        assert not JARGON.search(good)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_typing_is_as_in_print(source: Path) -> None:
    for text in sentences(source.read_text("utf-8")):
        assert "..." not in text, text
        assert "  " not in text, text
        assert text.count("%") in (0, text.count("%1") + text.count("%2") + text.count("%n")), text
