from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "resource_centre.mail"
    verbose_name = _("Mail")

    def ready(self) -> None:
        """Make the jobs of this package known."""
        from . import due  # noqa: F401 - importing it registers them
