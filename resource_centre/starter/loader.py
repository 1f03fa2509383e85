"""From the records of the starting content to objects: by key, once, and never over anybody's work."""

import datetime
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from events.models import Event, Role, Series
from library.kinds import Kind
from library.models import CaseStudy, Recording, Resource
from organisations.models import Activity, Organisation
from resource_centre.pages.models import EditorialPage, Section
from resource_centre.richtext import paragraphs
from resource_centre.vocabularies.models import Country, GlossaryTerm, Helpline, Language, SupportType, Topic

from .books import Books, PackError, Record, Report
from .models import StarterRecord
from .schema import Pack, Problem, as_problem

#: Names under which the sources write time zones, and the IANA zone of the place where the event was held.
ZONES = {"CET": "Europe/Brussels", "CEST": "Europe/Brussels", "GMT": "Europe/London", "BST": "Europe/London"}


class Loader(Books):
    """Writes a pack that `schema.read` found right. All or nothing."""

    def __init__(self, pack: Pack, tell: Callable[[int, int], None] = lambda _done, _all: None) -> None:
        super().__init__()
        self.pack = pack
        self.tell = tell

    def load(self) -> Report:
        """Load the pack and return what was done. Raises PackError, with nothing written, for a record that the models refuse."""
        steps: list[tuple[str, Callable[[Record], None]]] = [
            ("support_types", self.support_type),
            ("topics", self.topic),
            ("glossary", self.glossary_term),
            ("organisations", self.organisation),
            ("resources", self.resource),
            ("case_studies", self.case_study),
            ("media", self.recording),
            ("activities", self.activity),
            ("events", self.event),
            ("pages", self.page),
        ]
        total = sum(len(self.pack[file]) for file, _step in steps)
        done = 0
        problems: list[Problem] = []
        with transaction.atomic():
            self.add_codes()
            for file, step in steps:
                for record in self.pack[file]:
                    try:
                        step(record)
                    except ValidationError as error:
                        problems += as_problem(file, record["key"], error)
                    done += 1
                    self.tell(done, total)
            if problems:
                raise PackError(problems)
            self.link_glossary()
            self.close_books()
        return self.report

    def add_codes(self) -> None:
        """Add countries and languages that the pack names and the database lacks."""
        countries: set[str] = set()
        languages: set[str] = set()
        for rows in self.pack.values():
            for row in rows:
                countries |= {*row.get("countries", ()), *filter(None, [row.get("country")])}
                languages |= {*row.get("languages", ()), *filter(None, [row.get("title_language")])}
        Country.objects.bulk_create([Country(code=code) for code in sorted(countries)], ignore_conflicts=True)
        Language.objects.bulk_create([Language(code=code) for code in sorted(languages)], ignore_conflicts=True)

    # -- vocabularies ---------------------------------------------------------------------------------------------

    def support_type(self, record: Record) -> None:
        """Load a support type."""
        columns = {name: record.get(name, "") for name in ("name", "level", "order", "picture", "short_description")}
        columns |= {
            "slug": record["key"],
            "description": paragraphs(record["description"]),
            "sources": record["source"],
        }
        self.keep("support_types", record["key"], record, SupportType, columns)

    def topic(self, record: Record) -> None:
        """Load a topic."""
        columns = {name: record[name] for name in ("name", "group", "scope_note", "synonyms")}
        self.keep("topics", record["key"], record, Topic, columns | {"slug": record["key"]})

    def glossary_term(self, record: Record) -> None:
        """Load a glossary term; its relations follow when all terms are there."""
        columns = {
            "slug": record["key"],
            "term": record["term"],
            "abbreviation": record.get("abbreviation", ""),
            "definition": paragraphs(record["definition"]),
            "sources": record["source"],
        }
        self.keep("glossary", record["key"], record, GlossaryTerm, columns)

    def link_glossary(self) -> None:
        """Relate the terms that this load wrote to each other."""
        fresh = set(StarterRecord.objects.filter(file="glossary", digest="").values_list("key", flat=True))
        for record in self.pack["glossary"]:
            if record["key"] in fresh:
                term = self.things["glossary", record["key"]]
                assert isinstance(term, GlossaryTerm)
                related = self.all_of("glossary", record.get("related", []))
                term.related.set([other for other in related if isinstance(other, GlossaryTerm)])

    # -- directory ------------------------------------------------------------------------------------------------

    def organisation(self, record: Record) -> None:
        """Load an organisation. The pack's description is as short as a summary, and becomes that."""
        own_name = record.get("name_original", "")
        columns = {
            "slug": record["key"],
            "name": record["name"],
            "name_original": own_name,
            "name_original_language_id": record["languages"][0] if own_name else None,
            "title_language_id": record.get("title_language"),
            "acronym": record.get("acronym", ""),
            "kind": record["kind"],
            "country_id": record.get("country"),
            "place": record.get("city", ""),
            "reach": record.get("scope", ""),
            "website": record.get("website", ""),
            "summary": record["description"],
            "gamian_member": record.get("gamian_member", False),
            "sources": record["source"],
        }
        relations = self.tags(record)
        del relations["countries"], relations["topics"]
        self.keep("organisations", record["key"], record, Organisation, columns, relations)

    def activity(self, record: Record) -> None:
        """Load an activity."""
        columns = {
            "slug": record["key"],
            "title": record["title"],
            "title_language_id": record.get("title_language"),
            "kind": record["kind"],
            "organisation": self.one("organisations", record.get("organisation")),
            "format": record.get("format", ""),
            "summary": record["description"],
            "url": record.get("url", ""),
            "sources": record["source"],
        }
        self.keep("activities", record["key"], record, Activity, columns, self.tags(record))

    # -- library --------------------------------------------------------------------------------------------------

    def item(self, record: Record) -> tuple[dict[str, Any], dict[str, list[Any]]]:
        """Return the columns and relations that all parts of the library share."""
        columns = {
            "slug": record["key"],
            "title": record["title"],
            "title_language_id": record.get("title_language"),
            "kind": record.get("kind", Kind.CASE_STUDY.value),
            "url": record.get("url", ""),
            "third_party_copy": record.get("third_party_copy", False),
            "rights": record.get("rights", ""),
            "sources": record["source"],
        }
        organisation = self.one("organisations", record.get("organisation"))
        return columns, self.tags(record) | {"organisations": [organisation] if organisation else []}

    def resource(self, record: Record) -> None:
        """Load a resource."""
        columns, relations = self.item(record)
        columns |= {
            "summary": record["summary"],
            "authors": record.get("authors", []),
            "year": record.get("year"),
            "publisher": record.get("publisher", ""),
            "doi": record.get("doi", ""),
        }
        self.keep("resources", record["key"], record, Resource, columns, relations)

    def case_study(self, record: Record) -> None:
        """Load a case study. Its first sentence serves lists as a summary."""
        columns, relations = self.item(record)
        stations = ("what_it_is", "how_it_works", "what_helped", "what_could_be_better", "what_others_can_take")
        columns |= {name: paragraphs(record[name]) for name in stations}
        columns |= {
            "summary": first_sentence(record["what_it_is"]),
            "setting": record["setting"],
            "period": record["years"],
        }
        if "country" in record:
            relations["countries"] = [record["country"]]
        self.keep("case_studies", record["key"], record, CaseStudy, columns, relations)

    def recording(self, record: Record) -> None:
        """Load a recording. The event that it belongs to takes it up when the events are loaded."""
        columns, relations = self.item(record)
        published = record.get("published")
        columns |= {
            "summary": record["summary"],
            "publisher": record["publisher"],
            "published_on": datetime.date.fromisoformat(published) if published else None,
            "year": int(published[:4]) if published else None,
            "duration_minutes": record.get("duration_minutes"),
        }
        self.keep("media", record["key"], record, Recording, columns, relations)

    # -- events ---------------------------------------------------------------------------------------------------

    def event(self, record: Record) -> None:
        """Load an event with its roles, its recordings and its materials."""
        columns = {
            "slug": record["key"],
            "title": record["title"],
            "title_language_id": record.get("title_language"),
            "alternative_titles": record.get("alternative_titles", []),
            "kind": record["kind"],
            "format": record["format"],
            "series": self.series(record),
            "series_order": record.get("series_order"),
            "organiser": self.one("organisations", record.get("organiser")),
            "year": record["year"],
            "date_note": record.get("date_note", ""),
            "place": record.get("place", ""),
            "summary": record["description"],
            "url": record.get("url", ""),
            "recap": recap(record),
            "sources": record["source"],
        } | days_and_times(record)
        recordings = [medium["key"] for medium in self.pack["media"] if medium.get("event") == record["key"]]
        relations = self.tags(record) | {
            "recordings": self.all_of("media", recordings),
            "materials": self.all_of("resources", record.get("related_resources", [])),
        }
        self.keep("events", record["key"], record, Event, columns, relations, lambda event: self.roles(event, record))
        event = self.things.get(("events", record["key"]))
        if isinstance(event, Event) and "starts_at" in record:
            told = datetime.datetime.fromisoformat(record["starts_at"])
            if event.starts_at != told and self.is_fresh("events", record):
                raise ValidationError({"starts_at": "differs from start_date, start_time and time_zone"})

    def is_fresh(self, file: str, record: Record) -> bool:
        """Say whether this load wrote the object of a record."""
        return StarterRecord.objects.filter(file=file, key=record["key"], digest="").exists()

    def series(self, record: Record) -> Series | None:
        """Return the series that a record names, made at its first mention."""
        title = record.get("series")
        if not title:
            return None
        name = slugify(title)[:100].strip("-")
        series = Series.objects.filter(slug=name).first()
        if series is None:
            series = Series(slug=name, title=title, summary=title)
            self.write(series, new=True)
        return series

    def roles(self, event: Event, record: Record) -> None:
        """Write who did what at an event."""
        event.roles.all().delete()
        for order, person in enumerate(record["people"]):
            role = Role(
                event=event,
                person=person["name"],
                role=person["role"],
                affiliation=person.get("affiliation", ""),
                organisation=self.one("organisations", person.get("organisation")),
                order=order,
            )
            role.full_clean()
            role.save()

    # -- pages ----------------------------------------------------------------------------------------------------

    def page(self, record: Record) -> None:
        """Load an editorial page with its sections, and the numbers on it as helplines."""
        columns = {
            "slug": record["slug"] or "home",
            "title": record["title"],
            "summary": record["summary"],
            "quotation": record.get("quotation", ""),
            "quotation_by": record.get("quotation_by", ""),
            "sources": record["source"],
        }
        self.keep(
            "pages", record["key"], record, EditorialPage, columns, after=lambda page: self.sections(page, record)
        )
        for number in record.get("numbers", []):
            self.helplines(record["key"], number)

    def sections(self, page: EditorialPage, record: Record) -> None:
        """Write the sections of a page."""
        page.sections.all().delete()
        for order, part in enumerate(record["sections"]):
            section = Section(
                page=page,
                heading=part["heading"],
                body=paragraphs(part["body"]),
                slot=part.get("slot", ""),
                order=order,
            )
            section.full_clean()
            section.save()

    def helplines(self, page: str, number: Record) -> None:
        """Load a number: one helpline for each country and provider. None is shown before staff have checked it."""
        shared = {"number": number["number"], "coverage": number["coverage"], "cost": number["cost"].capitalize()}
        if "countries" not in number:
            columns = shared | {
                "kind": Helpline.Kind.EMERGENCY,
                "name": number["name"],
                "sources": number["source"],
            }
            self.keep("pages", f"{page}/{number['number']}", number, Helpline, columns)
        for entry in number.get("countries", []):
            columns = shared | {
                "kind": Helpline.Kind.LISTENING,
                "name": entry["provider"],
                "country_id": entry["country"],
                "coverage": number["name"],
                "note": entry["note"],
                "sources": list(dict.fromkeys([*entry["source"], *number["source"]])),
            }
            self.keep("pages", f"{page}/{number['number']}/{entry['country']}", entry, Helpline, columns)


def first_sentence(text: str) -> str:
    """Return the first sentence of a text, and the second one where the first is very short."""
    parts = text.split(". ")
    sentence = parts[0]
    if len(sentence) < 80 and len(parts) > 1:
        sentence = f"{sentence}. {parts[1]}"
    return sentence if sentence.endswith(".") else f"{sentence}."


def recap(record: Record) -> str:
    """Return the parts of a recap as HTML: heading and text."""
    return "".join(f"{heading(part['heading'])}{paragraphs(part['text'])}" for part in record.get("recap", []))


def heading(text: str) -> str:
    """Return a heading of level 3."""
    return paragraphs(text).replace("<p>", "<h3>").replace("</p>", "</h3>")


def days_and_times(record: Record) -> dict[str, Any]:
    """Return the columns of an event that say when."""

    def day(name: str) -> datetime.date | None:
        return datetime.date.fromisoformat(record[name]) if name in record else None

    def clock(name: str) -> datetime.time | None:
        return datetime.time.fromisoformat(record[name]) if name in record else None

    return {
        "start_date": day("start_date"),
        "end_date": day("end_date"),
        "start_time": clock("start_time"),
        "end_time": clock("end_time"),
        "time_zone": ZONES.get(record.get("time_zone", "CET"), record.get("time_zone", "CET")),
    }
