"""A walk along every link of the site as it stands on its first day."""

import html
import re
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import translate_url

from library.models import Item
from resource_centre.publishing.models import Publishable
from resource_centre.starter.models import StarterRecord
from tests.document import Document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loaded_pack"), pytest.mark.long]

_LINK = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')
_ASSET = re.compile(r'\s(?:href|src)="(/static/[^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')
#: Forms to which every page of a record has links of its own: some of them stand for all.
EVERYWHERE, ENOUGH = ("/share/something-wrong/", "/share/ours/"), 40


@dataclass
class Walk:
    """What a walk from one page found."""

    prefix: str = ""
    depth: int = 1000
    pages: dict[str, list[str]] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    anchors: dict[str, str] = field(default_factory=dict)
    assets: set[str] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)
    flaws: dict[str, str] = field(default_factory=dict)
    forms: int = 0

    def go(self, start: str) -> "Walk":
        """Follow every link from `start`."""
        client = Client()
        waiting = deque([(start, "", 0)])
        seen = {start}
        while waiting:
            address, origin, depth = waiting.popleft()
            for link in self.links_of(client, address, origin):
                page, _hash, anchor = link.partition("#")
                if anchor:
                    self.anchors.setdefault(link, address)
                if page not in seen and depth < self.depth and self.is_wanted(page, address):
                    seen.add(page)
                    waiting.append((page, address, depth + 1))
        return self

    def links_of(self, client: Client, address: str, origin: str) -> list[str]:
        """Fetch a page, note what is wrong with it, and return its links within the site."""
        response = client.get(address)
        if response.status_code in {301, 302}:
            return [response["Location"]]
        if response.status_code != 200:
            self.broken[address] = f"{response.status_code}, linked from {origin}"
            return []
        text = response.content.decode()
        ids = _ID.findall(text)
        self.pages[address] = ids
        self.assets |= set(_ASSET.findall(text))
        if len(ids) != len(set(ids)):
            self.flaws[address] = "an id stands twice"
        if text.count("<h1") != 1:
            self.flaws[address] = f"{text.count('<h1')} main headings"
        links = []
        for found in _LINK.findall(text):
            link = urljoin(address, html.unescape(found))
            if link.startswith("/"):
                links.append(link)
            else:
                self.outside.add(link)
        return links

    def is_wanted(self, page: str, origin: str) -> bool:
        """Say whether a link is followed: pages of lists always, other questions only from a page without one."""
        parts = urlsplit(page)
        language = re.match(r"/(de|fr)/", parts.path)
        if (f"/{language[1]}" if language else "") != self.prefix or parts.path == f"{self.prefix}/leave/":
            return False
        if any(form in parts.path for form in EVERYWHERE):
            self.forms += 1
            return self.forms <= ENOUGH
        return not parts.query or set(parse_qs(parts.query)) == {"page"} or "?" not in origin

    @property
    def lost_anchors(self) -> dict[str, str]:
        """Links to a place that their page does not have, with the page that links."""
        return {
            link: origin
            for link, origin in self.anchors.items()
            if (page := link.partition("#")[0]) in self.pages and link.partition("#")[2] not in self.pages[page]
        }

    def check(self) -> None:
        """Raise AssertionError for anything wrong."""
        assert self.broken == {}
        assert self.lost_anchors == {}
        assert self.flaws == {}
        assert [asset for asset in self.assets if finders.find(asset.removeprefix("/static/")) is None] == []
        schemes = {urlsplit(link).scheme for link in self.outside}
        assert schemes <= {"https", "http", "tel", "mailto"}


def test_every_link_in_english_leads_to_a_page_and_every_record_is_reached() -> None:
    walk = Walk().go("/")
    walk.check()
    for book in StarterRecord.objects.exclude(content_type__model="helpline").select_related("content_type"):
        thing: Any = book.content_type.get_object_for_this_type(pk=book.object_id)
        page, _hash, anchor = thing.get_absolute_url().partition("#")
        assert page in walk.pages, book
        assert not anchor or anchor in walk.pages[page], book
    assert StarterRecord.objects.exclude(content_type__model="helpline").count() == 455
    assert len(walk.pages) > 455
    assert walk.forms > ENOUGH
    assert {"/site-map/", "/library/?page=2", "/organisations/?page=2", "/urgent-help/"} <= set(walk.pages)


@pytest.mark.parametrize("language", ["de", "fr"])
def test_links_in_other_languages_stay_in_their_language_and_lead_to_pages(language: str) -> None:
    walk = Walk(prefix=f"/{language}", depth=1).go(f"/{language}/")
    walk.check()
    assert len(walk.pages) > 30
    client = Client()
    for page in walk.pages:
        links = {link for link in Document(client.get(page)).links if link.startswith("/")}
        others = {translate_url(page, code) for code, _name in settings.LANGUAGES if code != language}
        assert {link for link in links if not link.startswith(f"/{language}/")} == others, page


def test_no_page_of_a_record_has_an_empty_heading_or_tags_that_do_not_close() -> None:
    things: list[Publishable] = []
    for book in StarterRecord.objects.filter(file__in=["case_studies", "media", "events", "pages"]):
        thing = book.content_type.get_object_for_this_type(pk=book.object_id)
        if isinstance(thing, Publishable):
            things.append(thing)
    things += [item.detail for item in Item.objects.filter(kind__in=["book", "website", "thesis"])]
    client = Client()
    empty = {
        thing.slug: found
        for thing in things
        if (found := Document(client.get(thing.get_absolute_url())).empty_headings())
    }
    assert empty == {}


def test_copies_of_third_parties_have_no_link_to_them_anywhere() -> None:
    client = Client()
    copies = list(Item.objects.filter(third_party_copy=True))
    assert len(copies) == 14
    for item in copies:
        page = Document(client.get(item.get_absolute_url()))
        assert [link for link in page.links if link.startswith("http")] == [], item.slug
        assert item.url not in client.get(f"/library/?q={item.title[:60]}").content.decode()
