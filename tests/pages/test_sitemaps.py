"""Sitemaps: valid, complete, with the last change, and only what is public."""

import datetime
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from events.models import Event, Series
from library.models import CaseStudy, Recording, Resource, Story
from organisations.models import Activity, Organisation
from resource_centre.pages.models import EditorialPage
from resource_centre.publishing.models import Publishable
from resource_centre.publishing.sitemaps import PublishedSitemap
from resource_centre.urls import SITEMAPS
from resource_centre.vocabularies.models import SupportType, Topic
from tests.factories import HIDDEN, PUBLISHABLES, make, published

pytestmark = pytest.mark.django_db

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
SITE = "http://127.0.0.1:8000"


def read(address: str) -> ET.Element:
    response = Client().get(address)
    assert (response.status_code, response["Content-Type"].split(";")[0]) == (200, "application/xml")
    return ET.fromstring(response.content)  # noqa: S314 - our own answer


def locations(root: ET.Element) -> list[str]:
    return [str(found.text) for found in root.iterfind(".//s:loc", NAMES)]


def fill() -> list[Publishable]:
    make(SupportType), make(Topic)
    seen = [published(model) for model in PUBLISHABLES]
    for hide in HIDDEN.values():
        for model in PUBLISHABLES:
            hide(make(model, slug=f"hidden-{model.__name__.lower()}-{id(hide)}"))
    return seen


def test_the_index_names_every_sitemap() -> None:
    fill()
    assert sorted(locations(read("/sitemap.xml"))) == sorted(f"{SITE}/sitemap-{name}.xml" for name in SITEMAPS)


def test_everything_public_is_in_a_sitemap_once_in_each_language_and_nothing_hidden() -> None:
    seen = fill()
    found = [location for name in SITEMAPS for location in locations(read(f"/sitemap-{name}.xml"))]
    assert len(found) == len(set(found))
    for thing in seen:
        path = thing.get_absolute_url()
        assert {f"{SITE}{prefix}{path}" for prefix in ("", "/de", "/fr")} <= set(found)
    assert [location for location in found if "hidden" in location] == []


def test_every_address_of_a_sitemap_answers() -> None:
    fill()
    client = Client()
    for name in SITEMAPS:
        for location in locations(read(f"/sitemap-{name}.xml"))[:6]:
            assert client.get(location.removeprefix(SITE)).status_code == 200, location


@pytest.mark.parametrize(
    "section", [name for name, sitemap in SITEMAPS.items() if issubclass(sitemap, PublishedSitemap)]
)
def test_records_tell_their_last_change_and_their_other_languages(section: str) -> None:
    fill()
    root = read(f"/sitemap-{section}.xml")
    urls = root.findall("s:url", NAMES)
    assert len(urls) > 0
    for url in urls:
        lastmod = url.find("s:lastmod", NAMES)
        assert lastmod is not None
        datetime.date.fromisoformat(str(lastmod.text)[:10])
        links = {link.get("hreflang"): link.get("href") for link in url.iterfind("x:link", NAMES)}
        assert set(links) == {"en", "de", "fr", "x-default"}
        assert links["en"] == links["x-default"]


def test_a_change_moves_the_date_and_so_does_a_later_day_of_publication() -> None:
    past = datetime.datetime(2020, 1, 2, tzinfo=datetime.UTC)
    later = datetime.datetime(2021, 1, 2, tzinfo=datetime.UTC)
    for model, section in ((Resource, "library"), (Organisation, "organisations")):
        thing = published(model)
        dates = []
        for updated, public_from in ((past, past), (later, past), (past, later)):
            type(thing).slug_model()._base_manager.filter(pk=thing.pk).update(
                updated_at=updated, published_at=public_from
            )
            lastmod = read(f"/sitemap-{section}.xml").find(".//s:lastmod", NAMES)
            assert lastmod is not None
            dates.append(str(lastmod.text)[:10])
        assert dates == ["2020-01-02", "2021-01-02", "2021-01-02"]


def test_an_unknown_sitemap_and_a_page_too_far_are_not_found() -> None:
    assert [Client().get(address).status_code for address in ("/sitemap-nothing.xml", "/sitemap-library.xml?p=99")] == [
        404,
        404,
    ]


def test_sitemaps_name_the_sites_own_address_whoever_asks(settings: object) -> None:
    published(Activity)
    response = Client(headers={"host": "localhost"}).get("/sitemap-activities.xml")
    assert b"localhost" not in response.content
    assert {Resource, CaseStudy, Recording, Story, Organisation, Activity, Event, Series, EditorialPage} == set(
        PUBLISHABLES
    )
