"""What every visitor's page has, in every language, with everything filled and with next to nothing."""

import datetime
import itertools
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone, translation

from events.models import Event, Series
from library.models import CaseStudy, Recording, Resource, Story
from organisations.models import Activity, Organisation
from resource_centre.pages.models import EditorialPage
from resource_centre.publishing.actions import publish
from resource_centre.publishing.models import Publishable
from resource_centre.vocabularies.models import Country, GlossaryTerm, Helpline, SupportType, Topic
from tests.document import Document
from tests.factories import PUBLISHABLES, filled, make, published, role, section

pytestmark = pytest.mark.django_db

DETAILS: dict[str, Any] = {
    "/library/a-resource/": Resource,
    "/library/a-case-study/": CaseStudy,
    "/library/a-recording/": Recording,
    "/library/a-story/": Story,
    "/organisations/an-organisation/": Organisation,
    "/activities/an-activity/": Activity,
    "/events/an-event/": Event,
    "/events/series/a-series/": Series,
    "/a-page/": EditorialPage,
}
PAGES = (
    "/",
    "/search/",
    "/search/?q=a",
    "/library/",
    "/library/?q=nothing+of+the+kind",
    "/library/resources/",
    "/library/case-studies/",
    "/library/recordings/",
    "/library/stories/",
    "/organisations/",
    "/activities/",
    "/events/",
    "/events/past/",
    "/countries/",
    "/countries/ie/",
    "/countries/xk/",
    "/countries/mt/",
    "/support-types/",
    "/support-types/a-type/",
    "/topics/",
    "/topics/a-topic/",
    "/glossary/",
    "/urgent-help/",
    "/urgent-help/?country=ie",
    "/contact/",
    "/contact/sent/",
    "/messages/deleted/",
    "/news/",
    "/news/sent/",
    "/news/goodbye/",
    "/site-map/",
    "/style-guide/",
    *DETAILS,
)
LANGUAGES = [code for code, _name in settings.LANGUAGES]


def fill(model: type[Publishable], slug: str) -> Any:
    """Return a public record with every column filled and every relation to something."""
    thing = filled(model, "word", slug=slug, **({"series_order": None} if model is Event else {}))
    for field in model._meta.many_to_many:
        first = field.related_model._default_manager.first()
        if first is not None:
            getattr(thing, field.name).set([first])
    publish(thing, None)
    return thing


@pytest.fixture
def least() -> None:
    """One public record of each kind with as little as can be."""
    for address, model in DETAILS.items():
        published(model, slug=address.rstrip("/").rpartition("/")[2])
    published(EditorialPage, slug="contact")
    make(SupportType, slug="a-type")
    make(Topic, slug="a-topic")
    make(GlossaryTerm)


@pytest.fixture
def most() -> None:
    """Records of each kind with every column filled, in relation with each other."""
    make(SupportType, slug="a-type", picture="group")
    make(Topic, slug="a-topic", synonyms=["word"])
    Country.objects.filter(code="IE").update(
        role_title="x", role_title_language_id="pl", recognised_since="1999", legal_position="<p>a</p>", pay="<p>b</p>",
        training_routes="<p>c</p>", missing="<p>d</p>", reviewed_on=timezone.localdate(),
    )  # fmt: skip
    first, second = make(GlossaryTerm, abbreviation="abc"), make(GlossaryTerm)
    first.related.add(second)
    things: dict[str, Any] = {
        address: fill(model, address.rstrip("/").rpartition("/")[2]) for address, model in DETAILS.items()
    }
    organisation, series = things["/organisations/an-organisation/"], things["/events/series/a-series/"]
    things["/activities/an-activity/"].organisation = organisation
    things["/activities/an-activity/"].save()
    event = things["/events/an-event/"]
    event.series, event.organiser = series, organisation
    event.save()
    event.recordings.set([things["/library/a-recording/"]])
    event.materials.set([things["/library/a-resource/"].item_ptr])
    role(event, "Dr. Ada Byron", organisation=organisation)
    for slug in ("home", "urgent-help", "contact"):
        page = published(EditorialPage, slug=slug, quotation="It helped.", quotation_by="A peer")
        for slot in ("introduction", "invitation", "help", "") if slug == "home" else ("",):
            section(page, f"About {slot or slug}", slot=slot)
    make(Helpline, hours="Always", cost="Free", note="Call.", languages=["en"])
    published(Event, start_date=datetime.date(2024, 2, 29), recap="<p>Good.</p>", series=series)


def in_language(path: str, code: str) -> str:
    """Return the address of the same page in another language."""
    for prefix in LANGUAGES[1:]:
        path = path.removeprefix(f"/{prefix}") if path.startswith(f"/{prefix}/") else path
    return path if code == "en" else f"/{code}{path}"


def check_head(document: Document, path: str, language: str) -> None:
    html = document.one("html")
    assert (html["lang"], html["dir"]) == (language, "ltr")
    head = document.one("head")
    title = head.one("title").text
    assert len(title) > 10
    assert 10 <= len(document.meta("description") or "") <= 200
    (canonical,) = document.relation("canonical")
    assert canonical == settings.SITE_URL + path
    alternates = {link["hreflang"]: link["href"] for link in head.all("link", rel="alternate")}
    own = {code: settings.SITE_URL + in_language(path, code) for code in LANGUAGES}
    assert alternates == own | {"x-default": own["en"]}
    for name in ("og:site_name", "og:title", "og:description", "og:type", "og:locale", "og:image"):
        assert document.meta(name), name
    assert document.meta("og:url") == canonical
    assert document.meta("viewport") == "width=device-width, initial-scale=1"


def check_body(document: Document, path: str, language: str) -> None:
    prefix = "" if language == "en" else f"/{language}"
    body = document.one("body")
    links = [link["href"] for link in body.all("a")]
    assert links[:3] == ["#main", f"{prefix}/urgent-help/", f"{prefix}/leave/"]
    assert document.main["id"] == "main"
    assert len(document.all("h1")) == 1
    assert document.one("h1") in list(document.main.walk())
    assert len(document.ids) == len(set(document.ids))
    assert [link for link in links if link.startswith("#") and link[1:] not in document.ids] == []
    crumbs = document.all("nav", class_="crumbs")
    if path == f"{prefix}/":
        assert crumbs == []
    else:
        (trail,) = crumbs
        steps = trail.all("li")
        assert steps[0].one("a")["href"] == f"{prefix}/"
        assert [step for step in steps if step.all("span", aria_current="page")] == [steps[-1]]
    pointed = {
        element[name]
        for element in document.walk()
        for name in ("aria-labelledby", "aria-describedby", "for")
        if element.get(name)
    }
    assert {name for names in pointed for name in names.split()} - set(document.ids) == set()
    assert [image for image in document.all("img") if image.get("alt") is None] == []
    levels = [element.heading_level for element in document.main.walk() if element.heading_level]
    assert levels[0] == 1
    assert [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1] == []
    for outside in (link for link in document.main.all("a") if link["href"].startswith("http")):
        assert "noreferrer" in (outside.get("rel") or ""), outside["href"]
    switch = [
        link
        for link in body.all("a")
        if link.get("hreflang") and link.get("lang") == link.get("hreflang") and link["href"].startswith("/")
    ]
    assert {
        link["lang"]: urlsplit(link["href"]).path for link in switch if link.parent and link.parent.tag == "li"
    } == {code: in_language(path, code) for code in LANGUAGES}
    assert [element.tag for element in document.walk() if element.tag in {"script", "style", "iframe"}] == []
    assert [element for element in document.walk() if {"style", "onclick", "onload"} & set(element.attributes)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("content", ["least", "most"])
def test_every_page_has_what_visitors_and_machines_need(
    content: str, language: str, request: pytest.FixtureRequest
) -> None:
    request.getfixturevalue(content)
    client = Client()
    for address in PAGES:
        page = in_language(address, language)
        response = client.get(page)
        assert response.status_code == 200, page
        document = Document(response)
        check_head(document, urlsplit(page).path, language)
        check_body(document, urlsplit(page).path, language)
        # The style guide shows headings as headings.
        assert document.empty_headings() == [] or address == "/style-guide/", page


@pytest.mark.parametrize(
    "address",
    [page for page in PAGES if page not in DETAILS and "?" not in page and "-t" not in page and "ie" not in page],
)
def test_every_page_stands_in_an_empty_database_too(address: str) -> None:
    response = Client().get(address)
    assert response.status_code == (404 if address == "/contact/" else 200)
    assert Document(response).empty_headings() == [] or address == "/style-guide/"


@pytest.mark.usefixtures("least")
def test_titles_differ_from_page_to_page() -> None:
    titles: dict[str, str] = {}
    for address in PAGES:
        if "?" not in address:
            titles[address] = Document(Client().get(address)).one("head").one("title").text
    assert len(set(titles.values())) == len(titles)


@pytest.mark.parametrize("model", PUBLISHABLES)
def test_content_in_another_language_says_so(model: type[Publishable]) -> None:
    thing = published(model, language_id="ar", title_language_id="el", summary="ملخص", **{model.title_field: "Τίτλος"})
    document = Document(Client().get(thing.get_absolute_url()))
    assert (document.one("h1").language, document.one("h1").text) == ("el", "Τίτλος")
    ledes = [element for element in document.main.all("p", class_="lede") if "ملخص" in element.text]
    assert [(lede.language, lede.get("dir")) for lede in ledes] == [("ar", "rtl")] * (model is not CaseStudy)
    assert document.one("html")["lang"] == "en"
    assert [step.language for step in document.one("nav", class_="crumbs").all("span", aria_current="page")] == ["el"]


@pytest.mark.parametrize("language", ["de", "fr"])
@pytest.mark.parametrize("model", PUBLISHABLES)
def test_content_stays_in_its_own_language_on_pages_in_others(model: type[Publishable], language: str) -> None:
    thing = published(model, summary="An English summary.")
    document = Document(Client().get(f"/{language}{thing.get_absolute_url()}"))
    assert document.one("h1").language == "en"
    for element in document.main.walk():
        if "An English summary." in [child.strip() for child in element.children if isinstance(child, str)]:
            assert element.language == "en"
    own = published(model, language_id=language, summary="Eigen.")
    with translation.override("en"):
        address = own.get_absolute_url()
    assert Document(Client().get(f"/{language}{address}")).one("h1").language == language


@pytest.mark.usefixtures("most")
@pytest.mark.parametrize("address", ["/library/", "/organisations/", "/activities/", "/events/", "/search/?q=word"])
def test_lists_mark_titles_and_summaries_in_other_languages(address: str) -> None:
    main = Document(Client().get(address)).main
    headings = [
        link
        for heading in main.all("h3") + main.all("h4")
        for link in heading.all("a")
        if "word" in link["href"] or "Text" in link.text
    ]
    assert {(link.get("lang"), link.get("hreflang")) for link in headings} == {("de", "de")}
