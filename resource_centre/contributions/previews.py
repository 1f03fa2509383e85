"""The page of a record as a stranger will see it, before there is a record."""

import re
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from events.views import EventDetailView
from library.views import ItemDetailView
from organisations.views import ActivityDetailView, OrganisationDetailView
from resource_centre.publishing.models import Publishable
from resource_centre.publishing.views import PublishedDetailView

from .forms import DoorForm
from .models import Kind

VIEWS: dict[Kind, type[PublishedDetailView]] = {
    Kind.ACTIVITY: ActivityDetailView,
    Kind.ORGANISATION: OrganisationDetailView,
    Kind.EVENT: EventDetailView,
    Kind.RESOURCE: ItemDetailView,
    Kind.STORY: ItemDetailView,
}
_LINK = re.compile(r"<a\b[^>]*>")
#: What says where a link leads: without it, an <a> is words (HTML, 4.5.1).
_LEADS = re.compile(r'\s+(?:href|hreflang|rel|target|download|type|ping|referrerpolicy)="[^"]*"')
_FOCUS = re.compile(r'\s+(?:tabindex|accesskey)="[^"]*"')
_ID = re.compile(r'\b(id|for|aria-labelledby|aria-describedby)="([^"]+)"')
_TITLE = re.compile(r'<h1\b(?: class="[^"]*")?(?P<rest>.*?)</h1>', re.DOTALL)


def preview(form: DoorForm, kind: Kind, language: str, request: HttpRequest) -> SafeString:
    """Return the main part of the page that valid answers would make, as HTML. Nothing of it stays in the database.

    Links in it lead nowhere, because some of them would.
    """
    with transaction.atomic():
        record = form.keep(language)
        html = _page(VIEWS[kind], record, request)
        transaction.set_rollback(True)
    # What comes in is a page of ours, escaped and sanitised as any; what happens to it takes attributes away.
    return mark_safe(_still(html))  # noqa: S308 - see above


def _page(view_class: type[PublishedDetailView], record: Publishable, request: HttpRequest) -> str:
    view: Any = view_class()
    view.setup(request, slug=record.slug)
    view.is_preview = True
    view.object = view.get_object()
    context = view.get_context_data(object=view.object, frame="share/preview_frame.html")
    return render_to_string(view.get_template_names(), context, request)


def _still(html: str) -> str:
    """Return a page as a picture of itself: no link, no second heading of level 1, ids of its own."""
    html = _FOCUS.sub("", _LINK.sub(lambda found: _LEADS.sub("", found[0]), html))
    html = _TITLE.sub(r'<h2 class="preview-page__title"\g<rest></h2>', html)
    return _ID.sub(lambda found: f'{found[1]}="{_renamed(found[2])}"', html)


def _renamed(ids: str) -> str:
    return " ".join(f"preview-{one}" for one in ids.split())
