"""Where the repository stands and which files belong to it. No test in here."""

import subprocess
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@lru_cache(maxsize=1)
def _listed() -> tuple[str, ...]:
    run = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    return tuple(sorted(filter(None, run.stdout.decode().split("\0")))) if run.returncode == 0 else ()


def files() -> list[Path]:
    """Return every file that is in the repository or about to be. Skips the test where there is no repository."""
    if not _listed():
        pytest.skip("needs tool: git, and a clone")
    return [ROOT / name for name in _listed() if (ROOT / name).is_file()]


def python_files() -> list[Path]:
    """Return the Python files among them, migrations left out."""
    return [path for path in files() if path.suffix == ".py" and "migrations" not in path.parts]
