"""Interview plans: TOML files, read and checked at the border.

language = "en"
may_interrupt = true  # false: only the talk key cuts the interviewer short
[[questions]]
id = "about-you"
text = "Tell me a little about yourself."
minutes = 2
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Strict, StringConstraints, ValidationError

from app.core.faults import InputFault
from app.core.plan import Plan, Question
from app.toml_file import read_toml

_Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[^\r\n]+$")
]


class _Question(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=64)]
    text: _Line
    minutes: Annotated[float, Field(gt=0, le=60)]


class _Plan(BaseModel):
    model_config = ConfigDict(extra="forbid")

    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")]
    may_interrupt: Annotated[bool, Strict()] = True
    questions: Annotated[list[_Question], Field(min_length=1, max_length=100)]


_SAYS = {  # pydantic's kinds of error, for a person
    "missing": "is missing",
    "extra_forbidden": "is not known here; check its spelling",
    "greater_than": "must be above {gt:g}",
    "less_than_equal": "must be at most {le:g}",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "string_type": "must be text, in quotation marks",
    "bool_type": "must be true or false, without quotation marks",
    "list_type": "must be a list: write [[questions]]",
    "model_type": "must be a table: write [[questions]]",
    "too_short": "needs at least one entry",
    "too_long": "has too many entries; at most {max_length}",
    "string_too_short": "is empty",
    "string_too_long": "is too long; at most {max_length} letters",
}
_FORMS = {  # what a text that does not match its pattern should have been
    "id": "must be small letters, digits, - and _, and begin with a letter or digit",
    "language": 'must be a language tag, such as "en" or "pt-BR"',
    "text": "must be a single line",
}


def read_plan(path: Path) -> Plan:
    """Return the plan in a file.

    Raises:
        InputFault: The file is missing, unreadable, not TOML, or not a plan; it names the file,
            the line and the field.
    """
    text, raw = read_toml(path, "plan", option="--plan")
    try:
        plan = _Plan.model_validate(raw)
    except ValidationError as error:
        raise InputFault(_explain(path, text, error)) from error
    _refuse_twice(path, text, [one.id for one in plan.questions])
    questions = tuple(Question(one.id, one.text, one.minutes) for one in plan.questions)
    return Plan(plan.language, questions, may_interrupt=plan.may_interrupt)


def _refuse_twice(path: Path, text: str, ids: list[str]) -> None:
    for number, name in enumerate(ids):
        if name in ids[:number]:
            line = _line(text, ("questions", number, "id"))
            raise InputFault(
                f'The plan {path}, line {line}: questions {number + 1} id is "{name}", which an '
                "earlier question has. Each needs one of its own."
            )


def _explain(path: Path, text: str, error: ValidationError) -> str:
    first = error.errors()[0]
    place = first["loc"]
    field = " ".join(f"{part + 1}" if isinstance(part, int) else part for part in place)
    form = _FORMS.get(str(place[-1]), first["msg"])
    says = _SAYS[first["type"]].format(**first.get("ctx", {})) if first["type"] in _SAYS else form
    return f"The plan {path}, line {_line(text, place)}: {field} {says}."


def _line(text: str, place: tuple[int | str, ...]) -> int:
    """Return the line of a field: its own, or that of the question it is missing in."""
    lines = text.split("\n")
    start = 0
    if len(place) > 1 and isinstance(place[1], int):
        heads = [n for n, line in enumerate(lines) if line.strip().startswith("[[questions]]")]
        inline = [n for n, line in enumerate(lines) if line.strip().startswith("questions")]
        start = [*heads, *inline, 0][min(place[1], len(heads))]
    for number in range(start, len(lines)):
        if number > start and lines[number].strip().startswith("[["):
            break
        if lines[number].split("=")[0].strip() == str(place[-1]):
            return number + 1
    return start + 1
