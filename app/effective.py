"""Which value of each setting holds, and who said so.

    forced by the policy > command line > settings file > recommended by the policy > practice
        > default

The layers are merged table by table, so that each setting goes its own way. Each layer is checked
on top of the weaker ones, also where a stronger one hides what it says.
"""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.core.faults import InputFault
from app.policy import FORCED, RECOMMENDED, policy_path, read_policy
from app.settings import Options, Settings
from app.settings_file import Place, SettingsFile

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError

_PRACTICE_PACE = 8.0
"""A replay in practice, in times real time: the server is on this computer."""


class Source(enum.Enum):
    """Who said what a setting is, the strongest first."""

    FORCED = "forced by the policy"
    COMMAND = "command line"
    USER = "settings file"
    RECOMMENDED = "recommended by the policy"
    PRACTICE = "practice"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Layer:
    """What one source says.

    Attributes:
        source: Who says it.
        raw: Nested tables of values, not checked.
        file: Where it was read, or None.
        table: The table of the file that it is.
    """

    source: Source
    raw: dict[str, Any]
    file: SettingsFile | None = None
    table: Place = ()

    def has(self, place: Place) -> bool:
        """Tell whether a setting stands here."""
        value: Any = self.raw
        for name in place:
            if not isinstance(value, dict) or name not in value:
                return False
            value = value[name]
        return True

    def has_line(self, place: Place) -> bool:
        """Tell whether a place has a line of its own here."""
        return self.file is not None and self.file.has((*self.table, *place))

    def where(self, place: Place) -> str:
        """Return where a setting stands, as a person finds it again."""
        if self.file is None:
            return f"{self.source.value}, {'.'.join(place)}"
        return self.file.where((*self.table, *place))


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting that holds.

    Attributes:
        name: Its names with dots between them.
        value: What it is.
        source: Who says so.
        where: File, line and name, for what stands in a file; else "".
        is_private: Its value is not to be shown.
    """

    name: str
    value: object
    source: Source
    where: str
    is_private: bool


@dataclass(frozen=True, slots=True)
class Effective:
    """The settings that hold.

    Attributes:
        settings: They.
        layers: What they come from, the weakest first.
    """

    settings: Settings
    layers: Sequence[Layer] = ()

    def entries(self) -> Iterator[Entry]:
        """Yield every setting in the order of the dataclasses."""
        yield from self._entries(self.settings, ())

    def _entries(self, table: Any, place: Place) -> Iterator[Entry]:
        for one in dataclasses.fields(table):
            here, value = (*place, one.name), getattr(table, one.name)
            if dataclasses.is_dataclass(value):
                yield from self._entries(value, here)
                continue
            layer = next((one for one in reversed(self.layers) if one.has(here)), None)
            source = layer.source if layer else Source.DEFAULT
            where = layer.where(here) if layer and layer.file else ""
            yield Entry(".".join(here), value, source, where, is_private=not one.repr)


def settle(options: Options, policy: Path | None = None) -> Effective:
    """Return the settings that hold for a run. Blocks.

    Args:
        options: The command line's word, and the settings file it names.
        policy: Where the policy lies; None for this computer's own.

    Raises:
        InputFault: The policy or the settings file cannot be used.
    """
    recommended, forced = _of_the_policy(policy or policy_path())
    said = _of_the_options(options)
    users = [*_of_the_file(options.settings), *([Layer(Source.COMMAND, said)] if said else [])]
    pace = {"session": {"outbox": {"replay_pace": _PRACTICE_PACE}}}
    practice = [Layer(Source.PRACTICE, pace)] if options.is_practice else []
    layers = [*practice, *recommended, *users, *forced]
    if not any(one.file for one in layers) and not said and not practice:
        return Effective(Settings())
    # Here: it takes 0.1 s to import, and a window is to be there at once.
    from pydantic import TypeAdapter  # noqa: PLC0415  # above

    adapter = TypeAdapter(Settings)
    for some in (recommended, [*recommended, *forced], [*recommended, *users]):
        _check(adapter, some)  # what a stronger layer hides is to be right too
    return Effective(_check(adapter, layers), tuple(layers))


def _of_the_policy(path: Path) -> tuple[list[Layer], list[Layer]]:
    policy = read_policy(path)
    if policy is None:
        return [], []
    return (
        [Layer(Source.RECOMMENDED, policy.raw.get(RECOMMENDED, {}), policy, (RECOMMENDED,))],
        [Layer(Source.FORCED, policy.raw.get(FORCED, {}), policy, (FORCED,))],
    )


def _of_the_file(path: Path | None) -> list[Layer]:
    if path is None:
        return []
    file = SettingsFile(path, "settings")
    file.check(Settings)
    return [Layer(Source.USER, file.raw, file)]


def _of_the_options(options: Options) -> dict[str, Any]:
    """Return what the command line says of the settings, nested as they are."""
    session: dict[str, Any] = {}
    if options.headphones:
        session["turns"] = {"headphones": True}
    if options.wait is not None:
        session["patience"] = {"wait": options.wait.value}
    if options.cues is not None:
        session["cues"] = {"on": options.cues}
    if options.hold_limit_s is not None:
        session["link"] = {"hold_limit_s": options.hold_limit_s}
    said = {"session": session, "live": {"model": options.model} if options.model else {}}
    return {name: table for name, table in said.items() if table}


def merged(weak: dict[str, Any], strong: dict[str, Any]) -> dict[str, Any]:
    """Return two nests of tables as one; where both say something, the strong one's holds."""
    made = dict(weak)
    for name, value in strong.items():
        under = made.get(name)
        if isinstance(under, dict) and isinstance(value, dict):
            made[name] = merged(under, value)
        else:
            made[name] = value
    return made


def _check(adapter: TypeAdapter[Settings], layers: Sequence[Layer]) -> Settings:
    """Return the settings of these layers, the weakest first."""
    from pydantic import ValidationError  # noqa: PLC0415  # as above

    raw: dict[str, Any] = {}
    for layer in layers:
        raw = merged(raw, layer.raw)
    try:
        return adapter.validate_python(raw)
    except ValidationError as error:
        raise InputFault(_explain(layers, error)) from error


def _explain(layers: Sequence[Layer], error: ValidationError) -> str:
    first = error.errors()[0]
    place = tuple(part for part in first["loc"] if isinstance(part, str))
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "dataclass_type":
        message = f"must be a table: [{'.'.join(place)}]"
    strongest_first = layers[::-1]
    # A check of several settings is their table's; the message names them.
    named = [(*place, word) for word in re.findall(r"\w+", message)]
    blamed = next(
        ((layer, one) for layer in strongest_first for one in named if layer.has_line(one)), None
    )
    layer, place = blamed or (_speaker(strongest_first, place), place)
    return f"{layer.where(place)}: {message}."


def _speaker(strongest_first: Sequence[Layer], place: Place) -> Layer:
    """Return the layer that says what stands at a place, or the one that said anything."""
    return next((one for one in strongest_first if one.has(place)), strongest_first[0])
