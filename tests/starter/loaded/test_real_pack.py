"""The starting content as it is delivered: all of it arrives, once, and nobody's work is lost."""

import datetime
import html
import re
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from events.models import Event, Role, Series
from library.models import CaseStudy, Item, Recording, Resource
from organisations.models import Activity, Organisation
from resource_centre.pages.models import EditorialPage, Section
from resource_centre.publishing.models import Publishable
from resource_centre.starter.models import StarterRecord
from resource_centre.starter.schema import SCHEMA, read
from resource_centre.vocabularies.models import Country, GlossaryTerm, Helpline, SupportType, Topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_pack"), pytest.mark.long]

COUNTS: dict[str, tuple[type[models.Model], int]] = {
    "support_types": (SupportType, 10),
    "topics": (Topic, 44),
    "glossary": (GlossaryTerm, 37),
    "organisations": (Organisation, 139),
    "resources": (Resource, 103),
    "case_studies": (CaseStudy, 21),
    "media": (Recording, 13),
    "activities": (Activity, 60),
    "events": (Event, 18),
    "pages": (EditorialPage, 10),
}


def slugs(things: Any) -> list[str]:
    return sorted(thing.slug for thing in things.all())


def keys(things: Any) -> list[str]:
    return sorted(things.values_list("pk", flat=True))


def plain(text: str) -> str:
    """Return the words of an HTML text."""
    return " ".join(html.unescape(re.sub(r"</?(?:p|h3)>", " ", text)).split())


def words(text: str) -> str:
    return " ".join(text.split())


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def clock(text: str) -> datetime.time:
    return datetime.time.fromisoformat(text)


def people(record: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    return [
        (person["name"], person["role"], person.get("affiliation", ""), person.get("organisation", ""))
        for person in record["people"]
    ]


#: What an object holds for a field of its record: (what the object says, what the record says).
Reads = Callable[[Any, Any], tuple[Any, Any]]
EVERYWHERE: dict[str, Reads] = {
    "key": lambda thing, value: (thing.slug, value),
    "source": lambda thing, value: (thing.sources, value),
    "title_language": lambda thing, value: (thing.title_language_id, value),
    "support_types": lambda thing, value: (slugs(thing.support_types), sorted(value)),
    "topics": lambda thing, value: (slugs(thing.topics), sorted(value)),
    "languages": lambda thing, value: (keys(thing.languages), sorted(value)),
    "countries": lambda thing, value: (keys(thing.countries), sorted(value)),
}
FIELDS: dict[str, dict[str, Reads]] = {
    "support_types": {"description": lambda thing, value: (plain(thing.description), words(value))},
    "topics": {},
    "glossary": {
        "definition": lambda thing, value: (plain(thing.definition), words(value)),
        "related": lambda thing, value: (slugs(thing.related), sorted(value)),
    },
    "organisations": {
        "city": lambda thing, value: (thing.place, value),
        "scope": lambda thing, value: (thing.reach, value),
        "country": lambda thing, value: (thing.country_id, value),
        "description": lambda thing, value: (thing.summary, value),
    },
    "resources": {"organisation": lambda thing, value: (slugs(thing.organisations), [value])},
    "case_studies": {
        "country": lambda thing, value: (keys(thing.countries), [value]),
        "organisation": lambda thing, value: (slugs(thing.organisations), [value]),
        "years": lambda thing, value: (thing.period, value),
        **{
            name: lambda thing, value, name=name: (plain(getattr(thing, name)), words(value))  # type: ignore[misc]  # the name of this round
            for name in ("what_it_is", "how_it_works", "what_helped", "what_could_be_better", "what_others_can_take")
        },
    },
    "media": {
        "organisation": lambda thing, value: (slugs(thing.organisations), [value]),
        "published": lambda thing, value: ((thing.published_on, thing.year), (day(value), day(value).year)),
        "event": lambda thing, value: (slugs(thing.events), [value]),
    },
    "activities": {
        "organisation": lambda thing, value: (thing.organisation.slug, value),
        "description": lambda thing, value: (thing.summary, value),
    },
    "events": {
        "series": lambda thing, value: (thing.series.title, value),
        "organiser": lambda thing, value: (thing.organiser.slug, value),
        "description": lambda thing, value: (thing.summary, value),
        "start_date": lambda thing, value: (thing.start_date, day(value)),
        "end_date": lambda thing, value: (thing.end_date, day(value)),
        "start_time": lambda thing, value: (thing.start_time, clock(value)),
        "end_time": lambda thing, value: (thing.end_time, clock(value)),
        "starts_at": lambda thing, value: (thing.starts_at, datetime.datetime.fromisoformat(value)),
        "ends_at": lambda thing, value: (thing.ends_at, datetime.datetime.fromisoformat(value)),
        "time_zone": lambda thing, value: (
            thing.time_zone,
            {"CET": "Europe/Brussels", "CEST": "Europe/Brussels", "GMT": "Europe/London", "BST": "Europe/London"}.get(
                value, value
            ),
        ),
        "recap": lambda thing, value: (
            plain(thing.recap),
            words(" ".join(f"{part['heading']} {part['text']}" for part in value)),
        ),
        "related_resources": lambda thing, value: (slugs(thing.materials), sorted(value)),
        "people": lambda thing, value: (
            [
                (role.person, role.role, role.affiliation, role.organisation.slug if role.organisation else "")
                for role in thing.roles.all()
            ],
            people({"people": value}),
        ),
    },
    "pages": {
        "key": lambda thing, value: (thing.slug, value),
        "slug": lambda thing, value: (thing.slug, value or "home"),
        "sections": lambda thing, value: (
            [(part.heading, plain(part.body), part.slot) for part in thing.sections.all()],
            [(part["heading"], words(part["body"]), part.get("slot", "")) for part in value],
        ),
        "numbers": lambda _thing, value: (
            sorted(f"{line.number} {line.country_id} {line.name}" for line in Helpline.objects.all()),
            sorted(
                f"{number['number']} {entry.get('country')} {entry.get('provider', number['name'])}"
                for number in value
                for entry in number.get("countries", [{}])
            ),
        ),
    },
}
#: Fields that say something about the pack itself.
NOT_KEPT = {("topics", "source")}


def object_of(file: str, key: str) -> Any:
    book = StarterRecord.objects.get(file=file, key=key)
    return book.content_type.get_object_for_this_type(pk=book.object_id)


@pytest.mark.parametrize("file", COUNTS)
def test_every_record_of_a_file_becomes_one_object(file: str) -> None:
    model, count = COUNTS[file]
    pack, problems = read()
    assert (problems, len(pack[file]), model._default_manager.count()) == ([], count, count)
    assert {type(object_of(file, record["key"])) for record in pack[file]} == {model}


def test_the_pack_holds_455_records_in_ten_files() -> None:
    assert (len(COUNTS), sum(count for _model, count in COUNTS.values()), set(COUNTS)) == (10, 455, set(SCHEMA))


@pytest.mark.parametrize("file", COUNTS)
def test_every_field_of_every_record_arrives(file: str) -> None:
    pack, _problems = read()
    wrong = {}
    seen = 0
    for record in pack[file]:
        thing = object_of(file, record["key"])
        for name, value in record.items():
            if (file, name) in NOT_KEPT:
                continue
            reader = FIELDS[file].get(name) or EVERYWHERE.get(name)
            held, told = reader(thing, value) if reader else (getattr(thing, name), value)
            seen += 1
            if held != told:
                wrong[record["key"], name] = (held, told)
    assert wrong == {}
    assert seen >= len(pack[file]) * 4


def test_what_can_be_published_is_public_and_confirmed_by_nobody() -> None:
    for model in (Item, Organisation, Activity, Event, Series, EditorialPage):
        assert model.objects.count() == model.objects.published().count() > 0
        assert model.objects.filter(confirmed_at__isnull=False).count() == 0


def test_no_number_is_shown_before_staff_have_checked_it() -> None:
    assert (Helpline.objects.count(), Helpline.objects.valid().count()) == (8, 0)
    assert Helpline.objects.filter(sources=[]).count() == 0


def test_related_rows_arrive_once() -> None:
    assert (Series.objects.count(), Role.objects.count(), Section.objects.count()) == (4, 22, 60)


def test_copies_of_third_parties_are_marked() -> None:
    copies = Item.objects.filter(third_party_copy=True)
    assert copies.count() == 14
    assert [item.slug for item in copies if item.public_url or item.public_source_links] == []


def test_every_country_of_the_pack_is_in_the_list() -> None:
    pack, _problems = read()
    named = {code for rows in pack.values() for row in rows for code in [*row.get("countries", []), row.get("country")]}
    assert named - {None} - set(Country.objects.values_list("pk", flat=True)) == set()


def rows_of_all_tables() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models(include_auto_created=True)}


def test_a_second_load_adds_and_changes_nothing() -> None:
    before = rows_of_all_tables()
    changed = dict(Item.objects.values_list("pk", "updated_at"))
    said = StringIO()
    call_command("load_starter_content", stdout=said)
    assert rows_of_all_tables() == before
    assert dict(Item.objects.values_list("pk", "updated_at")) == changed
    summary = [line.split(":")[1] for line in said.getvalue().splitlines() if " added, " in line]
    kept = {file: count for file, (_model, count) in COUNTS.items()} | {"pages": 10 + 8}
    assert summary == [f" 0 added, 0 brought up to date, {kept[file]} as before, 0 left to staff" for file in SCHEMA]


def test_the_first_load_says_what_it_did(loaded_pack: str) -> None:
    summary = [line.strip() for line in loaded_pack.splitlines() if " added, " in line]
    assert summary[3] == "organisations: 139 added, 0 brought up to date, 0 as before, 0 left to staff"
    assert loaded_pack.count("Loading starting content: ") <= 6
    assert "Loading starting content: 455 of 455\n" in loaded_pack


def test_nothing_is_loaded_into_a_database_with_content_where_only_an_empty_one_is_meant() -> None:
    StarterRecord.objects.all().delete()
    said = StringIO()
    call_command("load_starter_content", "--if-empty", stdout=said)
    assert StarterRecord.objects.count() == 0
    assert said.getvalue() == "The database holds content already: no starting content loaded.\n"


def test_every_object_passes_the_checks_that_staff_forms_make() -> None:
    wrong = {}
    for model in (Resource, CaseStudy, Recording, Organisation, Activity, Event, Series, EditorialPage):
        for thing in model.objects.all():
            assert isinstance(thing, Publishable)
            try:
                thing.full_clean()
            except Exception as error:
                wrong[thing.slug] = str(error)
    assert wrong == {}
