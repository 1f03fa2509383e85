"""All addresses. English has no prefix, other languages do."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path

from events.sitemaps import EventSitemap, SeriesSitemap
from library.sitemaps import ItemSitemap
from organisations.sitemaps import ActivitySitemap, OrganisationSitemap
from resource_centre.pages import machine_views
from resource_centre.pages.sitemaps import (
    CountrySitemap,
    EditorialPageSitemap,
    ListSitemap,
    SupportTypeSitemap,
    TopicSitemap,
)

SITEMAPS = {
    "pages": EditorialPageSitemap,
    "lists": ListSitemap,
    "library": ItemSitemap,
    "organisations": OrganisationSitemap,
    "activities": ActivitySitemap,
    "events": EventSitemap,
    "series": SeriesSitemap,
    "countries": CountrySitemap,
    "support-types": SupportTypeSitemap,
    "topics": TopicSitemap,
}

urlpatterns = [
    path("healthz", machine_views.healthz),
    path("readyz", machine_views.readyz),
    path("robots.txt", machine_views.robots),
    path("favicon.ico", machine_views.favicon),
    path(".well-known/security.txt", machine_views.security_txt),
    path("sitemap.xml", machine_views.sitemap_index, {"sitemaps": SITEMAPS}),
    path("sitemap-<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("media/<path:path>", machine_views.stored_file, name="stored_file"),
    path("admin/", admin.site.urls),
]
urlpatterns += i18n_patterns(
    path("library/", include("library.urls")),
    path("", include("resource_centre.correspondence.urls")),
    path("organisations/", include("organisations.urls")),
    path("activities/", include("organisations.activity_urls")),
    path("events/", include("events.urls")),
    path("share/", include("resource_centre.contributions.urls")),
    path("", include("resource_centre.pages.vocabulary_urls")),
    path("", include("resource_centre.pages.urls")),
    prefix_default_language=False,
)
