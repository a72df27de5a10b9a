"""The choice between practice and the service: two cards, of which one is chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QWidget,
)

from app.core.lobby import Kind, Lobby
from app.gui.palette import SPACE
from app.gui.widgets.card import Card
from app.gui.wishes import ChooseKind
from app.gui.words import start as words


class KindCards(QWidget):
    """Shows which interview is chosen.

    Signals:
        asked: ``ChooseKind``.
    """

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(words.kinds())
        self._group = QButtonGroup(self)
        self._cards = {kind: Card(words.kind_name(kind), words.kind_text(kind)) for kind in Kind}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE.m)
        for card in self._cards.values():
            self._group.addButton(card)
            layout.addWidget(card, stretch=1)
        self._group.buttonClicked.connect(self._choose)

    def show_lobby(self, lobby: Lobby) -> None:
        """Show the chosen kind."""
        self._cards[lobby.kind].setChecked(True)
        for kind, card in self._cards.items():  # Tab goes to the chosen one, as Qt does for clicks
            is_chosen = kind is lobby.kind
            card.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if is_chosen else Qt.FocusPolicy.ClickFocus
            )

    def _choose(self, chosen: QAbstractButton) -> None:
        kind = next(kind for kind, card in self._cards.items() if card is chosen)
        self.asked.emit(ChooseKind(kind))
