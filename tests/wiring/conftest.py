"""For the tests of the window's life."""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from PySide6.QtWidgets import QApplication

from app.gui.application import make_application
from app.settings import Options
from tests.commands import silence
from tests.wiring.desk import Desk, MemoryKeyring
from tests.wiring.living import Seen


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryKeyring]:
    monkeypatch.delenv("GEMINI_API_KEY", raising=False)
    before, backend = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture
def desk(tmp_path: Path, ring: MemoryKeyring) -> Desk:
    return Desk(tmp_path / "data")


@pytest.fixture
def handlers() -> Iterator[None]:
    """Put the process's own handlers back."""
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


@pytest.fixture
def options(tmp_path: Path) -> Options:
    mic = str(silence(tmp_path / "quiet.wav"))
    return Options(is_practice=False, data=tmp_path / "data", mic=mic, speaker="none")


@pytest.fixture
def window(qapp: QApplication, handlers: None) -> Iterator[Seen]:
    make_application()
    window = Seen()
    yield window
    window.indicator.show_status(None)
    window.close()
    del window
    gc.collect()  # here: a timer of Qt's that another thread's collection finds is a warning
