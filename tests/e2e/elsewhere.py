"""The application with its practice server on another address than this computer's own.

python tests/e2e/elsewhere.py ADDRESS serve ...
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from app.__main__ import main
from app.practice import server

if __name__ == "__main__":
    server.HOST = sys.argv.pop(1)  # type: ignore[misc]  # Final for everybody but these tests
    sys.exit(main())
