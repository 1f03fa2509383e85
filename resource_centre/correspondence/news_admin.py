"""The staff desk for the news of the project: who gets it, and the letters."""

import csv
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from resource_centre.mail.letters import Contents, full_address

from . import news_actions
from .letters import news_contents
from .models import NewsLetter, NewsLetterText, Subscriber
from .reading_desk import Act, ReadingDesk, member_of_staff

#: A cell that starts so is taken for a formula by programs that calculate.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(value: str) -> str:
    """Return a cell that no program takes for a formula."""
    return f"'{value}" if value.startswith(_FORMULA) else value


@admin.register(Subscriber)
class SubscriberAdmin(ReadingDesk):
    """Who gets the news. People put themselves on the list and take themselves off it."""

    list_display = ("address", "language", "confirmed_at", "held")
    list_filter = (("confirmed_at", admin.EmptyFieldListFilter), "language", "held")
    search_fields = ("address",)
    ordering = ("-asked_at",)
    fields = ("address", "language", "asked_at", "confirmed_at", "held")
    actions = ("export_chosen",)
    acts = (
        Act(
            "release",
            gettext_lazy("Not spam: ask for a yes"),
            news_actions.release,
            lambda subscriber: subscriber.held,
            ngettext_lazy("%(count)d person was asked.", "%(count)d persons were asked.", "count"),
        ),
    )

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Say whether somebody may take the list out of the site."""
        return request.user.has_perm("correspondence.export_subscriber")

    @admin.action(permissions=["export"], description=gettext_lazy("Export those who said yes (CSV)"))
    def export_chosen(self, request: HttpRequest, queryset: QuerySet[Subscriber]) -> HttpResponse:
        """Answer with the chosen subscribers who said yes, as a file."""
        response = HttpResponse(
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": 'attachment; filename="subscribers.csv"', "Cache-Control": "no-store"},
        )
        writer = csv.writer(response)
        writer.writerow(["address", "language", "confirmed_at"])
        chosen: Iterable[Subscriber] = queryset.filter(confirmed_at__isnull=False).order_by("pk")
        count = 0
        for count, subscriber in enumerate(chosen, start=1):  # noqa: B007 - counted while written
            when = localtime(subscriber.confirmed_at).isoformat(timespec="minutes")
            writer.writerow([plain_cell(subscriber.address), subscriber.language, when])
        LogEntry.objects.create(
            user=member_of_staff(request),
            content_type=ContentType.objects.get_for_model(Subscriber),
            object_repr="CSV",
            action_flag=CHANGE,
            change_message=f"Exported {count} addresses.",
        )
        return response


class NewsLetterTextInline(admin.StackedInline[NewsLetterText, NewsLetter]):
    """The letter in each language."""

    model = NewsLetterText
    extra = 0
    min_num = 1
    max_num = len(settings.LANGUAGES)


@admin.register(NewsLetter)
class NewsLetterAdmin(admin.ModelAdmin[NewsLetter]):
    """Letters with news: written, looked at, and sent once."""

    change_form_template = "admin/correspondence/newsletter.html"
    list_display = ("title", "created_at", "sent_at", "sent_by")
    list_select_related = ("sent_by",)
    ordering = ("-created_at",)
    fields = ("title", "sent_at", "sent_by")
    readonly_fields = ("sent_at", "sent_by")
    inlines = (NewsLetterTextInline,)

    def has_change_permission(self, request: HttpRequest, obj: NewsLetter | None = None) -> bool:
        """Say whether a letter may be changed: not once it was sent."""
        return super().has_change_permission(request, obj) and (obj is None or obj.sent_at is None)

    def has_delete_permission(self, request: HttpRequest, obj: NewsLetter | None = None) -> bool:
        """Say whether a letter may be deleted: not once it was sent, for its letters may still wait."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.sent_at is None)

    def has_send_permission(self, request: HttpRequest) -> bool:
        """Say whether somebody may send letters with news."""
        return request.user.has_perm("correspondence.send_newsletter")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return no way to delete several letters at once: one of them may be sent already."""
        found: dict[str, Any] = super().get_actions(request)
        found.pop("delete_selected", None)
        return found

    def get_urls(self) -> list[URLPattern]:
        """Add the page from which a letter is sent."""
        view = self.admin_site.admin_view(self.send_view)
        return [path("<path:object_id>/send/", view, name="correspondence_newsletter_send"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Answer with the letter, and with the way to its preview."""
        onward = reverse("admin:correspondence_newsletter_send", args=[object_id])
        extra = {"onward": onward, "onward_label": _("Preview and send"), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, extra)

    def send_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer with the letter in each language as readers get it, or send it."""
        newsletter = self.get_object(request, object_id)
        if newsletter is None:
            raise Http404
        if not self.has_view_permission(request, newsletter):
            raise PermissionDenied
        if request.method == "POST":
            return self._send(request, newsletter)
        may_send = self.has_send_permission(request) and newsletter.sent_at is None
        texts = list(newsletter.texts.order_by("language"))
        complete = any(text.language == settings.LANGUAGE_CODE for text in texts)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Preview and send"),
            "opts": self.opts,
            "original": newsletter,
            "letters": [(text, self._preview(newsletter, text.language)) for text in texts],
            "count": Subscriber.objects.confirmed().count(),
            "may_send": may_send and complete,
            "lacks_text": not complete,
        }
        return TemplateResponse(request, "admin/correspondence/send.html", context)

    def _preview(self, newsletter: NewsLetter, language: str) -> Contents | None:
        with translation.override(language):
            return news_contents(newsletter, language, full_address("correspondence:news"))

    def _send(self, request: HttpRequest, newsletter: NewsLetter) -> HttpResponse:
        if not self.has_send_permission(request):
            raise PermissionDenied
        if news_actions.send(newsletter, member_of_staff(request)):
            self.message_user(request, _("The letter is on its way."), messages.SUCCESS)
        else:
            self.message_user(request, _("It was sent already, or it has no text in English."), messages.WARNING)
        return HttpResponseRedirect(reverse("admin:correspondence_newsletter_change", args=[newsletter.pk]))
