"""Addresses of corrections and of what owners do."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
