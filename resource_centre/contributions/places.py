"""Which page of the site a path leads to, and which record is on it. What the public may not see is not found."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import get_language_from_path

from resource_centre.publishing.models import Publishable
from resource_centre.publishing.views import PublishedDetailView
from resource_centre.text import one_line
from resource_centre.vocabularies.models import Country

MAX_PATH = 300
#: Parts of the site whose pages people read. The staff desk, private pages and files are none.
_ROOMS = {
    "library", "organisations", "activities", "events", "countries", "support_types", "topics", "pages",
    "correspondence",
}  # fmt: skip
_READ = {"glossary"}
#: Addresses that lead elsewhere at once.
_PASSED_THROUGH = {"pages:leave", "pages:country"}


@dataclass(frozen=True)
class Place:
    """A page of the site, and the record that is on it, if it is about one."""

    path: str
    record: Publishable | None = None


def place_of(asked: str) -> Place | None:
    """Return the public page at a path, or None where there is none that everybody may see."""
    path = one_line(asked, MAX_PATH + 1).partition("?")[0].partition("#")[0]
    if not path.startswith("/") or path.startswith("//") or len(path) > MAX_PATH:
        return None
    with translation.override(get_language_from_path(path) or settings.LANGUAGE_CODE):
        try:
            match = resolve(path)
        except Resolver404:
            return None
    view: Any = getattr(match.func, "view_class", None)
    known = (match.namespace in _ROOMS or match.view_name in _READ) and match.view_name not in _PASSED_THROUGH
    if view is None or not known or "token" in match.kwargs:
        return None
    if not issubclass(view, PublishedDetailView):
        return Place(path)
    record = view.model._default_manager.published().filter(slug=match.kwargs["slug"]).first()
    if record is not None:
        return Place(path, getattr(record, "detail", record))
    # A page with an address of its own stands even where staff have not written its text.
    return Place(path) if match.namespace == "pages" and match.view_name != "pages:editorial" else None


def country_of(record: Any) -> Country | None:
    """Return the country that a record is about, if it is about one."""
    if record is None:
        return None
    if hasattr(record, "country_id"):
        country: Country | None = record.country
        return country
    countries = list(record.countries.all()[:2]) if hasattr(record, "countries") else []
    return countries[0] if len(countries) == 1 else None
