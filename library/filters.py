"""What lists of the library can be narrowed by."""

from django.utils.translation import gettext_lazy as _

from resource_centre.search.filters import (
    ChoicesFacet,
    CountryFacet,
    LanguageFacet,
    NarrowingFilterSet,
    VocabularyFacet,
    YearFacet,
)
from resource_centre.vocabularies.models import SupportType, Topic

from .kinds import Kind


class ItemFilterSet(NarrowingFilterSet):
    """Filters of the library and of its parts."""

    orders = (
        ("year", _("Latest year"), "by_year"),
        ("newest", _("New in the library"), "newest"),
        ("title", _("Title A to Z"), "by_title"),
    )

    kind = ChoicesFacet("kind", _("Kind"), Kind.choices)
    topic = VocabularyFacet("topics__slug", _("Topic"), Topic)
    type = VocabularyFacet("support_types__slug", _("Type of support"), SupportType)
    language = LanguageFacet("languages__code", _("Language"))
    country = CountryFacet("countries__code", _("Country it is about"))
    year = YearFacet("year", _("Year"))
