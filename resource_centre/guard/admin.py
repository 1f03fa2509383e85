"""The staff desk of the guard: the words that make the site ask."""

from django.contrib import admin

from .models import Phrase


@admin.register(Phrase)
class PhraseAdmin(admin.ModelAdmin[Phrase]):
    """Words about which the site asks."""

    list_display = ("text", "kind", "language")
    list_filter = ("kind", "language")
    search_fields = ("text",)
    list_per_page = 100
