"""Addresses of the vocabularies."""

from django.urls import include, path

from . import vocabulary_views as views

countries = (
    [
        path("", views.CountryListView.as_view(), name="list"),
        path("<slug:code>/", views.CountryDetailView.as_view(), name="detail"),
    ],
    "countries",
)
support_types = (
    [
        path("", views.SupportTypeListView.as_view(), name="list"),
        path("<slug:slug>/", views.SupportTypeDetailView.as_view(), name="detail"),
    ],
    "support_types",
)
topics = (
    [
        path("", views.TopicListView.as_view(), name="list"),
        path("<slug:slug>/", views.TopicDetailView.as_view(), name="detail"),
    ],
    "topics",
)
urlpatterns = [
    path("countries/", include(countries)),
    path("support-types/", include(support_types)),
    path("topics/", include(topics)),
    path("glossary/", views.GlossaryView.as_view(), name="glossary"),
]
