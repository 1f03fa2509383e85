"""Narrowing by the address, held against a count that is made by hand."""

import random
from collections import Counter
from typing import Any

import pytest
from django.http import QueryDict

from events.filters import PastFilterSet, UpcomingFilterSet
from events.models import Event
from library.filters import ItemFilterSet
from library.models import CaseStudy, Item, Recording, Resource, Story
from organisations.filters import ActivityFilterSet, OrganisationFilterSet
from organisations.models import Activity, Organisation
from resource_centre.search.filters import MAX_VALUES, NarrowingFilterSet
from resource_centre.vocabularies.models import SupportType, Topic
from tests.factories import make, published

pytestmark = pytest.mark.django_db

TOPICS = ("t1", "t2", "t3")
TYPES = ("s1", "s2")
COUNTRIES = ("IE", "PL", "XK")
LANGUAGES = ("en", "de", "el")
YEARS = (2019, 2020, None)
KINDS = ("guide", "book", "video", "case-study", "story")
MODELS: dict[str, Any] = {
    "guide": Resource,
    "book": Resource,
    "video": Recording,
    "case-study": CaseStudy,
    "story": Story,
}

Values = dict[str, list[str]]


def some(chance: random.Random, of: tuple[Any, ...]) -> list[Any]:
    return chance.sample(of, chance.randint(0, len(of)))


class Shelves:
    """Items with random properties, and what each one has for each facet, as the address writes it."""

    def __init__(self, seed: int, number: int = 24) -> None:
        self.chance = chance = random.Random(seed)  # noqa: S311 - nothing here is secret
        topics = {slug: make(Topic, slug=slug, name=slug) for slug in TOPICS}
        types = {slug: make(SupportType, slug=slug, name=slug) for slug in TYPES}
        self.items: dict[int, dict[str, set[str]]] = {}
        for n in range(number):
            kind = chance.choice(KINDS)
            year = chance.choice(YEARS)
            tags = {
                name: some(chance, of)
                for name, of in (("topic", TOPICS), ("type", TYPES), ("country", COUNTRIES), ("language", LANGUAGES))
            }
            maker = published if chance.random() < 0.8 else make
            item = maker(
                MODELS[kind],
                title=f"Item {chance.choice(('red', 'blue'))} {n}",
                kind=kind,
                year=year,
                topics=[topics[slug] for slug in tags["topic"]],
                support_types=[types[slug] for slug in tags["type"]],
                countries=tags["country"],
                languages=tags["language"],
            )
            if maker is published:
                own = {name: {value.lower() for value in values} for name, values in tags.items()}
                self.items[item.pk] = own | {
                    "kind": {kind},
                    "year": {str(year)} if year else set(),
                    "q": set(item.title.split()),
                }

    def question(self) -> Values:
        """Return a random choice of values for some of the facets."""
        every = {
            "topic": TOPICS,
            "type": TYPES,
            "country": ("ie", "pl", "xk"),
            "language": LANGUAGES,
            "year": ("2019", "2020"),
            "kind": KINDS,
        }
        chosen = {name: some(self.chance, of) for name, of in every.items() if self.chance.random() < 0.4}
        if self.chance.random() < 0.3:
            chosen["q"] = [self.chance.choice(("red", "blue"))]
        return {name: values for name, values in chosen.items() if values}

    def fitting(self, question: Values, without: str = "") -> set[int]:
        """Return the items that have, for every facet asked for, at least one of the values."""
        return {
            pk
            for pk, own in self.items.items()
            if all(own[name] & set(values) for name, values in question.items() if name != without)
        }

    def counts(self, question: Values, name: str) -> dict[str, int]:
        """Return how many items have each value of a facet, its own choice left aside."""
        return Counter(value for pk in self.fitting(question, without=name) for value in self.items[pk][name])


def query(values: Values) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, several in values.items():
        data.setlist(name, several)
    return data


def narrow(
    values: Values | str, filters: type[NarrowingFilterSet] = ItemFilterSet, records: Any = None
) -> NarrowingFilterSet:
    data = QueryDict(values) if isinstance(values, str) else query(values)
    return filters(data, Item.objects.published() if records is None else records)


@pytest.mark.parametrize("seed", range(8))
def test_results_and_counts_are_those_of_a_count_by_hand(seed: int) -> None:
    shelves = Shelves(seed)
    for _round in range(12):
        question = shelves.question()
        filters = narrow(question)
        assert set(filters.qs.values_list("pk", flat=True)) == shelves.fitting(question), question
        assert filters.qs.count() == len(shelves.fitting(question)), "each once"
        for facet in filters.facets():
            expected = {value: n for value, n in shelves.counts(question, facet.name).items() if n}
            shown = {option.value: option.count for option in facet.options}
            assert {value: n for value, n in shown.items() if n} == expected, (question, facet.name)
            assert {value for value, n in shown.items() if not n} <= set(question.get(facet.name, [])), facet.name
            assert {option.value for option in facet.chosen} == set(question.get(facet.name, []))


def test_values_of_one_group_add_up_and_groups_narrow_each_other() -> None:
    one = published(Resource, countries=["IE"], languages=["en"])
    two = published(Resource, countries=["PL"], languages=["en"])
    both = published(Resource, countries=["IE", "PL"], languages=["de"])
    found = {
        address: set(narrow(address).qs.values_list("pk", flat=True))
        for address in (
            "country=ie",
            "country=ie&country=pl",
            "country=ie&country=pl&language=en",
            "country=ie&language=de",
        )
    }
    assert found == {
        "country=ie": {one.pk, both.pk},
        "country=ie&country=pl": {one.pk, two.pk, both.pk},
        "country=ie&country=pl&language=en": {one.pk, two.pk},
        "country=ie&language=de": {both.pk},
    }


def test_a_facet_without_any_value_is_left_out() -> None:
    published(Resource, year=2020)
    assert [facet.name for facet in narrow("").facets()] == ["kind", "year"]


def test_hidden_records_are_neither_found_nor_counted() -> None:
    make(Resource, countries=["IE"])
    published(Resource, countries=["IE"])
    country = next(facet for facet in narrow("country=ie").facets() if facet.name == "country")
    assert [(option.value, option.count) for option in country.options] == [("ie", 1)]


@pytest.mark.parametrize(
    ("address", "unknown", "chosen"),
    [
        ("topic=t1&topic=nope", ["nope"], [("topic", "t1")]),
        ("country=zz&country=IE", ["zz"], [("country", "ie")]),
        ("year=20&year=2020&year=abcd&year=٢٠٢٠&year=99999", ["20", "abcd", "٢٠٢٠", "99999"], [("year", "2020")]),
        ("kind=castle", ["castle"], []),
        ("language=xx-Klingon&language=de", ["xx-Klingon"], [("language", "de")]),
        ("kind=&kind=%20&country=%00", [], []),
        ("topic=t1&topic=t1", [], [("topic", "t1")]),
        ("topic=%20t1%20", [], [("topic", "t1")]),
    ],
)
def test_values_that_nobody_knows_are_named_and_left_out(
    address: str, unknown: list[str], chosen: list[tuple[str, str]]
) -> None:
    published(Resource, topics=[make(Topic, slug="t1")], countries=["IE"], languages=["de"], year=2020)
    filters = narrow(address)
    assert (filters.unknown, [(name, value) for name, value, _label in filters.choices_on]) == (unknown, chosen)
    assert filters.qs.count() == 1


def test_more_values_than_anybody_ticks_are_cut_off() -> None:
    assert len(narrow({"topic": [f"x{n}" for n in range(1000)]}).unknown) == MAX_VALUES


def test_chosen_and_commonest_values_come_first_and_the_rest_by_name() -> None:
    for code, n in (("DE", 3), ("FR", 2), ("IE", 2), ("PL", 2), ("AT", 1), ("ES", 1)):
        for _copy in range(n):
            published(Resource, countries=[code])
    plain = next(facet for facet in narrow("").facets() if facet.name == "country")
    assert [option.value for option in plain.first] == ["de", "fr", "ie", "pl"]
    assert [option.value for option in plain.more] == ["at", "es"]
    chosen = next(facet for facet in narrow("country=es").facets() if facet.name == "country")
    assert [option.value for option in chosen.options] == ["es", "de", "fr", "ie", "at", "pl"]


def test_years_come_with_the_latest_first() -> None:
    for year in range(2010, 2017):
        published(Resource, year=year)
    facet = next(facet for facet in narrow("year=2011").facets() if facet.name == "year")
    assert [option.value for option in facet.options] == ["2011", "2016", "2015", "2014", "2013", "2012", "2010"]


@pytest.mark.parametrize(
    ("order", "titles"),
    [
        ("", ["B 2021", "C 2020", "A", "Á"]),
        ("year", ["B 2021", "C 2020", "A", "Á"]),
        ("title", ["A", "Á", "B 2021", "C 2020"]),
        ("newest", ["Á", "A", "C 2020", "B 2021"]),
        ("nonsense", ["B 2021", "C 2020", "A", "Á"]),
    ],
)
def test_the_list_is_in_the_order_of_the_address(order: str, titles: list[str]) -> None:
    for title, year in (("B 2021", 2021), ("C 2020", 2020), ("A", None), ("Á", None)):
        published(Resource, title=title, year=year)
    found = [item.title for item in narrow({"sort": [order]} if order else "").qs]
    if order in {"", "year", "nonsense"}:
        assert found[:2] == titles[:2]
        assert set(found[2:]) == set(titles[2:])
    else:
        assert found == titles


@pytest.mark.parametrize(
    ("filters", "model", "columns", "address"),
    [
        (OrganisationFilterSet, Organisation, {"kind": "network"}, "kind=network"),
        (OrganisationFilterSet, Organisation, {"reach": "national"}, "reach=national"),
        (OrganisationFilterSet, Organisation, {"country_id": "PL"}, "country=pl"),
        (OrganisationFilterSet, Organisation, {"languages": ["pl"]}, "language=pl"),
        (ActivityFilterSet, Activity, {"kind": "method"}, "kind=method"),
        (ActivityFilterSet, Activity, {"format": "telephone"}, "format=telephone"),
        (ActivityFilterSet, Activity, {"countries": ["PL"]}, "country=pl"),
        (ActivityFilterSet, Activity, {"languages": ["pl"]}, "language=pl"),
        (PastFilterSet, Event, {"kind": "conference"}, "kind=conference"),
        (UpcomingFilterSet, Event, {"format": "hybrid"}, "format=hybrid"),
        (PastFilterSet, Event, {"countries": ["PL"]}, "country=pl"),
        (PastFilterSet, Event, {"languages": ["pl"]}, "language=pl"),
    ],
)
def test_every_room_narrows_by_its_own_facets(filters: Any, model: Any, columns: dict[str, Any], address: str) -> None:
    wanted, _other = published(model, **columns), published(model)
    narrowed = narrow(address, filters, model.objects.published())
    assert (list(narrowed.narrowed()), narrowed.unknown) == ([wanted], [])


@pytest.mark.parametrize(
    ("filters", "model"), [(OrganisationFilterSet, Organisation), (ActivityFilterSet, Activity), (PastFilterSet, Event)]
)
def test_every_room_narrows_by_support_type_or_topic(filters: Any, model: Any) -> None:
    support_type, topic = make(SupportType, slug="s1"), make(Topic, slug="t1")
    wanted, _other = published(model, support_types=[support_type], topics=[topic]), published(model)
    address = "topic=t1" if "topic" in filters.base_filters else "type=s1"
    assert list(narrow(address, filters, model.objects.published()).narrowed()) == [wanted]
