"""The staff desk for conversations between people and organisations."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from . import actions, contact_admin, news_admin  # noqa: F401 - importing them registers their desks
from .models import Block, Conversation, Stop
from .reading_desk import Act, ReadingDesk

State = Conversation.State


def words(text: str) -> SafeString:
    """Return somebody's words as paragraphs, escaped."""
    return mark_safe(linebreaks(text, autoescape=True))  # noqa: S308 - escaped one step before


@admin.register(Conversation)
class ConversationAdmin(ReadingDesk):
    """Conversations that were reported, that may mean danger, or that a machine took for spam. Staff see no others."""

    list_display = ("number", "mark", "organisation", "last_at", "handled_at", "handled_by")
    list_filter = (("handled_at", admin.EmptyFieldListFilter), ("reported_at", admin.EmptyFieldListFilter), "state")
    list_select_related = ("organisation", "handled_by")
    fields = (
        "mark",
        "state",
        "organisation",
        "name",
        "sender_address",
        "language",
        "conversation",
        "reported_at",
        "reported_by",
        "handled_at",
        "handled_by",
    )
    acts = (
        Act(
            "handle",
            gettext_lazy("Dealt with"),
            actions.handle,
            lambda one: one.handled_at is None and one.state != State.HELD,
            ngettext_lazy("%(count)d conversation is dealt with.", "%(count)d conversations are dealt with.", "count"),
        ),
        Act(
            "release",
            gettext_lazy("Not spam: ask the sender to confirm"),
            actions.release,
            lambda one: one.state == State.HELD,
            ngettext_lazy("%(count)d sender was asked.", "%(count)d senders were asked.", "count"),
        ),
        Act(
            "end",
            gettext_lazy("End the conversation"),
            actions.end_by_staff,
            lambda one: one.state == State.OPEN,
            ngettext_lazy("%(count)d conversation is ended.", "%(count)d conversations are ended.", "count"),
        ),
        Act(
            "block_everywhere",
            gettext_lazy("Block the sender everywhere"),
            actions.block_everywhere,
            lambda _one: True,
            ngettext_lazy("%(count)d sender is blocked now.", "%(count)d senders are blocked now.", "count"),
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conversation]:
        """Return what staff may read, reported ones first."""
        found: QuerySet[Conversation] = Conversation.objects.for_staff().reported_first()
        return found

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Return none: the queryset has its order."""
        return ()

    @admin.display(description=gettext_lazy("conversation"))
    def number(self, obj: Conversation) -> str:
        """Return its name, which says nothing of its sender."""
        return str(obj)

    @admin.display(description=gettext_lazy("why you see it"))
    def mark(self, obj: Conversation) -> str:
        """Return why staff may read it."""
        reasons = []
        if obj.read_first:
            reasons.append(_("Read first: somebody may be in danger"))
        if obj.reported_at:
            reasons.append(_("Reported"))
        if obj.state == State.HELD:
            reasons.append(_("Looks like spam"))
        return ", ".join(reasons)

    @admin.display(description=gettext_lazy("what they wrote"))
    def conversation(self, obj: Conversation) -> SafeString:
        """Return the messages, escaped."""
        rows = []
        for message in obj.messages.all():
            who = str(obj.organisation) if message.by_organisation else obj.name
            when = (
                date_format(localtime(message.sent_at), "SHORT_DATETIME_FORMAT") if message.sent_at else _("not sent")
            )
            rows.append((who, when, words(message.text)))
        return format_html_join("", "<p><strong>{}</strong>, {}</p>{}", rows) if rows else format_html("–")


@admin.register(Stop)
class StopAdmin(ReadingDesk):
    """Organisations that stopped messages by the link in a letter."""

    list_display = ("organisation", "stopped_at", "handled_at", "handled_by")
    list_filter = (("handled_at", admin.EmptyFieldListFilter),)
    list_select_related = ("organisation", "handled_by")
    ordering = ("-stopped_at",)
    fields = ("organisation", "stopped_at", "handled_at", "handled_by")
    acts = (
        Act(
            "seen",
            gettext_lazy("I have seen it"),
            actions.mark_seen,
            lambda stop: stop.handled_at is None,
            ngettext_lazy("%(count)d notice is marked as seen.", "%(count)d notices are marked as seen.", "count"),
        ),
    )


@admin.register(Block)
class BlockAdmin(admin.ModelAdmin[Block]):
    """Senders whose messages are not passed on. Who deletes one lets the sender write again."""

    list_display = ("__str__", "organisation", "blocked_at", "blocked_by", "tried_at")
    list_select_related = ("organisation", "blocked_by")
    ordering = ("-blocked_at",)
    fields = ("organisation", "blocked_at", "tried_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Say no: organisations block by the link in a letter, staff by a button on a conversation."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no: a block stands or is deleted."""
        return False
