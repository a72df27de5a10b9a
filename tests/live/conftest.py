from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.practice.certificate import Certificate, keep_certificate
from app.practice.server import PracticeParams, PracticeServer
from app.practice.speaking import Tempo


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate for 127.0.0.1 by an authority of its own."""
    return keep_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture(scope="session")
def practice() -> Iterator[PracticeServer]:
    """A practice server that talks as fast as it can."""
    tempo = Tempo(thinking_s=0.0, generation=1e4, playout=1e4)
    with PracticeServer(PracticeParams(tempo=tempo)) as server:
        yield server
