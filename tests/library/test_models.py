"""Items of the library: constraints, citations, and copies that nobody may be led to."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from library.models import CaseStudy, Item, Recording, Resource, Story
from tests.factories import build, filled, make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "columns",
    [{"third_party_copy": True, "url": ""}, {"image": "images/a.webp", "image_description": ""}],
    ids=["a copy without an address", "a picture without a description"],
)
def test_the_database_refuses_items_whose_facts_disagree(columns: dict[str, Any]) -> None:
    item = make(Resource)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(**columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.bulk_create([Item(slug="x", title="X", kind="guide", summary="X.", **columns)])
    with pytest.raises(ValidationError):
        build(Resource, **columns).validate_constraints()


@pytest.mark.parametrize("slug", ["resources", "case-studies", "recordings", "stories"])
def test_a_slug_that_is_a_part_of_the_library_is_refused(slug: str) -> None:
    with pytest.raises(ValidationError) as error:
        build(Resource, slug=slug).full_clean()
    assert set(error.value.message_dict) == {"slug"}


@pytest.mark.parametrize(
    ("model", "column", "value"),
    [
        (Resource, "doi", "doi:10.1234/x"),
        (Resource, "doi", "11.1234/x"),
        (Resource, "year", 1899),
        (Resource, "year", 2101),
        (Resource, "url", "javascript:evil()"),
        (Resource, "authors", "Ada"),
        (Resource, "authors", [""]),
        (Resource, "authors", [1]),
        (Resource, "sources", {"a": "b"}),
        (Resource, "summary", "a" * 601),
        (Resource, "slug", "not a slug"),
        (Recording, "duration_minutes", 0),
        (CaseStudy, "evidence_level", "sure"),
        (CaseStudy, "what_it_is", ""),
        (Story, "byline", ""),
        (Story, "body", ""),
        (Resource, "kind", "castle"),
    ],
)
def test_forms_are_told_which_field_is_wrong(model: Any, column: str, value: Any) -> None:
    with pytest.raises(ValidationError) as error:
        build(model, **{column: value}).full_clean()
    assert set(error.value.message_dict) == {column}


def test_the_catalogue_shares_one_set_of_slugs() -> None:
    make(Resource, slug="same")
    with pytest.raises(IntegrityError), transaction.atomic():
        make(CaseStudy, slug="same")


@pytest.mark.parametrize(
    ("columns", "citation"),
    [
        ({}, "Ways."),
        ({"title": "Ways?"}, "Ways?"),
        ({"authors": ["Ada B."], "year": 2020}, "Ada B. (2020). Ways."),
        ({"authors": ["Ada", "Grace"], "publisher": "Press"}, "Ada; Grace. Ways. Press."),
        ({"year": 2020, "doi": "10.1234/x"}, "(2020). Ways. https://doi.org/10.1234/x."),
    ],
)
def test_a_citation_names_what_is_known(columns: dict[str, Any], citation: str) -> None:
    assert build(Resource, **{"title": "Ways", **columns}).citation == citation


@pytest.mark.parametrize(
    ("authors", "line"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A and B"),
        (["A", "B", "C"], "A, B, and C"),
        (["A", "B", "C", "D"], "A and others"),
    ],
)
def test_many_authors_become_the_first_and_others(authors: list[str], line: str) -> None:
    assert build(Resource, authors=authors).author_line == line


def test_the_addresses_of_a_copy_are_kept_and_not_public() -> None:
    address = "https://copies.example.org/1"
    sources = [address, "https://copies.example.org/2", "a.txt"]
    own, copy = (build(Resource, url=address, sources=sources, third_party_copy=mark) for mark in (False, True))
    assert (own.public_url, own.public_source_links) == (address, ["https://copies.example.org/2"])
    assert (copy.url, copy.public_url, copy.public_source_links) == (address, "", [])


def test_the_stations_of_a_case_study_are_those_with_a_text() -> None:
    assert [text for _heading, text, _rough in make(CaseStudy, what_helped="<p>Sun.</p>").legs] == [
        "<p>A meeting.</p>",
        "<p>Sun.</p>",
    ]
    assert [rough for _heading, _text, rough in filled(CaseStudy, "word").legs] == [
        False,
        False,
        False,
        True,
        False,
        False,
    ]


def test_a_transcript_is_read_line_by_line() -> None:
    assert build(Recording, transcript=" One. \r\n\n\nTwo.\n").transcript_lines == ["One.", "Two."]
