"""Addresses of the site's own pages. The last one takes any page that staff add."""

from django.urls import path

from . import views

app_name = "pages"
urlpatterns = [
    path("", views.HomeView.as_view(), {"slug": "home"}, name="home"),
    path("search/", views.SearchView.as_view(), name="search"),
    path("country/", views.ChosenCountryView.as_view(), name="country"),
    path("urgent-help/", views.UrgentHelpView.as_view(), {"slug": "urgent-help"}, name="urgent-help"),
    path("contact/", views.ContactView.as_view(), {"slug": "contact"}, name="contact"),
    path("site-map/", views.SiteMapView.as_view(), name="site-map"),
    path("style-guide/", views.StyleGuideView.as_view(), name="style-guide"),
    path("leave/", views.LeaveView.as_view(), name="leave"),
    path("<slug:slug>/", views.EditorialPageView.as_view(), name="editorial"),
]
