"""What all doors share: answers in and out, and the record that they make."""

from typing import Any

import pytest
from django.http import QueryDict

from library.models import Resource, Story
from organisations.models import Activity, Organisation
from resource_centre.contributions.doors import DOORS
from resource_centre.contributions.forms import EMAIL, LONGEST, MOST, free_slug
from resource_centre.vocabularies.models import Country, Topic
from tests.contributions.sent import ANSWERS
from tests.contributions.visitor import KINDS
from tests.factories import make, published

pytestmark = pytest.mark.django_db

ActivityForm = DOORS["activity"].form


def answers(query: str) -> Any:
    return ActivityForm.answers_in(QueryDict(query))


def test_answers_hold_what_the_public_is_asked_and_nothing_else() -> None:
    assert answers(
        "title=A&countries=IE&countries=PL&email=a@b.org&topics=1&organisation=2&language=de&x=1&stamp=2"
    ) == {
        "title": ["A"],
        "countries": ["IE", "PL"],
    }


def test_answers_are_bounded_and_hold_nothing_that_no_database_stores() -> None:
    long, many = "a" * (LONGEST + 1), "&".join(f"languages={n}" for n in range(MOST + 1))
    kept = answers(f"title=a%00b&summary={long}&{many}")
    assert (kept["title"], len(kept["summary"][0]), len(kept["languages"])) == (["ab"], LONGEST, MOST)


@pytest.mark.parametrize("kind", KINDS)
def test_answers_that_are_kept_make_the_same_record_as_those_that_were_typed(kind: str) -> None:
    form = DOORS[kind].form.with_answers(ANSWERS[kind], "ana@example.org")
    assert form.is_valid(), form.errors
    record = form.keep("en")
    again = DOORS[kind].form.answers_of(record)
    same = DOORS[kind].form.with_answers(again, "ana@example.org", record)
    assert same.is_valid(), same.errors
    assert DOORS[kind].form.answers_of(same.keep("en")) == again


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_shown_as_typed_is_not_checked(kind: str) -> None:
    form = DOORS[kind].form.as_typed({"title": ["<b>"], "countries": ["nowhere"]}, "no address")
    assert (form.errors, form.is_bound, form["email"].value()) == ({}, True, "no address")
    said = DOORS[kind].form.as_typed({}, "", problem="Wait a while.")
    assert said.errors == {"__all__": ["Wait a while."]}


def test_staff_answers_count_only_for_staff() -> None:
    topic = make(Topic)
    given = {**ANSWERS["activity"], "topics": [str(topic.pk)], "language": ["pl"]}
    public = ActivityForm.with_answers(given, "ana@example.org")
    assert public.is_valid()
    record = public.keep("en")
    assert (list(record.topics.all()), record.language_id) == ([], "en")
    staff = ActivityForm.with_answers(given, "ana@example.org", staff=True)
    assert staff.is_valid()
    record = staff.keep("en")
    assert (list(record.topics.all()), record.language_id) == ([topic], "pl")


def test_a_country_outside_europe_is_not_lost_in_a_change() -> None:
    Country.objects.create(code="US")
    record = published(Activity, countries=["IE", "US"])
    assert ActivityForm.answers_of(record)["countries"] == ["IE", "US"]
    choices = dict(ActivityForm(instance=record).fields["countries"].widget.choices)
    assert choices["US"] == "United States"
    assert "US" not in dict(ActivityForm().fields["countries"].widget.choices)
    organisation = published(Organisation, country_id="US")
    where: Any = DOORS["organisation"].form(instance=organisation).fields["where"]
    assert "US" in dict(where.choices)
    assert DOORS["organisation"].form.answers_of(organisation)["where"] == ["US"]


def test_what_has_no_field_at_the_door_stays_in_a_change() -> None:
    topic = make(Topic)
    record = published(Activity, countries=["IE"], cost="Free", description="<p>Tea.</p>", topics=[topic])
    form = ActivityForm.with_answers(
        {**ActivityForm.answers_of(record), "title": ["New"]}, "a@b.org", record, staff=True
    )
    assert form.is_valid(), form.errors
    changed = form.keep("de")
    changed.refresh_from_db()
    assert (changed.title, changed.cost, str(changed.description)) == ("New", "Free", "<p>Tea.</p>")
    assert (list(changed.topics.all()), changed.language_id, changed.slug) == ([topic], "en", record.slug)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("www.example.org/a", "https://www.example.org/a"),
        ("http://example.org", "http://example.org"),
        ("example.org", "https://example.org"),
    ],
)
def test_an_address_on_the_web_needs_no_scheme(typed: str, kept: str) -> None:
    form = ActivityForm.with_answers({**ANSWERS["activity"], "url": [typed]}, "ana@example.org")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["url"] == kept


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "//", "https://a b"])
def test_what_is_no_address_on_the_web_is_refused(typed: str) -> None:
    form = ActivityForm.with_answers({**ANSWERS["activity"], "url": [typed]}, "ana@example.org")
    assert (form.is_valid(), list(form.errors)) == (False, ["url"])


@pytest.mark.parametrize(
    "email", ["", "ana", "ana@", "a b@example.org", f"{'a' * 60}@{'b' * (EMAIL - 60)}.org", "a\n@b.org"]
)
def test_an_address_that_no_column_holds_is_refused(email: str) -> None:
    form = ActivityForm.with_answers(ANSWERS["activity"], email)
    assert (form.is_valid(), list(form.errors)) == (False, ["email"])


def test_a_slug_is_made_from_the_title_and_belongs_to_nobody_else() -> None:
    assert free_slug(Activity, "Książka & Co") == "ksiazka-co"
    published(Activity, slug="tea")
    assert free_slug(Activity, "Tea") == "tea-2"
    former = published(Activity, slug="bread")
    former.slug = "cake"
    former.save()
    assert free_slug(Activity, "Bread") == "bread-2"
    assert free_slug(Activity, "Чай")  # fold keeps Cyrillic; the slug falls back to the kind
    assert free_slug(Story, "Stories") == "stories-2"
    published(Resource, slug="shared")
    assert free_slug(Story, "Shared") == "shared-2"
    assert len(free_slug(Activity, "a" * 300)) == 80
