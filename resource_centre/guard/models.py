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
