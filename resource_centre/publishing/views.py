"""Views that every room's public pages are made from."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import DetailView

from .models import FormerSlug, Publishable
from .querysets import PublishedQuerySet

PREVIEW = "preview"


def may_preview(request: HttpRequest, model: type[Publishable]) -> bool:
    """Say whether staff asked to see `model` as it will be. The session is read only if the address asks."""
    if PREVIEW not in request.GET:
        return False
    user = request.user
    kinds = [model, *model.__subclasses__()]  # who may see resources may preview them, though the page asks for an item
    return bool(
        user.is_active
        and user.is_staff
        and any(user.has_perm(f"{kind._meta.app_label}.view_{kind._meta.model_name}") for kind in kinds)
    )


class PublishedDetailView(DetailView[Any]):
    """The page of one public record. Staff see it before it is public with `?preview`; a former slug leads on."""

    model: type[Publishable]
    is_preview = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the page, with a redirect from a former slug, or raise Http404."""
        self.is_preview = may_preview(request, self.model)
        try:
            response = super().get(request, *args, **kwargs)
        except Http404:
            target = FormerSlug.target_of(self.model, kwargs["slug"])
            if target is None or not (target.is_public or self.is_preview):
                raise
            if self.is_preview:
                return redirect(f"{target.get_absolute_url()}?{PREVIEW}")
            return redirect(target, permanent=True)
        if self.is_preview:
            response["Cache-Control"] = "private, no-store"
            response["X-Robots-Tag"] = "noindex"
        return response

    def get_queryset(self) -> PublishedQuerySet:
        """Return what the visitor may see."""
        records: PublishedQuerySet = self.model._default_manager.all()
        return records if self.is_preview else records.published()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether this is a preview."""
        return super().get_context_data(is_preview=self.is_preview, **kwargs)


def staff_only(request: HttpRequest) -> None:
    """Raise PermissionDenied unless a member of staff asks."""
    if not (request.user.is_active and request.user.is_staff):
        raise PermissionDenied
