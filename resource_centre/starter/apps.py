from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StarterConfig(AppConfig):
    name = "resource_centre.starter"
    verbose_name = _("Starting content")
