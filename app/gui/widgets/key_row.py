"""The candidate's key: where it is, and a field to give one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.core.faults import Keyring, KeyringFault
from app.core.lobby import KeyPlace, Lobby
from app.gui.palette import SPACE
from app.gui.widgets.text import Text
from app.gui.wishes import ForgetKey, UseKey
from app.gui.words import start as words

_THERE = {KeyPlace.KEYRING, KeyPlace.THIS_RUN}


class KeyRow(QWidget):
    """Shows where the key is; never the key.

    Signals:
        asked: ``UseKey``, ``ForgetKey``.
    """

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._state, self._fault = Text(), Text(role="fault")
        self._field = QLineEdit()
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setPlaceholderText(words.key_hint())
        self._field.setAccessibleName(words.key_label())
        self._field.returnPressed.connect(self._use)
        self._use_button = QPushButton(words.use_key())
        self._use_button.clicked.connect(self._use)
        self._keep = QCheckBox(words.keep_key())
        self._keep.setChecked(True)
        self._forget = QPushButton(words.forget_key())
        self._forget.clicked.connect(lambda: self.asked.emit(ForgetKey()))
        self._giving = QWidget()
        giving = QHBoxLayout(self._giving)
        giving.setContentsMargins(0, 0, 0, 0)
        giving.setSpacing(SPACE.s)
        giving.addWidget(self._field, stretch=1)
        giving.addWidget(self._use_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.s)
        for part in (self._state, self._giving, self._keep, self._fault):
            layout.addWidget(part)
        forgetting = QHBoxLayout()
        forgetting.addWidget(self._forget)
        forgetting.addStretch(1)
        layout.addLayout(forgetting)

    def show_lobby(self, lobby: Lobby) -> None:
        """Show where the key is, and what went wrong with it."""
        is_there = lobby.key in _THERE
        self._state.setText(words.key_state(lobby.key))
        self._giving.setVisible(not is_there)
        self._keep.setVisible(not is_there)
        self._forget.setVisible(is_there)
        fault = lobby.faults.key
        self._fault.setText(words.fault(fault) if fault else "")
        self._fault.setVisible(fault is not None)
        if isinstance(fault, KeyringFault) and fault.why is Keyring.MISSING:
            self._keep.setChecked(False)  # else it would promise what the line below denies
            self._keep.setEnabled(False)

    def _use(self) -> None:
        secret = self._field.text()
        if secret.strip():
            self.asked.emit(UseKey(secret, self._keep.isChecked()))
            self._field.clear()
