"""What the guard remembers: how much of an allowance is left, under a key that says nothing about anybody."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Bucket(models.Model):
    """What is left of one allowance for one network address or e-mail address."""

    key = models.CharField(
        _("key"), max_length=64, primary_key=True, help_text=_("HMAC-SHA-256 of the allowance and the address.")
    )
    level = models.FloatField(_("left"))
    filled_at = models.DateTimeField(_("filled up to"))
    full_at = models.DateTimeField(_("full again"), db_index=True)

    class Meta:
        verbose_name = _("allowance")
        verbose_name_plural = _("allowances")

    def __str__(self) -> str:
        return self.key[:8]


class Phrase(models.Model):
    """Words that make the site ask before it goes on: kept by staff, language by language."""

    class Kind(models.TextChoices):
        DISCLOSURE = "disclosure", _("Says something private")
        DANGER = "danger", _("Somebody may be in danger")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    language = models.CharField(_("language"), max_length=10, help_text=_("Its code, such as en, de or fr."))
    text = models.CharField(
        _("words"),
        max_length=120,
        help_text=_("Capitals and accents do not matter. “…” stands for up to three other words."),
    )

    class Meta:
        verbose_name = _("phrase to ask about")
        verbose_name_plural = _("phrases to ask about")
        ordering = ("kind", "language", "text")
        constraints = (models.UniqueConstraint(fields=("kind", "language", "text"), name="phrase_stands_once"),)

    def __str__(self) -> str:
        return self.text
