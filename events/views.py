"""Public pages of the events."""

from typing import Any

from django.utils.translation import gettext

from resource_centre.publishing.views import PublishedDetailView
from resource_centre.search.filters import NarrowingFilterSet
from resource_centre.search.views import NarrowedListView

from .filters import PastFilterSet, UpcomingFilterSet
from .models import Event, Series
from .querysets import EventQuerySet


class EventListView(NarrowedListView):
    """Events to come, narrowed by the address. Some past ones follow, so that the page is never empty."""

    model = Event
    filterset_class: type[NarrowingFilterSet] = UpcomingFilterSet
    template_name = "events/event_list.html"
    past = False

    def get_records(self) -> EventQuerySet:
        """Return the public events of this side of now with what their cards show."""
        events = Event.objects.published().for_cards()
        return events.past() if self.past else events.upcoming()

    def found_text(self, count: int) -> str:
        """Say so where no event is planned at all."""
        if count == 0 and not self.past and not self.filterset.words and not self.filterset.choices_on:
            return gettext("No event is planned at the moment")
        return super().found_text(count)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the numbers for the tabs, and past events below the upcoming ones."""
        events = Event.objects.published()
        upcoming, past = events.upcoming().count(), events.past().count()
        return super().get_context_data(
            past=self.past,
            upcoming_count=upcoming,
            past_count=past,
            latest=[] if self.past else events.past().for_cards()[:3],
            **kwargs,
        )


class PastEventListView(EventListView):
    """Events that are over."""

    filterset_class = PastFilterSet
    past = True


class EventDetailView(PublishedDetailView):
    """The page of an event, from announcement to recap."""

    model = Event

    def get_queryset(self) -> EventQuerySet:
        """Return the events that the visitor may see."""
        records: EventQuerySet = super().get_queryset()  # type: ignore[assignment]  # the manager's own class
        return records.select_related("series", "organiser").prefetch_related(
            "languages", "countries", "support_types", "topics", "roles__organisation"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add series, organiser, recordings, materials and neighbours, as far as they are public."""
        event: Event = self.object
        series = event.series if event.series and event.series.is_public else None
        organiser = event.organiser if event.organiser and event.organiser.is_public else None
        return super().get_context_data(
            series=series,
            series_events=series.events.published().order_by("series_order", "starts_at") if series else [],
            organiser=organiser,
            recordings=event.recordings.published().for_cards(),
            materials=event.materials.published().for_cards().by_title(),
            **kwargs,
        )


class SeriesDetailView(PublishedDetailView):
    """The page of a series of events."""

    model = Series

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the public events of the series in their order."""
        events = self.object.events.published().for_cards().order_by("series_order", "starts_at", "pk")
        return super().get_context_data(events=events, **kwargs)
