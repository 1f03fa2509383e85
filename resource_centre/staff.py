"""The staff desk: Django's admin with our name, our order and a policy of its own."""

from typing import Any

from csp.constants import NONCE, NONE, SELF
from csp.decorators import csp_replace
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

#: What the admin's pages may load: their own scripts and styles, and the editor's import map by its nonce.
POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, NONCE],
    "style-src": [SELF, NONCE],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}


def _with_policy(view: Any) -> Any:
    return csp_replace(POLICY)(view)


class StaffAdminConfig(AdminConfig):
    """Django's admin, with `StaffSite` as its site."""

    default_site = "resource_centre.staff.StaffSite"


class StaffSite(admin.AdminSite):
    """The staff desk."""

    site_header: Any = _("Peer Support Resource Centre: staff desk")
    site_title: Any = _("Staff desk")
    index_title: Any = _("What would you like to do?")
    enable_nav_sidebar = True

    #: The rooms in the order in which staff use them.
    order = (
        *("contributions", "correspondence"),
        *("pages", "library", "organisations", "events", "vocabularies", "publishing", "starter"),
        *("guard", "mail", "jobs", "auth"),
    )

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Return the view with a policy that lets the admin's own scripts run, and no others."""
        return _with_policy(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Answer with the log-in page, under the same policy."""
        return _with_policy(super().login)(request, extra_context)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Return the rooms in the order of `order`."""
        apps = super().get_app_list(request, app_label)
        return sorted(
            apps,
            key=lambda app: self.order.index(app["app_label"]) if app["app_label"] in self.order else len(self.order),
        )
