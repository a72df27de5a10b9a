import sys

import pytest
from step import SetupFailed, explain, run


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("E: Could not get lock /var/lib/dpkg/lock-frontend", "Another program is installing"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES", "not the one that was tested"),
        ("SSLError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]')\nconnection broken", "not trusted"),
        ("Err:1 Temporary failure resolving 'x'", "cannot be reached"),
        ("Failed to establish a new connection: [Errno 111]", "cannot be reached"),
        ("ERROR: No matching distribution found for x==1", "nothing for this computer"),
        ("[Errno 13] Permission denied: '/x'", "cannot be written"),
        ("[Errno 30] Read-only file system: '/x'", "cannot be written"),
        ("E: something new", "This is what was said"),
    ],
)
def test_a_failure_is_told_in_plain_words_with_what_was_said(said: str, meaning: str) -> None:
    text = explain("installing x", said)
    assert text.startswith("Could not finish installing x. ")
    assert meaning in text
    assert said.splitlines()[-1] in text


def test_only_the_end_of_a_long_talk_is_shown() -> None:
    text = explain("x", "\n".join(f"line {number}" for number in range(100)))
    assert "line 92" in text
    assert "line 91" not in text


def test_a_step_is_quiet_and_timed(capfd: pytest.CaptureFixture[str]) -> None:
    run("greeting", sys.executable, "-c", "print('hello')")
    out, err = capfd.readouterr()
    assert (out[:16], out[-3:], err) == ("  greeting ... 0", " s\n", "")


def test_a_step_gets_the_callers_environment_and_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CERT", "theirs")
    check = "import os; assert (os.environ['PIP_CERT'], os.environ['MORE']) == ('theirs', '1')"
    run("asking", sys.executable, "-c", check, MORE="1")


def test_a_step_that_ends_badly_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SetupFailed, match=r"Could not finish x\. The package servers cannot"):
        run("x", sys.executable, "-c", "raise SystemExit('Connection refused')")
    assert capsys.readouterr().out == "  x ... failed\n"
