"""What search engines may find outside the rooms."""

from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse

from resource_centre.publishing.sitemaps import PublishedSitemap, SiteSitemap
from resource_centre.vocabularies.models import Country, SupportType, Topic

from .models import EditorialPage


class EditorialPageSitemap(PublishedSitemap):
    """The site's own pages."""

    model = EditorialPage


class ListSitemap(SiteSitemap):
    """Lists and other pages that always stand."""

    def items(self) -> list[str]:
        """Return the names of the addresses."""
        return [
            "library:list",
            "library:resources",
            "library:case-studies",
            "library:recordings",
            "library:stories",
            "organisations:list",
            "activities:list",
            "events:list",
            "events:past",
            "countries:list",
            "support_types:list",
            "topics:list",
            "glossary",
            "pages:site-map",
        ]

    def location(self, item: str) -> str:
        """Return the address."""
        return reverse(item)


class _VocabularySitemap(SiteSitemap):
    model: type[Model]

    def items(self) -> QuerySet[Any]:
        """Return the records of the vocabulary."""
        return self.model._default_manager.order_by("pk")


class CountrySitemap(_VocabularySitemap):
    """Countries."""

    model = Country


class SupportTypeSitemap(_VocabularySitemap):
    """Support types."""

    model = SupportType


class TopicSitemap(_VocabularySitemap):
    """Topics."""

    model = Topic
