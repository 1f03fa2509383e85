"""Pages for machines: robots, security contact, health, icons, and stored files for staff."""

import datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.sitemaps.views import index
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.utils import timezone

from resource_centre.publishing.views import staff_only

from .models import ContactDetails


def robots(_request: HttpRequest) -> HttpResponse:
    """Answer with the rules for crawlers (RFC 9309): everything public, but no search pages and no way out."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /media/",
        "Disallow: /leave/",
        "Disallow: /search/",
        *(f"Disallow: /{code}/{name}/" for code, _n in settings.LANGUAGES[1:] for name in ("leave", "search")),
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def security_txt(_request: HttpRequest) -> HttpResponse:
    """Answer with how to report a security hole (RFC 9116). The date of expiry is always half a year away."""
    contact = ContactDetails.current()
    address = contact.security_email or contact.email
    expires = (timezone.now() + datetime.timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: mailto:{address}" if address else f"Contact: {settings.SITE_URL}/contact/",
        f"Expires: {expires.astimezone(datetime.UTC).strftime('%Y-%m-%dT%H:%M:%SZ')}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def sitemap_index(request: HttpRequest, sitemaps: dict[str, Any]) -> TemplateResponse:
    """Answer with the list of sitemaps (sitemaps.org protocol), under the site's own address whoever asks."""
    response: TemplateResponse = index(request, sitemaps=sitemaps, sitemap_url_name="sitemap")
    assert response.context_data is not None
    for entry in response.context_data["sitemaps"]:
        parts = urlsplit(entry.location)
        entry.location = settings.SITE_URL + urlunsplit(("", "", parts.path, parts.query, ""))
    return response


def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer that the process lives."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(_request: HttpRequest) -> HttpResponse:
    """Answer that the process can serve pages, or with 503 that the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("the database does not answer", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")


def favicon(_request: HttpRequest) -> HttpResponse:
    """Lead to the icon, for programs that look for it where it once had to be."""
    return HttpResponseRedirect(static("img/favicon.ico"))


def stored_file(request: HttpRequest, path: str) -> FileResponse:
    """Answer with a stored file, for staff only. Raises PermissionDenied for others, Http404 where there is none."""
    staff_only(request)
    if not path.startswith(("images/", "documents/")) or ".." in path or not default_storage.exists(path):
        raise Http404
    response = FileResponse(default_storage.open(path), as_attachment=not path.endswith(".webp"))
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
