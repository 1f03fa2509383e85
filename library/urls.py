"""Addresses of the library."""

from django.urls import path

from . import views
from .kinds import Shelf

app_name = "library"
urlpatterns = [
    path("", views.ItemListView.as_view(), name="list"),
    *(path(f"{shelf}/", views.ItemListView.as_view(shelf=shelf), name=str(shelf)) for shelf in Shelf),
    path("<slug:slug>/", views.ItemDetailView.as_view(), name="detail"),
    path("<slug:slug>/picture.webp", views.item_image, name="image"),
    path("<slug:slug>/document.pdf", views.resource_file, name="file"),
]
