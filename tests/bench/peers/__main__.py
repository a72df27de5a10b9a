"""The same interview through each peer and through us, against the same server, side by side.

    .venv/bin/python -m tests.bench.peers                   all peers, all scenes; then the table
    .venv/bin/python -m tests.bench.peers --peers us genai --scenes calm --again

Each peer gets an environment of its own in the scratch folder, from the package index that pip is
configured with. A finished (peer, scene) pair is a line of the results file there and is not run
again, so a run that was stopped goes on where it was; what failed to run is tried again.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.bench.peers.judge import judge
from tests.bench.peers.relay import relaying
from tests.bench.peers.scenes import SCENES, Scene
from tests.bench.peers.table import table
from tests.e2e.people import Server, environment, serving
from tests.sound import ROOT

MODEL = "gemini-3.8-live"
PEERS = {
    "nobody": ("client_nobody", ()),
    "us": ("client_fairhearing", None),
    "us-full": ("client_fairhearing_full", None),
    "genai": ("client_genai", ("google-genai==3.4.0",)),
    "genai-again": ("client_genai_again", ("google-genai==3.4.0",)),
    "pipecat": ("client_pipecat", ("pipecat-ai[google]",)),
    "livekit": ("client_livekit", ("livekit-agents", "livekit-plugins-google")),
    "adk": ("client_adk", ("google-adk",)),
}
"""A module of this folder, and what pip installs for it: None for our own environment."""

_FOR_SPEED = {"nobody", "us-full"}  # in the undisturbed run only


def main(argv: Sequence[str]) -> int:
    """Run what is not done yet, then print the table."""
    parser = argparse.ArgumentParser(prog="peers", description="Peers side by side.")
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=list(PEERS))
    parser.add_argument("--scenes", nargs="*", default=[scene.name for scene in SCENES])
    parser.add_argument("--again", action="store_true", help="also what is done")
    parser.add_argument("--table", action="store_true", help="only the table")
    scratch = Path(tempfile.gettempdir()) / "fairhearing-peers"
    parser.add_argument("--scratch", type=Path, default=scratch)
    asked = parser.parse_args(argv)
    asked.scratch.mkdir(parents=True, exist_ok=True)
    results = asked.scratch / "results.jsonl"
    done = {(row["peer"], row["scene"]) for row in _read(results) if "failed" not in row}
    for scene in SCENES:
        for peer in asked.peers:
            is_due = asked.again or (peer, scene.name) not in done
            is_spoken = scene.name == "calm" or peer not in _FOR_SPEED
            if asked.table or scene.name not in asked.scenes or not (is_due and is_spoken):
                continue
            row = {"peer": peer, "scene": scene.name, **_one(asked.scratch, peer, scene)}
            with results.open("a", encoding="utf-8") as file:
                print(json.dumps(row), file=file)
            print(json.dumps(row), flush=True)
    print(table(_read(results)))
    return 0


def _one(scratch: Path, peer: str, scene: Scene) -> dict[str, Any]:
    """Return what one peer made of one scene, or why it could not be run."""
    try:
        python = environment_of(scratch, peer)
    except subprocess.SubprocessError as error:
        return {"failed": f"cannot be installed: {error}"[:300]}
    module = f"tests.bench.peers.{PEERS[peer][0]}"
    folder = Path(tempfile.mkdtemp(prefix=f"{peer}-{scene.name}-", dir=_made(scratch / "runs")))
    try:
        with serving(folder, *(("--faults", scene.faults) if scene.faults else ())) as server:
            if scene.network:
                with relaying(server.url, server.log, scene.network) as (url, relay):
                    report = run(python, scene, replace(server, url=url), folder, module)
                report["fault"] = relay.happened
            else:
                report = run(python, scene, server, folder, module)
            time.sleep(0.3)  # the server writes the rest
        return {"at": time.time(), **judge(server.log, server.tap, report)}
    except (subprocess.SubprocessError, OSError, ValueError) as error:
        return {"failed": f"{type(error).__name__}: {error}"[-300:], "folder": str(folder)}


def run(python: str, scene: Scene, server: Server, folder: Path, module: str) -> dict[str, Any]:
    """Run one client through a scene; return what it reports."""
    report = folder / "report.json"
    told = {
        "url": server.url,
        "ca": server.ca,
        "key": server.key,
        "model": MODEL,
        "utterances": scene.utterances,
        "limit_s": scene.limit_s,
        "report": str(report),
    }
    longest_s = sum(scene.utterances[-1]) + scene.limit_s + 90
    with (folder / "output.txt").open("w", encoding="utf-8") as output:
        subprocess.run(
            [python, "-m", module, json.dumps(told)],
            cwd=ROOT,
            env=environment()
            | {"SSL_CERT_FILE": server.ca, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"}
            | {"GOOGLE_GEMINI_BASE_URL": server.url, "GOOGLE_API_KEY": server.key},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            timeout=longest_s,
            check=True,
        )
    said: dict[str, Any] = json.loads(report.read_text(encoding="utf-8"))
    return said


def environment_of(scratch: Path, peer: str) -> str:
    """Return a peer's Python, made now if it is not there."""
    wanted = PEERS[peer][1]
    if not wanted:
        return sys.executable
    place = scratch / "environments" / peer
    python = place / "bin" / "python"
    ready = place / "is-ready"
    if not ready.exists():
        subprocess.run([sys.executable, "-m", "venv", place], check=True, timeout=120)
        subprocess.run([python, "-m", "pip", "install", "-q", *wanted], check=True, timeout=720)
        ready.touch()
    return str(python)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _read(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


assert os.name == "posix", "it reads /proc"

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
