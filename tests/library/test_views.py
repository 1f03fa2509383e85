"""Pages of the library: each shows what is known and leaves out what is not, and nothing leads to a copy."""

import datetime
from typing import Any

import pytest
from django.test import Client

from events.models import Event
from library.models import CaseStudy, Item, Recording, Resource, Story
from organisations.models import Organisation
from resource_centre.vocabularies.models import Topic
from tests.document import Document
from tests.factories import ITEMS, make, published

pytestmark = pytest.mark.django_db

COPY = "https://copies.example.org/work"


def read(address: str) -> Document:
    return Document(Client().get(address))


def facts(thing: Item) -> dict[str, str]:
    """Return the facts beside a text: what they are called, and what they say."""
    lists = read(thing.get_absolute_url()).one("aside", class_="facts").one("dl")
    return {row.all("dt")[0].text: row.all("dd")[0].text for row in lists.all("div")}


def outside(document: Document) -> list[str]:
    return [link for link in document.links if link.startswith("http")]


@pytest.mark.parametrize("model", [Resource, Recording])
def test_nothing_leads_to_a_copy_neither_its_address_nor_its_sources(model: Any) -> None:
    sources = [COPY, "https://copies.example.org/other", "https://elsewhere.example.org/"]
    topic = make(Topic, slug="rest")
    copy = published(
        model, title="Copied", url=COPY, sources=sources, third_party_copy=True, topics=[topic], countries=["IE"]
    )
    own = published(
        model, title="Own", url="https://own.example.org/", sources=["https://own.example.org/more"], topics=[topic]
    )
    event = published(Event)
    event.materials.add(copy.item_ptr)
    for address in (
        copy.get_absolute_url(), f"/de{copy.get_absolute_url()}", own.get_absolute_url(), "/", "/library/", f"/library/{copy.part}/",
        "/library/?q=copied", "/search/?q=copied", "/topics/rest/", "/countries/ie/", event.get_absolute_url(), "/sitemap-library.xml",
    ):  # fmt: skip
        body = Client().get(address).content.decode()
        assert [word for word in ("copies.example.org", "elsewhere.example.org") if word in body] == [], address
    assert outside(read(copy.get_absolute_url())) == []
    assert set(outside(read(own.get_absolute_url()))) == {"https://own.example.org/", "https://own.example.org/more"}


def test_a_doi_of_a_copy_is_no_link() -> None:
    copy, own = (published(Resource, url=COPY, doi="10.1234/x", third_party_copy=mark) for mark in (True, False))
    assert [link for link in outside(read(copy.get_absolute_url())) if "doi.org" in link] == []
    assert [link for link in outside(read(own.get_absolute_url())) if "doi.org" in link] == [
        "https://doi.org/10.1234/x"
    ]


@pytest.mark.parametrize("model", ITEMS)
def test_facts_are_those_that_are_known(model: Any) -> None:
    bare = published(model)
    assert facts(bare) == {}
    assert outside(read(bare.get_absolute_url())) == ([bare.url] if model is Recording else [])


def test_the_facts_of_each_part_of_the_library() -> None:
    house = published(Organisation, name="House")
    shared: dict[str, Any] = {"organisations": [house], "languages": ["el", "de"], "countries": ["IE"]}
    known = {"House", "German and Greek", "Ireland"}
    resource = published(Resource, authors=["Ada", "Grace"], publisher="Press", year=2020, doi="10.1234/x", **shared)
    case = published(CaseStudy, period="1999-2003", evidence_level="promising", authors=["Ada"], **shared)
    recording = published(
        Recording,
        publisher="Studio",
        published_on=datetime.date(2022, 3, 4),
        duration_minutes=102,
        captions=["fr"],
        **shared,
    )
    story = published(Story, year=2021, **shared)
    assert set(facts(resource).values()) == known | {"Ada and Grace", "Press", "2020", "10.1234/x"}
    assert set(facts(case).values()) == known | {"1999-2003", "Promising practice", "Ada"}
    assert set(facts(recording).values()) == known | {"Studio", "4 March 2022", "1 hour 42 minutes", "French"}
    assert set(facts(story).values()) == known | {"2021"}


def test_hidden_neighbours_are_left_out() -> None:
    topic = make(Topic)
    item = published(Resource, topics=[topic], organisations=[make(Organisation, name="Kanarie")])
    make(Resource, topics=[topic], title="Kanarie")
    make(Event, title="Kanarie").materials.add(item.item_ptr)
    assert "Kanarie" not in Client().get(item.get_absolute_url()).content.decode()


def test_close_items_share_the_most_topics() -> None:
    topics = [make(Topic) for _n in range(3)]
    item = published(Resource, topics=topics)
    for title, shared in (("One", 1), ("Three", 3), ("Two", 2), ("None", 0), ("Also one", 1)):
        published(Resource, title=title, topics=topics[:shared])
    cards = read(item.get_absolute_url()).one("section", aria_labelledby="close").all("h3")
    assert [card.text for card in cards] == ["Three", "Two", "Also one"]


def test_each_part_of_the_library_lists_its_own_kinds() -> None:
    for model in ITEMS:
        published(model, title=model.__name__)
    found = {
        part: sorted(heading.text for heading in read(f"/library/{part}").main.all("h3") if heading.all("a"))
        for part in ("", "resources/", "case-studies/", "recordings/", "stories/")
    }
    assert found == {
        "": ["CaseStudy", "Recording", "Resource", "Story"],
        "resources/": ["Resource"],
        "case-studies/": ["CaseStudy"],
        "recordings/": ["Recording"],
        "stories/": ["Story"],
    }


def test_an_event_that_used_and_recorded_an_item_is_named_once() -> None:
    recording = published(Recording)
    event = published(Event, title="The day")
    event.recordings.add(recording)
    event.materials.add(recording.item_ptr)
    assert [value for value in facts(recording).values() if "The day" in value] == ["The day"]


def test_a_story_tells_who_told_it_what_may_be_hard_and_where_help_is() -> None:
    story = published(Story, byline="Fern", content_note="A hospital")
    main = read(story.get_absolute_url()).main
    assert "Fern" in main.one("header").text
    assert "A hospital" in main.all("div", class_="notice")[0].text
    assert "/urgent-help/" in [link["href"] for link in main.all("a")]


def test_a_transcript_is_on_the_page_as_text() -> None:
    recording = published(Recording, transcript="One <b>.\nTwo.")
    fold = read(recording.get_absolute_url()).one("details", id="transcript")
    assert [paragraph.text for paragraph in fold.all("p")] == ["One <b>.", "Two."]


def test_a_catalogue_row_without_detail_is_not_found() -> None:
    Item.objects.create(
        slug="bare",
        title="Bare",
        kind="guide",
        summary="A.",
        state="published",
        published_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC),
    )
    assert Client().get("/library/bare/").status_code == 404
