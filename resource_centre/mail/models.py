"""Letters that wait for delivery, the links in them, and addresses from which letters came back."""

import datetime
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from resource_centre.text import fold_address

NAME_LENGTH = 60
KEY_LENGTH = 120
#: As long as the field of a form may be (Django's forms.EmailField): no database cuts or refuses it.
ADDRESS_LENGTH = 320
#: How long it is remembered that letters to an address came back.
KEEP_BOUNCES = datetime.timedelta(days=400)


def address_digest(email: str) -> str:
    """Return the HMAC-SHA-256 of an e-mail address in its one spelling: finds it again, does not tell it."""
    return salted_hmac("resource_centre.mail", fold_address(email), algorithm="sha256").hexdigest()


class Letter(models.Model):
    """A letter that waits for delivery. What stands in it is worked out at that moment; see `letters.py`.

    Once it is delivered or given up, address and data are erased; the row stays for a while under its key, so that
    the same letter is not sent twice.
    """

    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    key = models.CharField(_("key"), max_length=KEY_LENGTH, unique=True, null=True, blank=True)
    address = models.EmailField(_("address"), max_length=ADDRESS_LENGTH, blank=True)
    language = models.CharField(_("language"), max_length=10)
    content_type = models.ForeignKey(ContentType, models.CASCADE, null=True, blank=True)
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    about = GenericForeignKey("content_type", "object_id")
    data = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    due_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    ended_at = models.DateTimeField(_("delivered or given up"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = (models.Index(fields=("due_at",), condition=Q(ended_at__isnull=True), name="letter_due"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(address=""), name="letter_that_ended_has_no_address"
            ),
            models.CheckConstraint(
                condition=Q(content_type__isnull=True, object_id__isnull=True)
                | Q(content_type__isnull=False, object_id__isnull=False),
                name="letter_about_is_whole",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"


class Link(models.Model):
    """A link that was sent by e-mail. Only the SHA-256 of its token is kept."""

    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(_("purpose"), max_length=40)
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    about = GenericForeignKey("content_type", "object_id")
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("valid until"), db_index=True)
    spent_at = models.DateTimeField(_("used"), null=True, blank=True)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        indexes = (models.Index(fields=("content_type", "object_id"), name="link_about"),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.pk}"


class Bounce(models.Model):
    """An address to which letters cannot be delivered, known by its digest alone."""

    digest = models.CharField(max_length=64, unique=True)
    code = models.CharField(_("code"), max_length=20, blank=True, help_text=_("Status code, RFC 3463."))
    noticed_at = models.DateTimeField(_("noticed"), default=timezone.now)

    class Meta:
        verbose_name = _("address that does not take mail")
        verbose_name_plural = _("addresses that do not take mail")

    def __str__(self) -> str:
        return self.code or "-"

    @classmethod
    def notice(cls, email: str, code: str = "") -> None:
        """Remember that a letter to `email` came back."""
        defaults: dict[str, Any] = {"code": code[:20], "noticed_at": timezone.now()}
        cls.objects.update_or_create(digest=address_digest(email), defaults=defaults)

    @classmethod
    def of(cls, email: str) -> "Bounce | None":
        """Return the note about `email`, if letters to it come back."""
        return cls.objects.filter(digest=address_digest(email)).first()

    @classmethod
    def forget_old(cls) -> int:
        """Delete the notes that were not made anew for long. Return how many went."""
        return cls.objects.filter(noticed_at__lt=timezone.now() - KEEP_BOUNCES).delete()[0]
