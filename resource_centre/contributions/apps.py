from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContributionsConfig(AppConfig):
    name = "resource_centre.contributions"
    verbose_name = _("Contributions")

    def ready(self) -> None:
        """Make the jobs and letters of this package known."""
        from . import due, letters, owner_letters, staff_letters  # noqa: F401 - importing them registers them
