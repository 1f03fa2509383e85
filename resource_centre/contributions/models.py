"""The public's letter box: what people send, who answers for what is public, and what they report.

It stands apart from the catalogue, so that nothing here is one forgotten filter away from being public, and so that
personal data goes on its own clock (see `periods.py`).
"""

import hashlib
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organisations.models import URL_LENGTH
from resource_centre.mail.models import address_digest

from .querysets import ContributionQuerySet, OwnershipQuerySet


def key_digest(key: str) -> str:
    """Return the SHA-256 of the key of a form: the key opens what was typed, so it is not kept."""
    return hashlib.sha256(key.encode()).hexdigest()


class AboutRecord(models.Model):
    """Something that is about one record of the catalogue, or will be."""

    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True, blank=True, editable=False)
    object_id = models.PositiveBigIntegerField(null=True, blank=True, editable=False)
    record = GenericForeignKey("content_type", "object_id")

    class Meta:
        abstract = True
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(
                condition=Q(content_type__isnull=True, object_id__isnull=True)
                | Q(content_type__isnull=False, object_id__isnull=False),
                name="%(class)s_record_is_whole",
            ),
        )
        indexes: ClassVar[tuple[models.Index, ...]] = (
            models.Index(fields=("content_type", "object_id"), name="%(class)s_record"),
        )


class Kind(models.TextChoices):
    """The five doors."""

    ACTIVITY = "activity", _("Activity")
    ORGANISATION = "organisation", _("Organisation")
    EVENT = "event", _("Event")
    RESOURCE = "resource", _("Resource")
    STORY = "story", _("Story")


class Contribution(AboutRecord):
    """What somebody sent, on its way to being public: something new, or a change of something that is public."""

    class State(models.TextChoices):
        UNFINISHED = "unfinished", _("Not sent yet")
        UNCONFIRMED = "unconfirmed", _("Waits for its e-mail address to be confirmed")
        WAITING = "waiting", _("Received")
        READING = "reading", _("Being read")
        QUESTION = "question", _("We asked a question")
        ACCEPTED = "accepted", _("Published")
        DECLINED = "declined", _("Not published")
        SPAM = "spam", _("Spam")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    #: States in which it is the staff's turn.
    QUEUE = (State.WAITING, State.READING)
    #: States in which it can be accepted, declined, asked about or marked as spam.
    OPEN = (State.WAITING, State.READING, State.QUESTION)
    DECIDED = (State.ACCEPTED, State.DECLINED, State.SPAM)

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UNFINISHED)
    is_change = models.BooleanField(_("changes something that is public"), default=False)
    key_digest = models.CharField(max_length=64, unique=True, editable=False)
    data = models.JSONField(
        _("what was sent"), default=dict, help_text=_("The answers as the form took them: names of fields to values.")
    )
    before = models.JSONField(default=dict, editable=False)  # what accepting it changed, to set it back
    note = models.TextField(_("note for us"), blank=True, help_text=_("Never public."))
    language = models.CharField(_("language of the letters"), max_length=10, choices=settings.LANGUAGES)
    email = models.EmailField(_("e-mail address"), blank=True)
    email_digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)

    read_first = models.BooleanField(_("read first"), default=False, help_text=_("The words suggest danger."))
    help_shown = models.BooleanField(default=False, editable=False)
    privacy_asked = models.BooleanField(default=False, editable=False)
    suspect = models.BooleanField(default=False, editable=False)  # a machine seems to have filled in the form

    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    touched_at = models.DateTimeField(_("last change"), default=timezone.now, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True, editable=False)
    consent_at = models.DateTimeField(_("agreed to be published"), null=True, blank=True, editable=False)
    verified_at = models.DateTimeField(_("address confirmed"), null=True, blank=True, editable=False)
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("read by"), null=True, blank=True, related_name="+"
    )
    reading_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)
    decision = models.CharField(_("decision"), max_length=12, choices=State, blank=True, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("decided by"), null=True, blank=True, related_name="+"
    )

    objects = ContributionQuerySet.as_manager()

    class Meta(AboutRecord.Meta):
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ("-read_first", "verified_at", "pk")
        constraints = (
            *AboutRecord.Meta.constraints,
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True, decided_by__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="contribution_decision_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "declined")) | Q(decision=models.F("state")),
                name="contribution_state_follows_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("waiting", "reading", "question", "accepted")) | Q(verified_at__isnull=False),
                name="contribution_in_queue_is_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(consent_at__isnull=False),
                name="contribution_sent_with_consent",
            ),
            models.CheckConstraint(
                condition=Q(is_change=False) | Q(object_id__isnull=False), name="contribution_change_has_record"
            ),
        )
        indexes = (
            *AboutRecord.Meta.indexes,
            models.Index(fields=("state", "-read_first", "verified_at"), name="contribution_queue"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the digest by which the address is found."""
        self.email_digest = address_digest(self.email) if self.email else ""
        self.touched_at = timezone.now()
        super().save(*args, **kwargs)

    @property
    def title(self) -> str:
        """The title or name that was typed; staff only."""
        values = self.data.get("title") or self.data.get("name") or [""]
        return str(values[0])[:250]


class Step(models.Model):
    """What happened to a contribution: who, when, what."""

    class Act(models.TextChoices):
        SENT = "sent", _("Sent")
        CONFIRMED = "confirmed", _("Address confirmed")
        OPENED = "opened", _("Opened")
        EDITED = "edited", _("Edited by our staff")
        ASKED = "asked", _("Question from our staff")
        ANSWERED = "answered", _("Answer")
        ADDED = "added", _("Something added")
        CORRECTED = "corrected", _("Corrected by its sender")
        ACCEPTED = "accepted", _("Published")
        DECLINED = "declined", _("Not published")
        SPAM = "spam", _("Marked as spam")
        NOT_SPAM = "not-spam", _("No spam after all")
        UNDONE = "undone", _("Decision taken back")
        WITHDRAWN = "withdrawn", _("Withdrawn by its sender")

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="steps")
    act = models.CharField(_("what"), max_length=10, choices=Act)
    at = models.DateTimeField(_("when"), default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("who"), null=True, blank=True, related_name="+"
    )
    text = models.TextField(_("words"), blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.get_act_display()


class Ownership(AboutRecord):
    """Who answers for a record that is public: an address, and how it was proved. Never shown."""

    class Proof(models.TextChoices):
        CONTRIBUTION = "contribution", _("Sent it to us")
        ADDRESS = "address", _("The address on file")
        DOMAIN = "domain", _("An address of the organisation’s website")
        STAFF = "staff", _("Our staff know it")

    email = models.EmailField(_("e-mail address"))
    email_digest = models.CharField(max_length=64, editable=False, db_index=True)
    language = models.CharField(_("language of the letters"), max_length=10, choices=settings.LANGUAGES)
    proof = models.CharField(_("proof"), max_length=12, choices=Proof, blank=True)
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)
    claim = models.TextField(_("who they say they are"), blank=True, help_text=_("Never public."))
    verified_at = models.DateTimeField(_("address confirmed"), null=True, blank=True, editable=False)
    granted_at = models.DateTimeField(_("granted"), null=True, blank=True, editable=False)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("granted by"), null=True, blank=True, related_name="+"
    )
    asked_at = models.DateTimeField(_("last asked"), null=True, blank=True, editable=False)
    asked = models.PositiveSmallIntegerField(_("asked in vain"), default=0, editable=False)

    objects = OwnershipQuerySet.as_manager()

    class Meta(AboutRecord.Meta):
        verbose_name = _("owner")
        verbose_name_plural = _("owners")
        constraints = (
            *AboutRecord.Meta.constraints,
            models.UniqueConstraint(fields=("content_type", "object_id", "email_digest"), name="ownership_stands_once"),
            models.CheckConstraint(
                condition=Q(granted_at__isnull=True) | (~Q(proof="") & Q(verified_at__isnull=False)),
                name="ownership_is_granted_on_proof",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_proof_display() or '–'} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the digest by which the address is found."""
        self.email_digest = address_digest(self.email)
        super().save(*args, **kwargs)


class Report(AboutRecord):
    """Something wrong or out of date on a page, as somebody told us."""

    class Reason(models.TextChoices):
        OUTDATED = "outdated", _("It is out of date")
        EXTRA = "extra", _("I know something more")
        CLOSED = "closed", _("It does not exist any more")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        NEW = "new", _("New")
        DONE = "done", _("Done")
        SPAM = "spam", _("Spam")

    path = models.CharField(_("page"), max_length=300)
    reason = models.CharField(_("what is wrong"), max_length=10, choices=Reason)
    text = models.TextField(_("in their words"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True, help_text=_("Only if they want an answer."))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NEW)
    read_first = models.BooleanField(_("read first"), default=False, help_text=_("The words suggest danger."))
    key_digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("told"), default=timezone.now, editable=False)
    done_at = models.DateTimeField(_("done"), null=True, blank=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name=_("done by"), null=True, blank=True, related_name="+"
    )

    class Meta(AboutRecord.Meta):
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ("-read_first", "created_at", "pk")

    def __str__(self) -> str:
        return f"{self.get_reason_display()} {self.path}"


class LinkCheck(AboutRecord):
    """When we last tried the web address of a record, and since when it has not worked."""

    address = models.URLField(_("address on the web"), max_length=URL_LENGTH)
    tried_at = models.DateTimeField(_("last tried"), db_index=True)
    status = models.PositiveSmallIntegerField(
        _("answer"), default=0, help_text=_("Status code of HTTP. 0: no answer at all.")
    )
    failed_since = models.DateTimeField(_("broken since"), null=True, blank=True)

    class Meta(AboutRecord.Meta):
        verbose_name = _("check of a web address")
        verbose_name_plural = _("checks of web addresses")
        ordering = ("failed_since", "pk")
        constraints = (
            *AboutRecord.Meta.constraints,
            models.UniqueConstraint(fields=("content_type", "object_id"), name="linkcheck_stands_once"),
        )

    def __str__(self) -> str:
        return self.address


class ReplyTemplate(models.Model):
    """The text from which a letter to a contributor starts; staff edit it, here for good or in the letter for once."""

    class Act(models.TextChoices):
        ACCEPT = "accept", _("Published")
        ASK = "ask", _("A question")
        DECLINE = "decline", _("Not published")

    act = models.CharField(_("for"), max_length=10, choices=Act)
    name = models.CharField(
        _("name"), max_length=80, help_text=_("Only staff see it. For example: “Not peer support”.")
    )
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("reply template")
        verbose_name_plural = _("reply templates")
        ordering = ("act", "language", "name")
        constraints = (models.UniqueConstraint(fields=("act", "name", "language"), name="replytemplate_stands_once"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"
