"""The shape of the house, which no linter checks. Each rule is also shown to be able to fail."""

import ast
import fnmatch
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAX_FILE_LINES = 300
MAX_FUNCTION_LINES = 60  # its docstring not counted
MAX_ATTRIBUTES = 10
TOP_LEVEL = {
    *("app", "resources", "tests", "packaging", ".ci", ".github"),
    *("pyproject.toml", "briefcase.toml", "README.md", "CHANGELOG.md", "LICENSE", ".gitignore"),
    ".git",
}
ROOMS = {
    *("core", "audio", "live", "practice", "store", "telemetry"),
    *("terminal", "gui", "monitor", "wiring"),
}
BESIDE_THE_ROOMS = {
    *(
        "__init__.py",
        "__main__.py",
        "engine.py",
        "shells.py",
        "sender.py",
        "timers.py",
        "settings.py",
        "settings_file.py",
        "toml_file.py",
        "policy.py",
        "effective.py",
        "ARCHITECTURE.md",
    ),
}
# Files of `app` without a test file of their own, each with the reason.
UNMIRRORED: dict[str, str] = {}

TEXTS = {".py", ".toml", ".md", ".txt", ".yml", ".yaml", ".json", ".jsonl", ".sh", ""}
EXCEPTION = re.compile(
    r"(?:noqa(?::\s*[A-Z]+[0-9]+(?:[,\s]+[A-Z]+[0-9]+)*)?"
    r"|type:\s*ignore(?:\[[\w,\s-]*\])?"
    r"|pragma:\s*no \w+)"
)
# Jane is nobody: the tests of what hides paths are about hers.
HOME = re.compile(
    r"(?<![\w.])/(?:home/|Users/|root/)(?!jane\b)\w|(?<!\w)[A-Za-z]:\\Users\\(?!jane\b)\w"
)


def ours(pattern: str) -> list[Path]:
    """Return the files under a folder that this project keeps, caches left out."""
    return [path for path in sorted(ROOT.glob(pattern)) if "__pycache__" not in path.parts]


SOURCES = [path for room in ("app", "packaging", "tests") for path in ours(f"{room}/**/*.py")]
KEPT = [
    path
    for room in ("app", "packaging", "tests", "resources", ".ci", ".github")
    for path in ours(f"{room}/**/*")
    if path.is_file() and path.suffix in TEXTS
] + [path for path in ours("*") if path.is_file() and path.name in TOP_LEVEL]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


# --- the rules: each yields a sentence for what breaks it


def too_long_files(source: str) -> Iterator[str]:
    lines = len(source.splitlines())
    if lines > MAX_FILE_LINES:
        yield f"{lines} lines, more than {MAX_FILE_LINES}: which second noun is in it?"


def too_long_functions(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        lines = node.end_lineno - node.lineno + 1
        if ast.get_docstring(node) is not None:
            lines -= node.body[0].end_lineno - node.body[0].lineno + 1
        if lines > MAX_FUNCTION_LINES:
            yield f"line {node.lineno}: {node.name} has {lines} lines"


def too_many_attributes(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef) and len(attributes(node)) > MAX_ATTRIBUTES:
            yield f"line {node.lineno}: {node.name} sets {len(attributes(node))} attributes"


def attributes(node: ast.ClassDef) -> set[str]:
    """Return the names that a new object gets; a frozen dataclass is a value and has none."""
    decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
    dataclasses = [text for text in decorators if re.match(r"(dataclasses\.)?dataclass\b", text)]
    if any("frozen=True" in text for text in dataclasses):
        return set()
    names = set()
    for part in node.body:
        if isinstance(part, ast.AnnAssign) and dataclasses:
            is_field = "ClassVar" not in ast.unparse(part.annotation)
            names |= {ast.unparse(part.target)} if is_field else set()
        if isinstance(part, ast.FunctionDef) and part.name in ("__init__", "__post_init__"):
            names |= {
                target.attr
                for target in ast.walk(part)
                if isinstance(target, ast.Attribute)
                and isinstance(target.ctx, ast.Store)
                and ast.unparse(target.value) == "self"
            }
    return names


def exceptions_without_a_reason(source: str) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT or not EXCEPTION.search(token.string):
            continue
        reason = EXCEPTION.sub("", token.string)
        if not re.search(r"[A-Za-z]{3,}", reason):
            yield f"line {token.start[0]}: {token.string} does not say why"


def paths_of_a_machine(text: str) -> Iterator[str]:
    """Yield the lines with anybody's home or this very checkout in them."""
    here = re.compile(rf"(?<![\w./]){re.escape(str(ROOT))}/\w")
    for number, line in enumerate(text.splitlines(), 1):
        if HOME.search(line) or here.search(line):
            yield f"line {number}: a path of one machine"


def strangers(names: list[str], known: set[str], ignored: str = "") -> Iterator[str]:
    """Yield the names that are neither known nor ignored by git."""
    patterns = [line.strip().rstrip("/") for line in ignored.splitlines() if line.strip()]
    for name in names:
        if name not in known and not any(fnmatch.fnmatch(name, pattern) for pattern in patterns):
            yield f"{name} has no place here"


def unmirrored(app: list[str], tests: set[str], exceptions: dict[str, str]) -> Iterator[str]:
    """Yield the files of `app` without their test file, and exceptions that are none any more."""
    lacking = set()
    for file in app:
        folder, _, name = file.removeprefix("app/").rpartition("/")
        if name in ("__init__.py", "__main__.py"):
            continue
        test = "/".join(part for part in ("tests", folder, f"test_{name}") if part)
        if test not in tests:
            lacking.add(file)
            if file not in exceptions:
                yield f"{file} has no {test}"
    yield from (f"{file} is no exception any more" for file in exceptions.keys() - lacking)


# --- the house keeps them


@pytest.mark.parametrize(
    "rule",
    [too_long_files, too_long_functions, too_many_attributes, exceptions_without_a_reason],
)
def test_every_source_file_keeps(rule) -> None:
    sources = {name_of(path): path.read_text("utf-8") for path in SOURCES}
    broken = [f"{name}: {text}" for name, source in sources.items() for text in rule(source)]
    assert not broken, "\n".join(broken)


def test_no_file_names_a_path_of_one_machine() -> None:
    broken = [
        f"{name_of(path)}: {text}"
        for path in KEPT
        for text in paths_of_a_machine(path.read_text("utf-8"))
    ]
    assert not broken, "\n".join(broken)


def test_the_top_level_holds_only_what_belongs_there() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8")
    assert not list(strangers([path.name for path in ROOT.iterdir()], TOP_LEVEL, ignored))


def test_app_has_only_its_rooms() -> None:
    names = [path.name for path in (ROOT / "app").iterdir()]
    assert not list(strangers(names, ROOMS | BESIDE_THE_ROOMS, "__pycache__/"))


def test_packaging_is_no_package_lest_it_hides_the_library_of_that_name() -> None:
    assert not (ROOT / "packaging/__init__.py").exists()


def test_every_file_of_app_has_its_test_file() -> None:
    app, tests = ([name_of(path) for path in ours(f"{top}/**/*.py")] for top in ("app", "tests"))
    broken = list(unmirrored(app, set(tests), UNMIRRORED))
    assert not broken, "\n".join(broken)


# --- each rule is able to fail


def function(lines: int) -> str:
    return "def f():\n    '''Says.\n\n    More.\n    '''\n" + "    pass\n" * (lines - 1)


def class_of(count: int, decorator: str = "") -> str:
    body = "".join(f"        self.x{n} = self.y.z = {n}\n" for n in range(count))
    return (
        f"{decorator}\nclass C:\n    a: int\n    b: ClassVar[int]\n    def __init__(self):\n{body}"
    )


@pytest.mark.parametrize(
    ("rule", "good", "bad"),
    [
        (too_long_files, "x = 1\n" * 300, "x = 1\n" * 301),
        (too_long_functions, function(60), function(61)),
        (too_long_functions, "async " + function(60), "async " + function(61)),
        (too_many_attributes, class_of(10), class_of(11)),
        (too_many_attributes, class_of(9, "@dataclass"), class_of(10, "@dataclass")),
        (
            too_many_attributes,
            class_of(11, "@dataclass(frozen=True, slots=True)"),
            class_of(11, "@dataclass(slots=True)"),
        ),
        (
            exceptions_without_a_reason,
            "x = 1  # noqa: E1, E2 - Qt asks for it",
            "x = 1  # noqa: E1",
        ),
        (exceptions_without_a_reason, "x = '# noqa'", "x = 1  # noqa"),
        (
            exceptions_without_a_reason,
            "x = 1  # type: ignore[misc]  # soxr ships no types",
            "x = 1  # type: ignore[misc, no-any-return]",
        ),
        (
            exceptions_without_a_reason,
            "x = 1  # pragma: no cover - only on Windows",
            "x = 1  # pragma: no cover",
        ),
        (paths_of_a_machine, "see ~/x and https://a.example/home/x", "see '/home" + "/x'"),
        (paths_of_a_machine, "a/root/x", "C:" + "\\Users\\x"),
        (paths_of_a_machine, str(ROOT), f"open({str(ROOT / 'x')!r})"),
    ],
)
def test_a_rule_passes_the_good_and_names_the_bad(rule, good: str, bad: str) -> None:
    assert not list(rule(good))
    assert len(list(rule(bad))) == 1


def test_a_stranger_is_found_unless_git_ignores_it() -> None:
    names = ["app", "utils", ".venv", "x.egg-info"]
    assert list(strangers(names, {"app"}, ".venv/\n\n*.egg-info/\n")) == ["utils has no place here"]


def test_a_file_without_its_test_file_is_found() -> None:
    app = ["app/__init__.py", "app/core/link.py", "app/core/plan.py", "app/engine.py"]
    tests = {"tests/core/test_link.py", "tests/test_plan.py", "tests/test_engine.py"}
    assert list(unmirrored(app, tests, {})) == [
        "app/core/plan.py has no tests/core/test_plan.py",
    ]
    assert not list(unmirrored(app, tests, {"app/core/plan.py": "a reason"}))


def test_an_exception_that_is_none_any_more_is_found() -> None:
    left = unmirrored(["app/engine.py"], {"tests/test_engine.py"}, {"app/engine.py": "a reason"})
    assert list(left) == ["app/engine.py is no exception any more"]
