"""The staff desk of the mail: whether letters leave. It shows no address, no link and nothing of what is written."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from .models import Bounce, Letter


@admin.register(Letter)
class LetterAdmin(admin.ModelAdmin[Letter]):
    """Letters that wait, and those of the last weeks: for reading."""

    list_display = ("name", "language", "created_at", "due_at", "attempts", "outcome", "ended_at")
    list_filter = ("name", "outcome", ("ended_at", admin.EmptyFieldListFilter))
    fields = list_display
    ordering = ("-created_at",)
    list_per_page = 50
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Say no: letters are posted by what happens on the site."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no: letters end by themselves."""
        return False


@admin.register(Bounce)
class BounceAdmin(admin.ModelAdmin[Bounce]):
    """Addresses from which letters came back. Staff delete a note where they know that the address works again."""

    list_display = ("code", "noticed_at")
    fields = list_display
    readonly_fields = list_display
    list_filter = ("code",)
    ordering = ("-noticed_at",)
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Say no: the mail server says which addresses do not work."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no."""
        return False
