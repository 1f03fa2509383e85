"""Urgent help before anything else, where somebody's words suggest danger. Then they may go on."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from resource_centre.vocabularies.models import Country, Helpline

from .doors import WORKING_DAYS
from .forms import EUROPE, WORLD, Answers

#: Says in what is posted that the help was shown.
SEEN = "help_seen"
#: So many things that were posted are carried over to the next page.
MOST = 400


def places(answers: Answers) -> list[str]:
    """Return the codes of the countries that answers name."""
    named = [*(answers.get("countries") or []), *(answers.get("where") or [])]
    return [code for code in named if code not in {"", EUROPE, WORLD} and "\x00" not in code]


def carried(request: HttpRequest) -> list[tuple[str, str]]:
    """Return everything that was posted, to be posted again by the next page."""
    return [(name, value) for name, values in request.POST.lists() for value in values][:MOST]


def show_help(request: HttpRequest, again: Iterable[tuple[str, str]], codes: list[str]) -> HttpResponse:
    """Answer with whom to call now, and with a button that goes on by posting `again` to the same address."""
    countries = sorted(Country.objects.filter(pk__in=codes[:20]), key=lambda country: country.sort_name)
    lines = Helpline.objects.valid().filter(country__in=countries).select_related("country")
    context: dict[str, Any] = {
        "canonical_url": "",
        "again": [*again, (SEEN, "1")],
        "countries": countries,
        "lines": sorted(
            lines.prefetch_related("languages"),
            key=lambda line: (line.country.sort_name if line.country else "", line.name),
        ),
        "working_days": WORKING_DAYS,
    }
    return render(request, "share/help_first.html", context)
