"""Samples for the style guide: things that look like records and are none. Nobody in here exists."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from django.urls import reverse
from django.utils.translation import override

from resource_centre.search.filters import Facet, Label, Option
from resource_centre.vocabularies.cldr import country_name, language_name
from resource_centre.vocabularies.models import SupportType

from . import europe

SUMMARY = "Two or three plain sentences say what this is and for whom. A sample: it leads back to this page."
#: Numbers that show the five shades of the map, one country after the other.
SHADES = (0, 1, 4, 8, 15)


@dataclass(frozen=True)
class Many:
    """Things behind a relation, as templates ask for them."""

    all: tuple[object, ...] = ()


class Linked:
    """Something with a page of its own: this one."""

    def get_absolute_url(self) -> str:
        """The style guide."""
        return reverse("pages:style-guide")


@dataclass(frozen=True)
class Thing(Linked):
    """A publishable record of any kind, as cards and results see it."""

    sign: str
    kind_name: str
    heading: str
    where: str = ""
    heading_language: str = "en"
    name_original: str = ""
    name_original_language_id: str = ""
    authors: tuple[str, ...] = ()
    year: int | None = None
    place: str = ""
    country_id: str = ""
    cost: str = ""
    format: str = ""
    languages: Many = Many()
    countries: Many = Many()
    support_types: Many = Many()
    confirmed_at: datetime | None = None
    is_stale: bool = False
    still_right_on: datetime | None = None
    summary: str = SUMMARY
    language_id: str = "en"

    @property
    def author_line(self) -> str:
        """The authors in one line."""
        return ", ".join(self.authors)

    @property
    def get_format_display(self) -> str:
        """How people meet, in words."""
        return self.format


@dataclass(frozen=True)
class Meeting(Linked):
    """An event as lists see it."""

    title: str
    year: int
    start_date: date | None = None
    start_time: time | None = None
    end_date: date | None = None
    end_time: time | None = None
    status: str = "scheduled"
    get_status_display: str = ""
    get_format_display: str = "Online"
    place: str = ""
    zone_abbreviation: str = "CET"
    is_over: bool = False
    has_recap: bool = False
    heading_language: str = "en"
    languages: Many = Many()
    kind_name: str = "Webinar"
    sign: str = "event"
    summary: str = SUMMARY
    language_id: str = "en"

    @property
    def several_days(self) -> bool:
        """Whether it goes on for more than one day."""
        return self.end_date is not None


@dataclass(frozen=True)
class Way(Linked):
    """A type of support."""

    picture: str
    name: str
    short_description: str = "One line says what happens there."


@dataclass(frozen=True)
class Tag(Linked):
    """A topic, or anything else with a name."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Line:
    """A number to call. The number is nobody's: 0000 is not given out anywhere."""

    name: str = "Sample helpline"
    number: str = "0000 000 000"
    tel: str = "tel:0000000000"
    hours: str = "Every day, 9:00 to 21:00"
    cost: str = "Free"
    note: str = "A sample: nobody answers here."
    verified_on: date = date(2026, 1, 15)
    country: Tag = field(default_factory=lambda: Tag("Sample country"))
    languages: Many = Many()


@dataclass(frozen=True)
class Role:
    """Somebody with a role at an event."""

    person: str
    initials: str
    get_role_display: str
    affiliation: str = ""
    organisation: None = None


def samples() -> dict[str, Any]:
    """Return everything that the style guide shows, in English."""
    with override("en"):
        return {
            "things": things(),
            "long_things": long_things(),
            "meetings": meetings(),
            "support_types": [Way(str(value), str(label)) for value, label in SupportType.Picture.choices],
            "topics": [Tag("Sample topic"), Tag("Another sample topic"), Tag("A third one with a longer name")],
            "facets": facets(),
            "chips": [{"label": Label("Guide"), "address": "#lists"}, {"label": Label("Italiano", "it"), "address": "#lists"}],
            "orders": [
                {"label": "Latest year", "address": "#lists", "current": True},
                {"label": "Title A to Z", "address": "#lists", "current": False},
            ],
            "page_links": page_links(),
            "shapes": europe.shapes(),
            "lands": europe.lands(shaded()),
            "line": Line(languages=languages("en", "fr")),
            "roles": [
                Role("Sample Speaker", "SS", "Speaker", "Sample organisation"),
                Role("Sample Moderator", "SM", "Moderator"),
            ],
            "links": ["https://www.example.org/sample", "https://www.example.com/another-sample"],
            "colours": [
                "paper", "surface", "tint", "tint-2", "ink", "muted", "line", "line-strong", "brand", "deep", "marigold",
                "marigold-soft", "ochre", "heather", "heather-soft", "heather-bright", "dusk", "dusk-soft", "moss",
                "moss-soft", "lake", "lake-soft", "error", "error-soft",
            ],
        }  # fmt: skip


def languages(*codes: str) -> Many:
    """Return languages by their names."""
    return Many(tuple(language_name(code) for code in codes))


def things() -> list[Thing]:
    """Return one thing of each kind."""
    return [
        Thing(
            "resource",
            "Guide",
            "Sample guide to something useful",
            where="English and Italian",
            authors=("A. Sample", "B. Sample"),
            year=2024,
            languages=languages("en", "it"),
            countries=Many((country_name("IT"),)),
            confirmed_at=datetime(2026, 1, 15, tzinfo=UTC),
        ),
        Thing("case", "Case study", "Sample case study", where=country_name("PT"), languages=languages("pt")),
        Thing("video", "Video", "Sample video", where="39 minutes", year=2025, languages=languages("en")),
        Thing("story", "Story", "Sample story", where="English", languages=languages("en")),
        Thing(
            "organisation",
            "Self-help group",
            "Sample organisation",
            where=f"Athens, {country_name('GR')}",
            name_original="Δείγμα οργάνωσης",
            name_original_language_id="el",
            place="Athens",
            country_id="GR",
            languages=languages("el"),
            support_types=Many((Way("group", "Sample type"), Way("oneone", "Another type"))),
            is_stale=True,
            still_right_on=datetime(2025, 5, 6, tzinfo=UTC),
        ),
        Thing(
            "activity",
            "Activity",
            "Sample activity",
            where=country_name("IE"),
            format="In person and online",
            cost="Free",
            languages=languages("en", "ga"),
            countries=Many((country_name("IE"),)),
        ),
        Thing("event", "Workshop", "Sample workshop", where="Online", format="Online", place="Zoom"),
        Thing("page", "Page", "Sample page"),
    ]


def long_things() -> list[Thing]:
    """Return what strains a list: long words, another script, another direction."""
    return [
        Thing(
            "resource",
            "Forschungsarbeit",
            "Genesungsbegleiterqualifizierungsmaßnahmenbeschreibung für Selbsthilfekontaktstellenmitarbeitende "
            "in ländlichen Regionen",
            heading_language="de",
            languages=languages("de"),
        ),
        Thing("story", "Story", "نمشي معًا، جنبًا إلى جنب", heading_language="ar", languages=languages("ar")),
    ]


def meetings() -> list[Meeting]:
    """Return an event in each of its states."""
    day = date(2031, 5, 8)
    return [
        Meeting(
            "Sample webinar, coming up",
            2031,
            day,
            time(14, 0),
            end_time=time(15, 30),
            zone_abbreviation="CEST",
            languages=languages("en", "pl"),
        ),
        Meeting("Sample webinar, put off", 2031, day, status="postponed", get_status_display="Postponed"),
        Meeting("Sample webinar, called off", 2031, day, status="cancelled", get_status_display="Cancelled"),
        Meeting(
            "Sample conference, over",
            2024,
            date(2024, 6, 3),
            end_date=date(2024, 6, 5),
            is_over=True,
            has_recap=True,
            kind_name="Conference",
            get_format_display="In person",
            place="Sampletown",
        ),
        Meeting("Sample meeting of which only the year is known", 2013, is_over=True, kind_name="Meeting"),
    ]


def facets() -> list[Facet]:
    """Return a short group of boxes and a long one."""
    kinds = [Option("guide", Label("Guide"), 12, chosen=True), Option("book", Label("Book"), 3, chosen=False)]
    own_names = {
        "en": "English",
        "it": "Italiano",
        "el": "Ελληνικά",
        "bg": "Български",
        "pl": "Polski",
        "ar": "العربية",
    }
    boxes = [
        Option(code, Label(name, "" if code == "en" else code), 40 - 6 * number, chosen=code == "it")
        for number, (code, name) in enumerate(own_names.items())
    ]
    return [Facet("kind", "Kind", kinds), Facet("language", "Language", boxes[:4], boxes[4:])]


def page_links() -> list[dict[str, Any]]:
    """Return the links of the second of nine pages."""
    return [
        {"number": number, "address": "#lists", "current": number == 2, "next": number == 3}
        for number in (1, 2, 3, None, 9)
    ]


def shaded() -> dict[str, tuple[str, str, int]]:
    """Return every country of the map with a made-up number."""
    codes = europe.shapes()["countries"]
    return {
        code: (country_name(code), reverse("pages:style-guide"), SHADES[number % len(SHADES)])
        for number, code in enumerate(codes)
    }
