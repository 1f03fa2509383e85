"""What was loaded from the starting content, so that loading again repeats nothing and overwrites nobody's work."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _


class StarterRecord(models.Model):
    """One record of the pack and the object that it became."""

    file = models.CharField(_("file"), max_length=40)
    key = models.CharField(_("key"), max_length=160)
    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.CharField(max_length=40)
    digest = models.CharField(
        _("digest"),
        max_length=64,
        help_text=_("SHA-256 of the object as it was loaded: another one means that staff changed it."),
    )
    record_digest = models.CharField(
        _("digest of the record"), max_length=64, help_text=_("SHA-256 of the record in the pack when it was loaded.")
    )
    loaded_at = models.DateTimeField(_("loaded"), auto_now=True)

    class Meta:
        verbose_name = _("loaded record")
        verbose_name_plural = _("loaded records")
        constraints = (models.UniqueConstraint(fields=("file", "key"), name="starterrecord_key_is_loaded_once"),)

    def __str__(self) -> str:
        return f"{self.file}/{self.key}"
