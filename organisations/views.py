"""Public pages of the directory."""

from typing import Any

from resource_centre.publishing.views import PublishedDetailView
from resource_centre.search.views import NarrowedListView

from .filters import ActivityFilterSet, OrganisationFilterSet
from .models import Activity, Organisation, leadership_statements
from .querysets import ActivityQuerySet, OrganisationQuerySet


class OrganisationListView(NarrowedListView):
    """Organisations, narrowed by the address."""

    model = Organisation
    filterset_class = OrganisationFilterSet

    def get_records(self) -> OrganisationQuerySet:
        """Return the public organisations with what their cards show."""
        return Organisation.objects.published().for_cards()


class ActivityListView(NarrowedListView):
    """Activities, narrowed by the address."""

    model = Activity
    filterset_class = ActivityFilterSet

    def get_records(self) -> ActivityQuerySet:
        """Return the public activities with what their cards show."""
        return Activity.objects.published().for_cards()


class OrganisationDetailView(PublishedDetailView):
    """The page of an organisation."""

    model = Organisation

    def get_queryset(self) -> OrganisationQuerySet:
        """Return the organisations that the visitor may see."""
        records: OrganisationQuerySet = super().get_queryset()  # type: ignore[assignment]  # the manager's own class
        return records.select_related("country", "language", "title_language").prefetch_related(
            "languages", "support_types", "topics"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what this organisation does, published and holds."""
        organisation: Organisation = self.object
        statements = [
            (wording, getattr(organisation, name))
            for name, wording in leadership_statements()
            if getattr(organisation, name) is not None
        ]
        nearby = Organisation.objects.none()
        if organisation.country_id:
            nearby = (
                Organisation.objects.published()
                .filter(country=organisation.country_id)
                .exclude(pk=organisation.pk)
                .for_cards()
                .by_title()[:3]
            )
        return super().get_context_data(
            statements=statements,
            activities=organisation.activities.published().for_cards().by_title(),
            items=organisation.items.published().for_cards().by_year()[:6],
            events=organisation.events.published().for_cards()[:6],
            nearby=nearby,
            **kwargs,
        )


class ActivityDetailView(PublishedDetailView):
    """The page of an activity."""

    model = Activity

    def get_queryset(self) -> ActivityQuerySet:
        """Return the activities that the visitor may see."""
        records: ActivityQuerySet = super().get_queryset()  # type: ignore[assignment]  # the manager's own class
        return records.select_related("organisation__country").prefetch_related(
            "languages", "support_types", "topics", "countries"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the organisation, if the public may see it, and other activities close to this one."""
        activity: Activity = self.object
        organisation = activity.organisation
        shown = organisation if organisation and organisation.is_public else None
        topics = list(activity.topics.all())
        close = (
            Activity.objects.published()
            .filter(topics__in=topics)
            .exclude(pk=activity.pk)
            .distinct()
            .for_cards()
            .by_title()[:3]
        )
        return super().get_context_data(organisation=shown, close=close, **kwargs)
