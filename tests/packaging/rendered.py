"""What does Briefcase make of a laid out project? Printed as JSON, by Briefcase's own environment.

    PYTHON rendered.py macOS|windows|linux        in the folder with its pyproject.toml

Nothing is built and no template is needed: these are the values that Briefcase puts into one.
"""

import contextlib
import json
import sys
from pathlib import Path

from briefcase.cmdline import parse_cmdline
from briefcase.console import Console

TOOLS = {
    "macOS": ("Darwin", "arm64"),
    "windows": ("Windows", "AMD64"),
    "linux": ("Linux", "x86_64"),
}
GIVEN = (
    *("formal_name", "description", "long_description", "license", "license_files", "requires"),
    *("document_types", "icon", "url", "sources", "bundle_identifier", "module_name"),
    *("bundle_name", "min_os_version", "universal_build", "system_runtime_requires"),
    *("use_full_install_path", "cleanup_paths", "author", "author_email", "man_page"),
)


def rendered(platform: str) -> dict[str, object]:
    """Return what goes into an installer for one platform."""
    console = Console()
    words = ["create", platform, *(["system"] if platform == "linux" else [])]
    make, extra = parse_cmdline(words, console=console)
    command = make(console=console)
    command.parse_options(extra)
    command.tools.host_os, command.tools.host_arch = TOOLS[platform]
    command.parse_config(Path("pyproject.toml").resolve(), overrides={})
    (draft,) = command.apps.values()
    app = command.finalize_app_config(draft)
    shown = {key: getattr(app, key) for key in GIVEN if hasattr(app, key)}
    shown["version"] = str(app.version)
    shown |= command.permissions_context(app, command._x_permissions(app))
    if platform == "windows":
        shown |= command.output_format_template_context(app)
        command.bundle_path(app).mkdir(parents=True)
        command.install_license(app)
        shown["rtf"] = (command.bundle_path(app) / "LICENSE.rtf").read_text("utf-8")
    return shown


with contextlib.redirect_stdout(sys.stderr):  # Briefcase tells what it does
    result = rendered(sys.argv[1])
sys.stdout.write(json.dumps(result))
