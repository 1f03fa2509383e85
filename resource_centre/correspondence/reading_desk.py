"""The staff desk for what people wrote: to be read and decided on, never to be changed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise


@dataclass(frozen=True)
class Act:
    """Something staff can do with a record: a button under it, and an action on the list."""

    name: str
    label: str | Promise
    #: Does it, records it, and returns whether there was anything to do.
    do: Callable[[Any, User], bool]
    #: Whether it makes sense for a record as it is now.
    fits: Callable[[Any], bool]
    done: Any

    @property
    def button(self) -> str:
        """The name under which a form tells that this button was pressed."""
        return f"_{self.name}"


def member_of_staff(request: HttpRequest) -> User:
    """Return who is at the desk."""
    assert isinstance(request.user, User)
    return request.user


class ReadingDesk(admin.ModelAdmin[Any]):
    """The list and the page of one kind of record that staff read and act on."""

    change_form_template = "admin/correspondence/reading.html"
    acts: ClassVar[Sequence[Act]] = ()
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Say no: these records come from the public."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """Return every field: nobody changes what somebody else wrote."""
        return self.get_fields(request, obj)

    def get_found(self, request: HttpRequest, object_id: str) -> Any:
        """Return the record. Raises Http404 where there is none that staff may see."""
        found = self.get_object(request, object_id)
        if found is None:
            raise Http404
        return found

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Answer with the page of a record, or do what a button on it says."""
        found = self.get_found(request, object_id)
        may_act = self.has_change_permission(request, found)
        if request.method == "POST":
            if not may_act:
                raise PermissionDenied
            self.carry_out(request, [act for act in self.acts if act.button in request.POST][:1], [found])
            return HttpResponseRedirect(request.path)
        fitting = [act for act in self.acts if may_act and act.fits(found)]
        return super().change_view(request, object_id, form_url, {"acts": fitting, **(extra_context or {})})

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Return the actions of the list, for those who may act."""
        actions: dict[str, Any] = super().get_actions(request)
        if self.has_change_permission(request):
            for act in self.acts:
                actions[act.name] = (self._on_many(act), act.name, act.label)
        return actions

    def _on_many(self, act: Act) -> Callable[[Any, HttpRequest, QuerySet[Any]], None]:
        def carry_out(desk: "ReadingDesk", request: HttpRequest, queryset: QuerySet[Any]) -> None:
            desk.carry_out(request, [act], list(queryset))

        return carry_out

    def carry_out(self, request: HttpRequest, acts: Sequence[Act], records: Sequence[Any]) -> None:
        """Do it with each record, and say with how many it was done."""
        for act in acts:
            count = sum(act.do(record, member_of_staff(request)) for record in records)
            level = messages.SUCCESS if count else messages.WARNING
            self.message_user(request, act.done % {"count": count}, level)
