"""What search engines may find among the events."""

from resource_centre.publishing.sitemaps import PublishedSitemap

from .models import Event, Series


class EventSitemap(PublishedSitemap):
    """Public events."""

    model = Event


class SeriesSitemap(PublishedSitemap):
    """Public series."""

    model = Series
