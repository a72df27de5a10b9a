"""What whoever runs this computer has set for all its users: where the file lies, what it may say.

    [forced.live]                       holds, whatever a user says
    proxy = "http://proxy.example.com:3128"
    [recommended.session.patience]      holds until a user says otherwise
    wait = "patient"

Behind "forced" and "recommended" stand the same tables as in a user's settings file. A file that
cannot be used is refused in words, never left out. It is no fence: whoever can start another
program on this computer can do without it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath

from app import PRODUCT
from app.core.faults import InputFault
from app.settings import Settings
from app.settings_file import SettingsFile

FORCED, RECOMMENDED = "forced", "recommended"
_NAME = "policy.toml"


def place_of(system: str, environ: Mapping[str, str]) -> PurePath:
    """Return where the policy lies.

    Args:
        system: As ``sys.platform`` has it.
        environ: As ``os.environ``.
    """
    match system:
        case "win32":
            return PureWindowsPath(environ.get("PROGRAMDATA") or r"C:\ProgramData", PRODUCT, _NAME)
        case "darwin":
            return PurePosixPath("/Library/Application Support", PRODUCT, _NAME)
        case _:
            return PurePosixPath("/etc", PRODUCT.lower(), _NAME)


def policy_path() -> Path:
    """Return where this computer's policy lies, if it has one."""
    return Path(place_of(sys.platform, os.environ))


def read_policy(path: Path) -> SettingsFile | None:
    """Return the policy, its names and numbers checked, or None where there is none.

    Raises:
        InputFault: There is one and it cannot be used.
    """
    try:
        path.lstat()
    except FileNotFoundError:
        return None
    except OSError:
        pass  # it may be there: reading it tells what is wrong
    policy = SettingsFile(path, "settings of the policy")
    for name, table in policy.raw.items():
        if name not in {FORCED, RECOMMENDED}:
            raise InputFault(
                f"{policy.where((name,))}: a policy has only the tables {FORCED} and "
                f"{RECOMMENDED}, such as [{FORCED}.live]."
            )
        if not isinstance(table, dict):
            raise InputFault(f"{policy.where((name,))}: must be a table, such as [{name}.live].")
        policy.check(Settings, (name,))
    return policy
