"""What the repository promises to those who open it: commands, documents, catalogues, and nothing that does not belong."""

import re
import subprocess
import tomllib
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings

from tests.repository import ROOT, files

ALLOWED = {
    ".ci", ".gitattributes", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "README.md", "docs", "events",
    "library", "manage.py", "organisations", "pyproject.toml", "resource_centre", "static", "templates", "tests",
}  # fmt: skip
#: Put together here, so that this file does not name them.
REGISTRIES = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.",
    "deb." + "debian.org",
    "security." + "debian.org",
]
MACHINE_PATH = re.compile(rb"(?<![\w.~:/-])/(?:work|root|home/[a-z]+|Users/[A-Za-z]+)/")
TRANSLATIONS = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def commands_in(name: str) -> list[str]:
    """Return the contents of the blocks of shell commands in a document."""
    return re.findall(r"^```sh\n(.*?)\n```$", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def ci_script() -> str:
    return (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_readme_first_command_is_one_line_that_installs_and_serves() -> None:
    assert commands_in("README.md")[0] == (
        "test -x .venv/bin/pip || python3 -m venv .venv && .venv/bin/pip install --editable . "
        "&& .venv/bin/python manage.py serve"
    )


def test_readme_second_command_is_one_line_and_the_one_that_ci_runs() -> None:
    command = commands_in("README.md")[1]
    assert command.count("\n") == 0
    assert "pytest -n auto" in command
    assert re.findall(r'^TEST_COMMAND="([^"$`\\]*)"$', ci_script(), re.MULTILINE) == [command]


@pytest.mark.parametrize("number", [0, 1])
def test_readme_commands_are_plain_posix_shell(number: int) -> None:
    command = commands_in("README.md")[number]
    assert subprocess.run(["sh", "-n", "-c", command], check=False).returncode == 0
    assert re.search(r"\[\[|source |<\(|\$'", command) is None


def test_makemessages_in_contributing_is_the_one_that_ci_runs() -> None:
    [documented] = [
        line for block in commands_in("CONTRIBUTING.md") for line in block.splitlines() if "makemessages" in line
    ]
    in_ci = re.findall(r"manage\.py (makemessages [^)]*)\)", ci_script().replace("\\\n", " "))
    assert [command.split() for command in in_ci] == [documented.split("manage.py ")[1].split()]
    assert re.findall(r"--locale (\S+)", documented) == TRANSLATIONS


def test_ci_script_can_be_run() -> None:
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111
    assert subprocess.run(["bash", "-n", ".ci/run"], cwd=ROOT, check=False).returncode == 0


def test_every_dependency_says_what_it_is_for() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = pyproject()["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    explained = re.findall(r'^    "([^"]+)", +# \S.{9,}$', text, re.MULTILINE)
    assert [name for name in wanted if name not in explained] == []
    assert [name for name in wanted if not re.search(r"~=|<|>=", name)] == []


def test_every_setting_of_the_environment_is_in_the_readme() -> None:
    code = "".join(
        (ROOT / "resource_centre" / name).read_text(encoding="utf-8") for name in ("settings.py", "environment.py")
    )
    read = set(re.findall(r'(?<!def )\b(?:text|flag|number)\("([A-Z_]+)"', code))
    documented = re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(documented) == sorted(read)


def test_changelog_says_what_is_new() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    unreleased = text.split("## Unreleased\n")[1].split("\n## ")[0]
    assert re.search(r"^- .+", unreleased, re.MULTILINE)


def test_decisions_are_numbered_and_short() -> None:
    records = sorted(path for path in files() if path.parent == ROOT / "docs" / "decisions")
    assert [path.name[:5] for path in records] == [f"{number:04d}-" for number in range(1, len(records) + 1)]
    for path in records:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. "), path.name
        assert re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE) == ["Context", "Decision", "Consequences"], path.name
        assert 10 <= len(text.splitlines()) <= 25, path.name


def test_top_level_holds_nothing_that_does_not_belong() -> None:
    assert {path.relative_to(ROOT).parts[0] for path in files()} - ALLOWED == set()


def test_no_file_names_a_package_registry() -> None:
    named = [
        (str(path.relative_to(ROOT)), host)
        for path in files()
        for host in REGISTRIES
        if host.encode() in path.read_bytes()
    ]
    assert named == []


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert MACHINE_PATH.search(b'open("' + b"/work" + b'/x")')  # the pattern finds what it looks for
    assert [str(path.relative_to(ROOT)) for path in files() if MACHINE_PATH.search(path.read_bytes())] == []


def test_no_file_was_left_by_a_tool_or_holds_a_conflict() -> None:
    stray = re.compile(r"(\.(pyc|orig|rej|bak|swp|sqlite3|log)|~|\.DS_Store)$")
    assert [str(path.relative_to(ROOT)) for path in files() if stray.search(path.name)] == []
    conflict = re.compile(rb"^(<{7}|>{7}) ", re.MULTILINE)
    assert [str(path.relative_to(ROOT)) for path in files() if conflict.search(path.read_bytes())] == []


def catalogue(code: str) -> Catalog:
    path = ROOT / "resource_centre" / "locale" / code / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale=code)


def list_of(text: Any) -> list[str]:
    """Return the strings of a message: one, or one for each plural form."""
    return list(text) if isinstance(text, (list, tuple)) else [text or ""]


def translations(messages: Catalog) -> dict[tuple[str, str], list[str]]:
    found = {}
    for message in messages:
        if message.id and not message.fuzzy:
            context: Any = message.context or ""  # bytes where it was read from a compiled catalogue
            key = context.decode() if isinstance(context, bytes) else context, str(list_of(message.id))
            found[key] = list_of(message.string)
    return found


@pytest.mark.parametrize("code", TRANSLATIONS)
def test_catalogue_is_complete(code: str) -> None:
    messages = [message for message in catalogue(code) if message.id]
    assert [message.id for message in messages if message.fuzzy] == []
    assert [message.id for message in messages if not all(list_of(message.string))] == []
    assert len(messages) > 100


@pytest.mark.parametrize("code", TRANSLATIONS)
def test_placeholders_survive_translation(code: str) -> None:
    wrong = []
    for message in catalogue(code):
        ids = list_of(message.id)
        wanted = set(re.findall(r"%\(\w+\)[sd]", ids[-1])) if message.id else set()
        strings = list_of(message.string)
        for number, string in enumerate(strings):
            found = set(re.findall(r"%\(\w+\)[sd]", string))
            # The singular may do without the number that the plural needs.
            if message.id and (found - wanted or (number == len(strings) - 1 and found != wanted)):
                wrong.append((message.id, string))
    assert wrong == []


@pytest.mark.parametrize("code", TRANSLATIONS)
def test_compiled_catalogue_is_the_written_one(code: str) -> None:
    with (ROOT / "resource_centre" / "locale" / code / "LC_MESSAGES" / "django.mo").open("rb") as file:
        compiled = read_mo(file)
    assert translations(compiled) == translations(catalogue(code))
