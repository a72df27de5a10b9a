"""For all tests."""

import os
import signal

import pytest
from hypothesis import settings

from tests.sim.totals import pytest_terminal_summary  # noqa: F401  # pytest finds the hook by its name

# No test judges how fast the machine is that it happens to run on.
settings.register_profile("ours", deadline=None)
settings.load_profile("ours")

# A shell that runs the tests in the background lets them ignore Ctrl-C, and every program that they
# start would inherit that; with a handler here it is the default there.
signal.signal(signal.SIGINT, signal.default_int_handler)
# Windows are drawn in memory; what needs a real screen brings its own (screen.py).
os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """Let pytest-qt make the application's own class: there is one for all tests of a process."""
    from app.gui.application import Application

    return Application
