"""A list of which one is chosen, in a row that has not always room for all of its text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox

_LEAST = 10
"""Letters that are seen however narrow the window."""


class DropDown(QComboBox):
    """Shows what is chosen; where it is too long, that there is more.

    Args:
        name: What is chosen there, for screen readers.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        # Else the longest name of a device would say how wide the window is.
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST)

    def show_tip(self, tip: str) -> None:
        """Show what it is for, or what the choice means."""
        self.setToolTip(tip)
        self.setAccessibleDescription(tip)

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:  # noqa: N802  # Qt's name
        """Let Qt draw no more of the text than there is room for: it would cut it off."""
        super().initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width()
        )
