"""What lists of events can be narrowed by."""

from django.utils.translation import gettext_lazy as _

from resource_centre.search.filters import (
    ChoicesFacet,
    CountryFacet,
    LanguageFacet,
    NarrowingFilterSet,
    VocabularyFacet,
    YearFacet,
)
from resource_centre.vocabularies.models import Topic

from .models import Event


class EventFilterSet(NarrowingFilterSet):
    """Filters of the lists of events."""

    kind = ChoicesFacet("kind", _("Kind"), Event.Kind.choices)
    format = ChoicesFacet("format", _("Format"), Event.Format.choices)
    language = LanguageFacet("languages__code", _("Language"))
    country = CountryFacet("countries__code", _("Country"))
    topic = VocabularyFacet("topics__slug", _("Topic"), Topic)
    year = YearFacet("year", _("Year"))


class UpcomingFilterSet(EventFilterSet):
    """Events to come, the next one first."""

    orders = (("date", _("Next first"), "upcoming"), ("title", _("Title A to Z"), "by_title"))


class PastFilterSet(EventFilterSet):
    """Events that are over, the latest first."""

    orders = (("date", _("Latest first"), "past"), ("title", _("Title A to Z"), "by_title"))
