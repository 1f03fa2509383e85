"""Sitemaps (sitemaps.org protocol) of what is public."""

import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap

from .models import Publishable
from .querysets import PublishedQuerySet


class SiteSitemap(Sitemap[Any]):
    """A sitemap in every language of the site, under the site's own address."""

    i18n = True
    alternates = True
    x_default = True
    limit = 1000
    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        """Return the site's host, whoever asks."""
        return urlsplit(settings.SITE_URL).netloc


class PublishedSitemap(SiteSitemap):
    """The public records of one model, with their last change."""

    model: type[Publishable]

    def items(self) -> PublishedQuerySet:
        """Return the public records in a lasting order."""
        records: PublishedQuerySet = self.model._default_manager.all()
        return records.published().order_by("pk")

    def lastmod(self, item: Publishable) -> datetime.datetime:
        """Return when the record last changed or became public."""
        assert item.published_at is not None
        return max(item.updated_at, item.published_at)
