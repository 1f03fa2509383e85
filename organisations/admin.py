"""The staff desk for the directory."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from resource_centre.publishing.admin import PublishableAdmin
from resource_centre.staff_forms import LINKS, PLACE, TEXT, short

from .models import Activity, Organisation, leadership_statements


@admin.register(Organisation)
class OrganisationAdmin(PublishableAdmin):
    """Organisations."""

    columns = ("kind", "country", "reach")
    filters = ("kind", "reach", ("country", admin.RelatedOnlyFieldListFilter), "gamian_member", "open_to_contact")
    parts = (
        short(TEXT, "name", "slug", ("name_original", "name_original_language"), "acronym", "summary", "description"),
        short(PLACE, "kind", "country", "place", "reach", "languages", "support_types", "topics", "gamian_member"),
        short(
            _("Peer leadership"),
            *(name for name, _wording in leadership_statements()),
            note=_("Say yes or no only where you know it. The page works out its label from these answers."),
        ),
        short(LINKS, "website", "website_checked_on", "how_to_join"),
        short(_("Contact from peers"), "contact_email", "open_to_contact"),
    )


@admin.register(Activity)
class ActivityAdmin(PublishableAdmin):
    """Activities, methods, training programmes and services."""

    columns = ("kind", "organisation", "format")
    filters = ("kind", "format", "support_types", ("countries", admin.RelatedOnlyFieldListFilter))
    parts = (
        short(TEXT, "title", "slug", "alternative_titles", "summary", "description"),
        short(PLACE, "kind", "organisation", "countries", "place", "format", "languages", "support_types", "topics"),
        short(_("Taking part"), "audience", "schedule", "cost", "accreditation", "how_to_take_part"),
        short(LINKS, "url", "url_checked_on"),
    )
