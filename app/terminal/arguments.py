"""The arguments of the command line."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app import PRODUCT
from app.core.patience import Wait
from app.terminal import check_arguments, lines, report_arguments
from app.terminal.called import called
from app.terminal.complaints import Parser

EPILOG = f"""\
exit status:
  0  finished, or left with nothing unanswered
  1  failed; the last line says what, where and what to do
  2  the command was not understood
  3  ended held: the last answer is saved and had no reply

--json prints one object a line:
{(lines.__doc__ or "").partition(chr(10) * 2)[2]}"""

STATUS_EPILOG = """\
exit status:
  0  it is going on, or has ended; with --follow always
  1  there is no interview
  2  the command was not understood
  3  unknown: nothing was heard of it for more than 3 s, or its record cannot be read

--json prints one object a line, with --follow one at each change and one a second:
    {"t": 0.1, "session": ..., "standing": "live", "unknown" or "ended", "situation": ...,
        "for_s": 12.0, "question": 2, "questions": 3, "saved_s": 41.2, "answer_s": 12.4,
        "attempts": 0, "to_send_s": 0.0, "age_s": 0.4}
    with "trouble": ... where the record cannot be read

"t" is seconds since the command began, "age_s" how old the newest news is. What is not known is
null; "session" is null where there is no interview.
"""

FAULTS_EPILOG = """\
--faults takes clauses with ; between them: a fault, @ and its moment, such as
"reset@audio=2;deaf 1.5@end=2;handles late;any@every=20/7"

faults:
  reset                            TCP RST, no close frame
  deaf S                           for S seconds what arrives is read and thrown away, then RST
  close CODE REASON...             a WebSocket close
  refuse S                         RST on all connections, and for S seconds nobody can connect
                                   (refused)
  http CODE [RETRY_AFTER_S]        RST, and the next upgrade gets this status, with Retry-After if
                                   given
  freeze                           nothing is read or written any more here, no pongs; others can
                                   connect
  slow-pong S                      pongs are S seconds late from now on
  no-setup                         the next set-up (at setup=N that one) is never answered
  silent-turn                      the model does not answer, this or the next time it is asked
  decline                          turnComplete without sound, this or the next time it is asked
  goaway S [1000|1011]             goAway with timeLeft S, S seconds later a close: 1000, or 1011
                                   (deadline expired)
  reject-handle                    RST, and the next resume is refused with 1007
  mute-after-resume                resumed sessions transcribe but never speak, from now on
  old-socket-1011 [S]              RST, and for S seconds resumes are refused with 1011
  spurious-interrupt               interrupted and turnComplete with nothing behind them
  quota                            close 1011, the quota is exceeded
  busy                             close 1011, the service is unavailable
  garbage                          a binary frame that is no JSON
  unknown-message                  a message with an unknown field
  big-frame                        an empty message of more than 1 MiB
  slow-reader [BYTES_PER_S]        the server reads slowly from now on
  handles settled|mid|late|never   new handles from now on: after each turn; in replies too; 3 s
                                   after the turn; never
  any                              one that can be recovered from, drawn by the seed

moments, after @:
  time=S                           S seconds after the server's first connection opened
  turn=N                           the model is asked to speak for the N-th time; the greeting is 1
  audio=S                          a window holds S seconds of sound; once
  frame=N                          the N-th 20 ms of sound over all windows
  end=N                            the N-th activityEnd
  setup=N                          the N-th set-up message
  every=S[/SEED]                   again and again, after gaps of 0.5 S to 1.5 S seconds that the
                                   seed draws
  no moment at all                 from the beginning, for http, no-setup, reject-handle and all
                                   that is from now on
"""
"""The words are the practice room's own, ``fault_kinds.listing``; a test holds them together."""

_FAULTS = 'how the interviewer fails, such as "reset@audio=2" (see "serve --help")'

Commands = argparse._SubParsersAction  # noqa: SLF001  # argparse gives it no public name


def parser(version: str) -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    root = Parser(
        prog=called(),
        description=f"{PRODUCT}: an interview by voice in which nothing said is lost.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    root.add_argument("--version", action="version", version=f"{PRODUCT} {version}")
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_window(commands)
    _add_practice(commands)
    _add_interview(commands)
    _add_resume(commands)
    _add_serve(commands)
    sessions = _add(commands, "sessions", "list the interviews on this computer")
    sessions.add_argument("--json", action="store_true", help="one object a line")
    show = _add(
        commands, "show", "show one: who said what when, whose time it was, what went wrong"
    )
    show.add_argument(
        "id", nargs="?", default="", metavar="ID", help="its id, or the end of it; else the newest"
    )
    show.add_argument("--json", action="store_true", help="as one object")
    _add_status(commands)
    _add_check(commands)
    report_arguments.add_all(commands)
    return root


def _add(
    commands: Commands[Any], name: str, text: str, *, data: str = "the folder of all records"
) -> argparse.ArgumentParser:
    added: argparse.ArgumentParser = commands.add_parser(
        name,
        help=text,
        description=f"{text[0].upper()}{text[1:]}.",
        epilog=EPILOG if name in {"practice", "interview", "resume"} else None,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    added.add_argument("--data", type=Path, metavar="DIR", help=data)
    added.add_argument("--settings", type=Path, metavar="FILE", help="a TOML file of settings")
    added.add_argument("--verbose", action="store_true", help="log to standard error too")
    return added


def _add_window(commands: Commands[Any]) -> None:
    window = _add(commands, "window", "open the window; so does no command at all")
    _add_choices(window)
    _add_faults(window)
    _add_server(window)


def _add_practice(commands: Commands[Any]) -> None:
    text = "rehearse with the interviewer on this computer: no account, no network"
    practice = _add(commands, "practice", text)
    _add_terminal(practice)
    _add_choices(practice)
    _add_faults(practice)


def _add_interview(commands: Commands[Any]) -> None:
    interview = _add(commands, "interview", "hold an interview with Gemini Live, with your own key")
    _add_terminal(interview)
    _add_choices(interview)
    _add_server(interview)


def _add_faults(one: argparse.ArgumentParser) -> None:
    one.add_argument("--faults", default="", metavar="SPEC", help=_FAULTS)


def _add_server(one: argparse.ArgumentParser) -> None:
    one.add_argument("--server", metavar="URL", help="a Live server other than the service")
    one.add_argument("--ca", type=Path, metavar="FILE", help="certificate of that server")
    one.add_argument("--model", metavar="NAME", help="the model that interviews")


def _add_terminal(one: argparse.ArgumentParser) -> None:
    one.add_argument("--headless", action="store_true", help="ask nothing, read no keys")
    one.add_argument("--json", action="store_true", help="headless, as lines of JSON")
    one.add_argument("--consent", action="store_true", help="I agree that my voice is recorded")


def _add_status(commands: Commands[Any]) -> None:
    status = _add(commands, "status", "tell how the newest interview on this computer is")
    status.epilog = STATUS_EPILOG
    status.add_argument("--follow", action="store_true", help="go on telling, until Ctrl-C")
    status.add_argument("--json", action="store_true", help="one object a line")


def _add_choices(one: argparse.ArgumentParser) -> None:
    one.add_argument("--plan", type=Path, metavar="FILE", help="the questions, as TOML")
    _add_devices(one)


def _add_devices(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--mic",
        metavar="NAME|FILE",
        help='a microphone, or a WAV file in its place; in practice also "samples"',
    )
    one.add_argument("--speaker", metavar="NAME|none", help="a loudspeaker, or none")
    one.add_argument(
        "--headphones",
        action="store_true",
        help="the microphone does not hear the interviewer: no echo is taken out",
    )
    one.add_argument(
        "--wait",
        type=_wait,
        metavar="quick|standard|patient|only-done",
        help="how long you may pause before your turn ends: 1, 2 or 3.5 s, or as long as you like",
    )
    one.add_argument(
        "--tap",
        type=Path,
        metavar="DIR",
        help="for support: write the sound at each station to a new folder, as WAV files",
    )
    one.add_argument(
        "--hold-limit",
        type=_seconds,
        dest="hold_limit_s",
        metavar="S",
        help="leave when the connection has been held for S seconds",
    )


def _add_resume(commands: Commands[Any]) -> None:
    text = "go on with an interview that stopped: its last answer is sent, nothing is said twice"
    resume = _add(commands, "resume", text)
    resume.add_argument(
        "resume",
        nargs="?",
        default="",
        metavar="ID",
        help="of the interview, or the end of it; else the newest",
    )
    _add_terminal(resume)
    _add_devices(resume)
    _add_faults(resume)
    resume.add_argument("--server", metavar="URL", help="the same server at another address")
    resume.add_argument("--ca", type=Path, metavar="FILE", help="certificate of that server")


def _add_serve(commands: Commands[Any]) -> None:
    text = "run the practice interviewer as a server of its own, on this computer only"
    kept = "keep certificate, key and resumption handles here; else they end with the server"
    serve = _add(commands, "serve", text, data=kept)
    serve.description = (
        f"{text[0].upper()}{text[1:]}. The first line printed is JSON with url, ca and key, for: "
        f"GEMINI_API_KEY=KEY {called()} interview --server URL --ca CA"
    )
    serve.epilog = FAULTS_EPILOG
    serve.add_argument("--port", type=int, default=0, metavar="N", help="0 for any free one")
    serve.add_argument(
        "--faults",
        default="",
        metavar="SPEC",
        help="what goes wrong and when, see below",
    )
    serve.add_argument(
        "--log", type=Path, metavar="FILE", help="what is received and sent, no sound"
    )
    serve.add_argument("--tap", type=Path, metavar="DIR", help="write each window's sound here")
    serve.add_argument("--key", metavar="KEY", help="what clients must show; else a fresh one")


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of seconds") from None
    if not 0 <= value <= 86_400:
        raise argparse.ArgumentTypeError("must lie between 0 and 86400 s")
    return value


def _wait(text: str) -> Wait:
    by_name = {one.value.replace(" ", "-"): one for one in Wait}
    if text not in by_name:
        raise argparse.ArgumentTypeError(f"{text!r} is none of {', '.join(by_name)}")
    return by_name[text]


def _add_check(commands: Commands[Any]) -> None:
    check: argparse.ArgumentParser = commands.add_parser(
        "check",
        help=check_arguments.TEXT,
        description=f"{check_arguments.TEXT[0].upper()}{check_arguments.TEXT[1:]}",
        epilog=check_arguments.EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_server(check)
    check_arguments.add_own(check)
