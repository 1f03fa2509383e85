"""The staff desk of the letter box: the queue, owners, reports, and the texts that letters start from."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .link_admin import LinkCheckAdmin
from .models import Contribution, ReplyTemplate
from .owner_admin import OwnershipAdmin
from .report_admin import ReportAdmin
from .review import may_be_seen
from .review_views import Screen, address_of

__all__ = ["ContributionAdmin", "LinkCheckAdmin", "OwnershipAdmin", "ReplyTemplateAdmin", "ReportAdmin"]
State = Contribution.State
#: What the queue can be narrowed to: name, states, and what it is called. The first is shown without being asked for.
STAGES: tuple[tuple[str, tuple[str, ...], Any], ...] = (
    ("waiting", Contribution.QUEUE, gettext_lazy("Waits for us")),
    ("question", (State.QUESTION,), gettext_lazy("Waits for an answer")),
    ("unconfirmed", (State.UNCONFIRMED,), gettext_lazy("Address not confirmed yet")),
    ("accepted", (State.ACCEPTED,), gettext_lazy("Published")),
    ("declined", (State.DECLINED,), gettext_lazy("Not published")),
    ("spam", (State.SPAM,), gettext_lazy("Spam")),
    ("withdrawn", (State.WITHDRAWN,), gettext_lazy("Withdrawn")),
)
#: Where what was done last is looked for first.
ENDED = {"accepted", "declined", "spam", "withdrawn"}


class StageFilter(admin.SimpleListFilter):
    """Narrows the list to one stage. What waits for us is what staff come for."""

    title = gettext_lazy("stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the stages."""
        return [(name, label) for name, _states, label in STAGES]

    def stage(self) -> str:
        """Return the stage that is shown."""
        value = self.value()
        return value if value in {name for name, _states, _label in STAGES} else STAGES[0][0]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the contributions at the stage."""
        states = next(states for name, states, _label in STAGES if name == self.stage())
        return queryset.filter(state__in=states)

    def choices(self, changelist: Any) -> Any:
        """Yield the stages with how many there are: there is no "all"."""
        counts = self.get_facet_queryset(changelist)
        for number, (name, label) in enumerate(self.lookup_choices):
            yield {
                "selected": self.stage() == name,
                "query_string": changelist.get_query_string({self.parameter_name: name}),
                "display": f"{label} ({counts[f'{number}__c']})",
            }


class StaffOnlyLooks:
    """What nobody adds by hand or deletes: it comes from the public and goes by its own clock."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Say no."""
        return False


@admin.register(Contribution)
class ContributionAdmin(StaffOnlyLooks, admin.ModelAdmin[Contribution]):
    """The queue of what people sent: what suggests danger first, then the oldest."""

    list_display = ("what", "risk", "waits_since", "newness", "read_by", "letters_in")
    list_display_links = None
    list_filter = (StageFilter, "kind", "is_change", "language")
    list_select_related = ("reader",)
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contribution]:
        """Return what was sent: what somebody still writes is theirs alone."""
        return super().get_queryset(request).exclude(state=State.UNFINISHED)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """Return the order: of age and risk, and the last first of what has ended."""
        if request.GET.get(StageFilter.parameter_name) in ENDED:
            return ("-decided_at", "-touched_at", "-pk")
        return ("-read_first", "verified_at", "pk")

    # The list

    @admin.display(description=gettext_lazy("what"))
    def what(self, obj: Contribution) -> str:
        """Return kind and title, which lead to the screen; of what is not for our eyes, the kind."""
        kind = obj.get_kind_display()
        if not may_be_seen(obj):
            return _("%(kind)s (not shown)") % {"kind": kind}
        return format_html('{}: <a href="{}">{}</a>', kind, address_of(obj), obj.title or _("without a title"))

    @admin.display(description=gettext_lazy("new or change"))
    def newness(self, obj: Contribution) -> str:
        """Return whether it is something new."""
        return _("Change") if obj.is_change else _("New")

    @admin.display(description=gettext_lazy("waits since"))
    def waits_since(self, obj: Contribution) -> str:
        """Return for how many days it has waited."""
        days = (timezone.now() - (obj.verified_at or obj.sent_at or obj.created_at)).days
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days} if days else _("today")

    @admin.display(description=gettext_lazy("risk"))
    def risk(self, obj: Contribution) -> str:
        """Return a sign, in words, that it should be read before the rest."""
        return format_html('<strong class="read-first">{}</strong>', _("Read first")) if obj.read_first else "–"

    @admin.display(description=gettext_lazy("who reads it"))
    def read_by(self, obj: Contribution) -> str:
        """Return who has it open."""
        return str(obj.reader) if obj.state == State.READING and obj.reader else "–"

    @admin.display(description=gettext_lazy("language"))
    def letters_in(self, obj: Contribution) -> str:
        """Return the language in which its sender reads."""
        return obj.get_language_display()

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Answer with the list."""
        return super().changelist_view(request, {"title": _("What people sent us"), **(extra_context or {})})

    # One contribution

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Answer with the review screen. Raises Http404 for what is not for our eyes, PermissionDenied for whom it is not."""
        contribution = self.get_object(request, object_id)
        if contribution is None or not may_be_seen(contribution):
            raise Http404
        if not self.has_view_or_change_permission(request, contribution):
            raise PermissionDenied
        return Screen(self, request, contribution).answer()

    class Media:
        css = {"all": ("admin/review.css",)}


@admin.register(ReplyTemplate)
class ReplyTemplateAdmin(admin.ModelAdmin[ReplyTemplate]):
    """The texts that letters to contributors start from."""

    list_display = ("name", "act", "language")
    list_filter = ("act", "language")
    search_fields = ("name", "text")
