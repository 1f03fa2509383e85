"""The staff desk for events."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from resource_centre.publishing.admin import PublishableAdmin, PublishableForm
from resource_centre.staff_forms import LINKS, PLACE, TEXT, short

from .models import Event, Role, Series


class EventForm(PublishableForm):
    """The form of an event. The year follows from the first day where that is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "year" in self.fields:
            self.fields["year"].required = False
            self.fields["year"].help_text = gettext_lazy("Only if the first day is not known.")

    def clean(self) -> dict[str, Any]:
        """Return the answers with the year filled in. An event with neither year nor day gets an error."""
        answers: dict[str, Any] = super().clean() or self.cleaned_data
        if answers.get("year") is None and "year" not in self.errors:
            if day := answers.get("start_date"):
                answers["year"] = day.year
            else:
                self.add_error("year", _("Give the year, or the first day."))
        return answers


class RoleInline(admin.TabularInline[Role, Event]):
    """Who does what."""

    model = Role
    extra = 1
    autocomplete_fields = ("organisation",)


@admin.register(Event)
class EventAdmin(PublishableAdmin):
    """Events, from announcement to recap."""

    form = EventForm
    inlines = (RoleInline,)
    columns = ("kind", "starts", "status", "series")
    filters = ("status", "kind", "format", "has_recap", ("series", admin.RelatedOnlyFieldListFilter))
    parts = (
        short(TEXT, "title", "slug", "alternative_titles", "summary", "programme"),
        short(
            gettext_lazy("When"),
            ("start_date", "start_time"),
            ("end_date", "end_time"),
            "time_zone",
            "year",
            "date_note",
            "status",
            ("series", "series_order"),
        ),
        short(PLACE, "kind", "format", "place", "countries", "organiser", "languages", "support_types", "topics"),
        short(
            gettext_lazy("Taking part"),
            "registration",
            "registration_url",
            "registration_closes_at",
            "capacity",
            "joining_address",
            "access_notes",
        ),
        short(LINKS, "url"),
        short(gettext_lazy("Afterwards"), "recap", "recordings", "materials"),
    )

    @admin.display(description=gettext_lazy("starts"), ordering="starts_at")
    def starts(self, obj: Event) -> Any:
        """Return the first day, or the year where the day is not known."""
        return obj.start_date or obj.year


@admin.register(Series)
class SeriesAdmin(PublishableAdmin):
    """Series of events."""

    parts = (short(TEXT, "title", "slug", "summary", "description"),)
