"""Addresses of the doors and of what their senders do."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
