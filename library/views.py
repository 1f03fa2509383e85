"""Public pages of the library."""

from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from resource_centre.publishing.querysets import public
from resource_centre.publishing.views import PublishedDetailView
from resource_centre.search.views import NarrowedListView

from .filters import ItemFilterSet
from .kinds import RULES, Kind, Shelf
from .models import Item, Recording, Resource
from .querysets import ItemQuerySet

_HEADINGS: dict[Shelf | None, tuple[str | Promise, str | Promise]] = {
    None: (_("Library"), _("Search guides, case studies, recordings and research")),
    Shelf.RESOURCES: (_("Resources"), _("Search guides, studies, toolkits and books")),
    Shelf.CASE_STUDIES: (_("Case studies"), _("Search case studies")),
    Shelf.RECORDINGS: (_("Recordings"), _("Search videos, podcasts and webinars")),
    Shelf.STORIES: (_("Stories"), _("Search stories")),
}


class ItemListView(NarrowedListView):
    """The library, or one part of it, narrowed by the address."""

    model = Item
    filterset_class = ItemFilterSet
    template_name = "library/item_list.html"
    shelf: Shelf | None = None

    def get_records(self) -> ItemQuerySet:
        """Return the public items of this part of the library with what their cards show."""
        items = Item.objects.published().for_cards()
        return items.on_shelf(self.shelf) if self.shelf else items

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the heading of this part of the library and the other parts."""
        heading, search_label = _HEADINGS[self.shelf]
        return super().get_context_data(
            heading=heading, search_label=search_label, shelf=self.shelf, shelves=shelves_with_counts(), **kwargs
        )


def shelves_with_counts() -> list[dict[str, Any]]:
    """Return the parts of the library that hold something public, with their numbers: one query."""
    rows = dict(Item.objects.published().order_by().values_list("kind").annotate(n=Count("pk")))
    found = []
    for shelf in Shelf:
        count = sum(n for kind, n in rows.items() if RULES[Kind(kind)].shelf == shelf)
        if count:
            found.append({"shelf": shelf, "label": shelf.label, "count": count, "address": f"library:{shelf}"})
    return found


class ItemDetailView(PublishedDetailView):
    """The page of one item. Each part of the library has a template of its own."""

    model = Item

    def get_queryset(self) -> ItemQuerySet:
        """Return the items that the visitor may see."""
        records: ItemQuerySet = super().get_queryset()  # type: ignore[assignment]  # the manager's own class
        return records.prefetch_related("languages", "countries", "support_types", "topics")

    def get_object(self, queryset: Any = None) -> Item:
        """Return the item with its detail table. Raises Http404 where there is none."""
        item: Item = super().get_object(queryset)
        try:
            detail = item.detail
        except ObjectDoesNotExist as error:  # a row of the catalogue that somebody made by hand
            raise Http404 from error
        vars(detail)["_prefetched_objects_cache"] = vars(item).get("_prefetched_objects_cache", {})
        return detail

    def get_template_names(self) -> list[str]:
        """Return the template of the part of the library in which the item stands."""
        return [f"library/{self.object._meta.model_name}_detail.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add organisations, events and other items, as far as they are public."""
        item: Item = self.object
        # Events stand to the right of the library: what points back is a reverse relation and needs no import.
        used_at = [item.used_at.published()]
        if isinstance(item, Recording):
            used_at.append(item.events.published())
        return super().get_context_data(
            item=item,
            organisations=item.organisations.published().by_title(),
            events=list(dict.fromkeys(event for events in used_at for event in events)),
            close=close_to(item),
            **kwargs,
        )


def close_to(item: Item) -> ItemQuerySet:
    """Return up to three public items that share the most topics with `item`."""
    topics = [topic.pk for topic in item.topics.all()]
    found: ItemQuerySet = (
        Item.objects.published()
        .filter(topics__in=topics)
        .exclude(pk=item.pk)
        .annotate(shared=Count("topics", filter=Q(topics__in=topics)))
        .order_by("-shared", "sort_key", "pk")
        .for_cards()[:3]
    )
    return found


def item_image(request: HttpRequest, slug: str) -> FileResponse:
    """Answer with the picture of a public item. Raises Http404 where there is none."""
    item = get_object_or_404(Item.objects.filter(public()), slug=slug)
    if not item.image:
        raise Http404
    return _file(item.image, "image/webp", as_attachment=False)


def resource_file(request: HttpRequest, slug: str) -> FileResponse:
    """Answer with the document of a public resource, to be saved. Raises Http404 where there is none."""
    resource = get_object_or_404(Resource.objects.filter(public()), slug=slug)
    if not resource.file:
        raise Http404
    return _file(resource.file, "application/pdf", as_attachment=True, name=f"{slug}.pdf")


def _file(stored: Any, content_type: str, *, as_attachment: bool, name: str = "") -> FileResponse:
    try:
        opened = stored.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(opened, content_type=content_type, as_attachment=as_attachment, filename=name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
