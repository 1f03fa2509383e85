"""What is found in the catalogue, and in the queue, already."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from library.models import Resource
from organisations.models import Activity, Organisation
from resource_centre.contributions.duplicates import address_in, likely_duplicates, similarity
from resource_centre.text import fold
from tests.contributions.sent import change_of, sent
from tests.factories import country, make, published

pytestmark = pytest.mark.django_db


def found(contribution: object) -> list[tuple[str, list[str]]]:
    return [
        (getattr(one.thing, "heading", "") or one.thing.title, [str(reason) for reason in one.why])
        for one in likely_duplicates(contribution)  # type: ignore[arg-type]  # a contribution
    ]


def test_same_address_however_it_is_written_comes_first() -> None:
    published(Resource, title="Another name", url="http://www.guide.example.org")
    make(Resource, title="Other page", url="https://guide.example.org/other")
    published(Resource, title="Other host", url="https://notguide.example.org/")
    assert found(sent("resource")) == [("Another name", ["same web address"]), ("Other page", ["same website"])]


def test_similar_name_is_found_in_the_same_country_only() -> None:
    for code in ("PL", "IE"):
        published(Activity, title=f"The Thursday-Table ({code})", countries=[country(code)])
    published(Activity, title="Thursday table, nowhere in particular")
    published(Activity, title="Reading circle", countries=[country("PL")])
    assert sorted(found(sent())) == [
        ("The Thursday-Table (PL)", ["similar name"]),
        ("Thursday table, nowhere in particular", ["similar name"]),
    ]


def test_organisation_is_looked_for_in_its_country() -> None:
    published(Organisation, name="House of the Open Doors", country_id="IE")
    published(Organisation, name="House of the Open Doors", country_id="PL")
    assert found(sent("organisation")) == [("House of the Open Doors", ["similar name"])]
    wide = sent("organisation", answers={"where": ["europe"], "name": ["Entirely other"]})
    assert found(wide) == []


def test_record_of_a_change_is_no_duplicate_of_itself() -> None:
    record = published(Activity, title="Thursday Table", url="https://table.example.org/")
    assert found(change_of(record, "activity", {})) == []


def test_the_same_thing_sent_twice_is_found_in_the_queue() -> None:
    first, second = sent(), sent()
    sent(state="withdrawn")
    sent("story", answers={"title": ["Thursday Table"]})
    [one] = likely_duplicates(second)
    assert (one.thing, one.waits) == (first, True)


def test_at_most_six_are_shown_with_as_many_queries_for_fifty_as_for_one() -> None:
    contribution = sent()
    counts = []
    for number in (1, 49):
        for _each in range(number):
            published(Activity, title="Thursday Table", url="https://table.example.org/x")
        with CaptureQueriesContext(connection) as queries:
            shown = likely_duplicates(contribution)
        counts.append((len(queries), len(shown)))
    assert counts == [(counts[0][0], 1), (counts[0][0], 6)]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("example.org/a", "https://example.org/a"),
        ("HTTP://Example.org", "HTTP://Example.org"),
        ("javascript:alert(1)", ""),
        ("javascript://example.org/%0aalert(1)", ""),
        ("http://[", ""),
        ("//", ""),
        ("", ""),
    ],
)
def test_only_an_address_for_browsers_counts_as_one(typed: str, address: str) -> None:
    assert address_in({"url": [typed]}) == address


@pytest.mark.parametrize(
    ("one", "other", "similar"),
    [
        ("Thursday Table", "The Thursday table", True),
        ("Łódź peer group", "Lodz Peer-Group", True),
        ("Peer support in Ghent", "Peer support in Graz", True),
        ("Thursday Table", "Reading circle", False),
        ("", "", False),
    ],
)
def test_names_are_similar_where_people_would_say_so(one: str, other: str, similar: bool) -> None:
    assert (similarity(fold(one), fold(other)) >= 0.55) == similar
