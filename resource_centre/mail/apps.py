from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MailConfig(AppConfig):
    name = "resource_centre.mail"
    verbose_name = _("Mail")

    def ready(self) -> None:
        """Make the jobs and checks of this package known."""
        from . import checks, due  # noqa: F401 - importing them registers them
