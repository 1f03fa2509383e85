"""Whatever strangers send, the site answers: no exception, no error of ours, and nothing of theirs as markup."""

import datetime
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from events.models import Event, Series
from library.models import CaseStudy, Recording, Resource, Story
from organisations.models import Activity, Organisation
from resource_centre.pages.models import EditorialPage
from resource_centre.publishing.querysets import MAX_QUERY
from resource_centre.vocabularies.models import SupportType, Topic
from tests.document import Document
from tests.factories import make, published
from tests.routes import LANGUAGES, routes

VALUES: dict[str, str] = {
    "nothing": "",
    "blanks": "   \t\r\n ",
    "NUL": "a\x00b",
    "100 kB": "a" * 100_000,
    "100 kB of words": "a " * 50_000,
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈",
    "right to left": "\u202eevil\u202c \u2067שלום\u2069 مرحبا",
    "combining marks": "e" + "\u0301" * 500,
    "half a surrogate in bytes": "\ufffd\ufffe",
    "SQL": "' OR 1=1; DROP TABLE library_item; --",
    "SQL comment": '"/**/UNION/**/SELECT/**/1--',
    "LIKE": r"%_\%[a-z]^*?",
    "full-text operators": 'NEAR("a" "b") OR title:* AND ^x NOT {a b}',
    "regular expression": "(a+)+$",
    "markup": "\"><script>alert(1)</script><img src=x onerror=alert(1)>'",
    "template": "{{ 7|add:7 }}{% debug %}{# #}",
    "percent signs": "%(n)s %s %d {0} {n} %%",
    "path": "../../../../etc/passwd",
    "header": "x\r\nSet-Cookie: a=b",
    "number": "-1",
    "huge number": "9" * 4000,
    "float": "1e309",
    "other digits": "٣٤२",
    "superscript": "²",
    "Turkish I": "İıß",
    "boolean": "true",
    "JSON": '{"$gt": ""}',
    "address": "//evil.example.org/%2e%2e",
    "dots": "...",
}
PARAMETERS = (
    "q",
    "kind",
    "topic",
    "type",
    "country",
    "language",
    "year",
    "format",
    "reach",
    "sort",
    "page",
    "preview",
    "next",
    "p",
)
LISTS = (
    "/library/",
    "/library/case-studies/",
    "/organisations/",
    "/activities/",
    "/events/",
    "/events/past/",
    "/search/",
    "/urgent-help/",
    "/country/",
    "/countries/",
    "/topics/",
    "/",
)
#: Query strings that no form sends.
RAW = {
    "invalid percent-encoding": "q=%&kind=%zz&page=%1",
    "bytes that are not UTF-8": "q=%ff%fe%80&kind=%c3%28&country=%e2%82",
    "NUL": "q=%00&kind=%00&sort=%00&page=%00&%00=1",
    "arrays": "q[]=1&kind[]=guide&kind[a][b]=c&q[$ne]=1",
    "no value": "q&kind&page&sort&preview",
    "only separators": "&&&;;==&=&",
    "the same parameter a thousand times": "&".join(f"topic={n}" for n in range(1000)),
    "one value a thousand times": "&".join(["kind=guide"] * 1000),
    "thirty thousand bytes": "x=" + "y" * 30_000,
    "long name": "n" * 10_000 + "=1",
    "pages": "page=0&page=-5&page=99999999999999999999&page=last",
    "infinity": "page=inf&year=nan&year=0000&year=10000&year=-2024",
    "plus signs": "q=+++a+++b",
    "second question mark": "q=a?b&kind=c?page=2",
    "UTF-16 surrogates": "q=%ed%a0%80",
}
#: What is put into the parameters of paths.
SEGMENTS = {
    "NUL": "%00",
    "invalid encoding": "%zz",
    "not UTF-8": "%ff%fe",
    "dots": "..",
    "encoded dots": "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "emoji": quote("🙂"),
    "accents": quote("café"),
    "right to left": quote("\u202eevil"),
    "long": "a" * 5_000,
    "SQL": quote("' OR 1=1 --"),
    "markup": quote("<script>alert(1)</script>"),
    "backslash": "%5c..%5c",
    "number": "0",
    "minus": "-1",
    "only a hyphen": "-",
    "encoded slash": "a%2fb",
    "double encoding": "%252e%252e",
    "line break": "a%0d%0aSet-Cookie:%20a=b",
    "capitals": "IE",
    "semicolon": "ie;jsessionid=1",
}


#: What pages that take letters answer to an empty form or a wrong link: what they answer to everybody.
LETTER_BOXES = {
    "/share/something-wrong/": 200,
    "/share/my-link/": 200,
    "/news/": 200,
    "/news/unsubscribe/a-thing/": 303,
}


@pytest.fixture
def some_content(db: None) -> None:
    topic, support_type = make(Topic, slug="topic"), make(SupportType, slug="type")
    tags = {"topics": [topic], "support_types": [support_type]}
    for model in (CaseStudy, Recording, Story):
        published(model, **tags)
    for other in (Resource, Activity, Organisation):
        published(other, slug="a-thing", **tags)
    published(Event, slug="a-thing", start_date=datetime.date(2024, 5, 6))
    published(Series, slug="a-thing")
    published(EditorialPage, slug="a-thing")


def check(response: Any, what: str) -> None:
    """Raise AssertionError unless the answer is a page or a refusal, with nothing of the visitor's as markup."""
    assert response.status_code < 500, what
    assert "Set-Cookie" not in response.headers, what
    body = response.getvalue() if response.streaming else response.content
    assert b"<script>alert(1)" not in body, what
    assert b"onerror=alert" not in body.replace(b"&gt;&lt;img src=x onerror=alert(1)&gt;", b""), what
    assert b"root:x:0" not in body, what


@pytest.mark.usefixtures("some_content")
@pytest.mark.parametrize("value", VALUES.values(), ids=list(VALUES))
def test_every_parameter_of_every_list_stands_any_value(value: str) -> None:
    client = Client()
    for page in LISTS:
        together = [(name, value) for name in PARAMETERS]
        check(client.get(f"{page}?{urlencode(together)}"), page)


@pytest.mark.usefixtures("some_content")
@pytest.mark.parametrize("name", PARAMETERS)
def test_each_parameter_alone_stands_any_value(name: str) -> None:
    client = Client()
    for what, value in VALUES.items():
        if len(value) < 1000 or name in {"q", "page"}:
            check(client.get(f"/activities/?{urlencode({name: value})}"), what)


@pytest.mark.usefixtures("some_content")
@pytest.mark.parametrize("query", RAW.values(), ids=list(RAW))
def test_lists_stand_query_strings_that_no_form_sends(query: str) -> None:
    client = Client()
    for page in (*LISTS, "/library/a-thing/", "/sitemap.xml", "/sitemap-library.xml", "/robots.txt", "/leave/"):
        check(client.get(page, QUERY_STRING=query), page)


@pytest.mark.django_db
@pytest.mark.parametrize("segment", SEGMENTS.values(), ids=list(SEGMENTS))
def test_every_path_stands_any_segment(segment: str) -> None:
    client = Client()
    for route in routes():
        if not route.parameters or route.is_admin:
            continue
        for language in LANGUAGES if route.translated else ("en",):
            address = route.address(language, **dict.fromkeys(route.parameters, segment))
            response = client.get(address)
            check(response, address)
            assert response.status_code in {200, 301, 302, 400, 403, 404}, address
    for address in (f"/{segment}", f"/{segment}/", f"/de/{segment}/", f"/static/{segment}", f"/admin/{segment}/"):
        check(client.get(address), address)


@pytest.mark.usefixtures("some_content")
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "head", "trace"])
def test_no_public_page_breaks_or_writes_for_another_method(method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    wrong = {}
    for route in routes():
        if route.is_admin:
            continue
        address = route.address("en", **dict.fromkeys(route.parameters, "a-thing"))
        response = getattr(client, method)(address)
        check(response, address)
        if method == "head" and not response.streaming and response.content:
            wrong[address] = "a body"
        expected = {403, 404, 405, LETTER_BOXES.get(address, 404) if method == "post" else 404}
        if method in {"put", "patch", "delete", "post"} and response.status_code not in expected:
            wrong[address] = str(response.status_code)
    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "page", ["/", "/library/?q=a", "/nothing-here/", "/sitemap.xml", "/healthz", "/leave/", "/robots.txt"]
)
@pytest.mark.parametrize(
    "host", ["evil.example.org", "127.0.0.1:99999999", "a b", "127.0.0.1@evil.example.org", "<script>", "\x00", ""]
)
def test_another_host_name_never_gets_into_an_answer(page: str, host: str) -> None:
    response = Client(headers={"host": host}).get(
        page, HTTP_X_FORWARDED_HOST="evil.example.org", HTTP_X_FORWARDED_PROTO="https"
    )
    check(response, host)
    assert b"evil.example.org" not in response.content
    assert "evil" not in str(response.headers)


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["evil.example.org", "<script>"])
def test_a_page_is_not_made_for_another_host_name(host: str) -> None:
    assert Client(headers={"host": host}).get("/").status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    "languages",
    [
        "",
        "*",
        "xx",
        "de;q=1.0001",
        "de-" * 2000,
        ",,,;q=;",
        "\xff",
        "en;q=nan",
        "../../etc",
        "de, fr;q=0.9, *;q=0.1",
        "zh-Hans-CN",
    ],
)
def test_the_browsers_languages_change_nothing(languages: str) -> None:
    response = Client(headers={"accept-language": languages}).get("/library/")
    assert (response.status_code, Document(response).one("html")["lang"]) == (200, "en")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "sessionid=" + "a" * 4000},
        {"cookie": "django_language=de; csrftoken=x; sessionid='; DROP TABLE x"},
        {"cookie": "=;;;=\x00"},
        {"if-none-match": '"' + "a" * 5000},
        {"if-modified-since": "Thu, 99 Foo 9999 99:99:99 GMT"},
        {"range": "bytes=99999999-1,0-0,-5"},
        {"accept-encoding": "br;q=nan, \x00"},
        {"content-type": "multipart/form-data; boundary="},
        {"authorization": "Basic !!!"},
        {"referer": "javascript:alert(1)"},
        {"user-agent": "() { :; }; echo"},
        {"x-forwarded-for": "' OR 1=1"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_strange_headers_change_nothing(headers: dict[str, str]) -> None:
    for page in ("/", "/library/?q=a", "/urgent-help/"):
        response = Client(headers=headers).get(page)
        check(response, page)
        assert (response.status_code, Document(response).one("html")["lang"]) == (200, "en")


@pytest.mark.usefixtures("some_content")
def test_what_was_asked_for_stands_on_the_page_as_text_of_one_line_and_bounded() -> None:
    asked = VALUES["markup"] + "\u202e\x00" + "x" * 1000
    for page in ("/library/", "/search/"):
        field = Document(Client().get(page, {"q": asked})).all("input", name="q")[0]
        assert (len(field["value"]), "\u202e" in field["value"], "\x00" in field["value"]) == (MAX_QUERY, False, False)
        assert field["value"].startswith(VALUES["markup"].rstrip("'"))


@pytest.mark.usefixtures("some_content")
def test_values_that_nobody_knows_are_left_out_and_do_not_empty_the_list() -> None:
    plain, hostile = (Client().get("/library/", query) for query in ({}, {"topic": ["nope", "x' OR 1=1", "\x00"]}))
    assert [len(Document(page).all("li", class_="item")) for page in (plain, hostile)] == [4, 4]


class AnythingTests(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        published(Resource)

    @settings(max_examples=40)
    @given(st.dictionaries(st.sampled_from(PARAMETERS), st.text(max_size=60), max_size=5))
    def test_the_library_stands_any_text(self, query: dict[str, str]) -> None:
        encoded = urlencode({name: value.encode("utf-8", "surrogatepass") for name, value in query.items()})
        check(Client().get("/library/", QUERY_STRING=encoded), encoded)

    @settings(max_examples=40)
    @given(st.binary(max_size=80))
    def test_the_search_stands_any_bytes(self, raw: bytes) -> None:
        check(Client().get("/search/", QUERY_STRING=f"q={quote(raw)}"), repr(raw))
