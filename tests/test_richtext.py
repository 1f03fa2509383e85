"""Body texts: whatever is handed in, what is stored can be trusted, and nothing else is."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.template import Context, Template
from django.test import Client
from django.utils.safestring import SafeString

from library.models import CaseStudy, Resource, Story
from organisations.models import Activity
from resource_centre.pages.models import EditorialPage, Section
from resource_centre.publishing.actions import publish
from resource_centre.richtext import RichTextField, paragraphs, sanitise
from resource_centre.vocabularies.models import Country, GlossaryTerm, SupportType
from tests.document import Document
from tests.factories import make, published

EVIL = {
    "a script": '<p>ok</p><script>alert("evil")</script>',
    "a script in capitals": "<SCRIPT SRC=//evil.example.org/x.js></SCRIPT><p>ok</p>",
    "a broken script": "<scr<script>ipt>alert('evil')</scr</script>ipt><p>ok</p>",
    "an event handler": '<p onclick="evil()">ok</p>',
    "an image with a handler": "<img src=x onerror=evil()><p>ok</p>",
    "an SVG with a handler": "<svg onload=evil()><p>ok</p></svg>",
    "a script address": '<p>ok <a href="javascript:evil()">x</a></p>',
    "a script address with a tab": '<p>ok <a href="java\tscript:evil()">x</a></p>',
    "a script address in entities": '<p>ok <a href="&#106;avascript&colon;evil()">x</a></p>',
    "a data address": '<p>ok <a href="data:text/html,<script>evil()</script>">x</a></p>',
    "a vbscript address": '<p>ok <a href="vbscript:evil()">x</a></p>',
    "a style": '<style>@import "//evil.example.org"</style><p>ok</p>',
    "a style attribute": '<p style="background:url(//evil.example.org)">ok</p>',
    "a frame": '<iframe src="//evil.example.org"></iframe><p>ok</p>',
    "an object": '<object data="evil.swf"></object><embed src="evil.swf"><p>ok</p>',
    "a form": '<form action="//evil.example.org"><input name="password"></form><p>ok</p>',
    "a base": '<base href="//evil.example.org"><p>ok</p>',
    "a meta": '<meta http-equiv="refresh" content="0;url=//evil.example.org"><p>ok</p>',
    "a link element": '<link rel="stylesheet" href="//evil.example.org"><p>ok</p>',
    "an id and a class": '<p id="main" class="evil" data-evil="1">ok</p>',
    "a comment": "<!--[if IE]><script>evil()</script><![endif]--><p>ok</p>",
    "a CDATA section": "<![CDATA[<script>evil()</script>]]><p>ok</p>",
    "MathML": "<math><mtext></p><img src=x onerror=evil()></mtext></math><p>ok</p>",
    "a template": "<template><script>evil()</script></template><p>ok</p>",
    "a noscript": '<noscript><p title="</noscript><img src=x onerror=evil()>"></noscript><p>ok</p>',
    "headings of the page": "<h1>evil</h1><h2>evil</h2><p>ok</p>",
    "a picture": '<p>ok<img src="https://evil.example.org/pixel.gif"></p>',
    "a video": '<video src="https://evil.example.org/" autoplay></video><p>ok</p>',
}
TAGS = {"p", "strong", "em", "ul", "ol", "li", "blockquote", "br", "h3", "h4", "a"}
ATTRIBUTES = {"href", "title", "rel", "target", "start", "type"}


def harmless(text: str) -> bool:
    """Say whether a text holds nothing but what body texts may hold."""
    elements = [element for element in Document(text).walk() if element.tag != "#document"]
    return all(
        element.tag in TAGS
        and set(element.attributes) <= ATTRIBUTES
        and (element.get("href") or "https:").startswith(("https:", "http:", "mailto:", "tel:", "/", "#"))
        for element in elements
    )


@pytest.mark.parametrize("text", EVIL.values(), ids=list(EVIL))
def test_what_body_texts_may_not_hold_is_taken_out(text: str) -> None:
    clean = sanitise(text)
    assert harmless(clean), clean
    assert "ok" in Document(clean).text
    assert sanitise(clean) == clean


def test_what_body_texts_may_hold_stays() -> None:
    text = (
        "<h3>A</h3><h4>B</h4><p><strong>b</strong> <em>i</em><br>x</p><ul><li><p>1</p></li></ul><ol><li><p>2</p></li></ol>"
        '<blockquote><p>q</p></blockquote><p><a href="https://example.org/?a=1&amp;b=2">l</a> '
        '<a href="mailto:a@example.org">m</a> <a href="tel:+353123">t</a></p>'
    )
    assert [(element.tag, element.get("href")) for element in Document(sanitise(text)).walk()] == [
        (element.tag, element.get("href")) for element in Document(text).walk()
    ]


def rich_columns() -> list[tuple[type[models.Model], str]]:
    return [
        (model, field.name)
        for model in apps.get_models()
        if not model.__name__.startswith("Historical")
        for field in model._meta.local_fields
        if isinstance(field, RichTextField)
    ]


#: Every column with a body text: a new one must be named here, and so be tried.
COLUMNS = {
    ("Activity", "description"), ("Activity", "how_to_take_part"),
    ("CaseStudy", "how_it_works"), ("CaseStudy", "what_could_be_better"), ("CaseStudy", "what_helped"),
    ("CaseStudy", "what_it_is"), ("CaseStudy", "what_others_can_take"), ("CaseStudy", "what_you_need"),
    ("Country", "legal_position"), ("Country", "missing"), ("Country", "pay"), ("Country", "training_routes"),
    ("Event", "access_notes"), ("Event", "programme"), ("Event", "recap"),
    ("GlossaryTerm", "definition"), ("Organisation", "description"), ("Organisation", "how_to_join"),
    ("Recording", "body"), ("Resource", "body"), ("Section", "body"), ("Series", "description"), ("Story", "body"),
    ("SupportType", "description"),
}  # fmt: skip
ALL_EVIL = "".join(EVIL.values())


def test_every_body_text_is_known() -> None:
    assert {(model.__name__, name) for model, name in rich_columns()} == COLUMNS


def record_of(model: type[models.Model]) -> Any:
    if model is Country:
        return Country.objects.get(code="IE")
    if model is Section:
        return Section.objects.create(page=make(EditorialPage), heading="A", body="<p>b</p>")
    return make(model)


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "column"), sorted(rich_columns(), key=str))
def test_nothing_evil_survives_a_save_an_update_or_a_bulk_write(model: type[models.Model], column: str) -> None:
    record = record_of(model)
    rows = model._base_manager.filter(pk=record.pk)
    setattr(record, column, ALL_EVIL)
    record.save()
    assert isinstance(getattr(record, column), SafeString)
    assert harmless(getattr(record, column))
    for write in (
        lambda: rows.update(**{column: ALL_EVIL}),
        lambda: (
            model._base_manager.bulk_update([_with(record, column, ALL_EVIL)], [column])
            if not model._meta.parents
            else 0
        ),
    ):
        write()  # type: ignore[no-untyped-call]  # lambdas
        stored = rows.values_list(column, flat=True).get()
        assert harmless(stored), stored
        assert "ok" in stored
    if history := getattr(model, "history", None):
        assert harmless(getattr(history.latest(), column))


def _with(record: Any, column: str, value: str) -> Any:
    setattr(record, column, value)
    return record


@pytest.mark.django_db
def test_a_stored_text_is_trusted_and_one_that_is_not_saved_is_escaped() -> None:
    activity = make(Activity, description="<p>stored</p>")
    template = Template("{{ activity.description }}")
    stored = Activity.objects.get(pk=activity.pk)
    assert template.render(Context({"activity": stored})) == "<p>stored</p>"
    setattr(stored, "description", "<script>evil()</script>")  # noqa: B010 - a plain text where the type promises a safe one
    assert template.render(Context({"activity": stored})) == "&lt;script&gt;evil()&lt;/script&gt;"


@pytest.mark.django_db
def test_texts_that_are_not_rich_are_escaped_on_the_page() -> None:
    mark = "<script>evil()</script>"
    story = published(
        Story, title=mark, summary=mark, byline=mark, content_note=mark, sources=[f"https://e.org/{mark}"]
    )
    case = published(CaseStudy, title=mark, setting=mark, period=mark, authors=[mark])
    resource = published(Resource, title=mark, publisher=mark, rights=mark, authors=[mark] * 2, url="https://e.org/")
    for thing in (story, case, resource):
        for address in (thing.get_absolute_url(), "/library/", "/search/?q=evil"):
            page = Client().get(address).content.decode()
            assert "<script" not in page
            assert "&lt;script&gt;evil()" in page


@pytest.mark.django_db
@pytest.mark.parametrize("model", [GlossaryTerm, SupportType])
def test_an_address_in_a_stored_text_that_is_not_of_the_web_leads_nowhere(model: Any) -> None:
    column = "definition" if model is GlossaryTerm else "description"
    thing = make(model, **{column: '<p><a href="javascript:evil()">x</a> <a href="https://example.org/">y</a></p>'})
    thing.refresh_from_db()
    assert [link.get("href") for link in Document(getattr(thing, column)).all("a") if link.get("href")] == [
        "https://example.org/"
    ]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("one", "<p>one</p>"),
        ("one\ntwo\n\n  three  ", "<p>one two</p><p>three</p>"),
        ("\n\n\n\n", ""),
        ("<b>&\"'</b>", "<p>&lt;b&gt;&amp;&quot;&#x27;&lt;/b&gt;</p>"),
        ("<script>evil()</script>", "<p>&lt;script&gt;evil()&lt;/script&gt;</p>"),
    ],
)
def test_plain_text_becomes_escaped_paragraphs(text: str, html: str) -> None:
    assert paragraphs(text) == html
    assert isinstance(paragraphs(text), SafeString)


@pytest.mark.django_db
def test_what_staff_wrote_stands_on_the_page_as_they_formatted_it() -> None:
    story = make(Story, body="<h3>Spring</h3><p>It was <em>good</em>.</p>")
    publish(story, None)
    main = Document(Client().get(story.get_absolute_url())).main
    assert (main.one("em").text, [heading.text for heading in main.all("h3") if heading.text == "Spring"]) == (
        "good",
        ["Spring"],
    )
