"""The house order: directions that an import linter sees, those that it cannot see, and the size of things."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.template.utils import get_app_template_dirs
from django.urls import URLPattern, URLResolver, get_resolver

from tests.repository import ROOT, files, python_files

MAX_MODULE, MAX_FUNCTION = 400, 50
PACKAGES = ["resource_centre", "library", "organisations", "events"]
#: Templates that Django looks for by itself.
HANDLERS = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
TEMPLATES = ROOT / "templates"
AUTOESCAPE_OFF, STYLE_ATTRIBUTE, STYLE_ELEMENT = r"\{%\s*autoescape\s+off", r"\sstyle\s*=", r"<style\b"
#: What letters may hold and pages may not: plain text is no markup, and mail programs know no style sheets.
IN_LETTERS = {
    AUTOESCAPE_OFF: r"emails/\w+\.txt",
    STYLE_ATTRIBUTE: r"emails/\w+\.html",
    STYLE_ELEMENT: r"emails/\w+\.html",
}


def layers() -> list[list[str]]:
    """Return the layers of the contract, the highest first; modules of one layer together."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    [contract] = [contract for contract in contracts if contract["id"] == "one-direction"]
    return [[name.strip(" ()") for name in re.split(r"[|:]", layer)] for layer in contract["layers"]]


def level(module: str) -> int | None:
    """Return how high a module stands (0: the roof), or None where it is not ours."""
    for number, names in enumerate(layers()):
        if any(module == name or module.startswith(f"{name}.") for name in names):
            return number
    return None


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of the copy of the project in `folder`."""
    linter = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([linter, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


def test_imports_keep_the_contracts() -> None:
    run = lint_imports(ROOT)
    assert run.returncode == 0, run.stdout


def test_import_against_the_direction_breaks_a_contract(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.yaml"))
    module = tmp_path / "library" / "kinds.py"
    module.write_text(f"{module.read_text(encoding='utf-8')}\nimport events.models\n", encoding="utf-8")
    run = lint_imports(tmp_path)
    assert run.returncode == 1
    assert "library.kinds -> events.models" in run.stdout


def test_contract_names_every_module() -> None:
    found = {path.stem for path in (ROOT / "resource_centre").glob("*.py")} - {"__init__"}
    found |= {path.parent.name for path in (ROOT / "resource_centre").glob("*/__init__.py")}
    assert {f"resource_centre.{name}" for name in found} - {name for layer in layers() for name in layer} == set()


def test_every_package_is_under_contract() -> None:
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"} == set(PACKAGES)


def test_relations_between_models_run_downwards() -> None:
    upwards = []
    for model in apps.get_models(include_auto_created=True):
        own = level(model.__module__)
        if own is None:
            continue
        for field in model._meta.get_fields():
            if field.auto_created or not field.is_relation or not isinstance(field.related_model, type):
                continue
            other = level(field.related_model.__module__)
            if other is not None and other < own:
                upwards.append(f"{model.__module__}.{model.__name__}.{field.name}")
    assert upwards == []


def own_migrations() -> Iterator[tuple[int, str, str, list[tuple[str, str]]]]:
    """Yield level, app, name and dependencies of our migrations."""
    modules = {config.label: config.name for config in apps.get_app_configs()}
    for (app, name), migration in sorted(MigrationLoader(None).disk_migrations.items()):
        own = level(modules[app])
        if own is not None:
            assert migration.run_before == [], f"{app}.{name} must not put itself before others"
            yield own, app, name, list(migration.dependencies)


def test_migrations_depend_downwards() -> None:
    modules = {config.label: config.name for config in apps.get_app_configs()}
    upwards = [
        f"{app}.{name} -> {other}"
        for own, app, name, dependencies in own_migrations()
        for other, _name in dependencies
        if other in modules and (theirs := level(modules[other])) is not None and theirs < own
    ]
    assert upwards == []


def test_migrations_are_named_and_numbered() -> None:
    numbers: dict[str, list[int]] = {}
    for _own, app, name, _dependencies in own_migrations():
        assert re.fullmatch(r"\d{4}_(?!auto_|initial$)[a-z0-9_]+", name), f"{app}.{name}"
        numbers.setdefault(app, []).append(int(name[:4]))
    assert numbers == {app: list(range(1, len(found) + 1)) for app, found in numbers.items()}


def test_no_change_of_a_model_lacks_its_migration() -> None:
    run = subprocess.run(
        [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout.strip()) == (0, "No changes detected")


def templates() -> dict[str, str]:
    """Return our templates: name to text."""
    return {
        str(path.relative_to(TEMPLATES)): path.read_text(encoding="utf-8")
        for path in files()
        if path.is_relative_to(TEMPLATES)
    }


def pattern_of(part: ast.expr) -> str:
    """Return a pattern for a part of an f-string: itself, or what may be filled in."""
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z_/-]+"


def names_in_code() -> list[re.Pattern[str]]:
    """Return patterns of the template names in Python code; what an f-string fills in matches anything."""
    patterns = []
    for path in python_files():
        if path.is_relative_to(ROOT / "tests"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                patterns.append(re.compile("".join(map(pattern_of, node.values))))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
                patterns.append(re.compile(re.escape(node.value)))
    return patterns


def names_of_views(resolver: URLResolver) -> Iterator[str]:
    """Yield the names of templates that generic views look for."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from names_of_views(entry)
        elif isinstance(entry, URLPattern):
            view = getattr(entry.callback, "view_class", None)
            model = getattr(view, "model", None)
            suffix = getattr(view, "template_name_suffix", None)
            if model is not None and suffix is not None:
                yield f"{model._meta.app_label}/{model._meta.model_name}{suffix}.html"


def test_every_template_is_reached() -> None:
    ours = templates()
    in_code = names_in_code()
    reached = {name for name in ours if any(pattern.fullmatch(name) for pattern in in_code)}
    reached |= HANDLERS | set(names_of_views(get_resolver()))
    reached |= {name for name in ours if any((folder / name).exists() for folder in get_app_template_dirs("templates"))}
    waiting = list(reached & set(ours))
    while waiting:
        for name in re.findall(r"""\{%\s*(?:include|extends)[^%]*?["']([^"']+)["']""", ours[waiting.pop()]):
            if name in ours and name not in reached:
                reached.add(name)
                waiting.append(name)
    assert sorted(set(ours) - reached) == []


@pytest.mark.parametrize(
    ("pattern", "bad"),
    [
        (r"\|\s*safe(?:seq)?\b", "{{ text|safe }}"),
        (AUTOESCAPE_OFF, "{% autoescape off %}"),
        (STYLE_ATTRIBUTE, '<p style="color: red">'),
        (STYLE_ELEMENT, "<style>"),
        (r"<script\b", "<script>"),
        (r"\son[a-z]+\s*=", '<body onload="x()">'),
        (r"javascript:", '<a href="javascript:x()">'),
        (r"(?:src|action|srcset|poster)=\"(?:https?:)?//", '<img src="//example.org/x.png">'),
    ],
)
def test_no_template_holds_what_the_policy_forbids(pattern: str, bad: str) -> None:
    assert re.search(pattern, bad)
    allowed = IN_LETTERS.get(pattern, "none")
    found = [name for name, text in templates().items() if re.search(pattern, text)]
    assert [name for name in found if not re.fullmatch(allowed, name)] == []


def test_no_module_is_too_long() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()
    }
    assert {name: length for name, length in lengths.items() if length > MAX_MODULE} == {}


def test_no_function_is_too_long() -> None:
    long = {}
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.end_lineno is not None:
                length = node.end_lineno - node.lineno + 1
                if length > MAX_FUNCTION:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = length
    assert long == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = {"utils", "helpers", "common", "services", "misc", "base"}
    assert [str(path.relative_to(ROOT)) for path in python_files() if path.stem in vague] == []
