from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuardConfig(AppConfig):
    name = "resource_centre.guard"
    verbose_name = _("Guard against abuse")

    def ready(self) -> None:
        """Make the jobs of this package known."""
        from . import due  # noqa: F401 - importing it registers them
