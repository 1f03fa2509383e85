"""The staff desk of reports: what somebody told us is wrong on a page."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .models import Report
from .review_views import address_of

State = Report.State


@transaction.atomic
def settle(report: Report, state: Report.State, actor: User) -> bool:
    """Bring a report to a state, and note who did. Return False where it stands there already."""
    fresh = Report.objects.select_for_update().get(pk=report.pk)
    if fresh.state == state:
        return False
    fresh.state = state
    fresh.done_at, fresh.done_by = (None, None) if state == State.NEW else (timezone.now(), actor)
    fresh.save()
    return True


class StateFilter(admin.SimpleListFilter):
    """Narrows the list to a state. What is new is what staff come for."""

    title = gettext_lazy("state")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the states."""
        return list(State.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the reports in the state."""
        value = self.value()
        return queryset.filter(state=value if value in State.values else State.NEW)

    def choices(self, changelist: Any) -> Any:
        """Yield the states: there is no "all"."""
        shown = self.value() if self.value() in State.values else State.NEW
        for value, label in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: value})
            yield {"selected": shown == value, "query_string": query, "display": label}


@admin.register(Report)
class ReportAdmin(admin.ModelAdmin[Report]):
    """What somebody told us is wrong: what suggests danger first, then the oldest."""

    change_form_template = "admin/contributions/acts_form.html"
    list_display = ("reason", "page", "entry", "told_since", "risk", "language")
    list_display_links = ("reason",)
    list_filter = (StateFilter, "reason", "language")
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    actions = ("mark_done", "mark_spam", "reopen")
    fields = (
        "risk",
        "reason",
        "text",
        "page",
        "entry",
        "email",
        "language",
        "created_at",
        "state",
        "done_at",
        "done_by",
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Report]:
        """Return the reports with their records, in one query for each kind of record."""
        return super().get_queryset(request).select_related("content_type").prefetch_related("record")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no: reports come from the public."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no: reports go by their own clock."""
        return False

    @admin.display(description=gettext_lazy("page"))
    def page(self, obj: Report) -> str:
        """Return the page, as a link to it where it is one of ours."""
        if not obj.path.startswith("/") or obj.path.startswith(("//", "/\\")):
            return obj.path
        return format_html('<a href="{}">{}</a>', obj.path, obj.path)

    @admin.display(description=gettext_lazy("entry"))
    def entry(self, obj: Report) -> str:
        """Return the record, as a link to its form."""
        record: Any = obj.record
        return format_html('<a href="{}">{}</a>', address_of(record), record) if record is not None else "–"

    @admin.display(description=gettext_lazy("told"))
    def told_since(self, obj: Report) -> str:
        """Return how many days ago it came."""
        days = (timezone.now() - obj.created_at).days
        return ngettext("%(count)d day ago", "%(count)d days ago", days) % {"count": days} if days else _("today")

    @admin.display(description=gettext_lazy("risk"))
    def risk(self, obj: Report) -> str:
        """Return a sign, in words, that it should be read before the rest."""
        return format_html('<strong class="read-first">{}</strong>', _("Read first")) if obj.read_first else "–"

    # Acts

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Answer with the report and the buttons that make sense now."""
        obj = kwargs.get("obj")
        acts = (
            [("_done", _("Done")), ("_spam", _("Spam"))]
            if obj is not None and obj.state == State.NEW
            else [("_new", _("Open it again"))]
        )
        context["acts"] = acts if self.has_change_permission(request, obj) else []
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Answer with the report, or do what a button says and lead back to the list."""
        pressed = [state for state in State if f"_{state}" in request.POST]
        obj = self.get_object(request, object_id) if pressed else None
        if obj is None:
            return super().change_view(request, object_id, form_url, extra_context)
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        self._settle(request, [obj], pressed[0])
        return HttpResponseRedirect(reverse("admin:contributions_report_changelist"))

    def _settle(self, request: HttpRequest, reports: Any, state: Report.State) -> None:
        actor = request.user
        assert isinstance(actor, User)
        count = 0
        for report in reports:
            if settle(report, state, actor):
                self.log_change(request, report, f"State: {state}.")
                count += 1
        sentence = ngettext("%(count)d report: %(state)s.", "%(count)d reports: %(state)s.", count)
        self.message_user(request, sentence % {"count": count, "state": state.label}, messages.SUCCESS)

    @admin.action(permissions=["change"], description=gettext_lazy("Done"))
    def mark_done(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        """Say that the chosen reports are dealt with."""
        self._settle(request, queryset, State.DONE)

    @admin.action(permissions=["change"], description=gettext_lazy("Spam"))
    def mark_spam(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        """Say that the chosen reports are spam."""
        self._settle(request, queryset, State.SPAM)

    @admin.action(permissions=["change"], description=gettext_lazy("Open again"))
    def reopen(self, request: HttpRequest, queryset: QuerySet[Report]) -> None:
        """Let the chosen reports wait again."""
        self._settle(request, queryset, State.NEW)

    class Media:
        css = {"all": ("admin/review.css",)}
