"""Addresses of the doors and of what their senders do."""

from django.urls import URLPattern, path

from . import check_views, correct_views, door_views, my_link_views, status_views

urlpatterns: list[URLPattern] = [
    path("", door_views.StartView.as_view(), name="start"),
    path("sent/", door_views.SentView.as_view(), name="sent"),
    path("later/", door_views.LaterView.as_view(), name="later"),
    path("erased/", status_views.ErasedView.as_view(), name="erased"),
    path("my-link/", my_link_views.MyLinkView.as_view(), name="my-link"),
    path("my-link/sent/", my_link_views.MyLinkSentView.as_view(), name="my-link-sent"),
    path("check/<str:token>/", check_views.CheckView.as_view(), name="check"),
    path("check/<str:token>/form/", check_views.ContinueView.as_view(), name="edit"),
    path("go-on/<str:token>/", check_views.ContinueView.as_view(), name="resume"),
    path("confirm/<str:token>/", status_views.ConfirmView.as_view(), name="confirm"),
    path("status/<str:token>/", status_views.StatusView.as_view(), name="status"),
    path("status/<str:token>/correct/", correct_views.CorrectView.as_view(), name="correct"),
    path("status/<str:token>/withdraw/", status_views.WithdrawView.as_view(), name="withdraw"),
    path("status/<str:token>/erase/", status_views.EraseView.as_view(), name="erase"),
    path("status/<str:token>/everything.json", status_views.ExportView.as_view(), name="export"),
    path("<slug:kind>/", door_views.DoorView.as_view(), name="door"),
]
