"""Records for tests: `make` gives the least that a model accepts, `filled` fills every column and says a word in each."""

import datetime
import itertools
from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image

from events.models import Event, Role, Series
from library.models import CaseStudy, Recording, Resource, Story
from organisations.models import Activity, Organisation
from resource_centre.fields import LinesField
from resource_centre.pages.models import EditorialPage, Section
from resource_centre.publishing.actions import archive, publish
from resource_centre.publishing.models import Publishable, State
from resource_centre.richtext import RichTextField
from resource_centre.uploads import PdfField, RemadeImageField
from resource_centre.vocabularies.models import Country, GlossaryTerm, Helpline, Language, SupportType, Topic

#: Everything that can be published, one class a detail page.
PUBLISHABLES: tuple[type[Publishable], ...] = (
    Resource,
    CaseStudy,
    Recording,
    Story,
    Organisation,
    Activity,
    Event,
    Series,
    EditorialPage,
)
ITEMS: tuple[type[Publishable], ...] = (Resource, CaseStudy, Recording, Story)

_numbers = itertools.count(1)

#: What each model needs beside a slug, a heading and a summary.
_LEAST: dict[type[models.Model], Callable[[int], dict[str, Any]]] = {
    Resource: lambda _n: {"kind": "guide"},
    CaseStudy: lambda _n: {"kind": "case-study", "setting": "A house in a town", "what_it_is": "<p>A meeting.</p>"},
    Recording: lambda n: {"kind": "video", "url": f"https://video.example.org/{n}"},
    Story: lambda _n: {"kind": "story", "byline": "Somebody", "body": "<p>It was a long way.</p>"},
    Organisation: lambda _n: {"kind": "ngo", "country_id": "IE"},
    Activity: lambda _n: {"kind": "activity"},
    Event: lambda _n: {"kind": "webinar", "format": "online", "year": 2024, "start_date": datetime.date(2024, 5, 6)},
    Series: lambda _n: {},
    EditorialPage: lambda _n: {},
    SupportType: lambda n: {
        "slug": f"support-type-{n}",
        "name": f"Support type {n}",
        "level": "form",
        "short_description": "People meet.",
    },
    Topic: lambda n: {"slug": f"topic-{n}", "name": f"Topic {n}", "group": "basics", "scope_note": "What belongs."},
    GlossaryTerm: lambda n: {"slug": f"term-{n}", "term": f"Term {n}", "definition": "<p>A word.</p>"},
    Helpline: lambda n: {
        "country_id": "IE",
        "name": f"Provider {n}",
        "number": f"0800 {n:06}",
        "verified_on": timezone.localdate(),
    },
}


def build(model: type[models.Model], **columns: Any) -> Any:
    """Return an object of `model` that is not in the database yet."""
    number = next(_numbers)
    least = _LEAST[model](number)
    if issubclass(model, Publishable):
        name = str(model._meta.verbose_name)
        least |= {
            "slug": f"{slugify(name)}-{number}",
            model.title_field: f"{name.capitalize()} {number}",
            "summary": f"Summary {number}.",
        }
    if model is Event and columns.get("start_date") is not None:
        least["year"] = columns["start_date"].year
    return model(**{**least, **columns})


def make(model: type[models.Model], **values: Any) -> Any:
    """Return an object of `model` in the database: a draft if it can be published. Lists are relations."""
    relations = {field.name for field in model._meta.many_to_many}
    thing = build(model, **{name: value for name, value in values.items() if name not in relations})
    thing.save()
    for name in relations & set(values):
        getattr(thing, name).set(values[name])
    return thing


def published(model: type[models.Model], **values: Any) -> Any:
    """Return a public object of `model`."""
    thing = make(model, **values)
    publish(thing, None)
    return thing


def _publish_and_archive(thing: Publishable) -> None:
    publish(thing, None)
    archive(thing, None)


#: How a record comes to be hidden from the public.
HIDDEN: dict[str, Callable[[Publishable], None]] = {
    "draft": lambda thing: None,
    "future": lambda thing: publish(thing, None, at=timezone.now() + datetime.timedelta(days=1)),
    "archived": _publish_and_archive,
}


def role(event: Event, person: str = "Ada Byron", **columns: Any) -> Role:
    """Return somebody's role at an event."""
    return Role.objects.create(event=event, person=person, **columns)


def section(page: EditorialPage, heading: str = "A heading", **columns: Any) -> Section:
    """Return a section of a page."""
    return Section.objects.create(page=page, heading=heading, **{"body": "<p>A text.</p>", **columns})


def picture(width: int = 8, height: int = 6, kind: str = "PNG", **options: Any) -> bytes:
    """Return a picture as a file of the type `kind`."""
    out = BytesIO()
    Image.new("RGB", (width, height), "seagreen").save(out, kind, **options)
    return out.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"

#: What `filled` puts into columns that not every text fits.
_FIXED: dict[str, Any] = {
    "doi": "10.1234/{word}",
    "time_zone": "Europe/Dublin",
    "number": "0800 123456",
    "year": 2031,
    "start_date": datetime.date(2031, 3, 4),
    "end_date": datetime.date(2031, 3, 5),
    "start_time": datetime.time(10, 0),
    "end_time": datetime.time(12, 30),
    "registration": "outside",
    "registration_closes_at": datetime.datetime(2031, 3, 1, tzinfo=datetime.UTC),
    "series_order": None,
    "language": "en",
    "name_original_language": "el",
    "role_title_language": "pl",
    "title_language": "de",
    "country": "IE",
    "third_party_copy": False,
}
_NOT_FILLED = {"state", "published_at", "created_at", "updated_at", "sort_key", "starts_at", "ends_at", "has_recap"}


def word_for(word: str, model: type[models.Model], column: str) -> str:
    """Return the word that `filled` says in a column: letters and digits only."""
    return f"{word}{model.__name__}{column.replace('_', '')}".lower()


def columns_to_fill(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the columns that people write."""
    return [
        column
        for column in model._meta.concrete_fields
        if not column.primary_key and column.name not in _NOT_FILLED and not getattr(column, "parent_link", False)
    ]


def text_columns(model: type[models.Model]) -> list[str]:
    """Return the names of the columns in which `filled` says a word."""
    return [
        column.name
        for column in columns_to_fill(model)
        if column.name not in {**_FIXED, "doi": 0} or column.name == "doi"
        if isinstance(column, (models.CharField, models.TextField, LinesField)) and not column.choices
    ]


def filled_columns(model: type[models.Model], word: str) -> dict[str, Any]:  # noqa: C901, PLR0912 - one branch a kind of column
    """Return a value for every column of `model`."""
    values: dict[str, Any] = {}
    for column in columns_to_fill(model):
        said = word_for(word, model, column.name)
        if column.name in _FIXED:
            fixed = _FIXED[column.name]
            value = fixed.format(word=said) if isinstance(fixed, str) else fixed
            values[column.attname] = value
        elif isinstance(column, RemadeImageField):
            values[column.name] = ContentFile(picture(), name="picture.png")
        elif isinstance(column, PdfField):
            values[column.name] = ContentFile(PDF, name="document.pdf")
        elif isinstance(column, RichTextField):
            values[column.name] = f"<h3>Heading</h3><p>Text {said} text.</p>"
        elif isinstance(column, LinesField):
            values[column.name] = [f"Line {said}", f"https://{said}.example.org/line"]
        elif isinstance(column, models.URLField):
            values[column.name] = f"https://{said}.example.org/{column.name}"
        elif isinstance(column, models.EmailField):
            values[column.name] = f"{said}@example.org"
        elif isinstance(column, models.SlugField):
            values[column.name] = said
        elif column.choices:
            values[column.name] = column.choices[0][0]
        elif isinstance(column, (models.CharField, models.TextField)):
            values[column.name] = f"Text {said}"
        elif isinstance(column, models.BooleanField):
            values[column.name] = True
        elif isinstance(column, models.DateTimeField):
            values[column.name] = timezone.now()
        elif isinstance(column, models.DateField):
            values[column.name] = timezone.localdate()
        elif isinstance(column, models.IntegerField):
            values[column.name] = 42
    return values


def filled(model: type[models.Model], word: str, **values: Any) -> Any:
    """Return an object of `model` with every column filled; texts say a word made from `word` and the column."""
    columns = filled_columns(model, word)
    kind = _LEAST[model](0).get("kind") if model in _LEAST else None
    columns |= {"kind": kind} if kind else {}
    if model in {CaseStudy, Story}:
        columns["url"] = ""
    thing = make(model, **{**columns, **values})
    if isinstance(thing, Event):
        said = f"{word}role"
        role(thing, f"Person {said}person", affiliation=f"House {said}affiliation")
    if isinstance(thing, EditorialPage):
        section(thing, f"Heading {word}sectionheading", body=f"<p>Text {word}sectionbody</p>")
    return thing


def country(code: str) -> Country:
    """Return a country of the list that every database has."""
    return Country.objects.get(code=code)


def language(code: str) -> Language:
    """Return a language of the list that every database has."""
    return Language.objects.get(code=code)


def set_state(thing: Publishable, state: str, published_at: datetime.datetime | None) -> None:
    """Write state and date past all functions, to reach what they do not make."""
    base = type(thing).slug_model()
    base._base_manager.filter(pk=thing.pk).update(state=state, published_at=published_at)
    thing.state, thing.published_at = State(state), published_at
