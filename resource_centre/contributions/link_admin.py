"""The staff desk of web addresses: which ones do not open any more."""

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from .models import LinkCheck
from .review_views import address_of


@admin.register(LinkCheck)
class LinkCheckAdmin(admin.ModelAdmin[LinkCheck]):
    """Web addresses as a machine found them: the broken ones first, the longest broken before the others."""

    list_display = ("entry", "address", "failed_since", "status", "tried_at")
    list_display_links = None
    list_filter = (("failed_since", admin.EmptyFieldListFilter),)
    search_fields = ("address",)
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[LinkCheck]:
        """Return the checks with their records, in one query for each kind of record."""
        return super().get_queryset(request).select_related("content_type").prefetch_related("record")

    def get_ordering(self, request: HttpRequest) -> Any:
        """Return the order: what works comes last, on both databases."""
        return (F("failed_since").asc(nulls_last=True), "pk")

    @admin.display(description=gettext_lazy("entry"))
    def entry(self, obj: LinkCheck) -> str:
        """Return the record, as a link to its form."""
        record: Any = obj.record
        return format_html('<a href="{}">{}</a>', address_of(record), record) if record is not None else "–"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Say no: checks come by themselves."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: LinkCheck | None = None) -> bool:
        """Say no: what a check found is a fact."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LinkCheck | None = None) -> bool:
        """Say no: the next check would find the same."""
        return False
