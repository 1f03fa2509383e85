"""When each job of the site is due next. One row a job, so that several servers share one calendar."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """Work that the site does by itself from time to time."""

    name = models.CharField(_("name"), max_length=60, primary_key=True)
    due_at = models.DateTimeField(_("due"), default=timezone.now)
    started_at = models.DateTimeField(_("last started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("last finished"), null=True, blank=True)
    failure = models.CharField(
        _("what went wrong"), max_length=200, blank=True, help_text=_("The kind of error, nothing of what it said.")
    )

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
