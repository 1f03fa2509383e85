"""What may be in the catalogue, or in the queue, already."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from resource_centre.publishing.models import Publishable
from resource_centre.publishing.querysets import PublishedQuerySet
from resource_centre.text import fold

from .doors import door_of
from .forms import Answers
from .models import Contribution, Kind

#: So many are shown, so many records are looked at by name, and so many that have the same website.
MOST, MOST_NAMES, MOST_HOSTS = 6, 2000, 50
#: Names that share this much of their groups of three letters are similar (Dice's coefficient).
SIMILAR = 0.55
SAME_ADDRESS, SAME_HOST, SAME_NAME = _("same web address"), _("same website"), _("similar name")


@dataclass(frozen=True)
class Duplicate:
    """A record, or a contribution that waits, that may be the same thing."""

    thing: Any
    why: tuple[str | Promise, ...]
    waits: bool = False


def address_in(answers: Answers) -> str:
    """Return the web address that was given, if it is one for browsers."""
    [address] = (answers.get("url") or answers.get("website") or [""])[:1]
    text = str(address).strip()
    if text and "://" not in text:
        text = f"https://{text}"
    return text if text.lower().startswith(("https://", "http://")) and host_of(text) else ""


def host_of(address: str) -> str:
    """Return the host of a web address without "www.", or nothing where there is none."""
    try:
        parts = urlsplit(address)
        _port = parts.port  # raises for what is no number
    except ValueError:
        return ""
    return (parts.hostname or "").removeprefix("www.")


def likely_duplicates(contribution: Contribution) -> list[Duplicate]:
    """Return what may be the same thing, the likeliest first: at most six, with a bounded number of queries."""
    found = [*_records(contribution), *_contributions(contribution)]
    return sorted(found, key=lambda one: -len(one.why))[:MOST]


def similarity(one: str, other: str) -> float:
    """Return how much two folded texts share, from 0 to 1."""
    a, b = _trigrams(one), _trigrams(other)
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _trigrams(text: str) -> set[str]:
    padded = f"  {text[:120]} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)} if text else set()


def _plain(address: str) -> str:
    """Return an address without what may differ although the page is the same."""
    return address.split("://", 1)[-1].removeprefix("www.").split("#", 1)[0].rstrip("/").lower()


def _records(contribution: Contribution) -> Iterable[Duplicate]:
    model = door_of(contribution).model
    reasons: dict[int, list[str | Promise]] = {}
    records: PublishedQuerySet = model._default_manager.all()
    if contribution.object_id:
        records = records.exclude(pk=contribution.object_id)
    for pk, reason in _by_address(contribution, records):
        reasons.setdefault(pk, []).append(reason)
    title = fold(contribution.title)
    named = _where_it_is(contribution, records).order_by("-updated_at").values_list("pk", "sort_key")[:MOST_NAMES]
    for pk, name in named:
        if similarity(title, name) >= SIMILAR:
            reasons.setdefault(pk, []).append(SAME_NAME)
    likeliest = sorted(reasons, key=lambda pk: -len(reasons[pk]))[:MOST]
    known: dict[int, Publishable] = records.in_bulk(likeliest)
    return [Duplicate(known[pk], tuple(reasons[pk])) for pk in likeliest if pk in known]


def _by_address(contribution: Contribution, records: PublishedQuerySet) -> list[tuple[int, str | Promise]]:
    address = address_in(contribution.data)
    if not address:
        return []
    column = "website" if contribution.kind == Kind.ORGANISATION else "url"
    host = host_of(address)
    near = records.filter(Q(**{f"{column}__icontains": f"//{host}"}) | Q(**{f"{column}__icontains": f"//www.{host}"}))
    found = near.order_by("-updated_at").values_list("pk", column)[:MOST_HOSTS]
    same = [(pk, SAME_ADDRESS) for pk, other in found if _plain(other) == _plain(address)]
    known = {pk for pk, _reason in same}
    return [*same, *((pk, SAME_HOST) for pk, other in found if pk not in known and host_of(other) == host)]


def _where_it_is(contribution: Contribution, records: PublishedQuerySet) -> QuerySet[Any]:
    """Return the records of the same country, and those of none."""
    if contribution.kind == Kind.ORGANISATION:
        [where] = (contribution.data.get("where") or [""])[:1]
        return records.filter(country=where) if len(where) == 2 else records.filter(country=None)
    countries = [str(code) for code in contribution.data.get("countries") or []]
    if not countries:
        return records
    return records.filter(Q(countries__in=countries) | Q(countries=None)).distinct()


def _contributions(contribution: Contribution) -> Iterable[Duplicate]:
    """Return other contributions that wait and have nearly the same name."""
    title = fold(contribution.title)
    others = Contribution.objects.filter(kind=contribution.kind, state__in=Contribution.OPEN)
    near = others.exclude(pk=contribution.pk).order_by("-pk")[:200]
    return [Duplicate(one, (SAME_NAME,), waits=True) for one in near if similarity(title, fold(one.title)) >= SIMILAR]
