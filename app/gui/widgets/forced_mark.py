"""A small line below a control that shows what is forced: why nobody can change it here."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.gui.widgets.text import Text
from app.gui.words import common as words


class ForcedMark(Text):
    """Shows it, and takes the control out of the candidate's hand; hidden while they may choose.

    Args:
        control: The control, with its tip and its description.
    """

    def __init__(self, control: QWidget) -> None:
        super().__init__(words.forced(), "quiet")
        self._control = control
        self._tip, self._description = control.toolTip(), control.accessibleDescription()
        self.hide()

    def show_forced(self, *, is_forced: bool) -> None:
        """Show whether the control's value is forced."""
        why = self.text() if is_forced else ""
        self._control.setEnabled(not is_forced)
        self._control.setToolTip(_joined(self._tip, why))
        self._control.setAccessibleDescription(_joined(self._description, why))
        self.setVisible(is_forced)


def _joined(*texts: str) -> str:
    return "\n".join(text for text in texts if text)
