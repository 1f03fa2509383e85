"""What visitors who only read are promised: no cookie, no trace, no guest from elsewhere on the page."""

import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client

from library.models import Resource
from library.views import ItemListView
from organisations.models import Organisation
from resource_centre.middleware import WithoutQuery
from resource_centre.pages.models import EditorialPage
from resource_centre.vocabularies.models import SupportType, Topic
from tests.document import Document
from tests.factories import PDF, PUBLISHABLES, make, picture, published
from tests.routes import LANGUAGES, routes

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src 'none'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}
FILES = ("library/<slug:slug>/picture.webp", "library/<slug:slug>/document.pdf", "media/<path:path>")


@pytest.fixture
def pages() -> list[str]:
    """The addresses of every public route in every language, each with something to show."""
    make(SupportType, slug="a-thing"), make(Topic, slug="a-thing")
    for model in PUBLISHABLES:
        open_one = {"open_to_contact": True, "contact_email": "a@example.org"} if model is Organisation else {}
        published(model, slug=f"a-thing-{model.__name__.lower()}" if model is not Resource else "a-thing", **open_one)
    published(EditorialPage, slug="contact")
    found = []
    for route in routes():
        if route.is_admin or route.text in FILES or "token" in route.parameters:  # links have tests of their own
            continue
        values = {"slug": "a-thing", "code": "ie", "section": "library", "what": "report"}
        if route.text == "share/ours/<slug:kind>/<slug:slug>/":
            values |= {"kind": "activity", "slug": "a-thing-activity"}
        values.setdefault("kind", "activity")
        if route.parameters == ("slug",):
            names = {
                "organisations": "-organisation",
                "activities": "-activity",
                "events/series": "-series",
                "events": "-event",
            }
            values["slug"] += next((end for start, end in names.items() if route.text.startswith(f"{start}/<")), "")
            values["slug"] += "-editorialpage" if route.text == "<slug:slug>/" else ""
        found += [route.address(language, **values) for language in (LANGUAGES if route.translated else ("en",))]
    return found


def test_no_page_sets_a_cookie_or_differs_by_cookie(pages: list[str]) -> None:
    client = Client()
    for address in (*pages, "/library/?q=a&kind=guide&preview", "/nothing/", "/library/a-thing/?preview", "/media/x"):
        response = client.get(address)
        assert response.status_code in {200, 302, 303, 403, 404}, address
        assert response.status_code < 400 or address in {"/nothing/", "/media/x"}, address
        assert response.cookies == {}, address
        assert "Set-Cookie" not in response.headers, address
        assert "Cookie" not in response.headers.get("Vary", "") or "preview" in address or address == "/media/x", (
            address
        )
    assert len(client.cookies) == 0
    assert len(pages) > 60


@pytest.mark.parametrize(
    ("page", "language"), [("/", "en"), ("/library/", "en"), ("/de/", "de"), ("/fr/library/", "fr")]
)
def test_a_language_is_chosen_by_the_address_alone(page: str, language: str) -> None:
    for wish in ("de", "fr", "pl"):
        assert Document(Client(headers={"accept-language": wish}).get(page)).one("html")["lang"] == language


def test_every_page_carries_the_same_strict_headers(pages: list[str]) -> None:
    for address in (*pages, "/nothing/"):
        headers = Client().get(address).headers
        assert set(headers["Content-Security-Policy"].split("; ")) == POLICY, address
        assert headers["Referrer-Policy"] == ("no-referrer" if address.endswith("/leave/") else "same-origin")
        assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
        assert (headers["Cross-Origin-Opener-Policy"], headers["Cross-Origin-Resource-Policy"]) == (
            "same-origin",
            "same-origin",
        )
        assert "camera=()" in headers["Permissions-Policy"].split(", ")
        assert {part.partition("=")[2] for part in headers["Permissions-Policy"].split(", ")} == {"()"}
        assert {"Server", "X-Powered-By"} & set(headers) == set()


def test_pages_load_nothing_from_elsewhere(pages: list[str]) -> None:
    for address in (page for page in pages if not page.startswith(("/de/", "/fr/"))):
        response = Client().get(address)
        if not response.headers["Content-Type"].startswith("text/html") or response.status_code != 200:
            continue
        document = Document(response)
        loaded = [element.get("src") for element in document.walk() if element.get("src")]
        loaded += [
            element["href"] for element in document.all("link") if element.get("rel") not in {"canonical", "alternate"}
        ]
        assert [source for source in loaded if not str(source).startswith("/")] == [], address
        assert document.all("script") == document.all("iframe") == document.all("object") == [], address


def test_files_carry_headers_too() -> None:
    item = make(
        Resource,
        image=ContentFile(picture(), name="a.png"),
        image_description="A field",
        file=ContentFile(PDF, name="a.pdf"),
    )
    item.state, item.published_at = "published", item.created_at
    item.save()
    for name in ("picture.webp", "document.pdf"):
        response = Client().get(f"{item.get_absolute_url()}{name}")
        response.getvalue()
        assert (response.cookies, response["X-Content-Type-Options"], response["X-Frame-Options"]) == (
            {},
            "nosniff",
            "DENY",
        )


def test_the_staff_desk_sets_its_cookies_safely() -> None:
    client = Client()
    response = client.get("/admin/login/")
    assert set(response.cookies) == {"csrftoken"}
    User.objects.create_superuser("maria", password="a long walk by the river")
    response = client.post(
        "/admin/login/", {"username": "maria", "password": "a long walk by the river", "next": "/admin/"}
    )
    assert response.status_code == 302
    session = response.cookies["sessionid"]
    assert (session["httponly"], session["samesite"], session["max-age"]) == (True, "Lax", settings.SESSION_COOKIE_AGE)
    assert settings.CSRF_COOKIE_HTTPONLY is True


# -- what is written down


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What the site's own handler writes, as the settings shape it."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter(**_formatter()))
    handler.addFilter(WithoutQuery())
    loggers = [logging.getLogger(name) for name in ("", "django", "django.request")]
    for logger in loggers:
        logger.addHandler(handler)
    yield stream
    for logger in loggers:
        logger.removeHandler(handler)


def _formatter() -> dict[str, Any]:
    plain: Any = dict(settings.LOGGING)["formatters"]
    return {"fmt": plain["plain"]["format"], "style": plain["plain"]["style"]}


SECRET = "/library/?q=kanarie+despair&country=ie"


def test_an_error_is_written_down_without_what_was_asked_and_who_asked(
    written: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> Any:
        raise RuntimeError("a hole in the road")

    monkeypatch.setattr(ItemListView, "get_queryset", broken)
    client = Client(
        raise_request_exception=False, headers={"user-agent": "kanarieagent", "referer": "https://kanarie.example.org/"}
    )
    assert client.get(SECRET, REMOTE_ADDR="198.51.100.7").status_code == 500
    text = written.getvalue()
    assert "a hole in the road" in text
    assert "kanarie" not in text
    assert "despair" not in text
    assert "198.51.100.7" not in text


@pytest.mark.parametrize("address", [SECRET, "/nothing/?q=kanarie", "/media/kanarie.webp", "/urgent-help/?country=ie"])
def test_what_goes_well_or_is_not_there_is_not_written_down(address: str, written: StringIO) -> None:
    Client(headers={"user-agent": "kanarieagent"}).get(address, REMOTE_ADDR="198.51.100.7")
    assert written.getvalue() == ""


def test_a_wrong_host_name_is_not_written_down(written: StringIO) -> None:
    assert Client(headers={"host": "kanarie.example.org"}).get("/").status_code == 400
    assert "kanarie" not in written.getvalue()


def test_every_handler_of_the_settings_keeps_the_request_out() -> None:
    logging_settings: dict[str, Any] = dict(settings.LOGGING)
    handlers = logging_settings["handlers"]
    assert {tuple(handler["filters"]) for handler in handlers.values()} == {("no_query",)}
    assert logging_settings["filters"]["no_query"]["()"] == "resource_centre.middleware.WithoutQuery"
    record = logging.LogRecord("a", logging.ERROR, "b", 1, "c", None, None)
    record.request = "secret"
    assert WithoutQuery().filter(record) is True
    assert "request" not in vars(record)
