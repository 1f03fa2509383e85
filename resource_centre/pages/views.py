"""The site's own pages: home, editorial pages, urgent help, contact, the site map and the style guide."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.generic import TemplateView, View

from events.models import Event
from library.kinds import Shelf
from library.models import Item
from library.views import shelves_with_counts
from organisations.models import Activity, Organisation
from resource_centre.correspondence.contact_views import ContactBox
from resource_centre.guard.forms import GuardedForm
from resource_centre.publishing.querysets import PublishedQuerySet
from resource_centre.publishing.views import PublishedDetailView
from resource_centre.text import one_line
from resource_centre.vocabularies.models import Helpline, SupportType, Topic

from . import style_guide
from .models import HOME, ContactDetails, EditorialPage, Section
from .querysets import countries_by_name, organisations_by_country

#: A neutral page that says nothing about where its reader came from.
AWAY = "https://www.wikipedia.org/"
TOP_COUNTRIES = 5
CODE_LENGTH = 2


class EditorialPageView(PublishedDetailView):
    """A page of the site's own. `slug` in the URLconf names the ones at addresses of their own."""

    model = EditorialPage
    template_name = "pages/editorialpage_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer with the page, or lead from a second address of the home page to its own."""
        if kwargs["slug"] == HOME and request.path != reverse("pages:home"):
            return redirect("pages:home", permanent=True)
        return super().get(request, *args, **kwargs)

    def get_queryset(self) -> PublishedQuerySet:
        """Return the pages that the visitor may see, with their sections."""
        return super().get_queryset().prefetch_related("sections")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what some pages show beside their text."""
        slug = self.object.slug
        extra: dict[str, Any] = {}
        if slug in {"what-is-peer-support", "about"}:
            extra["support_types"] = SupportType.objects.exclude(level=SupportType.Level.GENERAL)
        return super().get_context_data(page=self.object, **extra, **kwargs)


class ContactView(ContactBox, EditorialPageView):
    """How to reach the people who keep the site: by a form, or as staff say."""

    template_name = "pages/contact.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer with the page and the empty form."""
        return self.answered(EditorialPageView.get(self, request, *args, **kwargs))

    def show(self, form: GuardedForm, status: int = 200) -> HttpResponse:
        """Answer with the page and the form."""
        self.object = self.get_object()
        return self.answered(self.render_to_response(self.get_context_data(form=form), status=status))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the contact details and the form."""
        gamian = Organisation.objects.published().filter(slug="gamian-europe").first()
        form = kwargs.pop("form", None) or self.make_form()
        has_errors = form.is_bound and bool(form.errors)
        told = {"form": form, "has_errors": has_errors, **self.context(), **kwargs}
        return super().get_context_data(contact=ContactDetails.current(), gamian=gamian, **told)


class HomeView(EditorialPageView):
    """The home page. It works, with less on it, before staff have written its text."""

    template_name = "pages/home.html"

    def get_object(self, queryset: Any = None) -> EditorialPage:
        """Return the page with the slug "home", or an empty one."""
        found = (queryset if queryset is not None else self.get_queryset()).filter(slug=HOME).first()
        return found or EditorialPage(slug=HOME)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add numbers for the signpost, support types, new items, countries and events to come."""
        page: EditorialPage = self.object
        sections = page.parts
        placed = {section.slot: section for section in sections if section.slot}
        counts = organisations_by_country()
        countries = countries_by_name()
        top = {code for code, _n in counts.most_common(TOP_COUNTRIES)}
        events = Event.objects.published().for_cards()
        new = Item.objects.published().for_cards().newest()
        lead = new.on_shelf(Shelf.CASE_STUDIES).first()
        return super().get_context_data(
            introduction=placed.get(Section.Slot.INTRODUCTION),
            invitation=placed.get(Section.Slot.INVITATION),
            help_section=placed.get(Section.Slot.HELP),
            other_sections=[section for section in sections if not section.slot],
            language_count=Item.objects.published()
            .order_by()
            .values("languages")
            .exclude(languages=None)
            .distinct()
            .count(),
            organisation_count=sum(counts.values()),
            country_count=len(counts),
            support_types=SupportType.objects.filter(level=SupportType.Level.FORM),
            lead=lead,
            new_items=new_mixture(new, lead),
            countries=[(country, counts[country.code]) for country in countries if country.in_europe],
            top_countries=[country for country in countries if country.code in top],
            upcoming=events.upcoming()[:3],
            past=events.past().with_recap_or_recording()[:3],
            **kwargs,
        )


def new_mixture(items: PublishedQuerySet, lead: Item | None) -> list[Item]:
    """Return the newest resource, recording and story, and more resources where there is no recording or story yet."""
    shelves = (Shelf.RESOURCES, Shelf.RECORDINGS, Shelf.STORIES)
    picked = [item for shelf in shelves if (item := items.filter(pk__in=Item.objects.on_shelf(shelf)).first())]
    others = items.exclude(pk__in=[item.pk for item in [*picked, lead] if item])
    return (picked + list(others[: 3 - len(picked)]))[:3]


class UrgentHelpView(EditorialPageView):
    """Whom to call now. The choice of a country is neither kept nor cached."""

    template_name = "pages/urgent_help.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Answer with a page that no browser and no proxy keeps."""
        response = super().get(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def get_object(self, queryset: Any = None) -> EditorialPage:
        """Return the page of staff, or an empty one: the number 112 must stand here whatever happens to the text."""
        found = (queryset if queryset is not None else self.get_queryset()).filter(slug=self.kwargs["slug"]).first()
        return found or EditorialPage(slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the numbers whose check is valid, for one country or for all."""
        lines = (
            Helpline.objects.valid()
            .filter(country__isnull=False)
            .select_related("country")
            .prefetch_related("languages")
        )
        code = one_line(self.request.GET.get("country", ""), 1 + CODE_LENGTH).upper()
        countries = [country for country in countries_by_name() if country.in_europe]
        chosen = next((country for country in countries if country.code == code), None)
        if chosen:
            lines = lines.filter(country=chosen)
        shown = sorted(lines, key=lambda line: (line.country.sort_name if line.country else "", line.name))
        page: EditorialPage = self.object
        # Words of our own stand in for the text of staff where that is in another language than the page.
        sections = page.parts if page.language_id == get_language() else []
        return super().get_context_data(
            placed={section.slot: section for section in sections if section.slot},
            sections=[section for section in sections if not section.slot],
            countries=countries,
            chosen=chosen,
            lines=shown,
            **kwargs,
        )


class ChosenCountryView(View):
    """From the list of countries on the home page to the page of the one that was chosen."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with a redirect: to the country, or to the list of countries for anything else."""
        code = one_line(request.GET.get("country", ""), 1 + CODE_LENGTH).lower()
        if len(code) == CODE_LENGTH and code.isascii() and code.isalpha():
            return HttpResponseRedirect(reverse("countries:detail", args=[code]))
        return HttpResponseRedirect(reverse("countries:list"))


class LeaveView(View):
    """The way out: straight to a neutral page, with nothing said about where the reader came from."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer with 303 See Other (RFC 9110, 15.4.4), not kept, without a referrer."""
        response = HttpResponseRedirect(AWAY, status=303)
        response["Referrer-Policy"] = "no-referrer"
        add_never_cache_headers(response)
        return response


class SiteMapView(TemplateView):
    """Every part of the site on one page."""

    template_name = "pages/site_map.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the parts of the site that have pages of their own."""
        return super().get_context_data(
            pages=EditorialPage.objects.published().exclude(slug=HOME).by_title(),
            shelves=shelves_with_counts(),
            support_types=SupportType.objects.all(),
            topics=Topic.objects.order_by("group", "name"),
            countries=[country for country in countries_by_name() if country.in_europe],
            **kwargs,
        )


class StyleGuideView(TemplateView):
    """Every component with its states: for builders and for the browser checks."""

    template_name = "pages/style_guide.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the samples."""
        return super().get_context_data(**style_guide.samples(), **kwargs)


class SearchView(TemplateView):
    """Search over everything public: a few results from each room, and the way to all of them."""

    template_name = "pages/search.html"
    shown = 5

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the results of each room."""
        words = one_line(self.request.GET.get("q", ""), 200)
        rooms = self.rooms(words) if words else []
        return super().get_context_data(words=words, rooms=rooms, count=sum(room["count"] for room in rooms), **kwargs)

    def rooms(self, words: str) -> list[dict[str, Any]]:
        """Return those rooms in which something was found."""
        places = (
            ("library:list", Item.objects.published().for_cards().by_year()),
            ("organisations:list", Organisation.objects.published().for_cards().by_title()),
            ("activities:list", Activity.objects.published().for_cards().by_title()),
            ("events:list", Event.objects.published().upcoming().for_cards()),
            ("events:past", Event.objects.published().past().for_cards()),
            ("pages:site-map", EditorialPage.objects.published().exclude(slug=HOME).by_title()),
        )
        found = []
        for name, records in places:
            matching = records.with_words(words)
            count = matching.count()
            if count:
                found.append(
                    {"name": name, "address": reverse(name), "count": count, "records": list(matching[: self.shown])}
                )
        return found
