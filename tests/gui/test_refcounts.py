"""PySide6 must not lose references to None and True.

PySide6 6.12.0 loses one at every void call and every signal, until Python 3.11 aborts with "Fatal
Python error: none_dealloc" (seen on 2026-11-22, on 3.10 and 3.11; from 3.12 on None cannot die).
Hence the upper bound in pyproject.toml; this test says when it can go.
"""

import os
import subprocess
import sys

CALLS = 20_000
LOSS_ALLOWED = 100  # what else runs in the child moves the counts a little
CHILD = f"""
import sys
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel

class Sender(QObject):
    said = Signal(str)

app = QApplication([])
label, sender = QLabel(), Sender()
sender.said.connect(label.setText)
before = [sys.getrefcount(None), sys.getrefcount(True)]
for number in range({CALLS}):
    label.setText(str(number))
    sender.said.emit(str(number))
after = [sys.getrefcount(None), sys.getrefcount(True)]
sys.stdout.write(f"{{before[0] - after[0]}} {{before[1] - after[1]}}")
"""


def test_qt_calls_and_signals_lose_no_reference_to_none_or_true() -> None:
    child = subprocess.run(
        [sys.executable, "-c", CHILD],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert child.returncode == 0, child.stderr
    lost = [int(number) for number in child.stdout.split()]
    assert max(lost) < LOSS_ALLOWED, f"{lost} references to None and True in {CALLS} calls"
