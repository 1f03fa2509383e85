"""A pack with mistakes: each one named with file, key and field, all of them at once, and nothing written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from resource_centre.publishing.models import Publishable
from resource_centre.starter.books import content_exists
from resource_centre.starter.models import StarterRecord
from resource_centre.starter.schema import SCHEMA, read
from tests.starter.packs import record, small, write

Change = Callable[[dict[str, Any]], Any]


def put(file: str, key: str, field: str, value: Any) -> Change:
    return lambda pack: record(pack, file, key).__setitem__(field, value)


def drop(file: str, key: str, field: str) -> Change:
    return lambda pack: record(pack, file, key).pop(field)


MISTAKES: dict[str, tuple[Change, str]] = {
    "a field is missing": (drop("resources", "guide-1", "summary"), "resources.yaml: guide-1: summary: is missing"),
    "sources are missing": (drop("organisations", "house", "source"), "organisations.yaml: house: source: is missing"),
    "a text is a number": (put("topics", "training", "name", 5), "topics.yaml: training: name: must be a text that is not empty"),
    "a text is empty": (put("topics", "training", "name", " "), "topics.yaml: training: name: must be a text that is not empty"),
    "a text is too long": (put("activities", "course", "description", "a" * 601), "activities.yaml: course: description: is longer than 600 characters"),
    "a number is a text": (put("resources", "guide-1", "year", "2020"), "resources.yaml: guide-1: year: must be a number from 1900 to 2100"),
    "a number is a truth value": (put("events", "day", "series_order", True), "events.yaml: day: series_order: must be a number from 1 to 1000"),
    "a number is out of bounds": (put("resources", "guide-1", "year", 1066), "resources.yaml: guide-1: year: must be a number from 1900 to 2100"),
    "a list is a text": (put("resources", "guide-1", "authors", "Ada"), "resources.yaml: guide-1: authors: must be a list"),
    "a list names something twice": (put("activities", "course", "languages", ["de", "de"]), "activities.yaml: course: languages: names something twice"),
    "a field is unknown": (put("glossary", "peer", "colour", "green"), "glossary.yaml: peer: colour: is not a field of this file"),
    "a reference leads nowhere": (put("resources", "guide-1", "topics", ["nothing"]), "resources.yaml: guide-1: topics: 'nothing' is not in topics.yaml"),
    "one reference leads nowhere": (put("activities", "course", "organisation", "nobody"), "activities.yaml: course: organisation: 'nobody' is not in organisations.yaml"),
    "a person's organisation is unknown": (
        lambda pack: record(pack, "events", "day")["people"][0].update(organisation="nobody"),
        "events.yaml: day: people: 'nobody' is not in organisations.yaml",
    ),
    "a person has no role": (
        lambda pack: record(pack, "events", "day")["people"][0].pop("role"),
        "events.yaml: day: people: entry 1: role: is missing",
    ),
    "a person is a text": (put("events", "day", "people", ["Ada"]), "events.yaml: day: people: entry 1 must have fields"),
    "people are a text": (put("events", "day", "people", "Ada"), "events.yaml: day: people: must be a list"),
    "a section has an unknown slot": (
        lambda pack: record(pack, "pages", "home")["sections"][0].update(slot="attic"),
        "pages.yaml: home: sections: entry 1: slot: 'attic' is none of: introduction, invitation, help",
    ),
    "a key stands twice": (lambda pack: pack["topics"].append(dict(pack["topics"][0])), "topics.yaml: training: key: stands twice in this file"),
    "a key stands in two files of the library": (
        put("media", "film", "key", "walk"),
        "media.yaml: walk: key: stands in case_studies.yaml too",
    ),
    "a key has capitals": (put("topics", "training", "key", "Training"), "topics.yaml: Training: key: must be made of a-z, 0-9 and single hyphens"),
    "a key is missing": (drop("support_types", "groups", "key"), "support_types.yaml: record 1: key: is missing"),
    "an address has no scheme": (put("organisations", "house", "website", "house.example.org"), "organisations.yaml: house: website: must start with http:// or https://"),
    "an address is a script": (put("organisations", "house", "website", "javascript:alert(1)"), "organisations.yaml: house: website: must start with http:// or https://"),
    "an address has a blank": (put("organisations", "house", "website", "https://a b"), "organisations.yaml: house: website: must be an address on the web"),
    "an address is a list": (put("organisations", "house", "website", ["https://a"]), "organisations.yaml: house: website: must be an address on the web"),
    "an address is broken": (put("organisations", "house", "website", "https://[::1"), "organisations.yaml: house: website: must be an address on the web"),
    "a day does not exist": (put("media", "film", "published", "2023-02-29"), "media.yaml: film: published: must be a day, written YYYY-MM-DD"),
    "a day is a number": (put("media", "film", "published", 2023), "media.yaml: film: published: must be a day, written YYYY-MM-DD"),
    "a time does not exist": (put("events", "day", "start_time", "25:00"), "events.yaml: day: start_time: must be a time, written HH:MM"),
    "a moment has no offset": (put("events", "day", "starts_at", "2022-07-01T14:00:00"), "events.yaml: day: starts_at: must have an offset"),
    "a moment is none": (put("events", "day", "starts_at", "soon"), "events.yaml: day: starts_at: must be a day and time with an offset"),
    "a kind is unknown": (put("organisations", "house", "kind", "castle"), "organisations.yaml: house: kind: 'castle' is none of: user-led, "),
    "a kind belongs to another file": (put("media", "film", "kind", "guide"), "media.yaml: film: kind: 'guide' is none of: video, podcast, podcast-episode, recorded-webinar"),
    "a country is no code": (put("case_studies", "walk", "country", "ie"), "case_studies.yaml: walk: country: must be a country code: two capital letters (quote NO)"),
    "a country does not exist": (put("case_studies", "walk", "country", "QQ"), "case_studies.yaml: walk: country: 'QQ' is no code that CLDR has a name for"),
    "a language does not exist": (put("activities", "course", "languages", ["qq"]), "activities.yaml: course: languages: 'qq': 'qq' is no code that CLDR has a name for"),
    "Norway is not quoted": (put("case_studies", "walk", "country", False), "case_studies.yaml: walk: country: must be a country code: two capital letters (quote NO)"),
    "a language is no code": (put("activities", "course", "languages", ["German"]), "activities.yaml: course: languages: 'German': must be a language code in quotes or two lower-case letters"),
    "a mark is written as false": (put("resources", "copied", "third_party_copy", False), "resources.yaml: copied: third_party_copy: is only written as true"),
    "a DOI is none": (put("resources", "guide-1", "doi", "doi:10.1/2"), "resources.yaml: guide-1: doi: must be a DOI"),
    "a record is a text": (lambda pack: pack["topics"].append("training"), "topics.yaml: record 2: : must have fields"),
    "a file is no list": (lambda pack: pack.update(glossary={"peer": 1}), "glossary.yaml: the file: : must be a list of records"),
    "a file is empty": (lambda pack: pack.update(glossary=b""), "glossary.yaml: the file: : must be a list of records"),
    "a file is no YAML": (lambda pack: pack.update(glossary=b"- {key: [unclosed"), "glossary.yaml: the file: : cannot be read: "),
    "a file is not UTF-8": (lambda pack: pack.update(glossary=b"- key: caf\xe9"), "glossary.yaml: the file: : cannot be read: 'utf-8' codec can't decode byte 0xe9"),
    "a file wants to run code": (lambda pack: pack.update(glossary=b"!!python/object/apply:os.system [id]"), "glossary.yaml: the file: : cannot be read: could not determine a constructor"),
    "a file is missing": (lambda pack: pack.pop("glossary"), "glossary.yaml: the file: : cannot be read: "),
}  # fmt: skip


def test_the_small_pack_has_no_mistakes_and_uses_every_field_of_the_schema(tmp_path: Path) -> None:
    pack, problems = read(write(tmp_path / "pack", small()))
    assert problems == []
    for file, (required, optional) in SCHEMA.items():
        used = {name for row in pack[file] for name in row}
        assert {*required, *optional} - used - {"ends_at", "end_date", "countries", "third_party_copy"} == set(), file


@pytest.mark.parametrize(("change", "message"), MISTAKES.values(), ids=list(MISTAKES))
def test_a_mistake_is_named_with_file_key_and_field(change: Change, message: str, tmp_path: Path) -> None:
    pack = small()
    change(pack)
    _pack, problems = read(write(tmp_path / "pack", pack))
    assert [line for line in map(str, problems) if line.startswith(message)] != [], list(map(str, problems))
    assert {problem.file for problem in problems} - set(SCHEMA) == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["a field is missing", "a reference leads nowhere", "a file is no YAML", "a key stands twice"]
)
def test_nothing_is_written_from_a_pack_with_a_mistake(name: str, tmp_path: Path) -> None:
    pack = small()
    change, message = MISTAKES[name]
    change(pack)
    with pytest.raises(CommandError) as error:
        call_command("load_starter_content", "--folder", str(write(tmp_path / "pack", pack)))
    first, *lines = str(error.value).splitlines()
    assert first == "The starting content has mistakes; nothing was written."
    assert [line for line in lines if line.startswith(message)] != []
    assert (content_exists(), StarterRecord.objects.count()) == (False, 0)


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    pack = small()
    for name in ("a field is missing", "an address has no scheme", "a day does not exist"):
        MISTAKES[name][0](pack)
    _pack, problems = read(write(tmp_path / "pack", pack))
    assert [(problem.file, problem.key, problem.field) for problem in problems] == [
        ("organisations", "house", "website"),
        ("resources", "guide-1", "summary"),
        ("media", "film", "published"),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            put("events", "day", "starts_at", "2022-07-01T15:00:00+02:00"),
            "events.yaml: day: starts_at: differs from start_date, start_time and time_zone",
        ),
        (put("events", "day", "time_zone", "Middle/Earth"), "events.yaml: day: time_zone: "),
        (put("events", "day", "year", 2023), "events.yaml: day: year: "),
        (put("organisations", "house", "name_original", "Σπίτι" * 50), "organisations.yaml: house: name_original: "),
        (drop("events", "some-year", "date_note"), "events.yaml: some-year: "),
        (put("topics", "training", "synonyms", [""]), "topics.yaml: training: synonyms: "),
        (drop("pages", "home", "quotation_by"), "pages.yaml: home: "),
        (put("resources", "copied", "key", "stories"), "resources.yaml: stories: slug: "),
        (put("pages", "home", "slug", "library"), "pages.yaml: home: slug: "),
        (put("organisations", "house", "website", "https://no_such_tld"), "organisations.yaml: house: website: "),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_the_models_refuse_is_named_and_nothing_is_written(change: Change, line: str, tmp_path: Path) -> None:
    pack = small()
    change(pack)
    with pytest.raises(CommandError) as error:
        call_command("load_starter_content", "--folder", str(write(tmp_path / "pack", pack)))
    assert [told for told in str(error.value).splitlines()[1:] if told.startswith(line)] != [], str(error.value)
    assert (content_exists(), StarterRecord.objects.count()) == (False, 0)
    assert {model.objects.count() for model in Publishable.__subclasses__() if not model._meta.abstract} == {0}
