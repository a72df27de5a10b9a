"""The interview plan as data: a language and the questions, in order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One question; ``minutes`` is how long an answer may well take, above 0."""

    id: str
    text: str
    minutes: float


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked.

    Attributes:
        language: A BCP 47 tag such as "en".
        questions: At least one, each with an id of its own.
        may_interrupt: Whether the candidate's voice cuts the interviewer short; the talk key does
            in any case.
    """

    language: str
    questions: tuple[Question, ...]
    may_interrupt: bool = True

    def __post_init__(self) -> None:
        if not self.questions:
            raise ValueError("a plan needs at least one question")
        ids = [question.id for question in self.questions]
        if len(set(ids)) < len(ids):
            twice = next(one for one in ids if ids.count(one) > 1)
            raise ValueError(f'two questions have the id "{twice}"; each needs one of its own')
