"""Pages of the vocabularies."""

import datetime

import pytest
from django.test import Client

from organisations.models import Activity, Organisation
from resource_centre.pages.models import EditorialPage
from resource_centre.vocabularies.models import GlossaryTerm, SupportType
from tests.document import Document
from tests.factories import make, published

DAY = datetime.timedelta(days=1)


def read(address: str, status: int = 200) -> Document:
    response = Client().get(address)
    assert response.status_code == status, address
    return Document(response)


def numbers(document: Document) -> list[str]:
    return [link["href"] for link in document.all("a") if link["href"].startswith("tel:")]


def cards(document: Document) -> list[str]:
    return [card.all("h3")[0].text for card in document.main.all("article", class_="card")]


@pytest.mark.django_db
def test_the_glossary_shows_all_terms_by_letter_with_anchors() -> None:
    for term in ("Über", "apple", "Ärzte", "Zebra", "2 steps"):
        make(GlossaryTerm, term=term, slug=f"term-{len(term)}-{ord(term[0])}")
    page = read("/glossary/")
    assert [heading.text for heading in page.main.all("h2")] == ["2", "A", "U", "Z"]
    assert [term.text for term in page.main.all("dt")] == ["2 steps", "apple", "Ärzte", "Über", "Zebra"]
    for stored in GlossaryTerm.objects.all():
        assert stored.get_absolute_url() == f"/glossary/#{stored.slug}"
        assert stored.slug in page.ids


@pytest.mark.django_db
def test_countries_count_public_organisations_and_activities() -> None:
    published(Organisation, country_id="IE")
    make(Organisation, country_id="IE")
    published(Activity, countries=["IE", "PL"])
    published(Activity)
    page = read("/countries/")
    listed = page.one("div", id="countries")
    assert [(link["href"], link.one("span", class_="numbers").text) for link in listed.all("a")] == [
        ("/countries/ie/", "2"),
        ("/countries/pl/", "1"),
    ]
    assert (
        len(
            {
                link["href"]
                for link in page.main.all("a")
                if link["href"].startswith("/countries/") and len(link["href"]) == 14
            }
        )
        == 50
    )


@pytest.mark.django_db
def test_the_country_page_shows_what_is_known_and_its_note_on_kosovo() -> None:
    kosovo, ireland = read("/countries/xk/"), read("/countries/ie/")
    assert (kosovo.one("h1").text[-1], ireland.one("h1").text[-1]) == ("*", "d")
    assert [("1244" in page.main.text) for page in (kosovo, ireland)] == [True, False]


@pytest.mark.django_db
def test_support_types_stand_under_their_level() -> None:
    for level in ("general", "form", "category"):
        make(SupportType, level=level, name=f"Type {level}")
    assert [link.text for link in read("/support-types/").main.all("a") if link.text.startswith("Type")] == [
        "Type form",
        "Type category",
        "Type general",
    ]
    published(EditorialPage, slug="about")
    assert [link.text for link in read("/about/").main.all("a") if link.text.startswith("Type")] == [
        "Type category",
        "Type form",
    ]
