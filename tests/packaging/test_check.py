import sys

import check
import pytest


def commands(monkeypatch: pytest.MonkeyPatch, **scripts: str) -> None:
    """Let the steps be small Python programs."""
    steps = {name: [sys.executable, "-c", script] for name, script in scripts.items()}
    monkeypatch.setattr(check, "steps", lambda *_, **__: steps)


def test_every_step_runs_even_after_one_that_failed(monkeypatch, capfd) -> None:
    commands(monkeypatch, lint="exit(1)", tests="print('== 3 passed in 0.1s ==')", walls="exit(2)")
    assert check.main([]) == 1
    said = capfd.readouterr().out.splitlines()
    assert said[-3:] == [
        "== 3 passed in 0.1s ==",
        "failed: lint, walls",
        "tests: 3 passed, 0 failed, 0 skipped",
    ]
    assert [line.split(",")[0] for line in said if ": " in line][:3] == [
        "== lint: failed",
        "== tests: well",
        "== walls: failed",
    ]


def test_the_last_line_of_a_good_run_counts_all_tests(monkeypatch, capfd) -> None:
    tests, e2e = "= 3 passed, 1 skipped in 0.1s =", "= 2 passed in 9.0s ="
    coverage = "print('9 passed in 9.0s')"
    commands(monkeypatch, tests=f"print('{tests}')", e2e=f"print('{e2e}')", coverage=coverage)
    assert check.main([]) == 0
    last = ["every step is well", tests, e2e, "tests: 5 passed, 0 failed, 1 skipped"]
    assert capfd.readouterr().out.splitlines()[-4:] == last


def test_what_failed_or_broke_counts_as_failed(monkeypatch, capfd) -> None:
    commands(monkeypatch, tests="print('= 1 failed, 3 passed, 2 errors in 0.1s ='); exit(1)")
    assert check.main([]) == 1
    assert capfd.readouterr().out.endswith("tests: 3 passed, 3 failed, 0 skipped\n")


def test_without_a_count_there_is_no_sum(monkeypatch, capfd) -> None:
    commands(monkeypatch, tests="exit(2)")
    assert check.main([]) == 1
    assert capfd.readouterr().out.endswith("failed: tests\n")


def test_one_step_can_be_asked_for(monkeypatch, capfd) -> None:
    commands(monkeypatch, lint="exit(1)", walls="print('kept')")
    assert check.main(["--only", "walls"]) == 0
    assert "kept" in capfd.readouterr().out


def test_the_mutants_are_a_check_of_their_own(monkeypatch) -> None:
    ran = []
    monkeypatch.setattr(check, "run", lambda command: (ran.append(command), (1, ""))[1])
    assert check.main(["--mutants"]) == 1
    assert [command[1:] for command in ran] == [["-m", "tests.sim.mutants"]]


def test_the_wheels_are_a_check_of_their_own(monkeypatch, capfd) -> None:
    commands(monkeypatch, lint="exit(1)")
    monkeypatch.setattr(check.wheels, "main", lambda: 3)
    assert check.main(["--wheels"]) == 3
    assert capfd.readouterr().out == ""


def test_pytest_gets_its_arguments_and_quick_leaves_out_the_end_to_end_tests() -> None:
    asked = check.parse(["--quick", "--", "-k", "link", "tests/core"])
    command = check.steps(asked.pytest, quick=asked.quick)["tests"]
    assert command[1:3] == ["-m", "pytest"]
    assert command[-5:] == ["-m", "not e2e", "-k", "link", "tests/core"]
    assert "not e2e" not in check.steps(["tests/core"])["tests"]


def test_the_end_to_end_tests_run_alone_and_all_others_on_every_core() -> None:
    steps = check.steps([])
    assert steps["e2e"][-2:] == ["-m", "e2e"]
    assert "-n" in steps["tests"]
    assert steps["tests"][-2:] == ["-m", "not e2e"]
    assert "e2e" not in check.steps([], quick=True)
    assert "e2e" not in check.steps(["tests/core"])


def test_what_a_step_prints_is_shown_as_it_comes_and_its_status_kept(capfd) -> None:
    script = "import sys; print('out'); print('err', file=sys.stderr); exit(4)"
    assert check.run([sys.executable, "-u", "-c", script]) == (4, "")
    assert capfd.readouterr().out == "out\nerr\n"


@pytest.mark.parametrize(
    ("printed", "summary"),
    [
        ("x\n=== 3 passed in 0.10s ===\n\n", "=== 3 passed in 0.10s ==="),
        (
            "\x1b[32m==\x1b[1m 3 passed\x1b[0m in 61.00s (0:01:01) ==\n",
            "== 3 passed in 61.00s (0:01:01) ==",
        ),
        ("1 failed, 2 passed in 1.0s\nafter", "1 failed, 2 passed in 1.0s"),
        ("no tests ran in 0.01s", ""),
    ],
)
def test_the_line_in_which_pytest_counts_is_found(printed: str, summary: str) -> None:
    assert check.summary_of(printed) == summary
