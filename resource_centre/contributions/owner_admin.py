"""The staff desk of owners: who answers for what, and claims that wait for a yes or a no."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from resource_centre.mail.models import Bounce

from . import ownership
from .models import Ownership
from .review_views import address_of


class StandingFilter(admin.SimpleListFilter):
    """Narrows the list to claims, or to owners who are hard to reach."""

    title = gettext_lazy("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the choices."""
        return [
            ("claims", gettext_lazy("Claims that wait")),
            ("granted", gettext_lazy("Granted")),
            ("silent", gettext_lazy("Asked in vain")),
            ("bounced", gettext_lazy("Mail came back")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the owners that the choice names."""
        narrowed: dict[str, dict[str, Any]] = {
            "claims": {"granted_at__isnull": True, "verified_at__isnull": False},
            "granted": {"granted_at__isnull": False},
            "silent": {"granted_at__isnull": False, "asked__gt": 0},
            "bounced": {"bounced": True},
        }
        return queryset.filter(**narrowed.get(self.value() or "", {}))


class RefusalForm(forms.ModelForm[Ownership]):
    """What staff write when they say no."""

    reason = forms.CharField(
        label=gettext_lazy("If you refuse: why"),
        help_text=gettext_lazy("It stands in the letter. May stay empty."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
    )

    class Meta:
        model = Ownership
        fields = ()


@admin.register(Ownership)
class OwnershipAdmin(admin.ModelAdmin[Ownership]):
    """Who answers for what. Claims come first."""

    form = RefusalForm
    change_form_template = "admin/contributions/acts_form.html"
    list_display = ("entry", "standing", "proof", "created_at", "asked_at", "asked", "mail_came_back")
    list_display_links = ("standing",)
    list_filter = (StandingFilter, "proof", "language")
    sortable_by = ()
    actions = ("grant_chosen", "refuse_chosen")
    told = (
        "entry", "email", "claim", "standing", "proof", "language", "created_at", "verified_at", "granted_at",
        "granted_by", "asked_at", "asked", "mail_came_back",
    )  # fmt: skip
    readonly_fields = told

    def get_queryset(self, request: HttpRequest) -> QuerySet[Ownership]:
        """Return the owners with their records, and whether mail to them came back: a bounded number of queries."""
        bounced = Exists(Bounce.objects.filter(digest=OuterRef("email_digest")))
        found = super().get_queryset(request).select_related("content_type", "granted_by")
        return found.annotate(bounced=bounced).prefetch_related("record")

    def get_ordering(self, request: HttpRequest) -> Any:
        """Return the order: claims that wait, those whose address nobody confirmed yet, then the newest owners."""
        return (F("granted_at").desc(nulls_first=True), F("verified_at").asc(nulls_last=True), "pk")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Return what the form shows: room for a reason only where there is something to refuse."""
        may_refuse = obj is not None and self._waits(obj) and self.has_change_permission(request, obj)
        return (*self.told, "reason") if may_refuse else self.told

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Say no: owners prove it themselves, or claim it."""
        return False

    @staticmethod
    def _waits(obj: Ownership) -> bool:
        return obj.granted_at is None and obj.verified_at is not None

    @admin.display(description=gettext_lazy("entry"))
    def entry(self, obj: Ownership) -> str:
        """Return the record, as a link to its form."""
        record: Any = obj.record
        return format_html('<a href="{}">{}</a>', address_of(record), record) if record is not None else "–"

    @admin.display(description=gettext_lazy("standing"))
    def standing(self, obj: Ownership) -> str:
        """Return how far it is."""
        if obj.granted_at is not None:
            return _("Owner")
        return _("Claim: please decide") if obj.verified_at is not None else _("Address not confirmed yet")

    @admin.display(description=gettext_lazy("mail came back"))
    def mail_came_back(self, obj: Any) -> str:
        """Return whether letters to the address come back."""
        return _("Yes") if obj.bounced else "–"

    # Acts

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Answer with the owner, and the buttons where there is something to decide."""
        obj = kwargs.get("obj")
        may = obj is not None and self._waits(obj) and self.has_change_permission(request, obj)
        context["acts"] = [("_grant", _("Grant")), ("_refuse", _("Refuse"))] if may else []
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Answer with the owner, or do what a button says and lead back to the list."""
        pressed = {"_grant", "_refuse"} & set(request.POST)
        obj = self.get_object(request, object_id) if pressed else None
        if obj is None:
            return super().change_view(request, object_id, form_url, extra_context)
        if not self.has_change_permission(request, obj):
            raise PermissionDenied
        form = RefusalForm(request.POST)
        if not form.is_valid():
            return super().change_view(request, object_id, form_url, extra_context)
        reason = form.cleaned_data["reason"]
        self._decide(request, [obj], reason=reason, yes="_grant" in pressed)
        return HttpResponseRedirect(reverse("admin:contributions_ownership_changelist"))

    def _decide(self, request: HttpRequest, owners: Any, *, yes: bool, reason: str = "") -> None:
        """Grant or refuse each by itself, so that one that was decided already keeps none of the others from it."""
        actor = request.user
        assert isinstance(actor, User)
        done = 0
        for owner in owners:
            try:
                if yes:
                    ownership.grant(owner, actor)
                else:
                    ownership.refuse(owner, actor, reason)
            except ownership.NotProvedError as error:
                self.message_user(request, " ".join(error.messages), messages.WARNING)
            else:
                done += 1
        if done:
            told = (
                ngettext("%(count)d claim is granted.", "%(count)d claims are granted.", done)
                if yes
                else ngettext("%(count)d claim is refused.", "%(count)d claims are refused.", done)
            )
            self.message_user(request, told % {"count": done}, messages.SUCCESS)

    @admin.action(permissions=["change"], description=gettext_lazy("Grant"))
    def grant_chosen(self, request: HttpRequest, queryset: QuerySet[Ownership]) -> None:
        """Let the chosen ones answer for their entries."""
        self._decide(request, queryset, yes=True)

    @admin.action(permissions=["change"], description=gettext_lazy("Refuse"))
    def refuse_chosen(self, request: HttpRequest, queryset: QuerySet[Ownership]) -> None:
        """Say no to the chosen ones."""
        self._decide(request, queryset, yes=False)

    class Media:
        css = {"all": ("admin/review.css",)}
