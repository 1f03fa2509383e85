"""Lists as their readers use them: chips, orders, pages and the form keep each other's choices."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from library.models import Resource
from organisations.models import Activity, Organisation
from resource_centre.search.views import PAGE_SIZE
from resource_centre.vocabularies.models import SupportType, Topic
from tests.document import Document
from tests.factories import make, published

pytestmark = pytest.mark.django_db

LISTS = ("/library/", "/library/resources/", "/organisations/", "/activities/", "/events/", "/events/past/")


def read(address: str) -> Document:
    response = Client().get(address)
    assert response.status_code == 200
    return Document(response)


def titles(page: Document) -> list[str]:
    return [item.all("h3")[0].text for item in page.all("li", class_="item")]


def asked(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


@pytest.fixture
def shelf() -> None:
    topics = [make(Topic, slug=slug, name=slug) for slug in ("t1", "t2")]
    kind = make(SupportType, slug="s1")
    for n in range(PAGE_SIZE + 5):
        published(
            Resource,
            title=f"Thing {n:02}",
            topics=topics,
            support_types=[kind],
            countries=["IE", "PL"],
            languages=["en"],
            year=2020,
        )


ADDRESS = "/library/?q=thing&topic=t1&topic=t2&country=ie&year=2020&sort=title&page=2"
CHOICES = {"topic": ["t1", "t2"], "country": ["ie"], "year": ["2020"]}
KEPT = {"q": ["thing"], "sort": ["title"]}


@pytest.mark.usefixtures("shelf")
def test_each_chip_takes_off_exactly_its_own_choice_and_goes_to_the_first_page() -> None:
    page = read(ADDRESS)
    links = [chip["href"] for chip in page.all("a", class_="chip")]
    expected = []
    for name, values in CHOICES.items():
        for value in values:
            rest = {other: [v for v in several if (other, v) != (name, value)] for other, several in CHOICES.items()}
            expected.append(KEPT | {other: several for other, several in rest.items() if several})
    assert sorted(map(str, map(_sorted, map(asked, links)))) == sorted(map(str, map(_sorted, expected)))
    assert asked(page.one("a", class_="chips__clear")["href"]) == KEPT


def _sorted(question: dict[str, list[str]]) -> list[tuple[str, list[str]]]:
    return sorted(question.items())


@pytest.mark.usefixtures("shelf")
def test_orders_and_pages_keep_words_and_filters() -> None:
    page = read(ADDRESS)
    sorts = [link["href"] for link in page.one("ul", class_="sorts").all("a")]
    assert [_sorted(asked(link)) for link in sorts] == [
        _sorted({"q": ["thing"], **CHOICES}),
        _sorted({"q": ["thing"], **CHOICES, "sort": ["newest"]}),
    ]
    pages = [link["href"] for link in page.one("nav", class_="pages").all("a")]
    assert [_sorted(asked(link)) for link in pages] == [_sorted(KEPT | CHOICES)]


@pytest.mark.usefixtures("shelf")
def test_the_forms_keep_what_they_do_not_ask_for() -> None:
    page = read(ADDRESS)
    search, facets = page.one("form", role="search"), page.one("details", class_="facets").one("form")
    hidden = [(field["name"], field["value"]) for field in search.all("input", type="hidden")]
    assert set(hidden) >= {(name, value) for name, values in CHOICES.items() for value in values}
    assert search.one("input", name="q")["value"] == "thing"
    assert {(field["name"], field["value"]) for field in facets.all("input", type="hidden")} == {
        ("q", "thing"),
        ("sort", "title"),
    }
    ticked = {
        (box["name"], box["value"]) for box in facets.all("input", type="checkbox") if "checked" in box.attributes
    }
    assert ticked == {(name, value) for name, values in CHOICES.items() for value in values}


@pytest.mark.usefixtures("shelf")
def test_searching_again_keeps_the_order_of_the_list() -> None:
    search = read(ADDRESS).one("form", role="search")
    assert [field["value"] for field in search.all("input", name="sort")] == ["title"]


@pytest.mark.usefixtures("shelf")
@pytest.mark.parametrize(
    ("number", "first", "count"),
    [
        ("1", "Thing 00", 20),
        ("2", "Thing 20", 5),
        ("3", "Thing 20", 5),
        ("99999999999999999999", "Thing 20", 5),
        ("", "Thing 00", 20),
        ("0", "Thing 00", 20),
        ("-1", "Thing 00", 20),
        ("two", "Thing 00", 20),
        ("1.5", "Thing 00", 20),
        ("last", "Thing 00", 20),
    ],
)
def test_nonsense_leads_to_the_first_page_and_a_page_too_far_to_the_last(number: str, first: str, count: int) -> None:
    shown = titles(read(f"/library/?sort=title&page={number}"))
    assert (shown[0], len(shown)) == (first, count)


@pytest.mark.usefixtures("shelf")
def test_every_thing_stands_on_exactly_one_page() -> None:
    for order in ("", "year", "newest", "title"):
        shown = titles(read(f"/library/?sort={order}")) + titles(read(f"/library/?sort={order}&page=2"))
        assert sorted(shown) == [f"Thing {n:02}" for n in range(PAGE_SIZE + 5)]


@pytest.mark.parametrize("address", LISTS)
def test_an_empty_list_says_so_and_offers_a_way_on(address: str) -> None:
    page = read(address)
    assert titles(page) == []
    assert len([link for link in page.main.all("a") if link["href"].startswith("/")]) >= 2
    assert page.empty_headings() == []


@pytest.mark.parametrize("address", LISTS)
def test_a_question_without_an_answer_offers_to_take_the_filters_off(address: str) -> None:
    published(Organisation)
    page = read(f"{address}?q=nothing+like+it&country=pl&language=de")
    assert titles(page) == []
    assert {asked(link["href"]).get("q") == ["nothing like it"] for link in page.main.all("a", class_="chip")} == {True}
    offered = [link["href"] for link in page.main.all("a")]
    assert f"{address}?q=nothing+like+it" in offered
    assert page.empty_headings() == []


@pytest.mark.parametrize(
    ("address", "robots"),
    [
        ("/library/", None),
        ("/library/?sort=title", None),
        ("/library/?q=a", "noindex, follow"),
        ("/library/?kind=guide", "noindex, follow"),
        ("/library/?page=2", "noindex, follow"),
    ],
)
@pytest.mark.usefixtures("shelf")
def test_search_engines_keep_whole_lists_only(address: str, robots: str | None) -> None:
    assert read(address).meta("robots") == robots


def test_unknown_values_are_told_by_number() -> None:
    published(Activity)
    page = read("/activities/?country=zz&type=nope")
    assert (len(page.all("div", class_="notice")), len(titles(page))) == (1, 1)
    assert [notice.text for notice in read("/activities/").all("div", class_="notice")] == []


def test_words_are_found_in_lists_of_all_rooms() -> None:
    things: dict[str, Any] = {
        "/library/": published(Resource, title="Wanderung"),
        "/organisations/": published(Organisation, name="Wanderung e. V."),
        "/activities/": published(Activity, title="Eine Wanderung"),
    }
    published(Resource), published(Organisation), published(Activity)
    assert {address: titles(read(f"{address}?q=wanderung")) for address in things} == {
        address: [thing.heading] for address, thing in things.items()
    }


def test_the_whole_site_is_searched_room_by_room() -> None:
    published(Resource, title="Wanderung")
    for n in range(7):
        published(Organisation, name=f"Wanderung {n}")
    page = read("/search/?q=wanderung")
    assert titles(page) == ["Wanderung", *(f"Wanderung {n}" for n in range(5))]
    assert [link["href"] for link in page.main.all("a", class_="onward")] == ["/organisations/?q=wanderung"]
