from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CorrespondenceConfig(AppConfig):
    name = "resource_centre.correspondence"
    verbose_name = _("Correspondence")

    def ready(self) -> None:
        """Make the jobs and the letters of this package known."""
        from . import due, letters  # noqa: F401 - importing them registers them
