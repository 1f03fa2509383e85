"""What people write to organisations and to us through the site, and who gets its news. All of it has an end."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from resource_centre.mail.models import ADDRESS_LENGTH
from resource_centre.publishing.querysets import public

from .querysets import (
    BlockQuerySet,
    ContactMessageQuerySet,
    ConversationQuerySet,
    MessageQuerySet,
    SubscriberQuerySet,
)

TEXT_LENGTH = 2000
NAME_LENGTH = 60
KEY_LENGTH = 64


def _staff(verbose_name: Any) -> Any:
    """Return the column that says which member of staff did something."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=verbose_name,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )


def open_to_contact() -> Q:
    """Return the condition for an organisation to which people may write now."""
    return public() & Q(open_to_contact=True) & ~Q(contact_email="")


def may_be_written_to(organisation_id: int) -> bool:
    """Say whether people may write to an organisation now."""
    return Organisation.objects.filter(open_to_contact(), pk=organisation_id).exists()


class Side(models.TextChoices):
    """The two who write to each other."""

    SENDER = "sender", _("The person who wrote first")
    ORGANISATION = "organisation", _("The organisation")


class Conversation(models.Model):
    """What a person and an organisation write to each other through us. Neither sees the other's address."""

    class State(models.TextChoices):
        HELD = "held", _("Looks like spam")
        UNCONFIRMED = "unconfirmed", _("Address not confirmed")
        SWALLOWED = "swallowed", _("Not passed on: the sender is blocked")
        OPEN = "open", _("Open")
        ENDED = "ended", _("Ended")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("organisation"), related_name="conversations"
    )
    key = models.CharField(max_length=KEY_LENGTH, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UNCONFIRMED)
    name = models.CharField(_("what the sender wants to be called"), max_length=NAME_LENGTH)
    sender_address = models.EmailField(_("sender’s address"), max_length=ADDRESS_LENGTH, blank=True)
    sender_digest = models.CharField(max_length=64, db_index=True, editable=False)
    language = models.CharField(_("sender’s language"), max_length=10)
    organisation_language = models.CharField(_("language of our letters to the organisation"), max_length=10)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed by the sender"), null=True, blank=True)
    last_at = models.DateTimeField(_("last message"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    read_first = models.BooleanField(
        _("read first"), default=False, help_text=_("The words suggest that somebody may be in danger.")
    )
    reported_at = models.DateTimeField(_("reported"), null=True, blank=True)
    reported_by = models.CharField(_("reported by"), max_length=12, choices=Side, blank=True)
    handled_at = models.DateTimeField(_("dealt with"), null=True, blank=True)
    handled_by = _staff(_("dealt with by"))

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations to look at")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("held", "unconfirmed"), confirmed_at__isnull=True)
                | Q(state__in=("swallowed", "open", "ended"), confirmed_at__isnull=False),
                name="conversation_goes_on_when_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) | (~Q(state="ended") & Q(ended_at__isnull=True)),
                name="conversation_end_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="ended") | ~Q(sender_address=""), name="conversation_that_goes_on_has_address"
            ),
            models.CheckConstraint(
                condition=Q(reported_at__isnull=True, reported_by="")
                | (Q(reported_at__isnull=False) & ~Q(reported_by="")),
                name="conversation_report_is_whole",
            ),
        )

    def __str__(self) -> str:
        return str(_("Conversation %(number)s") % {"number": self.pk})

    @property
    def goes_on(self) -> bool:
        """Whether a message of either side is passed on now."""
        return self.state == self.State.OPEN and may_be_written_to(self.organisation_id)


class Message(models.Model):
    """One message of a conversation."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    key = models.CharField(max_length=KEY_LENGTH, unique=True, editable=False)
    side = models.CharField(_("who"), max_length=12, choices=Side)
    text = models.TextField(_("message"), validators=[MaxLengthValidator(TEXT_LENGTH)])
    shows_address = models.BooleanField(_("shows the writer’s address to the other side"), default=False)
    read_first = models.BooleanField(_("read first"), default=False)
    sent_at = models.DateTimeField(_("passed on"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(_("Message %(number)s") % {"number": self.pk})

    @property
    def by_organisation(self) -> bool:
        """Whether the organisation wrote it."""
        return self.side == Side.ORGANISATION

    @property
    def shown_address(self) -> str:
        """The address of the writer, if the writer chose to show it to the other side."""
        if not self.shows_address:
            return ""
        conversation = self.conversation
        return conversation.organisation.contact_email if self.by_organisation else conversation.sender_address


class Block(models.Model):
    """A sender, known by a digest of the address alone, whose messages are not passed on."""

    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        verbose_name=_("organisation"),
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Empty: no organisation gets messages from this sender."),
    )
    sender_digest = models.CharField(max_length=64, editable=False)
    blocked_at = models.DateTimeField(_("blocked"), default=timezone.now)
    blocked_by = _staff(_("blocked by"))
    tried_at = models.DateTimeField(_("last tried to write"), default=timezone.now)

    objects = BlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("blocked sender")
        verbose_name_plural = _("blocked senders")
        constraints = (
            models.UniqueConstraint(fields=("sender_digest", "organisation"), name="block_stands_once"),
            models.UniqueConstraint(
                fields=("sender_digest",), condition=Q(organisation__isnull=True), name="block_everywhere_stands_once"
            ),
        )

    def __str__(self) -> str:
        return str(_("Sender %(digest)s") % {"digest": self.sender_digest[:8]})


class Stop(models.Model):
    """An organisation that stopped messages by the link in a letter: staff should know."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("organisation"), related_name="message_stops"
    )
    stopped_at = models.DateTimeField(_("stopped"), default=timezone.now)
    handled_at = models.DateTimeField(_("seen"), null=True, blank=True)
    handled_by = _staff(_("seen by"))

    class Meta:
        verbose_name = _("organisation that stopped messages")
        verbose_name_plural = _("organisations that stopped messages")

    def __str__(self) -> str:
        return str(self.organisation)


class ContactMessage(models.Model):
    """A message to the people who keep the site."""

    class State(models.TextChoices):
        HELD = "held", _("Looks like spam")
        UNCONFIRMED = "unconfirmed", _("Address not confirmed")
        WAITING = "waiting", _("Waits for us")
        CLOSED = "closed", _("Closed")

    key = models.CharField(max_length=KEY_LENGTH, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UNCONFIRMED)
    name = models.CharField(_("name"), max_length=NAME_LENGTH, blank=True)
    address = models.EmailField(_("e-mail address"), max_length=ADDRESS_LENGTH)
    language = models.CharField(_("language"), max_length=10)
    text = models.TextField(_("message"), validators=[MaxLengthValidator(TEXT_LENGTH)])
    read_first = models.BooleanField(_("read first"), default=False)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed by the sender"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = _staff(_("closed by"))

    objects = ContactMessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to us")
        verbose_name_plural = _("messages to us")
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("held", "unconfirmed"), confirmed_at__isnull=True)
                | Q(state__in=("waiting", "closed"), confirmed_at__isnull=False),
                name="contactmessage_waits_when_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="contactmessage_closed_has_moment",
            ),
        )

    def __str__(self) -> str:
        return str(_("Message %(number)s") % {"number": self.pk})


class ContactAnswer(models.Model):
    """What staff answered to a message."""

    message = models.ForeignKey(ContactMessage, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=KEY_LENGTH, unique=True, editable=False)
    text = models.TextField(_("answer"))
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    sent_by = _staff(_("sent by"))

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(_("Answer %(number)s") % {"number": self.pk})


class Subscriber(models.Model):
    """Somebody who gets the news of the project, or asked for it."""

    address = models.EmailField(_("e-mail address"), max_length=ADDRESS_LENGTH)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=10)
    held = models.BooleanField(_("looks like spam"), default=False)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("said yes"), null=True, blank=True)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        permissions = (("export_subscriber", "Can export the list of subscribers"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(held=False) | Q(confirmed_at__isnull=True), name="subscriber_who_is_held_has_not_said_yes"
            ),
        )

    def __str__(self) -> str:
        return str(_("Subscriber %(number)s") % {"number": self.pk})


class NewsLetter(models.Model):
    """A letter with news of the project, in one or several languages. It is sent once."""

    title = models.CharField(_("title"), max_length=120, help_text=_("For staff only. Readers see the subject."))
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    sent_by = _staff(_("sent by"))
    posted_at = models.DateTimeField(_("all letters are in the outbox"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("letter with news")
        verbose_name_plural = _("letters with news")
        permissions = (("send_newsletter", "Can send letters with news"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(posted_at__isnull=True) | Q(sent_at__isnull=False), name="newsletter_is_posted_when_sent"
            ),
        )

    def __str__(self) -> str:
        return self.title

    def text_for(self, language: str) -> "NewsLetterText | None":
        """Return the text for readers of a language: in it, or else in the first language of the site."""
        texts = {text.language: text for text in self.texts.all()}
        return texts.get(language) or texts.get(settings.LANGUAGE_CODE)


class NewsLetterText(models.Model):
    """A letter with news in one language."""

    newsletter = models.ForeignKey(NewsLetter, models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=120)
    text = models.TextField(
        _("text"),
        help_text=_(
            "Plain text. An empty line starts a new paragraph. A web address that stands alone becomes a button."
        ),
    )

    class Meta:
        verbose_name = _("text in one language")
        verbose_name_plural = _("texts, one for each language")
        constraints = (
            models.UniqueConstraint(fields=("newsletter", "language"), name="newslettertext_language_stands_once"),
        )

    def __str__(self) -> str:
        return str(self.get_language_display())
