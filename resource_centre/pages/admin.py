"""The staff desk for the site's own texts."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from resource_centre.publishing.admin import PublishableAdmin
from resource_centre.staff_forms import FORM_FIELDS, TEXT, DeskAdmin, short

from .models import ContactDetails, EditorialPage, Section


class SectionInline(admin.StackedInline[Section, EditorialPage]):
    """The sections of a page."""

    model = Section
    extra = 0
    formfield_overrides = FORM_FIELDS


@admin.register(EditorialPage)
class EditorialPageAdmin(PublishableAdmin):
    """The site's own pages."""

    inlines = (SectionInline,)
    parts = (
        short(TEXT, "title", "slug", "summary"),
        short(_("Quotation"), "quotation", "quotation_by"),
    )


@admin.register(ContactDetails)
class ContactDetailsAdmin(DeskAdmin):
    """How to reach the people who keep the site: one record, so its list is its form."""

    fields = ("email", "telephone", "postal_address", "website", "security_email", "last_change")
    readonly_fields = ("last_change",)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead to the one record, or to the form that makes it."""
        record = ContactDetails.objects.first()
        if record is not None:
            return HttpResponseRedirect(reverse("admin:pages_contactdetails_change", args=[record.pk]))
        if self.has_add_permission(request):
            return HttpResponseRedirect(reverse("admin:pages_contactdetails_add"))
        response: HttpResponse = super().changelist_view(request, extra_context)
        return response

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Say whether the record may still be made."""
        return bool(super().has_add_permission(request)) and not ContactDetails.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no: the site needs its contact details."""
        return False
