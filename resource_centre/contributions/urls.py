"""Addresses of the letter box."""

from django.urls import URLPattern

from . import door_urls, owner_urls

app_name = "share"
urlpatterns: list[URLPattern] = [*owner_urls.urlpatterns, *door_urls.urlpatterns]
