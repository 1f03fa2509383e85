"""The staff desk for everything that can be published: one base class, so that each room's desk stays short."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from resource_centre.staff_forms import DeskAdmin, short

from . import actions
from .models import FormerSlug, Publishable, State, WrongTransitionError
from .querysets import PublishedQuerySet
from .views import PREVIEW

UNCONFIRMED = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Act:
    """A change of state as staff see it: a button under the form and an action on the list."""

    name: str
    label: str | Promise
    do: Callable[[Publishable, User | None], None]
    states: tuple[str, ...]
    done: Any

    @property
    def button(self) -> str:
        """The name under which a form tells that this button was pressed."""
        return f"_{self.name}"


ACTS = (
    Act(
        "publish",
        gettext_lazy("Publish"),
        actions.publish,
        (State.DRAFT, State.ARCHIVED),
        ngettext_lazy("%(count)d record is published now.", "%(count)d records are published now.", "count"),
    ),
    Act(
        "archive",
        gettext_lazy("Archive"),
        actions.archive,
        (State.PUBLISHED,),
        ngettext_lazy("%(count)d record is archived now.", "%(count)d records are archived now.", "count"),
    ),
    Act(
        "draft",
        gettext_lazy("Back to draft"),
        actions.return_to_draft,
        (State.PUBLISHED, State.ARCHIVED),
        ngettext_lazy("%(count)d record is a draft again.", "%(count)d records are drafts again.", "count"),
    ),
    Act(
        "confirm",
        gettext_lazy("Confirm that it is right"),
        actions.confirm,
        (State.DRAFT, State.PUBLISHED, State.ARCHIVED),
        ngettext_lazy("%(count)d record is confirmed.", "%(count)d records are confirmed.", "count"),
    ),
)
PUBLISH, ARCHIVE, DRAFT, CONFIRM = ACTS


class PublishableForm(forms.ModelForm[Publishable]):
    """The form of a record. What the database would refuse is said here, beside the field or above the form."""

    def clean_published_at(self) -> datetime.datetime | None:
        """Return from when the record is public. Raises ValidationError where a published one would lose its date."""
        moment: datetime.datetime | None = self.cleaned_data["published_at"]
        if moment is None and self.instance.state == State.PUBLISHED:
            raise ValidationError(
                _("What is published needs this date. To take it off the site, press “Archive” or “Back to draft”.")
            )
        return moment

    def full_clean(self) -> None:
        """Check the answers, and then the record that they make against every constraint of the database."""
        super().full_clean()
        if not self.is_bound or self.errors:
            return
        # Django's own check passes over every constraint that names a field which is not on the form, such as the
        # moments that an event works out from its days.
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error(None, ValidationError(error.messages))


class ReviewFilter(admin.SimpleListFilter):
    """Narrows a list to what somebody should look at again."""

    title = gettext_lazy("review")
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the choices."""
        return [("due", gettext_lazy("Due now")), ("unconfirmed", gettext_lazy("Not confirmed for a year"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the records that the choice names."""
        assert isinstance(queryset, PublishedQuerySet)
        if self.value() == "due":
            return queryset.for_review()
        if self.value() == "unconfirmed":
            return queryset.confirmed_before(timezone.now() - UNCONFIRMED)
        return queryset


class PublishableAdmin(DeskAdmin):
    """The desk of one kind of record. A room says which columns, filters and parts of the form it adds."""

    form = PublishableForm
    change_form_template = "admin/publishing/change_form.html"
    date_hierarchy = "published_at"
    search_fields: Sequence[str] = ("slug",)
    search_help_text = gettext_lazy("Words in the title and the summary")
    actions = ("publish_chosen", "archive_chosen", "draft_chosen", "confirm_chosen")

    columns: ClassVar[tuple[str, ...]] = ()
    filters: ClassVar[tuple[Any, ...]] = ()
    #: The parts of the form that only this room has; see `short`.
    parts: ClassVar[tuple[Any, ...]] = ()

    # The list

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Return the columns of the list."""
        return ("heading", "standing", *self.columns, "published_at", "updated_at")

    def get_list_filter(self, request: HttpRequest) -> tuple[Any, ...]:
        """Return the filters beside the list."""
        return ("state", ReviewFilter, *self.filters)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Return the records that hold every word, found as the public finds them."""
        assert isinstance(queryset, PublishedQuerySet)
        return queryset.with_words(search_term), False

    @admin.display(description=gettext_lazy("title"), ordering="sort_key")
    def heading(self, obj: Publishable) -> str:
        """Return the title or name."""
        return obj.heading

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, obj: Publishable) -> str:
        """Return the state, and for a record that waits for its day, the day."""
        if obj.state == State.PUBLISHED and not obj.is_public and obj.published_at is not None:
            when = date_format(timezone.localtime(obj.published_at), "SHORT_DATETIME_FORMAT")
            return _("Waits until %(when)s") % {"when": when}
        return str(State(obj.state).label)

    # The form

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, tuple[str, ...]]:
        """Return that the address of a new record is made from its title."""
        return {"slug": (self.model.title_field,)} if obj is None else {}

    def desk_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the room's parts and the two that every record has."""
        known = ("standing", "last_change", "created_at", "confirmed_at") if obj else ()
        return [
            *self.parts,
            short(gettext_lazy("Language and sources"), "language", "title_language", "sources"),
            short(gettext_lazy("Publishing"), *known, "published_at", "review_due"),
        ]

    def desk_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Return what the form shows and only functions change."""
        return ("standing", "last_change", "created_at", "confirmed_at")

    def get_view_on_site_url(self, obj: Publishable | None = None) -> str | None:
        """Return the address of the public page, if the public can see it."""
        return obj.get_absolute_url() if obj is not None and obj.is_public else None

    def acts_on(self, request: HttpRequest, obj: Publishable | None) -> list[Act]:
        """Return the changes of state that this member of staff may make now."""
        if not self.has_change_permission(request, obj):
            return []
        if obj is None:
            return [PUBLISH]
        return [act for act in ACTS if obj.state in act.states]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, obj: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Answer with the form, its buttons for changes of state, and the way to a preview."""
        context["acts"] = [] if context.get("is_popup") else self.acts_on(request, obj)
        context["preview_url"] = f"{obj.get_absolute_url()}?{PREVIEW}" if obj is not None else ""
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """Answer after a record was made: do what the button says, if it says more than "Save"."""
        answer = self._after_button(request, obj)
        return answer or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Answer after a record was saved: do what the button says, if it says more than "Save"."""
        answer = self._after_button(request, obj)
        return answer or super().response_change(request, obj)

    def _after_button(self, request: HttpRequest, obj: Publishable) -> HttpResponse | None:
        pressed = [act for act in ACTS if act.button in request.POST]
        if not pressed or not self.has_change_permission(request, obj):
            return None
        self.message_user(request, _("“%(title)s” is saved.") % {"title": obj.heading}, messages.SUCCESS)
        self.carry_out(request, pressed[0], [obj])
        options = self.model._meta
        address = reverse(f"{self.admin_site.name}:{options.app_label}_{options.model_name}_change", args=[obj.pk])
        filters = {"preserved_filters": self.get_preserved_filters(request), "opts": options}
        return HttpResponseRedirect(add_preserved_filters(filters, address))

    # Changes of state

    def carry_out(self, request: HttpRequest, act: Act, records: Iterable[Publishable]) -> None:
        """Change each record by itself, so that one that cannot change keeps none of the others from it."""
        actor = request.user
        assert isinstance(actor, User)
        done = 0
        for record in records:
            try:
                act.do(record, actor)
            except WrongTransitionError as error:
                self.message_user(request, " ".join(error.messages), messages.ERROR)
            else:
                done += 1
        if done:
            self.message_user(request, act.done % {"count": done}, messages.SUCCESS)

    @admin.action(permissions=["change"], description=gettext_lazy("Publish"))
    def publish_chosen(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Publish the chosen records."""
        self.carry_out(request, PUBLISH, queryset)

    @admin.action(permissions=["change"], description=gettext_lazy("Archive"))
    def archive_chosen(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Archive the chosen records."""
        self.carry_out(request, ARCHIVE, queryset)

    @admin.action(permissions=["change"], description=gettext_lazy("Back to draft"))
    def draft_chosen(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Return the chosen records to draft."""
        self.carry_out(request, DRAFT, queryset)

    @admin.action(permissions=["change"], description=gettext_lazy("Confirm that it is right"))
    def confirm_chosen(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Confirm the chosen records."""
        self.carry_out(request, CONFIRM, queryset)


@admin.register(FormerSlug)
class FormerSlugAdmin(admin.ModelAdmin[FormerSlug]):
    """Addresses that lead on to where a record stands now. They come by themselves; staff may delete one."""

    list_display = ("slug", "content_type", "leads_to")
    list_filter = ("content_type",)
    list_select_related = ("content_type",)
    search_fields = ("slug",)
    ordering = ("slug",)
    fields = ("slug", "content_type", "leads_to")

    @admin.display(description=gettext_lazy("leads to"))
    def leads_to(self, obj: FormerSlug) -> str:
        """Return the title of the record."""
        return str(obj.target or "–")

    def get_queryset(self, request: HttpRequest) -> QuerySet[FormerSlug]:
        """Return the addresses with their records, in one query for each kind."""
        return super().get_queryset(request).prefetch_related("target")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Say no: a changed slug leaves its address here by itself."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: FormerSlug | None = None) -> bool:
        """Say no: an address that was is a fact."""
        return False
