"""The Nu HTML checker on the HTML of every page type, as it is sent."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.conftest import PATIENCE, Site, tool
from tests.browser.pages import PAGE_TYPES

#: An error and a warning, to see that the checker is awake.
WRONG = "<!doctype html><html lang=en><title>x</title><p id=a><p id=a><nav role=navigation></nav>"


def complaints(folder: Path) -> dict[str, list[str]]:
    """Return what the checker says about the HTML files in `folder`: errors, warnings and remarks alike."""
    java = shutil.which("java")
    if java is None:
        pytest.skip("needs tool: java")
    jar = tool("VNU_JAR", "vnu-jar/build/dist/vnu.jar")
    files = sorted(folder.glob("*.html"))
    command = [java, "-jar", str(jar), "--format", "json", "--exit-zero-always", "--stdout", *map(str, files)]
    run = subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE)
    found: dict[str, list[str]] = {path.stem: [] for path in files}
    for said in json.loads(run.stdout)["messages"]:
        line = f"{said.get('subType', said['type'])}: {said['message']} {said.get('extract', '')!r}"
        found[Path(said["url"]).stem].append(line)
    return found


def test_checker_finds_nothing_on_any_page_type_and_something_on_a_wrong_page(site: Site, tmp_path: Path) -> None:
    for page_type in PAGE_TYPES:
        (tmp_path / f"{page_type}.html").write_text(site.source(page_type), encoding="utf-8")
    (tmp_path / "wrong.html").write_text(WRONG, encoding="utf-8")
    found = complaints(tmp_path)
    kinds = {line.split(":")[0] for line in found.pop("wrong")}
    assert kinds == {"error", "warning"}
    assert found == {str(page_type): [] for page_type in PAGE_TYPES}
