from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands import (
    call,
    environment,
    interview,
    nothing_began,
    practice,
    run,
    silence,
)
from tests.sound import ROOT, Sound


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A microphone at which nobody speaks."""
    return str(silence(tmp_path_factory.mktemp("quiet") / "quiet.wav"))


# --- what it says of itself


def test_help_is_printed_at_once_and_without_what_it_would_take_to_interview() -> None:
    code = (
        "import sys\nfrom app.__main__ import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "heavy = {'numpy', 'sounddevice', 'google.genai', 'PySide6', 'rich.live'}\n"
        "print(sorted(heavy & sys.modules.keys()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "exit status:" in done.stdout
    assert done.stdout.splitlines()[-1] in {"[]", "['rich.live']"}


def test_asked_by_itself_it_lists_the_devices_until_its_input_ends() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "app", "list-devices"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        assert "microphones" in json.loads(child.stdout.readline())
        child.communicate()
    assert child.returncode == 0


def test_an_unknown_command_is_a_matter_of_usage() -> None:
    done = run("rehearse")
    assert done.status == 2
    assert "practice" in done.complaint()
    assert done.complaint().endswith("packaging/start.py --help")


def test_a_new_data_folder_holds_no_interviews_and_the_list_says_so(tmp_path: Path) -> None:
    done = call("sessions", "--data", str(tmp_path / "d"))
    assert (done.status, done.err) == (0, "")
    assert str(tmp_path / "d") in done.out
    assert call("sessions", "--json", "--data", str(tmp_path / "d")).out == ""


# --- what a person gives and cannot be used: status 2, nothing begun


def test_without_consent_nothing_is_recorded(tmp_path: Path) -> None:
    done = run("practice", "--data", str(tmp_path), "--headless")
    assert done.status == 2
    assert "--consent" in done.complaint()
    assert nothing_began(tmp_path)


def test_a_question_that_nobody_can_answer_is_not_asked(tmp_path: Path) -> None:
    done = run("practice", "--data", str(tmp_path))
    assert done.status == 2
    assert "--consent" in done.complaint()


@pytest.mark.parametrize(
    ("content", "why"),
    [(None, "No such file"), (b"", "not a WAV file"), (b"RIFF and so on", "not a WAV file")],
)
def test_a_recording_that_cannot_be_used_is_named_with_the_reason(
    tmp_path: Path, content: bytes | None, why: str
) -> None:
    path = tmp_path / "answer.wav"
    if content is not None:
        path.write_bytes(content)
    done = practice(tmp_path / "d", "--mic", str(path), "--speaker", "none")
    assert done.status == 2
    assert str(path) in done.complaint()
    assert why in done.complaint()
    assert nothing_began(tmp_path / "d")


def test_a_recording_without_a_sample_is_refused(tmp_path: Path) -> None:
    path = silence(tmp_path / "empty.wav", seconds=0)
    done = practice(tmp_path / "d", "--mic", str(path), "--speaker", "none")
    assert done.status == 2
    assert str(path) in done.complaint()


def test_a_folder_is_no_recording(tmp_path: Path) -> None:
    done = practice(tmp_path / "d", "--mic", str(tmp_path), "--speaker", "none")
    assert done.status == 2
    assert str(tmp_path) in done.complaint()


@pytest.mark.parametrize(
    ("plan", "where"),
    [
        (None, "no plan"),
        ("language = \n", "not valid TOML.*line 1"),
        (
            'language = "en"\n[[questions]]\nid = "a"\ntext = "A?"\nminutes = "x"\n',
            "line 5.*minutes",
        ),
        ('language = "en"\n[[questions]]\nid = "a"\nminutes = 2\n', "line 2.*text is missing"),
    ],
)
def test_a_plan_that_cannot_be_used_is_named_with_line_and_field(
    tmp_path: Path, plan: str | None, where: str
) -> None:
    path = tmp_path / "plan.toml"
    if plan is not None:
        path.write_text(plan)
    done = call("practice", "--data", str(tmp_path / "d"), "--consent", "--plan", str(path))
    assert done.status == 2
    assert str(path) in done.complaint()
    assert re.search(where, done.complaint())
    assert nothing_began(tmp_path / "d")


@pytest.mark.parametrize(
    ("settings", "where"),
    [
        (None, "cannot be read"),
        ("[session\n", "line 1"),
        ("[session.activity]\nwait = 2\n", "line 2, session.activity.wait.*known.*wait_s"),
        ("[session.activity]\nwait_s = 99\n", "session.activity.*between 0.2 and 30"),
        ('[live]\nsetup_timeout_s = "x"\n', "line 2, live.setup_timeout_s"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_place(
    tmp_path: Path, settings: str | None, where: str
) -> None:
    path = tmp_path / "settings.toml"
    if settings is not None:
        path.write_text(settings)
    done = call("practice", "--data", str(tmp_path / "d"), "--consent", "--settings", str(path))
    assert done.status == 2
    assert str(path) in done.complaint()
    assert re.search(where, done.complaint())


def test_faults_that_are_not_understood_are_answered_with_those_that_are(tmp_path: Path) -> None:
    done = practice(tmp_path, "--faults", "explode@end=1")
    assert done.status == 2
    assert "'explode@end=1'" in done.complaint()
    assert "reset@audio" in done.complaint()


def test_a_missing_key_is_told_with_both_ways_out(tmp_path: Path) -> None:
    done = run("interview", "--data", str(tmp_path), "--headless", "--consent")
    assert done.status == 2
    assert "GEMINI_API_KEY" in done.complaint()
    assert "packaging/start.py practice" in done.complaint()


@pytest.mark.parametrize(
    "url", ["localhost:80", "http://localhost", "https://", "wss://h", "https:// a"]
)
def test_an_address_that_is_none_is_refused_before_anything_begins(
    tmp_path: Path, quiet: str, url: str
) -> None:
    done = interview(tmp_path, quiet, "--server", url)
    fault, result = map(json.loads, done.out.splitlines())
    assert (done.status, done.err, result) == (2, "", {**result, "how": "failed", "exit": 2})
    assert repr(url) in fault["text"]
    assert "https://HOST:PORT" in fault["text"]


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_certificate_that_cannot_be_used_is_named(
    tmp_path: Path, quiet: str, content: str | None
) -> None:
    ca = tmp_path / "ca.pem"
    if content is not None:
        ca.write_text(content)
    done = interview(tmp_path / "d", quiet, "--server", "https://localhost:1", "--ca", str(ca))
    assert done.status == 2
    assert str(ca) in done.out
    assert "--ca" in done.out


def test_an_unknown_microphone_is_answered_with_those_that_are_known(
    tmp_path: Path, sound: Sound
) -> None:
    argv = ("practice", "--data", str(tmp_path), "--headless", "--consent")
    for option, noun in (("--mic", "microphone"), ("--speaker", "loudspeaker")):
        done = run(*argv, option, "Yeti 9", env=environment(**_of(sound)))
        assert done.status == 1
        assert f"{noun} “Yeti 9” is not known" in done.complaint()
        assert noun.removeprefix("loud")[:3] in done.complaint().partition("one of:")[2]
    assert nothing_began(tmp_path)


def _of(sound: Sound) -> dict[str, str]:
    return {name: value for name, value in sound.env.items() if name not in os.environ}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sound]:
    with Sound(tmp_path_factory.mktemp("sound") / "s") as card:
        yield card


def test_a_command_that_is_over_ends_in_order_and_at_once() -> None:
    code = (
        "import atexit\nimport app.__main__ as command_line\n"
        "class Large:\n    def __del__(self):\n        print('taken apart')\n"
        "large = Large()\natexit.register(lambda: print('in order'))\n"
        "command_line.main = lambda _: 3\ncommand_line.run()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (3, "in order\n", "")


def test_a_reader_that_has_gone_does_not_keep_a_command_from_ending() -> None:
    code = (
        "import app.__main__ as command_line\n"
        "command_line.main = lambda _: print('to nobody') or 0\ncommand_line.run()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=os.environ | {"PYTHONUNBUFFERED": ""},  # what it prints is written at the end
        stdout=subprocess.PIPE,
    ) as one:
        assert one.stdout
        one.stdout.close()
        assert one.wait(20) == 0
