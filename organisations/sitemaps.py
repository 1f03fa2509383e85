"""What search engines may find in the directory."""

from resource_centre.publishing.sitemaps import PublishedSitemap

from .models import Activity, Organisation


class OrganisationSitemap(PublishedSitemap):
    """Public organisations."""

    model = Organisation


class ActivitySitemap(PublishedSitemap):
    """Public activities."""

    model = Activity
