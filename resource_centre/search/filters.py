"""Narrowing of lists by the query string: django-filter parses it, facets say what there is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import django_filters
from babel import Locale
from django import forms
from django.db.models import Count, Model, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from resource_centre.publishing.querysets import MAX_QUERY, PublishedQuerySet
from resource_centre.text import fold, one_line
from resource_centre.vocabularies import cldr

MAX_VALUES = 40
SHOWN = 4
COUNTRY_CODE = 2


@dataclass(frozen=True)
class Label:
    """What a value of a facet is called, and in which language."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Option:
    """One box of a facet."""

    value: str
    label: Label
    count: int
    chosen: bool


@dataclass
class Facet:
    """One group of boxes, with the chosen and commonest ones first."""

    name: str
    label: str | Promise
    first: list[Option] = field(default_factory=list)
    more: list[Option] = field(default_factory=list)

    @property
    def options(self) -> list[Option]:
        """All boxes."""
        return self.first + self.more

    @property
    def chosen(self) -> list[Option]:
        """The boxes that are ticked."""
        return [option for option in self.options if option.chosen]


class ValuesField(forms.MultipleChoiceField):
    """The values of one parameter: repeated, trimmed, each once, at most forty."""

    def to_python(self, value: Any) -> list[str]:
        """Return the values as they stand in the address."""
        cleaned = (one_line(str(part), 80) for part in (value or [])[:MAX_VALUES])
        return list(dict.fromkeys(part for part in cleaned if part))

    def validate(self, value: list[str]) -> None:
        """Accept every value: those that nobody knows are left out when the list is narrowed, and named."""


class FacetFilter(django_filters.MultipleChoiceFilter):
    """A parameter whose values narrow a list: any of the chosen ones."""

    field_class = ValuesField

    def __init__(self, lookup: str, label: str | Promise, labels: Callable[[], Mapping[Any, Label]]) -> None:
        super().__init__(field_name=lookup, label=label, choices=())
        self.lookup = lookup
        self.labels = labels
        #: How a value is written in the address, and back.
        self.write: Callable[[Any], str] = str
        self.read: Callable[[str], Any] = str

    @property
    def many(self) -> bool:
        """Whether the column lies behind a relation with several rows for each record."""
        return "__" in self.lookup

    def narrow(self, records: PublishedQuerySet, values: Iterable[Any]) -> PublishedQuerySet:
        """Return the records that have any of `values`, each once."""
        condition = {f"{self.lookup}__in": list(values)}
        if not self.many:
            return records.filter(**condition)
        model: type[Model] = records.model
        return records.filter(pk__in=model._base_manager.filter(**condition).values("pk"))

    def counts(self, records: QuerySet[Any]) -> dict[Any, int]:
        """Return how many of `records` have each value: one query."""
        rows = records.order_by().values_list(self.lookup).annotate(n=Count("pk", distinct=True))
        return {value: n for value, n in rows if value not in (None, "")}


class CountryFacet(FacetFilter):
    """Countries by their codes, lower case in addresses."""

    def __init__(self, lookup: str, label: str | Promise) -> None:
        super().__init__(lookup, label, lambda: _country_labels(str(cldr.reader())))
        self.write = str.lower
        self.read = str.upper


class LanguageFacet(FacetFilter):
    """Languages by their codes."""

    def __init__(self, lookup: str, label: str | Promise) -> None:
        super().__init__(lookup, label, lambda: _language_labels(str(cldr.reader())))


class YearFacet(FacetFilter):
    """Years, the latest first."""

    def __init__(self, lookup: str, label: str | Promise) -> None:
        super().__init__(lookup, label, lambda: _YEARS)
        self.read = lambda text: int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


class ChoicesFacet(FacetFilter):
    """Choices of a column."""

    def __init__(self, lookup: str, label: str | Promise, choices: Iterable[tuple[str, str | Promise]]) -> None:
        fixed = list(choices)
        super().__init__(lookup, label, lambda: {value: Label(str(text)) for value, text in fixed})


class VocabularyFacet(FacetFilter):
    """Records of a vocabulary, by their slugs. Their names are content and stay in English."""

    def __init__(self, lookup: str, label: str | Promise, model: type[Model]) -> None:
        super().__init__(
            lookup,
            label,
            lambda: {slug: Label(name, "en") for slug, name in model._default_manager.values_list("slug", "name")},
        )


_YEARS = {year: Label(str(year)) for year in range(1900, 2101)}


#: Two-letter codes that CLDR has for unions, for tests and for the unknown.
_NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


@lru_cache(maxsize=16)
def _country_labels(_reader: str) -> dict[str, Label]:
    codes = [str(code) for code in Locale("en").territories if code not in _NO_COUNTRIES]
    return {code: Label(cldr.country_name(code)) for code in codes if len(code) == COUNTRY_CODE and code.isalpha()}


@lru_cache(maxsize=16)
def _language_labels(_reader: str) -> dict[str, Label]:
    return {str(code): Label(cldr.language_name(str(code))) for code in Locale("en").languages}


class NarrowingFilterSet(django_filters.FilterSet):
    """Base of every room's filters: words, facets and an order, all from the address."""

    q = django_filters.CharFilter(label=_("Words"), method="no_filter")

    #: The orders that the list offers: value in the address, what the visitor reads, method of the queryset.
    orders: tuple[tuple[str, str | Promise, str], ...] = (
        ("newest", _("Newest"), "newest"),
        ("title", _("Title A to Z"), "by_title"),
    )

    def __init__(self, data: QueryDict, queryset: PublishedQuerySet) -> None:
        super().__init__(data=data, queryset=queryset)
        self.all_records = queryset
        self.words = one_line(data.get("q", ""), MAX_QUERY)
        self.facet_filters = {
            name: parameter for name, parameter in self.filters.items() if isinstance(parameter, FacetFilter)
        }
        self.labels = {name: parameter.labels() for name, parameter in self.facet_filters.items()}
        self.chosen: dict[str, list[Any]] = {}
        self.unknown: list[str] = []
        for name, parameter in self.facet_filters.items():
            self.chosen[name] = []
            for text in ValuesField().to_python(data.getlist(name)):
                value = parameter.read(text)
                if value in self.labels[name]:
                    self.chosen[name].append(value)
                else:
                    self.unknown.append(text)
        wanted = data.get("sort", "")
        self.order = wanted if wanted in {value for value, _label, _method in self.orders} else self.orders[0][0]

    @property
    def kept_order(self) -> str:
        """The order as an address has to name it: nothing where it is the usual one."""
        return "" if self.order == self.orders[0][0] else self.order

    def no_filter(self, records: QuerySet[Any], _name: str, _value: Any) -> QuerySet[Any]:
        """Leave the records as they are: words and facets are applied by `narrowed`."""
        return records

    def narrowed(self, without: str = "") -> PublishedQuerySet:
        """Return the records that fit the words and every facet, but for the facet `without`."""
        records = self.all_records.with_words(self.words) if self.words else self.all_records
        for name, values in self.chosen.items():
            if values and name != without:
                records = self.facet_filters[name].narrow(records, values)
        return records

    @property
    def qs(self) -> PublishedQuerySet:
        """The narrowed records in the order that the address asks for."""
        method = next(method for value, _label, method in self.orders if value == self.order)
        ordered: PublishedQuerySet = getattr(self.narrowed(), method)()
        return ordered

    def facets(self) -> list[Facet]:
        """Return the facets with their counts: one query each. A facet's counts leave its own choice aside."""
        return [facet for name in self.facet_filters if len((facet := self._facet(name)).options) > 0]

    def _facet(self, name: str) -> Facet:
        parameter, labels, chosen = self.facet_filters[name], self.labels[name], self.chosen[name]
        counts = parameter.counts(self.narrowed(without=name))
        options = [
            Option(parameter.write(value), labels[value], counts.get(value, 0), value in chosen)
            for value in dict.fromkeys([*counts, *chosen])
            if value in labels
        ]
        if isinstance(parameter, YearFacet):
            options.sort(key=lambda option: (not option.chosen, -int(option.value)))
        else:
            options.sort(key=lambda option: (not option.chosen, -option.count, fold(option.label.text)))
        shown = max(SHOWN, sum(option.chosen for option in options))
        first, more = options[:shown], options[shown:]
        if not isinstance(parameter, YearFacet):
            more.sort(key=lambda option: fold(option.label.text))
        return Facet(name, parameter.label, first, more)

    @property
    def choices_on(self) -> list[tuple[str, str, Label]]:
        """What is ticked: name of the parameter, value in the address, label."""
        return [
            (name, self.facet_filters[name].write(value), self.labels[name][value])
            for name, values in self.chosen.items()
            for value in values
        ]
