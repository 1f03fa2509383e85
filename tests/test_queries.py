"""Every page costs the same number of queries, whether it shows one thing of each kind or five."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.models import Event, Series
from library.models import CaseStudy, Item, Recording, Resource, Story
from organisations.models import Activity, Organisation
from resource_centre.pages.models import EditorialPage
from resource_centre.vocabularies.models import Country, GlossaryTerm, Helpline, SupportType, Topic
from tests.factories import make, published, role, section
from tests.routes import routes

pytestmark = pytest.mark.django_db

#: Queries of each page: one number, whatever it holds. A page that is missing here fails the test.
QUERIES: dict[str, int] = {
    "/": 25,
    "/search/?q=thing": 24,
    "/search/": 0,
    "/library/": 14,
    "/library/?q=thing&topic=topic&type=type&country=ie&language=en&year=2024&kind=guide&kind=video&sort=title": 14,
    "/library/resources/": 14,
    "/library/case-studies/": 14,
    "/library/recordings/": 14,
    "/library/stories/": 14,
    "/library/the-resource/": 12,
    "/library/the-case-study/": 12,
    "/library/the-recording/": 14,
    "/library/the-story/": 12,
    "/organisations/": 10,
    "/organisations/the-organisation/": 18,
    "/organisations/the-organisation/write/": 1,
    "/organisations/the-organisation/write/sent/": 1,
    "/share/": 0,
    "/share/activity/": 3,
    "/share/organisation/": 3,
    "/share/event/": 1,
    "/share/resource/": 3,
    "/share/story/": 2,
    "/share/sent/": 0,
    "/share/later/": 0,
    "/share/erased/": 0,
    "/share/my-link/": 0,
    "/share/my-link/sent/": 0,
    "/share/something-wrong/": 0,
    "/share/something-wrong/?page=/organisations/the-organisation/": 1,
    "/share/told/report/?page=/library/the-resource/": 2,
    "/share/ours/organisation/the-organisation/": 1,
    "/share/ours/item/the-resource/": 2,
    "/messages/deleted/": 0,
    "/contact/sent/": 0,
    "/news/": 0,
    "/news/sent/": 0,
    "/news/goodbye/": 0,
    "/activities/": 11,
    "/activities/the-activity/": 9,
    "/events/": 16,
    "/events/past/": 13,
    "/events/the-event/": 16,
    "/events/series/the-series/": 4,
    "/countries/": 5,
    "/countries/ie/": 21,
    "/support-types/": 1,
    "/support-types/type/": 20,
    "/topics/": 2,
    "/topics/topic/": 20,
    "/glossary/": 2,
    "/urgent-help/": 5,
    "/urgent-help/?country=ie": 5,
    "/contact/": 4,
    "/site-map/": 5,
    "/style-guide/": 0,
    "/about/": 3,
    "/leave/": 0,
    "/country/?country=ie": 0,
    "/healthz": 0,
    "/readyz": 1,
    "/robots.txt": 0,
    "/favicon.ico": 0,
    "/.well-known/security.txt": 1,
    "/sitemap.xml": 15,
    "/sitemap-pages.xml": 1,
    "/sitemap-lists.xml": 0,
    "/sitemap-library.xml": 1,
    "/sitemap-organisations.xml": 1,
    "/sitemap-activities.xml": 1,
    "/sitemap-events.xml": 1,
    "/sitemap-series.xml": 1,
    "/sitemap-countries.xml": 1,
    "/sitemap-support-types.xml": 1,
    "/sitemap-topics.xml": 1,
}
#: Routes whose answer is one stored file.
FILES = {"library/<slug:slug>/picture.webp", "library/<slug:slug>/document.pdf", "media/<path:path>"}


class Site:
    """One thing of each kind with a page to look at, and more things around them on request."""

    def __init__(self) -> None:
        self.support_type = make(SupportType, slug="type")
        self.topic = make(Topic, slug="topic")
        self.count = 0
        self.organisation = published(
            Organisation,
            slug="the-organisation",
            open_to_contact=True,
            contact_email="desk@example.org",
            **self.tags("languages", "support_types", "topics"),
        )
        self.series = published(Series, slug="the-series")
        self.items = [
            published(model, slug=f"the-{name}", title=f"The thing {name}", **self.item())
            for model, name in (
                (Resource, "resource"),
                (CaseStudy, "case-study"),
                (Recording, "recording"),
                (Story, "story"),
            )
        ]
        self.event = published(Event, slug="the-event", title="Event thing", **self.event_columns(), series_order=900)
        self.activity = published(Activity, slug="the-activity", **self.activity_columns())
        self.page = published(EditorialPage, slug="about")
        self.home = published(EditorialPage, slug="home")
        published(EditorialPage, slug="urgent-help")
        published(EditorialPage, slug="contact")
        self.grow()

    def tags(self, *names: str) -> dict[str, Any]:
        every = {
            "languages": ["en", "de"],
            "countries": ["IE", "DE"],
            "support_types": [self.support_type],
            "topics": [self.topic],
        }
        return {name: every[name] for name in names}

    def item(self) -> dict[str, Any]:
        tags = self.tags("languages", "countries", "support_types", "topics")
        return {
            "year": 2024,
            "authors": ["Ada"],
            "organisations": [self.organisation],
            "title_language_id": "de",
            **tags,
        }

    def event_columns(self) -> dict[str, Any]:
        tags = self.tags("languages", "countries", "support_types", "topics")
        return {"series": self.series, "organiser": self.organisation, "recap": "<p>It was good.</p>", **tags}

    def activity_columns(self) -> dict[str, Any]:
        return {"organisation": self.organisation, **self.tags("languages", "countries", "support_types", "topics")}

    def grow(self) -> None:
        """Add one more of everything, in relation to what is there already."""
        self.count += 1
        n = self.count
        organisation = published(
            Organisation, name=f"Thing {n}", place="Cork", **self.tags("languages", "support_types", "topics")
        )
        for thing in self.items:
            thing.organisations.add(organisation)
        items = [
            published(model, title=f"Thing {n}", **self.item()) for model in (Resource, CaseStudy, Recording, Story)
        ]
        published(Activity, title=f"Thing {n}", **self.activity_columns())
        soon = (timezone.now() + datetime.timedelta(days=30 + n)).date()
        for day in (None, soon):
            columns = self.event_columns() | ({"start_date": day} if day else {})
            event = published(Event, title=f"Thing {n}", series_order=2 * n + bool(day), **columns)
            event.recordings.add(items[2].pk, self.items[2].pk)
            event.materials.add(*(item.item_ptr for item in [*items, *self.items]))
            role(event, f"Person {n}", organisation=organisation)
        self.event.recordings.add(items[2].pk)
        self.event.materials.add(items[0].item_ptr)
        role(self.event, f"Person {n}", organisation=organisation)
        for page in (self.page, self.home, EditorialPage.objects.get(slug="urgent-help")):
            section(page, f"Heading {n}")
        published(EditorialPage, title=f"Thing {n}")
        line = make(Helpline)
        line.languages.set(["en", "de"])
        term = make(GlossaryTerm)
        term.related.set(GlossaryTerm.objects.exclude(pk=term.pk))
        make(SupportType)
        make(Topic)


def cost(address: str) -> int:
    """Return the number of queries of an address, asked for the second time: caches of a process do not count."""
    client = Client()
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
        if answer.streaming:
            answer.getvalue()
    assert answer.status_code in {200, 302, 303}, address
    return len(queries)


def test_every_page_costs_the_same_number_of_queries_at_1_and_at_5_things() -> None:
    site = Site()
    at_one = {address: cost(address) for address in QUERIES}
    for _more in range(4):
        site.grow()
    at_five = {address: cost(address) for address in QUERIES}
    assert {address: (n, at_five[address]) for address, n in at_one.items() if n != at_five[address]} == {}
    assert at_one == QUERIES
    assert (Item.objects.count(), Country.objects.filter(in_europe=True).count()) == (24, 50)


def test_every_address_of_the_site_has_its_number_of_queries() -> None:
    known = {address.split("?")[0] for address in QUERIES}
    missing = []
    for route in routes():
        if route.is_admin or route.text in FILES or "token" in route.parameters:  # a link opens one record
            continue
        start, end = route.text.partition("<")[0], route.text.rpartition(">")[2]
        if not any(address.startswith(f"/{start}") and address.endswith(end) for address in known) or (
            not route.parameters and f"/{route.text}" not in known
        ):
            missing.append(route.text)
    assert missing == []


@pytest.mark.parametrize("language", ["de", "fr"])
def test_other_languages_cost_no_more(language: str) -> None:
    Site()
    pages = ["/library/", "/library/the-resource/", "/countries/", "/"]
    assert {page: cost(f"/{language}{page}") for page in pages} == {page: QUERIES[page] for page in pages}
