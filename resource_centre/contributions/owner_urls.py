"""Addresses of corrections and of what owners do."""

from django.urls import URLPattern, path

from . import owner_views, report_views

urlpatterns: list[URLPattern] = [
    path("something-wrong/", report_views.ReportView.as_view(), name="report"),
    path("told/<slug:what>/", report_views.ToldView.as_view(), name="told"),
    path("ours/<slug:kind>/<slug:slug>/", owner_views.OursView.as_view(), name="ours"),
    path("claim/<str:token>/", owner_views.ClaimView.as_view(), name="claim"),
    path("change/<str:token>/", owner_views.ChangeView.as_view(), name="change"),
    path("still-right/<str:token>/", owner_views.StillRightView.as_view(), name="freshness"),
]
