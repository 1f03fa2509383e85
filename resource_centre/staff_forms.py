"""What every form of the staff desk shares: the text editor under a strict policy, versions, fields to search in."""

from typing import Any, ClassVar

import js_asset
from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db.models import Field, ForeignKey, ManyToManyField, Model, URLField
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from simple_history.admin import SimpleHistoryAdmin

#: The editor adds its own style sheet to a page unless it finds one that it added before. Our policy refuses such a
#: sheet, so the page brings an empty one, and admin/rich-text.css says what the editor's would have said.
EDITOR_STYLES = js_asset.Media(
    css={"all": [js_asset.InlineStyle("", **{"data-tiptap-style": ""}), "admin/rich-text.css"]}
)


#: How fields are asked for: an address on the web without its scheme means https.
FORM_FIELDS: dict[type[Field[Any, Any]], dict[str, Any]] = {
    URLField: {"assume_scheme": "https"},
}


def with_nonce(request: HttpRequest, media: forms.Media) -> forms.Media:
    """Return `media` so that the page's policy lets the text editor start; as it is where no editor is on the form."""
    if not isinstance(media, js_asset.Media):
        return media
    nonce = str(request.csp_nonce)  # type: ignore[attr-defined]  # set by django-csp's middleware
    allowed: forms.Media = js_asset.Media.from_media(media + EDITOR_STYLES, nonce=nonce)
    return allowed


class DeskAdmin(SimpleHistoryAdmin):
    """The form and the list of one kind of record that keeps its versions.

    Relations are fields to search in, the slug follows a title, and earlier versions can be read but not brought back:
    bringing one back would also bring back its state, past the functions that publish.
    """

    object_history_list_template = "admin/history_list.html"
    list_per_page = 50
    formfield_overrides = FORM_FIELDS
    #: The field from which the address of a new record is made, if it has one.
    slug_from: ClassVar[str] = ""

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Return the relations to records that staff can search for."""
        return [field.name for field in self._relations() if self.admin_site.is_registered(field.related_model)]

    def _relations(self) -> list[Any]:
        options = self.model._meta
        fields: list[Field[Any, Any]] = [*options.fields, *options.many_to_many]
        return [
            field
            for field in fields
            if isinstance(field, ForeignKey | ManyToManyField) and field.editable and not field.auto_created
        ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the form field. Beside a relation stands no button that deletes the other record: it stands too near."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        return field

    def get_prepopulated_fields(self, request: HttpRequest, obj: Model | None = None) -> dict[str, tuple[str, ...]]:
        """Return from which field the address of a new record is made. An address that stands is never changed."""
        return {"slug": (self.slug_from,)} if self.slug_from and obj is None else {}

    def get_list_select_related(self, request: HttpRequest) -> Any:
        """Return the relations that the list shows, so that they are read with it."""
        shown = set(self.get_list_display(request))
        return [field.name for field in self._relations() if isinstance(field, ForeignKey) and field.name in shown]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Answer with the form, with the editor allowed to start."""
        context["media"] = with_nonce(request, context["media"])
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    @admin.display(description=pgettext_lazy("of a record", "last change"))
    def last_change(self, obj: Model) -> str:
        """Return when the record last changed, and who changed it."""
        history: Any = obj
        version = history.history.select_related("history_user").first()
        if version is None:
            return "–"
        when = date_format(timezone.localtime(version.history_date), "DATETIME_FORMAT")
        if version.history_user is None:
            return when
        return _("%(when)s, by %(who)s") % {"when": when, "who": version.history_user}

    # Earlier versions

    def revert_disabled(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Say that earlier versions are for reading."""
        return True

    def history_form_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with an earlier version, to be read. Raises PermissionDenied if somebody tries to save it."""
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        response: HttpResponse = super().history_form_view(request, *args, **kwargs)
        return response

    def _is_earlier_version(self, request: HttpRequest) -> bool:
        match = request.resolver_match
        return match is not None and str(match.url_name).endswith("_simple_history")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the parts of the form. Of an earlier version, those that are kept with it."""
        fieldsets = self.desk_fieldsets(request, obj)
        if not self._is_earlier_version(request):
            return fieldsets
        options = self.model._meta
        kept = {field.name for field in options.fields}
        earlier = [
            (heading, {**rest, "fields": [name for name in flatten_fieldsets([(heading, rest)]) if name in kept]})
            for heading, rest in fieldsets
        ]
        return [(heading, rest) for heading, rest in earlier if rest["fields"]]

    def desk_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the parts of the form as staff write in it."""
        return super().get_fieldsets(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return what staff read here and cannot write: of an earlier version, everything."""
        if self._is_earlier_version(request):
            return [field.name for field in self.model._meta.fields]
        return self.desk_readonly_fields(request, obj)

    def desk_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return what the form shows and does not let staff change."""
        return super().get_readonly_fields(request, obj)


def short(name: Any, *fields: Any, closed: bool = False, note: Any = "") -> tuple[Any, dict[str, Any]]:
    """Return one part of a form: its heading and its fields, folded away if `closed`."""
    return name, {"fields": fields, "classes": ("collapse",) if closed else (), "description": note}


#: Headings that several forms share.
TEXT = gettext_lazy("Text")
PLACE = gettext_lazy("What and where")
LINKS = gettext_lazy("Links and files")
