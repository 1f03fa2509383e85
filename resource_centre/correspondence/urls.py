"""Addresses of correspondence. They stand before those of the rooms: the page to write to an organisation is below its own."""

from django.urls import path

from . import contact_views, news_views, views

app_name = "correspondence"
urlpatterns = [
    path("organisations/<slug:slug>/write/", views.WriteView.as_view(), name="write"),
    path("organisations/<slug:slug>/write/sent/", views.SentView.as_view(), name="sent"),
    path("messages/confirm/<str:token>/", views.ConfirmView.as_view(), name="confirm"),
    path("messages/deleted/", views.DeletedView.as_view(), name="deleted"),
    path("messages/answer/<str:token>/", views.AnswerView.as_view(), name="answer"),
    path("messages/write-back/<str:token>/", views.WriteBackView.as_view(), name="write-back"),
    path("messages/stop/<str:token>/", views.OrganisationChoicesView.as_view(), name="organisation-choices"),
    path("messages/end/<str:token>/", views.SenderChoicesView.as_view(), name="sender-choices"),
    path("contact/sent/", contact_views.ContactSentView.as_view(), name="contact-sent"),
    path("contact/confirm/<str:token>/", contact_views.ContactConfirmView.as_view(), name="contact-confirm"),
    path("news/", news_views.NewsView.as_view(), name="news"),
    path("news/sent/", news_views.NewsSentView.as_view(), name="news-sent"),
    path("news/goodbye/", news_views.GoodbyeView.as_view(), name="goodbye"),
    path("news/confirm/<str:token>/", news_views.NewsConfirmView.as_view(), name="news-confirm"),
    path("news/unsubscribe/<str:token>/", news_views.UnsubscribeView.as_view(), name="unsubscribe"),
]
