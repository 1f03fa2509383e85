"""Numbers and lists that pages take from several rooms."""

from collections import Counter
from typing import Any

from django.db.models import Count

from events.models import Event
from library.models import Item
from organisations.models import Activity, Organisation
from resource_centre.vocabularies.models import Country


def entries_by_country() -> Counter[str]:
    """Return how many public organisations and activities each country has: two queries."""
    counts: Counter[str] = Counter()
    organisations = Organisation.objects.published().order_by().values_list("country").annotate(n=Count("pk"))
    activities = Activity.objects.published().order_by().values_list("countries").annotate(n=Count("pk"))
    for rows in (organisations, activities):
        for code, n in rows:
            if code:
                counts[code] += n
    return counts


def organisations_by_country() -> Counter[str]:
    """Return how many public organisations each country has: one query."""
    rows = Organisation.objects.published().order_by().values_list("country").annotate(n=Count("pk"))
    return Counter({code: n for code, n in rows if code})


def countries_by_name() -> list[Country]:
    """Return all countries in the order of their names in the reader's language."""
    return sorted(Country.objects.all(), key=lambda country: country.sort_name)


def things_about(**relation: Any) -> dict[str, Any]:
    """Return what is public about a support type or topic, each room with a few cards and its whole number.

    `relation` is one condition that every room knows, such as topics=topic.
    """
    rooms = {
        "items": Item.objects.published().filter(**relation).for_cards().by_year(),
        "organisations": Organisation.objects.published().filter(**relation).for_cards().by_title(),
        "activities": Activity.objects.published().filter(**relation).for_cards().by_title(),
        "events": Event.objects.published().filter(**relation).for_cards(),
    }
    return {name: {"count": records.count(), "records": records[:5]} for name, records in rooms.items()}
