"""What search engines may find in the library."""

from resource_centre.publishing.sitemaps import PublishedSitemap

from .models import Item


class ItemSitemap(PublishedSitemap):
    """Public items."""

    model = Item
