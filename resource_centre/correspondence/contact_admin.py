"""The staff desk for messages to the people who keep the site."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from resource_centre.vocabularies.cldr import language_name

from . import contact_actions
from .actions import sending_key
from .letters import answer_contents
from .models import ContactAnswer, ContactMessage
from .reading_desk import Act, ReadingDesk, member_of_staff

State = ContactMessage.State


class AnswerForm(forms.Form):
    """What staff write to somebody who wrote to us."""

    text = forms.CharField(
        label=gettext_lazy("Your answer"),
        widget=forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Plain text. An empty line starts a new paragraph."),
    )


class AnswerInline(admin.StackedInline[ContactAnswer, ContactMessage]):
    """The answers that were sent."""

    model = ContactAnswer
    extra = 0
    fields = readonly_fields = ("text", "sent_at", "sent_by")
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no: an answer is written on a page of its own, with a preview."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no: what was sent was sent."""
        return False


@admin.register(ContactMessage)
class ContactMessageAdmin(ReadingDesk):
    """Messages to us. Those whose sender has not confirmed the address are not shown."""

    list_display = ("__str__", "state", "read_first", "language", "confirmed_at", "closed_by")
    list_filter = ("state", "read_first", "language")
    list_select_related = ("closed_by",)
    ordering = ("closed_at", "-read_first", "confirmed_at")
    inlines = (AnswerInline,)
    fields = (
        "state",
        "read_first",
        "name",
        "address",
        "language",
        "text",
        "created_at",
        "confirmed_at",
        "closed_at",
        "closed_by",
    )
    acts = (
        Act(
            "close",
            gettext_lazy("Close"),
            contact_actions.close,
            lambda message: message.state == State.WAITING,
            ngettext_lazy("%(count)d message is closed.", "%(count)d messages are closed.", "count"),
        ),
        Act(
            "reopen",
            gettext_lazy("Open again"),
            contact_actions.reopen,
            lambda message: message.state == State.CLOSED,
            ngettext_lazy("%(count)d message waits again.", "%(count)d messages wait again.", "count"),
        ),
        Act(
            "release",
            gettext_lazy("Not spam: ask the sender to confirm"),
            contact_actions.release,
            lambda message: message.state == State.HELD,
            ngettext_lazy("%(count)d sender was asked.", "%(count)d senders were asked.", "count"),
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ContactMessage]:
        """Return the messages that staff may read."""
        return super().get_queryset(request).exclude(state=State.UNCONFIRMED)

    def get_urls(self) -> list[URLPattern]:
        """Add the page on which an answer is written."""
        view = self.admin_site.admin_view(self.answer_view)
        return [
            path("<path:object_id>/answer/", view, name="correspondence_contactmessage_answer"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Answer with the message, and with the way to an answer while it waits."""
        found: ContactMessage = self.get_found(request, object_id)
        extra = dict(extra_context or {})
        if found.state == State.WAITING and self.has_change_permission(request, found):
            extra["onward"] = reverse("admin:correspondence_contactmessage_answer", args=[found.pk])
            extra["onward_label"] = _("Answer")
        return super().change_view(request, object_id, form_url, extra)

    def answer_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Answer with the field for an answer, with the letter as it will be, or send it."""
        message: ContactMessage = self.get_found(request, object_id)
        if not self.has_change_permission(request, message) or message.state != State.WAITING:
            raise PermissionDenied
        form = AnswerForm(request.POST or None)
        contents = None
        if form.is_valid() and "_change" not in request.POST:
            text = form.cleaned_data["text"]
            if {"_send", "_send_close"} & set(request.POST):
                return self._send(request, message, text)
            with translation.override(message.language):
                contents = answer_contents(message, text)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Answer"),
            "opts": self.opts,
            "original": message,
            "form": form,
            "contents": contents,
            "language": language_name(message.language),
            "language_code": message.language,
        }
        return TemplateResponse(request, "admin/correspondence/answer.html", context)

    def _send(self, request: HttpRequest, message: ContactMessage, text: str) -> HttpResponse:
        actor = member_of_staff(request)
        contact_actions.answer(message, actor, key=sending_key(str(message.pk), text), text=text)
        if "_send_close" in request.POST:
            contact_actions.close(message, actor)
        self.message_user(request, _("Your answer is on its way."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:correspondence_contactmessage_change", args=[message.pk]))
