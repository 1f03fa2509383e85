"""What lists of the directory can be narrowed by."""

from django.utils.translation import gettext_lazy as _

from resource_centre.search.filters import (
    ChoicesFacet,
    CountryFacet,
    LanguageFacet,
    NarrowingFilterSet,
    VocabularyFacet,
)
from resource_centre.vocabularies.models import SupportType

from .models import Activity, Organisation

_ORDERS = (("title", _("Name A to Z"), "by_title"), ("newest", _("Newest"), "newest"))


class OrganisationFilterSet(NarrowingFilterSet):
    """Filters of the list of organisations."""

    orders = _ORDERS

    country = CountryFacet("country", _("Country"))
    type = VocabularyFacet("support_types__slug", _("Type of support"), SupportType)
    kind = ChoicesFacet("kind", _("Kind of organisation"), Organisation.Kind.choices)
    language = LanguageFacet("languages__code", _("Language"))
    reach = ChoicesFacet("reach", _("Reach"), Organisation.Reach.choices)


class ActivityFilterSet(NarrowingFilterSet):
    """Filters of the list of activities."""

    orders = _ORDERS

    country = CountryFacet("countries__code", _("Country"))
    type = VocabularyFacet("support_types__slug", _("Type of support"), SupportType)
    kind = ChoicesFacet("kind", _("Kind of activity"), Activity.Kind.choices)
    format = ChoicesFacet("format", _("How people meet"), Activity.Format.choices)
    language = LanguageFacet("languages__code", _("Language"))
