"""The staff desk for the library: one desk for each part, and a list of everything for other forms to choose from."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from resource_centre.publishing.admin import PublishableAdmin, PublishableForm
from resource_centre.publishing.models import Publishable
from resource_centre.staff_forms import FORM_FIELDS, LINKS, PLACE, TEXT, short
from resource_centre.uploads import PdfField, RemadeImageField

from .kinds import Shelf, choices_on, kinds_on
from .models import DETAILS, CaseStudy, Item, Recording, Resource, Story
from .querysets import ItemQuerySet

COMMON = ("languages", "countries", "support_types", "topics", "organisations")
PICTURE = short(_("Picture"), "image", "image_description")


class ItemForm(PublishableForm):
    """The form of an item. Where a part of the library has one kind only, nobody is asked for it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        item = self.instance
        assert isinstance(item, Item)
        if item.shelf is not None and len(kinds := kinds_on(item.shelf)) == 1:
            item.kind = kinds[0]


class ShelfAdmin(PublishableAdmin):
    """The desk of one part of the library."""

    form = ItemForm
    columns: ClassVar[tuple[str, ...]] = ("kind", "year")
    filters: ClassVar[tuple[Any, ...]] = ("kind", "support_types", ("countries", admin.RelatedOnlyFieldListFilter))
    formfield_overrides = {
        **FORM_FIELDS,
        RemadeImageField: {
            "widget": AdminFileWidget(attrs={"accept": "image/jpeg,image/png,image/webp"}),
            "error_messages": {"invalid_image": _("Choose a picture of the type JPEG, PNG or WebP.")},
        },
        PdfField: {"widget": AdminFileWidget(attrs={"accept": "application/pdf"})},
    }

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the form field; for the kind, one that offers only the kinds of this part of the library."""
        shelf: Shelf = self.model.shelf
        if db_field.name == "kind":
            kwargs["choices"] = [("", "---------"), *choices_on(shelf)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)


@admin.register(Resource)
class ResourceAdmin(ShelfAdmin):
    """Works to read or use."""

    parts = (
        short(TEXT, "title", "slug", "summary", "body"),
        short(PLACE, "kind", "authors", "publisher", "year", "doi", *COMMON),
        short(LINKS, "url", "url_checked_on", "third_party_copy", "file", "rights"),
        PICTURE,
    )


@admin.register(CaseStudy)
class CaseStudyAdmin(ShelfAdmin):
    """Examples of practice."""

    columns = ("setting", "evidence_level", "year")
    filters = ("evidence_level", "support_types", ("countries", admin.RelatedOnlyFieldListFilter))
    parts = (
        short(TEXT, "title", "slug", "summary"),
        short(
            _("The trail"),
            "what_it_is",
            "how_it_works",
            "what_helped",
            "what_could_be_better",
            "what_others_can_take",
            "what_you_need",
        ),
        short(PLACE, "setting", "period", "evidence_level", "authors", "year", *COMMON),
        short(_("Rights"), "rights"),
        PICTURE,
    )


@admin.register(Recording)
class RecordingAdmin(ShelfAdmin):
    """Things to watch or listen to."""

    parts = (
        short(TEXT, "title", "slug", "summary", "body", "transcript"),
        short(PLACE, "kind", "authors", "publisher", "published_on", "year", "duration_minutes", "captions", *COMMON),
        short(LINKS, "url", "url_checked_on", "third_party_copy", "rights"),
        PICTURE,
    )


@admin.register(Story)
class StoryAdmin(ShelfAdmin):
    """Texts by or with people who lived it."""

    columns = ("byline", "year")
    filters = ("support_types", ("countries", admin.RelatedOnlyFieldListFilter))
    parts = (
        short(TEXT, "title", "slug", "byline", "content_note", "summary", "body"),
        short(PLACE, "authors", "year", *COMMON),
        short(_("Rights"), "rights"),
        PICTURE,
    )


@admin.register(Item)
class ItemAdmin(admin.ModelAdmin[Item]):
    """Everything in the library, only so that other forms can search in it. Each part has its own desk."""

    search_fields = ("title",)
    ordering = ("sort_key", "pk")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Item], search_term: str
    ) -> tuple[QuerySet[Item], bool]:
        """Return the items that hold every word."""
        assert isinstance(queryset, ItemQuerySet)
        return queryset.with_words(search_term), False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Say no, so that the index does not list it."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Say no: an item is made in its part of the library."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Publishable | None = None) -> bool:
        """Say no: an item is changed in its part of the library."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Publishable | None = None) -> bool:
        """Say no: an item is deleted in its part of the library."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Publishable | None = None) -> bool:
        """Say whether this member of staff may see items, or one part of the library."""
        names = ["item", *(str(detail._meta.model_name) for detail in DETAILS.values())]
        return any(request.user.has_perm(f"library.{act}_{name}") for name in names for act in ("view", "change"))
