"""The staff desk for what staff keep as lists."""

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from taggit.models import Tag

from resource_centre.staff_forms import TEXT, DeskAdmin, short
from resource_centre.text import fold

from .cldr import country_name, language_name, own_language_name
from .models import Country, GlossaryTerm, Helpline, Language, SupportType, Topic

SOON = datetime.timedelta(days=30)

# Everything is tagged with our own topics; taggit's list would stay empty and mislead.
admin.site.unregister(Tag)


def codes_named(queryset: QuerySet[Any], words: str, *names: Callable[[str], str]) -> QuerySet[Any]:
    """Return the rows whose code, or whose name by one of `names`, holds `words`. Names are not in the database."""
    wanted = fold(words)
    codes = [
        code
        for code in queryset.values_list("code", flat=True)
        if any(wanted in fold(text) for text in (code, *(name(code) for name in names)))
    ]
    return queryset.filter(code__in=codes)


@admin.register(Language)
class LanguageAdmin(admin.ModelAdmin[Language]):
    """Languages."""

    list_display = ("name", "own_name", "code")
    search_fields = ("code",)
    ordering = ("code",)

    def get_readonly_fields(self, request: HttpRequest, obj: Language | None = None) -> tuple[str, ...]:
        """Return that the code of a language that is in use stays as it is."""
        return ("code",) if obj else ()

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Language], search_term: str
    ) -> tuple[QuerySet[Language], bool]:
        """Return the languages with these words in their code or name."""
        return codes_named(queryset, search_term, language_name, own_language_name), False


@admin.register(Country)
class CountryAdmin(DeskAdmin):
    """Countries, with what is known about peer workers there."""

    list_display = ("name", "code", "in_europe", "written", "reviewed_on")
    list_filter = ("in_europe",)
    search_fields = ("code",)
    fieldsets = (
        short(gettext_lazy("Country"), "code", "in_europe"),
        short(
            gettext_lazy("Peer workers there"),
            ("role_title", "role_title_language"),
            "recognised_since",
            "legal_position",
            "training_routes",
            "pay",
            "missing",
        ),
        short(gettext_lazy("Sources and review"), "sources", "reviewed_on", "last_change"),
    )

    def desk_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Return that the code of a country that is in use stays as it is."""
        return ("code", "last_change") if obj else ("last_change",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Country], search_term: str
    ) -> tuple[QuerySet[Country], bool]:
        """Return the countries with these words in their code or name."""
        return codes_named(queryset, search_term, country_name), False

    @admin.display(description=gettext_lazy("something is written"), boolean=True)
    def written(self, obj: Country) -> bool:
        """Return whether anything is written about peer workers in this country."""
        return obj.has_profile


@admin.register(SupportType)
class SupportTypeAdmin(DeskAdmin):
    """Ways in which people support each other."""

    list_display = ("name", "level", "order")
    list_filter = ("level",)
    search_fields = ("name", "short_description")
    slug_from = "name"
    readonly_fields = ("last_change",)
    fieldsets = (
        short(TEXT, "name", "slug", "short_description", "description"),
        short(pgettext_lazy("of a support type", "Place in the list"), "level", "order", "picture"),
        short(gettext_lazy("Sources"), "sources", "last_change"),
    )


@admin.register(Topic)
class TopicAdmin(DeskAdmin):
    """Subjects: the one list that everything is tagged with."""

    list_display = ("name", "group", "scope_note")
    list_filter = ("group",)
    search_fields = ("name", "scope_note", "synonyms")
    slug_from = "name"
    fields = ("name", "slug", "group", "scope_note", "synonyms", "last_change")
    readonly_fields = ("last_change",)


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(DeskAdmin):
    """Words, explained."""

    list_display = ("term", "abbreviation")
    search_fields = ("term", "abbreviation")
    slug_from = "term"
    fields = ("term", "slug", "abbreviation", "definition", "related", "sources", "last_change")
    readonly_fields = ("last_change",)


class ShownFilter(admin.SimpleListFilter):
    """Narrows the list of helplines to those that are shown, will not be for long, or are not."""

    title = pgettext_lazy("of a helpline", "shown to the public")
    parameter_name = "shown"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the choices."""
        return [
            ("yes", gettext_lazy("Shown now")),
            ("soon", gettext_lazy("Shown, check again within 30 days")),
            ("no", gettext_lazy("Not shown: needs checking")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the helplines that the choice names."""
        if self.value() == "yes":
            return queryset.filter(shown=True)
        if self.value() == "soon":
            return queryset.filter(shown=True, valid_until__lte=timezone.localdate() + SOON)
        if self.value() == "no":
            return queryset.filter(shown=False)
        return queryset


@admin.register(Helpline)
class HelplineAdmin(DeskAdmin):
    """Numbers to call. Each is shown only while somebody's check of it is valid."""

    list_display = ("name", "number", "country", "kind", "shown_now", "verified_on", "valid_until")
    list_filter = (ShownFilter, "kind", ("country", admin.RelatedOnlyFieldListFilter))
    search_fields = ("name", "number", "coverage")
    actions = ("checked_today",)
    readonly_fields = ("last_change",)
    fieldsets = (
        short(gettext_lazy("Number"), "kind", "country", "name", "number", "coverage"),
        short(gettext_lazy("For callers"), "languages", "hours", "cost", "note"),
        short(gettext_lazy("Check"), "sources", "verified_on", "valid_until", "last_change"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Helpline]:
        """Return the helplines, each with whether it is shown now."""
        lines: QuerySet[Helpline] = super().get_queryset(request)
        return lines.annotate(shown=Exists(Helpline.objects.valid().filter(pk=OuterRef("pk"))))

    @admin.display(description=gettext_lazy("shown now"), boolean=True, ordering="shown")
    def shown_now(self, obj: Any) -> bool:
        """Return whether the public sees this number now."""
        return bool(obj.shown)

    @admin.action(permissions=["change"], description=gettext_lazy("Checked today with the provider"))
    def checked_today(self, request: HttpRequest, queryset: QuerySet[Helpline]) -> None:
        """Note the check of each number, so that it is shown for the next half year."""
        count = 0
        for line in queryset:
            versioned: Any = line
            versioned._history_user = request.user
            versioned._change_reason = "Checked with the provider."
            line.verified_on, line.valid_until = timezone.localdate(), None
            line.save()
            self.log_change(request, line, "Checked with the provider.")
            count += 1
        done = ngettext(
            "%(count)d number is marked as checked today.", "%(count)d numbers are marked as checked today.", count
        )
        self.message_user(request, done % {"count": count}, messages.SUCCESS)
