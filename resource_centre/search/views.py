"""The list that can be narrowed: the same view for every room."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import ListView

from resource_centre.publishing.querysets import PublishedQuerySet
from resource_centre.text import one_line

from .filters import NarrowingFilterSet

PAGE_SIZE = 20


def query_string(parameters: QueryDict) -> str:
    """Return parameters as they stand in an address, with the question mark, or nothing."""
    return f"?{parameters.urlencode()}" if parameters else ""


class NarrowedListView(ListView[Any]):
    """A list with words, facets, chips, orders and pages, all in the address. A constant number of queries."""

    filterset_class: type[NarrowingFilterSet]
    filterset: NarrowingFilterSet
    paginate_by = PAGE_SIZE

    def get_records(self) -> PublishedQuerySet:
        """Return the public records that this list can show."""
        assert self.model is not None
        records: PublishedQuerySet = self.model._default_manager.all()
        return records.published()

    def get_queryset(self) -> PublishedQuerySet:
        """Return the records that fit the address."""
        self.filterset = self.filterset_class(self.request.GET, self.get_records())
        return self.filterset.qs

    def paginate_queryset(self, queryset: Any, page_size: int) -> tuple[Paginator[Any], Page[Any], Any, bool]:
        """Return the page that the address asks for: the first for nonsense, the last for one too far."""
        paginator = self.get_paginator(queryset, page_size)
        wanted = one_line(self.request.GET.get("page", ""), 9)
        page = paginator.get_page(int(wanted) if wanted.isascii() and wanted.isdigit() and int(wanted) else 1)
        return paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add facets, chips, orders and addresses of other pages."""
        context = super().get_context_data(**kwargs)
        filters = self.filterset
        paginator: Paginator[Any] = context["paginator"]
        page: Page[Any] = context["page_obj"]
        chips = self.chips()
        return context | {
            "facets": filters.facets(),
            "chips": chips,
            "keep": [*filters.choices_on, *(("sort", value, None) for value in self.only("sort").values())],
            "clear_address": self.address_of(self.only("q", "sort")),
            "words": filters.words,
            "unknown": filters.unknown,
            "orders": self.order_links(),
            "order": filters.order,
            "kept_order": filters.kept_order,
            "found_text": self.found_text(paginator.count),
            "is_narrowed": bool(chips or filters.words),
            "page_links": self.page_links(page),
            "is_first_page": page.number == 1,
        }

    def only(self, *names: str) -> QueryDict:
        """Return the known parameters of the address that are called one of `names`."""
        kept = QueryDict(mutable=True)
        if "q" in names and self.filterset.words:
            kept["q"] = self.filterset.words
        for name, value, _label in self.filterset.choices_on:
            if name in names:
                kept.appendlist(name, value)
        if "sort" in names and self.filterset.kept_order:
            kept["sort"] = self.filterset.kept_order
        return kept

    def everything(self) -> QueryDict:
        """Return all known parameters of the address but the page."""
        return self.only("q", "sort", *self.filterset.facet_filters)

    def address_of(self, parameters: QueryDict) -> str:
        """Return this list's address with other parameters."""
        return self.request.path + query_string(parameters)

    def chips(self) -> list[dict[str, Any]]:
        """Return one chip for each choice that is on, with the address that takes it off."""
        found = []
        for name, value, label in self.filterset.choices_on:
            rest = self.everything()
            rest.setlist(name, [other for other in rest.getlist(name) if other != value])
            found.append({"label": label, "address": self.address_of(rest)})
        return found

    def order_links(self) -> list[dict[str, Any]]:
        """Return the orders that the list offers, with their addresses."""
        links = []
        for value, label, _method in self.filterset.orders:
            parameters = self.everything()
            parameters.pop("sort", None)
            if value != self.filterset.orders[0][0]:
                parameters["sort"] = value
            links.append(
                {"label": label, "address": self.address_of(parameters), "current": value == self.filterset.order}
            )
        return links

    def page_links(self, page: Page[Any]) -> list[dict[str, Any]]:
        """Return the pages to link to: the first, the last and those around this one; gaps between are empty."""
        links = []
        for number in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
            parameters = self.everything()
            if isinstance(number, int) and number > 1:
                parameters["page"] = str(number)
            links.append(
                {
                    "number": number if isinstance(number, int) else None,
                    "address": self.address_of(parameters),
                    "current": number == page.number,
                    "next": number == page.number + 1,
                }
            )
        return links

    def found_text(self, count: int) -> str:
        """Return how many things the list found, in words."""
        if self.filterset.words:
            text = ngettext("%(n)s result for “%(words)s”", "%(n)s results for “%(words)s”", count)
            return text % {"n": count, "words": self.filterset.words}
        if count == 0:
            return _("Nothing found")
        return ngettext("%(n)s result", "%(n)s results", count) % {"n": count}
