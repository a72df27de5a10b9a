"""Two networks of their own in the kernel, joined by a line of which the tests are the masters.

The application is in one and the server in the other: their sockets are real, and so is what slows
or cuts them. It needs root, or sudo without a password, and iproute2.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app.practice.private import make_folder, write_private
from tests.e2e.people import Server, serving
from tests.live.authority import DAY, Authority

APPLICATION, SERVER = "10.201.77.1", "10.201.77.2"
_HERE = Path(__file__).parent
_IS_ROOT = os.geteuid() == 0
_ROOT = () if _IS_ROOT else ("sudo", "-n")


@dataclass(frozen=True, slots=True)
class Line:
    """Two networks and the line between them.

    Attributes:
        near: The application's network.
        far: The server's.
    """

    near: str
    far: str

    @property
    def application(self) -> tuple[str, ...]:
        """What runs a program in the application's network, as who we are."""
        return _within(self.near)

    def limit_upstream(self, kbit_s: int) -> None:
        """Let no more pass from the application to the server."""
        limit = f"rate {kbit_s}kbit burst 4kb latency 400ms"
        as_root(f"tc -n {self.near} qdisc replace dev line root tbf {limit}")

    def cut(self) -> None:
        """Swallow all that is sent, without a word to the sender."""
        as_root(f"ip -n {self.far} link set line down")

    def mend(self) -> None:
        """Join it again."""
        as_root(f"ip -n {self.far} link set line up")


@contextmanager
def two_networks() -> Iterator[tuple[str, str]]:
    """Make two networks that are not joined."""
    names = (f"fairhearing-{os.getpid()}-near", f"fairhearing-{os.getpid()}-far")
    try:
        for name in names:
            as_root(f"ip netns add {name}")
            as_root(f"ip -n {name} link set lo up")
        yield names
    finally:
        for name in names:
            with contextlib.suppress(subprocess.CalledProcessError):  # it may not have been made
                as_root(f"ip netns del {name}")


@contextmanager
def cable() -> Iterator[Line]:
    """Join two networks by a cable."""
    with two_networks() as (near, far):
        as_root(f"ip link add line netns {near} type veth peer name line netns {far}")
        for name, address in ((near, APPLICATION), (far, SERVER)):
            as_root(f"ip -n {name} address add {address}/24 dev line")
            as_root(f"ip -n {name} link set line up")
        yield Line(near, far)


@contextmanager
def radio(*, delay_s: float, jitter_s: float, loss: float, seed: int) -> Iterator[Line]:
    """Join two networks by a line that is slow, uneven, and loses packets; see ``radio.py``."""
    with two_networks() as (near, far):
        numbers = map(str, (delay_s, jitter_s, loss, seed))
        command = [*_ROOT, sys.executable, str(_HERE / "radio.py"), near, far, *numbers]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as forwarder:
            assert forwarder.stdin
            assert forwarder.stdout
            assert forwarder.stdout.readline() == "ready\n"
            for name, address in ((near, APPLICATION), (far, SERVER)):
                as_root(f"ip -n {name} address add {address}/24 dev line")
                as_root(f"ip -n {name} link set line up")
            yield Line(near, far)
            forwarder.stdin.close()  # which ends it, also where sudo stands between
            passed, lost = map(int, forwarder.stdout.readline().split())
        assert lost > 0.5 * loss * passed, f"the line lost {lost} of {passed}"


@contextmanager
def serving_beyond(line: Line, folder: Path) -> Iterator[Server]:
    """Run the server in its network."""
    authority = Authority(folder)
    certificate, key = authority.sign(SERVER, valid=(-DAY, DAY * 90))
    home = folder / "server"
    make_folder(home)
    write_private(home / "ca.pem", authority.ca_file.read_bytes())
    write_private(home / "server.pem", certificate)
    write_private(home / "server-key.pem", key)
    program = (str(_HERE / "elsewhere.py"), SERVER)
    with serving(folder, within=_within(line.far), program=program) as server:
        assert SERVER in server.url
        yield server


def as_root(command: str) -> None:
    """Run a command of iproute2.

    Raises:
        subprocess.CalledProcessError: It failed; it says why.
    """
    try:
        subprocess.run([*_ROOT, *command.split()], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        error.add_note("These tests make networks: run them as root, or allow sudo -n, with ip.")
        raise


def _within(name: str) -> tuple[str, ...]:
    into = (*_ROOT, "ip", "netns", "exec", name)
    if _IS_ROOT:
        return into
    own = (f"--reuid={os.getuid()}", f"--regid={os.getgid()}", "--clear-groups")
    kept = (f"{name}={value}" for name, value in os.environ.items())
    return (*into, "setpriv", *own, "env", *kept)
