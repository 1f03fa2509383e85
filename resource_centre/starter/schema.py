"""What the files of the starting content may hold, and what each field must look like."""

import datetime
import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from babel import Locale
from django.core.exceptions import ValidationError

from events.models import Event, Role
from library.kinds import Shelf, choices_on
from organisations.models import URL_LENGTH, Activity, Organisation
from resource_centre.pages.models import Section
from resource_centre.vocabularies.models import SupportType, Topic

CONTENT = Path(__file__).parent / "content"
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Check = Callable[[Any], str]
Pack = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Problem:
    """Something wrong in a file: where, and what."""

    file: str
    key: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}.yaml: {self.key}: {self.field}: {self.message}"


def text(limit: int = 5000) -> Check:
    """Return a check for a text of at most `limit` characters that is not empty."""

    def check(value: Any) -> str:
        if not isinstance(value, str) or not value.strip():
            return "must be a text that is not empty"
        return f"is longer than {limit} characters" if len(value) > limit else ""

    return check


def one_of(values: Any) -> Check:
    """Return a check for one of `values`."""
    allowed = [str(value) for value in values]

    def check(value: Any) -> str:
        return "" if value in allowed else f"{value!r} is none of: {', '.join(allowed)}"

    return check


def many(inner: Check) -> Check:
    """Return a check for a list, each entry of which passes `inner`, none twice."""

    def check(value: Any) -> str:
        if not isinstance(value, list):
            return "must be a list"
        if len({str(entry) for entry in value}) != len(value):
            return "names something twice"
        return next((f"{entry!r}: {problem}" for entry in value if (problem := inner(entry))), "")

    return check


def records(required: dict[str, Check], optional: dict[str, Check]) -> Check:
    """Return a check for a list of mappings with these fields."""

    def check(value: Any) -> str:
        if not isinstance(value, list):
            return "must be a list"
        for number, entry in enumerate(value, start=1):
            if not isinstance(entry, dict):
                return f"entry {number} must have fields"
            for name, problem in fields_of(entry, required, optional):
                return f"entry {number}: {name}: {problem}"
        return ""

    return check


def number(lowest: int, highest: int) -> Check:
    """Return a check for a whole number between two others."""

    def check(value: Any) -> str:
        whole = isinstance(value, int) and not isinstance(value, bool)
        return "" if whole and lowest <= value <= highest else f"must be a number from {lowest} to {highest}"

    return check


def matching(pattern: str, message: str) -> Check:
    """Return a check for a text that matches a pattern from end to end."""

    def check(value: Any) -> str:
        return "" if isinstance(value, str) and re.fullmatch(pattern, value) else message

    return check


def known(names: Container[str], inner: Check) -> Check:
    """Return a check for a code that passes `inner` and has a name in CLDR."""
    return lambda value: inner(value) or ("" if value in names else f"{value!r} is no code that CLDR has a name for")


def url(value: Any) -> str:
    """Check an address on the web (RFC 3986, http and https only)."""
    if not isinstance(value, str) or re.search(r"\s", value) or len(value) > URL_LENGTH:
        return "must be an address on the web"
    try:
        parts = urlsplit(value)
    except ValueError:
        return "must be an address on the web"
    return "" if parts.scheme in {"http", "https"} and parts.hostname else "must start with http:// or https://"


def day(value: Any) -> str:
    """Check a day written YYYY-MM-DD (ISO 8601)."""
    try:
        datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        return "must be a day, written YYYY-MM-DD"
    return ""


def moment(value: Any) -> str:
    """Check a moment with its offset (ISO 8601)."""
    try:
        found = datetime.datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return "must be a day and time with an offset"
    return "" if found.tzinfo else "must have an offset"


def true(value: Any) -> str:
    """Check a field that is only written when it is true."""
    return "" if value is True else "is only written as true"


language = known(
    Locale("en").languages, matching(r"[a-z]{2,3}", "must be a language code in quotes or two lower-case letters")
)
country = known(
    Locale("en").territories, matching(r"[A-Z]{2}", "must be a country code: two capital letters (quote NO)")
)
key = matching(SLUG.pattern, "must be made of a-z, 0-9 and single hyphens")
clock = matching(r"([01]\d|2[0-3]):[0-5]\d", "must be a time, written HH:MM")
source = many(text(500))
line, long_line, prose = text(200), text(250), text(5000)
summary = text(600)

#: File: fields that a record must have, and fields that it may have.
SCHEMA: dict[str, tuple[dict[str, Check], dict[str, Check]]] = {
    "support_types": (
        {
            "key": key, "name": text(120), "level": one_of(SupportType.Level.values), "order": number(0, 1000),
            "short_description": line, "description": prose, "source": source,
        },
        {"picture": one_of(SupportType.Picture.values)},
    ),
    "topics": (
        {
            "key": key, "name": text(100), "group": one_of(Topic.Group.values), "scope_note": line,
            "synonyms": many(text(100)),
        },
        {"source": source},
    ),
    "glossary": (
        {"key": key, "term": text(120), "definition": prose, "source": source},
        {"abbreviation": text(60), "related": many(key)},
    ),
    "organisations": (
        {
            "key": key, "name": line, "kind": one_of(Organisation.Kind.values), "support_types": many(key),
            "languages": many(language), "description": summary, "source": source,
        },
        {
            "title_language": language, "name_original": line, "acronym": text(40), "country": country,
            "city": text(120), "scope": one_of(Organisation.Reach.values), "website": url, "gamian_member": true,
        },
    ),
    "resources": (
        {
            "key": key, "title": long_line, "kind": one_of(value for value, _l in choices_on(Shelf.RESOURCES)),
            "languages": many(language), "topics": many(key), "support_types": many(key), "summary": summary,
            "source": source,
        },
        {
            "title_language": language, "authors": many(line), "organisation": key, "publisher": long_line,
            "year": number(1900, 2100), "countries": many(country), "url": url, "third_party_copy": true,
            "doi": matching(r"10\.\d{4,9}/\S{1,100}", "must be a DOI"), "rights": text(400),
        },
    ),
    "case_studies": (
        {
            "key": key, "title": long_line, "setting": long_line, "support_types": many(key), "topics": many(key),
            "years": line, "what_it_is": prose, "how_it_works": prose, "what_helped": prose,
            "what_could_be_better": prose, "what_others_can_take": prose, "source": source,
        },
        {"title_language": language, "country": country, "countries": many(country), "organisation": key},
    ),
    "media": (
        {
            "key": key, "title": long_line, "kind": one_of(value for value, _l in choices_on(Shelf.RECORDINGS)),
            "url": url, "publisher": long_line, "languages": many(language), "topics": many(key), "summary": summary,
            "source": source,
        },
        {
            "title_language": language, "organisation": key, "countries": many(country), "published": day,
            "duration_minutes": number(1, 10_000), "event": key, "third_party_copy": true,
            "support_types": many(key),
        },
    ),
    "activities": (
        {
            "key": key, "title": long_line, "kind": one_of(Activity.Kind.values), "support_types": many(key),
            "topics": many(key), "description": summary, "source": source,
        },
        {
            "title_language": language, "organisation": key, "countries": many(country),
            "format": one_of(Activity.Format.values), "languages": many(language), "url": url,
        },
    ),
    "events": (
        {
            "key": key, "title": long_line, "kind": one_of(Event.Kind.values), "format": one_of(Event.Format.values),
            "year": number(1900, 2100), "topics": many(key), "support_types": many(key), "description": summary,
            "people": records(
                {"name": text(150), "role": one_of(Role.Name.values)}, {"affiliation": long_line, "organisation": key}
            ),
            "source": source,
        },
        {
            "title_language": language, "series": long_line, "series_order": number(1, 1000),
            "alternative_titles": many(long_line), "organiser": key, "start_date": day, "end_date": day,
            "start_time": clock, "end_time": clock, "time_zone": text(40), "starts_at": moment, "ends_at": moment,
            "date_note": long_line, "place": line, "countries": many(country), "languages": many(language),
            "recap": records({"heading": line, "text": prose}, {}), "url": url, "related_resources": many(key),
        },
    ),
    "pages": (
        {
            "key": key, "slug": matching(f"({SLUG.pattern})?", "must be a slug"), "title": line, "summary": summary,
            "sections": records(
                {"heading": line, "body": prose}, {"slot": one_of(Section.Slot.values)}
            ),
            "source": source,
        },
        {
            "quotation": prose, "quotation_by": line,
            "numbers": records(
                {"number": text(30), "name": line, "coverage": line, "cost": text(100), "source": source},
                {
                    "countries": records(
                        {"country": country, "provider": line, "note": text(600), "source": source}, {}
                    )
                },
            ),
        },
    ),
}  # fmt: skip

#: File: fields that name records of another file.
REFERENCES: dict[str, dict[str, str]] = {
    "glossary": {"related": "glossary"},
    "organisations": {"support_types": "support_types"},
    "resources": {"support_types": "support_types", "topics": "topics", "organisation": "organisations"},
    "case_studies": {"support_types": "support_types", "topics": "topics", "organisation": "organisations"},
    "media": {
        "support_types": "support_types", "topics": "topics", "organisation": "organisations", "event": "events",
    },
    "activities": {"support_types": "support_types", "topics": "topics", "organisation": "organisations"},
    "events": {
        "support_types": "support_types", "topics": "topics", "organiser": "organisations",
        "related_resources": "resources",
    },
}  # fmt: skip


def fields_of(
    record: dict[str, Any], required: dict[str, Check], optional: dict[str, Check]
) -> Iterator[tuple[str, str]]:
    """Yield every field of a record with what is wrong with it."""
    for name in required:
        if name not in record:
            yield name, "is missing"
    for name, value in record.items():
        check = required.get(name) or optional.get(name)
        if check is None:
            yield str(name), "is not a field of this file"
        elif problem := check(value):
            yield name, problem


def read(folder: Path = CONTENT) -> tuple[Pack, list[Problem]]:
    """Return the pack in `folder` and everything that is wrong with it."""
    pack: Pack = {}
    problems: list[Problem] = []
    for file in SCHEMA:
        try:
            rows = yaml.safe_load((folder / f"{file}.yaml").read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            problems.append(Problem(file, "the file", "", f"cannot be read: {' '.join(str(error).split())}"))
            rows = []
        if not isinstance(rows, list):
            problems.append(Problem(file, "the file", "", "must be a list of records"))
            rows = []
        pack[file] = [row for row in rows if isinstance(row, dict)]
        problems += [
            Problem(file, f"record {n}", "", "must have fields")
            for n, row in enumerate(rows, 1)
            if not isinstance(row, dict)
        ]
        problems += _problems_in(file, pack[file])
    return pack, problems + list(_broken_references(pack)) + list(_double_slugs(pack))


def _problems_in(file: str, rows: list[dict[str, Any]]) -> list[Problem]:
    required, optional = SCHEMA[file]
    seen: set[str] = set()
    problems = []
    for number_, row in enumerate(rows, start=1):
        name = str(row.get("key", f"record {number_}"))
        problems += [Problem(file, name, field, message) for field, message in fields_of(row, required, optional)]
        if name in seen:
            problems.append(Problem(file, name, "key", "stands twice in this file"))
        seen.add(name)
    return problems


def _broken_references(pack: Pack) -> Iterator[Problem]:
    keys = {file: {row.get("key") for row in rows} for file, rows in pack.items()}
    for file, fields in REFERENCES.items():
        for row in pack[file]:
            for field, target in fields.items():
                values = row.get(field, [])
                for value in values if isinstance(values, list) else [values]:
                    if isinstance(value, str) and value not in keys[target]:
                        yield Problem(file, str(row.get("key")), field, f"{value!r} is not in {target}.yaml")
    for row in pack["events"]:
        people = row.get("people")
        for person in people if isinstance(people, list) else []:
            if isinstance(person, dict) and person.get("organisation", None) not in {None, *keys["organisations"]}:
                name = person["organisation"]
                yield Problem("events", str(row.get("key")), "people", f"{name!r} is not in organisations.yaml")


def _double_slugs(pack: Pack) -> Iterator[Problem]:
    """The library is one room: its three files share one set of slugs."""
    seen: dict[str, str] = {}
    for file in ("resources", "case_studies", "media"):
        for row in pack[file]:
            name = str(row.get("key"))
            if seen.setdefault(name, file) != file:
                yield Problem(file, name, "key", f"stands in {seen[name]}.yaml too")


def as_problem(file: str, name: str, error: ValidationError) -> list[Problem]:
    """Return what the models found wrong with a record."""
    if hasattr(error, "error_dict"):
        return [
            Problem(file, name, "" if field == "__all__" else field, " ".join(messages))
            for field, messages in error.message_dict.items()
        ]
    return [Problem(file, name, "", " ".join(error.messages))]
