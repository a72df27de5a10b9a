from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.core.faults import InputFault
from app.core.plan import Plan, Question
from app.store.plans import read_plan

DEFAULT = Path(__file__).parents[2] / "resources" / "plans" / "default.toml"
GOOD = """\
language = "en"  # BCP 47

[[questions]]
id = "about-you"
text = "Tell me a little about yourself."
minutes = 2

[[questions]]
id = "2"
text = "  What do you enjoy?  "
minutes = 1.5
"""


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    return tmp_path / "plan.toml"


def test_a_plan_is_read_as_it_stands(plan_file: Path) -> None:
    plan_file.write_text(GOOD)
    assert read_plan(plan_file) == Plan(
        "en",
        (
            Question("about-you", "Tell me a little about yourself.", 2.0),
            Question("2", "What do you enjoy?", 1.5),
        ),
    )


@pytest.mark.parametrize(("line", "may"), [("", True), ("true", True), ("false", False)])
def test_a_plan_says_whether_the_interviewer_may_be_interrupted(
    plan_file: Path, line: str, may: bool
) -> None:
    plan_file.write_text((f"may_interrupt = {line}\n" if line else "") + GOOD)
    assert read_plan(plan_file).may_interrupt is may


def test_the_default_plan_can_be_read() -> None:
    assert read_plan(DEFAULT).questions


@pytest.mark.parametrize("text", ["\ufeff" + GOOD, GOOD.replace("\n", "\r\n")])
def test_what_windows_editors_do_to_a_file_does_no_harm(plan_file: Path, text: str) -> None:
    plan_file.write_bytes(text.encode())
    assert read_plan(plan_file).language == "en"


@pytest.mark.parametrize(
    ("instead", "of", "line", "says"),
    [
        ("", 'language = "en"  # BCP 47', 1, "language is missing"),
        ('language = "English!"', 'language = "en"', 1, 'language must be .* "pt-BR"'),
        ("language = 5", 'language = "en"', 1, "language must be text, in quotation marks"),
        *[
            (f'language = "en"\n\nmay_interrupt = {wrong}\n#', 'language = "en"', 3, says)
            for wrong in ('"no"', "0")
            for says in ("may_interrupt must be true or false, without quotation marks",)
        ],
        ("langauge", "language", 1, "language is missing"),
        ('motto = "x"\nlanguage', "language", 1, "motto is not known here"),
        ("minutes = 0", "minutes = 2", 6, "questions 1 minutes must be above 0"),
        ("minutes = -1", "minutes = 1.5", 11, "questions 2 minutes must be above 0"),
        ("minutes = 90", "minutes = 1.5", 11, "questions 2 minutes must be at most 60"),
        ("minutes = inf", "minutes = 1.5", 11, "questions 2 minutes must be at most 60"),
        ("minutes = nan", "minutes = 1.5", 11, "questions 2 minutes must be"),
        ('minutes = "long"', "minutes = 1.5", 11, "questions 2 minutes must be a number"),
        ("minutes = []", "minutes = 1.5", 11, "questions 2 minutes must be a number"),
        ("", "minutes = 1.5", 8, "questions 2 minutes is missing"),
        ("", 'id = "2"', 8, "questions 2 id is missing"),
        ('id = "Über mich"', 'id = "2"', 9, "questions 2 id must be small letters"),
        (f'id = "{"x" * 65}"', 'id = "2"', 9, "questions 2 id is too long; at most 64"),
        ('id = "about-you"', 'id = "2"', 9, 'questions 2 id is "about-you", which an earlier'),
        ('text = " "', 'text = "  What do you enjoy?  "', 10, "questions 2 text is empty"),
        (r'text = "a\nb"', 'text = "  What do you enjoy?  "', 10, "text must be a single line"),
        ("minuts = 3\nminutes = 1.5", "minutes = 1.5", 11, "questions 2 minuts is not known"),
    ],
)
def test_a_wrong_field_is_named_with_file_line_and_what_is_allowed(
    plan_file: Path, instead: str, of: str, line: int, says: str
) -> None:
    assert of in GOOD
    plan_file.write_text(GOOD.replace(of, instead))
    with pytest.raises(InputFault, match=rf"plan\.toml, line {line}: .*{says}"):
        read_plan(plan_file)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "language is missing"),
        ('language = "en"', 1, "questions is missing"),
        ('language = "en"\nquestions = []', 2, "questions needs at least one entry"),
        ('language = "en"\nquestions = 3', 2, r"questions must be a list: write \[\[questions\]\]"),
        ('language = "en"\nquestions = [3]', 2, "questions 1 must be a table"),
        ('language = "en"\n\nquestions = [{id = "a"}]', 3, "questions 1 text is missing"),
        (
            'language = "en"\n' + '[[questions]]\nid="a"\ntext="b"\nminutes=1\n' * 101,
            1,
            "questions has too many entries; at most 100",
        ),
    ],
)
def test_a_plan_of_the_wrong_shape_is_refused(
    plan_file: Path, text: str, line: int, says: str
) -> None:
    plan_file.write_text(text)
    with pytest.raises(InputFault, match=rf"plan\.toml, line {line}: {says}"):
        read_plan(plan_file)


@pytest.mark.parametrize(
    "text", ["language = ", "[" * 5000, "minutes = " + "9" * 5000, 'a = "\x00"']
)
def test_what_is_not_toml_is_said_to_be_none(plan_file: Path, text: str) -> None:
    plan_file.write_text(text)
    with pytest.raises(InputFault, match=r"plan\.toml is not valid TOML"):
        read_plan(plan_file)


def test_a_missing_plan_points_to_the_option(plan_file: Path) -> None:
    with pytest.raises(InputFault, match=r"no plan .*plan\.toml.*--plan"):
        read_plan(plan_file)


def test_what_cannot_be_read_is_said_so(tmp_path: Path, plan_file: Path) -> None:
    with pytest.raises(InputFault, match="cannot be read"):
        read_plan(tmp_path)
    plan_file.write_bytes(b'language = "\xff"')
    with pytest.raises(InputFault, match=r"plan\.toml cannot be read"):
        read_plan(plan_file)


TOKENS = [
    *("[[questions]]", "[questions]", "\n", " = ", "[", "]", "{", "}", ",", '"', "#", "."),
    *("language", "id", "text", "minutes", "questions", '"en"', '"a"', '"b b"', "2", "-1", "nan"),
    *("true", "1979-05-27", '"""', "'", "\\", "\u2028", "\r"),
]
ANY_TEXT = st.text(max_size=60) | st.lists(st.sampled_from(TOKENS), max_size=40).map("".join)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edit=ANY_TEXT, at=st.integers(0, len(GOOD)), cut=st.integers(0, 30))
def test_any_text_is_a_plan_or_a_fault_in_words(
    plan_file: Path, edit: str, at: int, cut: int
) -> None:
    for text in (edit, GOOD[:at] + edit + GOOD[at + cut :]):
        plan_file.write_text(text, encoding="utf-8", errors="replace")
        try:
            assert isinstance(read_plan(plan_file), Plan)
            continue
        except InputFault as fault:
            said = str(fault)
        assert "plan.toml" in said
        assert said.endswith(".")
