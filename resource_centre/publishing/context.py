"""What every page knows: its address, its other languages, and which room it stands in."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from resource_centre.vocabularies.cldr import direction, own_language_name


def alternates(request: HttpRequest) -> list[dict[str, Any]]:
    """Return this page's address in each language of the site."""
    query = request.META.get("QUERY_STRING", "")
    here = translation.get_language()
    found = []
    for code, _name in settings.LANGUAGES:
        path = translate_url(request.path, code)
        found.append(
            {
                "code": code,
                "name": own_language_name(code),
                "url": settings.SITE_URL + path,
                "path": f"{path}?{query}" if query and request.method == "GET" else path,
                "current": code == here,
            }
        )
    return found


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the template context that every page shares."""
    match = request.resolver_match
    code = translation.get_language() or settings.LANGUAGE_CODE
    return {
        "site_url": settings.SITE_URL,
        "canonical_url": settings.SITE_URL + request.path,
        "alternates": SimpleLazyObject(lambda: alternates(request)),
        "page_language": code,
        "page_direction": direction(code),
        "room": match.namespace if match else "",
        "address_name": match.view_name if match else "",
    }
