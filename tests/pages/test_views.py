"""The site's own pages: home, urgent help, contact, the way out, country, site map, errors."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from events.models import Event
from library.models import CaseStudy, Recording, Resource, Story
from organisations.models import Organisation
from resource_centre.pages.models import RESERVED_SLUGS, ContactDetails, EditorialPage, Section
from resource_centre.vocabularies.models import Helpline
from tests.document import Document
from tests.factories import build, make, published, section
from tests.routes import LANGUAGES, routes

DAY = datetime.timedelta(days=1)


def read(address: str, status: int = 200) -> Document:
    response = Client().get(address)
    assert response.status_code == status, address
    return Document(response)


def numbers(document: Document) -> list[str]:
    return [link["href"] for link in document.all("a") if link["href"].startswith("tel:")]


def cards(document: Document) -> list[str]:
    return [card.all("h3")[0].text for card in document.main.all("article", class_="card")]


# -- home


@pytest.mark.django_db
def test_home_stands_before_staff_have_written_anything() -> None:
    page = read("/")
    assert cards(page) == []
    assert [form["action"] for form in page.main.all("form")] == ["/search/", "/country/"]
    assert len(page.one("nav", class_="signpost").all("a")) == 4


@pytest.mark.django_db
def test_a_draft_of_the_home_page_does_not_show() -> None:
    draft = make(
        EditorialPage, slug="home", title="Kanarie", summary="Kanarie", quotation="Kanarie", quotation_by="Kanarie"
    )
    section(draft, "Kanarie", body="<p>Kanarie</p>", slot="introduction")
    for address in ("/", "/de/", "/site-map/", "/search/?q=kanari", "/?preview"):
        assert "Kanarie" not in Client().get(address).content.decode()


@pytest.mark.django_db
def test_home_places_each_section_where_staff_put_it() -> None:
    home = published(
        EditorialPage, slug="home", title="Welcome", summary="Come in.", quotation="It helped.", quotation_by="A peer"
    )
    for slot in ("introduction", "invitation", "help", "", ""):
        section(home, f"About {slot or 'us'}", body=f"<p>Text {slot or 'us'}</p>", slot=slot)
    main = read("/").main
    assert (main.one("h1").text, main.one("blockquote").text, main.one("figcaption").text) == (
        "Welcome",
        "“It helped.”",
        "A peer",
    )
    assert [text.text for text in main.all("p") if text.text.startswith("Text ")] == [
        "Text introduction",
        "Text us",
        "Text us",
        "Text help",
        "Text invitation",
    ]


@pytest.mark.django_db
def test_home_shows_the_newest_of_each_part_of_the_library() -> None:
    for model in (Resource, CaseStudy, Recording, Story):
        published(model, title=f"Old {model.__name__}")
        published(model, title=f"New {model.__name__}")
        make(model, title=f"Draft {model.__name__}")
    assert cards(read("/")) == ["New CaseStudy", "New Resource", "New Recording", "New Story"]


@pytest.mark.django_db
def test_home_fills_up_with_resources_where_there_is_no_recording_or_story() -> None:
    for n in range(5):
        published(Resource, title=f"Resource {n}")
    assert cards(read("/")) == ["Resource 4", "Resource 3", "Resource 2"]


@pytest.mark.django_db
def test_home_shows_events_to_come_or_else_what_is_left_of_past_ones() -> None:
    published(Event, title="Bare")
    published(Event, title="Past", recap="<p>Good.</p>")
    items = [item.all("h3")[0].text for item in read("/").main.all("li", class_="event")]
    assert items == ["Past"]
    for days in (3, 1, 2, 4):
        published(Event, title=f"In {days}", start_date=timezone.localdate() + days * DAY)
    items = [item.all("h3")[0].text for item in read("/").main.all("li", class_="event")]
    assert items == ["In 1", "In 2", "In 3"]


@pytest.mark.django_db
def test_home_counts_what_is_public() -> None:
    for code in ("IE", "IE", "PL"):
        published(Organisation, country_id=code)
    make(Organisation, country_id="DE")
    published(Organisation, country_id=None, reach="europe")
    main = read("/").main
    assert [option.text for option in main.one("select").all("option") if "(" in option.text] == [
        "Ireland (2)",
        "Poland (1)",
    ]
    assert len(main.one("select").all("option")) == 50
    response = Client().get("/")
    assert (response.context["country_count"], response.context["organisation_count"]) == (2, 3)


# -- country


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("?country=ie", "/countries/ie/"),
        ("?country=IE", "/countries/ie/"),
        ("", "/countries/"),
        ("?country=", "/countries/"),
        ("?country=i", "/countries/"),
        ("?country=12", "/countries/"),
        ("?country=//evil.example.org", "/countries/"),
        ("?country=%00ie", "/countries/ie/"),
        ("?country=polska", "/countries/"),
        ("?country=éé", "/countries/"),
    ],
)
def test_a_chosen_country_leads_to_its_page_and_nonsense_to_the_list(query: str, address: str) -> None:
    response = Client().get(f"/country/{query}")
    assert (response.status_code, response["Location"]) == (302, address)
    assert Client().get(f"/fr/country/{query}")["Location"] == f"/fr{address}"


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["zz", "IE1", "ireland", "qq"])
def test_a_country_that_is_not_in_the_list_is_not_found(code: str) -> None:
    assert Client().get(f"/countries/{code}/").status_code == 404


# -- urgent help


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/urgent-help/", "/de/urgent-help/", "/urgent-help/?country=ie", "/urgent-help/?country=zz"]
)
def test_112_always_stands_there(address: str) -> None:
    assert numbers(read(address)) == ["tel:112"]


@pytest.mark.django_db
def test_112_stands_there_too_where_the_page_is_a_draft() -> None:
    draft = make(EditorialPage, slug="urgent-help", title="Kanarie")
    section(draft, "Kanarie")
    assert numbers(read("/urgent-help/")) == ["tel:112"]
    assert "Kanarie" not in read("/urgent-help/").text


@pytest.fixture
def lines() -> None:
    today = timezone.localdate()
    for code, name, verified, until in (
        ("IE", "Checked IE", today, None),
        ("IE", "Unchecked IE", None, None),
        ("IE", "Expired IE", today - 300 * DAY, None),
        ("IE", "Tomorrow IE", today + DAY, None),
        ("PL", "Checked PL", today - DAY, today),
    ):
        make(
            Helpline,
            country_id=code,
            name=name,
            number=f"800 {name[0]} 1".replace(name[0], str(ord(name[0]))),
            verified_on=verified,
            valid_until=until,
        )
    make(Helpline, country_id=None, kind="emergency", name="Checked elsewhere", number="999", verified_on=today)


@pytest.mark.django_db
@pytest.mark.usefixtures("lines")
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Checked IE", "Checked PL"]),
        ("?country=ie", ["Checked IE"]),
        ("?country=PL", ["Checked PL"]),
        ("?country=de", []),
        ("?country=nonsense", ["Checked IE", "Checked PL"]),
    ],
)
def test_only_numbers_whose_check_holds_show_and_only_those_of_the_chosen_country(query: str, shown: list[str]) -> None:
    page = read(f"/urgent-help/{query}")
    assert [line.all("h3")[0].text for line in page.all("li", class_="line")] == shown
    assert len(numbers(page)) == 1 + len(shown)
    for line in page.all("li", class_="line"):
        assert str(timezone.localdate().year) in line.text or str((timezone.localdate() - DAY).year) in line.text


@pytest.mark.django_db
@pytest.mark.usefixtures("lines")
def test_the_page_of_a_country_shows_its_own_valid_numbers() -> None:
    assert [line.all("h3")[0].text for line in read("/countries/ie/").all("li", class_="line")] == ["Checked IE"]
    assert read("/countries/de/").all("li", class_="line") == []


@pytest.mark.django_db
def test_the_choice_of_a_country_is_not_kept() -> None:
    for address in ("/urgent-help/?country=ie", "/urgent-help/"):
        response = Client().get(address)
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
        assert "Set-Cookie" not in response.headers
        assert "Cookie" not in response.headers.get("Vary", "")
    assert [option["value"] for option in read("/urgent-help/?country=ie").all("option", selected="")] == ["ie"]


# -- the way out


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/leave/", "/de/leave/", "/leave/?next=https://evil.example.org/"])
def test_the_way_out_leads_away_without_a_trace(address: str) -> None:
    response = Client().get(address)
    assert (response.status_code, response["Location"]) == (303, "https://www.wikipedia.org/")
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert "Set-Cookie" not in response.headers


# -- contact


@pytest.mark.django_db
def test_contact_shows_what_staff_wrote_and_nothing_else() -> None:
    published(EditorialPage, slug="contact")
    assert [link for link in read("/contact/").main.all("a") if link["href"].startswith("mailto:")] == []
    ContactDetails.objects.create(email="desk@example.org")
    facts = read("/contact/").main.one("dl")
    assert [link["href"] for link in facts.all("a")] == ["mailto:desk@example.org"]
    assert len(facts.all("dt")) == 1
    ContactDetails.objects.update(
        telephone="+32 2 1", postal_address="A street\nA town", website="https://example.org/"
    )
    assert len(read("/contact/").main.one("dl").all("dt")) == 4


@pytest.mark.django_db
def test_contact_details_are_one_record() -> None:
    assert ContactDetails.current().email == ""
    for address in ("a@example.org", "b@example.org"):
        ContactDetails(email=address).save()
    assert [details.email for details in ContactDetails.objects.all()] == ["b@example.org"]
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactDetails.objects.bulk_create([ContactDetails(pk=2)])


# -- editorial pages


@pytest.mark.django_db
@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_a_page_cannot_take_an_address_of_the_site(slug: str) -> None:
    with pytest.raises(ValidationError) as error:
        build(EditorialPage, slug=slug).full_clean()
    assert set(error.value.message_dict) == {"slug"}


@pytest.mark.django_db
def test_every_first_word_of_an_address_is_reserved_or_a_page_of_the_site() -> None:
    first = {route.text.split("/")[0] for route in routes() if not route.text.startswith("<") and "/" in route.text}
    own = {"home", "urgent-help", "contact", ".well-known", ""}
    assert first - RESERVED_SLUGS - own == set()
    assert set(LANGUAGES) <= RESERVED_SLUGS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "address"),
    [("home", "/"), ("urgent-help", "/urgent-help/"), ("contact", "/contact/"), ("about", "/about/")],
)
def test_a_page_knows_its_address(slug: str, address: str) -> None:
    page = published(EditorialPage, slug=slug)
    assert page.get_absolute_url() == address
    assert Client().get(address).context["object"] == page


@pytest.mark.django_db
def test_the_home_page_does_not_stand_at_a_second_address() -> None:
    published(EditorialPage, slug="home")
    response = Client().get("/fr/home/")
    assert (response.status_code, response["Location"]) == (301, "/fr/")


@pytest.mark.django_db
def test_sections_have_anchors_of_their_own() -> None:
    page = published(EditorialPage, slug="about")
    parts = [section(page, heading) for heading in ("Who we are", "日本", "Who we are")]
    assert [part.anchor for part in parts[:2]] == ["who-we-are", f"section-{parts[1].pk}"]
    document = read("/about/")
    assert len(document.ids) == len(set(document.ids))
    assert [link for link in document.links if link.startswith("#") and link[1:] not in document.ids] == []


@pytest.mark.django_db
def test_a_quotation_names_its_speaker() -> None:
    page = make(EditorialPage)
    with pytest.raises(IntegrityError), transaction.atomic():
        EditorialPage.objects.filter(pk=page.pk).update(quotation="Words", quotation_by="")
    assert Section.objects.count() == 0


# -- what cannot be shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/nothing/", "/de/nothing/", "/library/nothing/", "/nothing", "/nothing.php", "/a/b/c", "/topics/nothing/"],
)
def test_what_is_not_there_gets_a_helpful_page(address: str) -> None:
    response = Client().get(address, follow=True)
    assert response.status_code == 404
    page = Document(response)
    assert (len(page.all("h1")), page.meta("robots")) == (1, "noindex")
    assert len([link for link in page.main.all("a") if link["href"].startswith("/")]) >= 2
    assert page.one("html")["lang"] == ("de" if address.startswith("/de/") else "en")


@pytest.mark.django_db
def test_what_is_for_staff_gets_a_page_that_says_so() -> None:
    page = read("/media/images/a.webp", status=403)
    assert (len(page.all("h1")), page.meta("robots")) == (1, "noindex")


@pytest.mark.django_db
def test_a_stale_form_gets_a_page_that_says_so() -> None:
    User.objects.create_user("maria", password="a long walk by the river")
    response = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "maria"})
    assert (response.status_code, len(Document(response).all("h1"))) == (403, 1)
    assert numbers(Document(response)) == ["tel:112"]


@pytest.mark.django_db
def test_a_request_that_cannot_be_read_gets_a_page_that_says_so() -> None:
    response = Client(headers={"host": "evil.example.org"}).get("/")
    assert (response.status_code, numbers(Document(response))) == (400, ["tel:112"])


def test_an_error_of_ours_gets_a_page_that_needs_no_database() -> None:
    """Without the mark for the database, pytest-django refuses every query."""
    for address, language in (("/", "en"), ("/de/library/", "de")):
        response = Client(raise_request_exception=False).get(address)
        page = Document(response)
        assert (response.status_code, len(page.all("h1")), page.one("html")["lang"]) == (500, 1, language)
        assert (page.meta("robots"), numbers(page)) == ("noindex", ["tel:112"])
        assert "Set-Cookie" not in response.headers


@pytest.mark.django_db
def test_a_preview_says_that_it_is_one_and_that_nobody_may_keep_it() -> None:
    draft = make(EditorialPage, slug="about")
    chief: Any = Client()
    chief.force_login(User.objects.create_superuser("chief"))
    page = Document(chief.get(f"{draft.get_absolute_url()}?preview"))
    assert (page.meta("robots"), len(page.all("p", class_="preview"))) == ("noindex", 1)
