from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "resource_centre.jobs"
    verbose_name = _("Jobs")
