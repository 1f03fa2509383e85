"""One meaning of "public", in the database and on the object; the verbs that every room shares."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from library.models import Item, Resource
from organisations.models import Activity, Organisation
from resource_centre.publishing.models import Publishable, State
from resource_centre.publishing.querysets import MAX_QUERY, MAX_WORDS, public, stale, stale_before
from tests.factories import PUBLISHABLES, build, make, published, set_state

NOW = datetime.datetime(2026, 7, 1, 12, 0, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)
DATES = {
    "never": None,
    "a year ago": NOW - datetime.timedelta(days=365),
    "a second ago": NOW - SECOND,
    "now": NOW,
    "in a second": NOW + SECOND,
    "in a year": NOW + datetime.timedelta(days=365),
    "ago, in another time zone": (NOW - SECOND).astimezone(datetime.timezone(datetime.timedelta(hours=14))),
}
PUBLIC = {
    ("published", "a year ago"),
    ("published", "a second ago"),
    ("published", "now"),
    ("published", "ago, in another time zone"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("model", PUBLISHABLES)
def test_the_database_and_the_object_agree_on_what_is_public(model: type[Publishable]) -> None:
    thing = make(model)
    found = {}
    for state in State.values:
        for name, date in DATES.items():
            if (state, name) == ("published", "never"):
                continue
            set_state(thing, state, date)
            thing.refresh_from_db()
            in_database = model.objects.published(NOW).filter(pk=thing.pk).exists()
            assert thing.is_public_at(NOW) == in_database == model.objects.filter(public(NOW), pk=thing.pk).exists()
            found[state, name] = in_database
    assert {key for key, is_public in found.items() if is_public} == PUBLIC
    assert len(found) == 3 * len(DATES) - 1


@pytest.mark.django_db
@pytest.mark.parametrize("model", PUBLISHABLES)
def test_a_published_record_without_a_date_is_refused_and_not_public(model: type[Publishable]) -> None:
    thing = make(model)
    with pytest.raises(IntegrityError), transaction.atomic():
        set_state(thing, "published", None)
    assert build(model, state="published", published_at=None).is_public is False


@pytest.mark.django_db
@pytest.mark.parametrize("model", PUBLISHABLES)
def test_a_state_that_nobody_knows_is_refused(model: type[Publishable]) -> None:
    base = model.slug_model()
    thing = make(model)
    with pytest.raises(IntegrityError), transaction.atomic():
        base._base_manager.filter(pk=thing.pk).update(state="pending")


class DatesTests(TestCase):
    @given(
        st.sampled_from(State.values),
        st.none()
        | st.datetimes(datetime.datetime(2000, 1, 1), datetime.datetime(2090, 1, 1), timezones=st.timezones()),  # noqa: DTZ001 - the strategy adds the zone
        st.datetimes(datetime.datetime(2000, 1, 1), datetime.datetime(2090, 1, 1), timezones=st.just(datetime.UTC)),  # noqa: DTZ001 - the strategy adds the zone
    )
    def test_the_database_and_the_object_agree_at_any_moment(
        self, state: str, date: datetime.datetime | None, now: datetime.datetime
    ) -> None:
        if state == "published" and date is None:
            return
        activity = make(Activity, state=state, published_at=date)
        activity.refresh_from_db()
        assert activity.is_public_at(now) == Activity.objects.published(now).filter(pk=activity.pk).exists()


@pytest.mark.django_db
def test_public_looks_through_a_relation() -> None:
    seen, hidden = published(Organisation), make(Organisation)
    make(Activity, organisation=hidden)
    activity = make(Activity, organisation=seen)
    make(Activity)
    assert list(Activity.objects.filter(public(prefix="organisation"))) == [activity]


@pytest.mark.django_db
def test_newest_is_by_date_of_publication_and_drafts_come_last() -> None:
    draft = make(Activity)
    old = make(Activity, state="archived", published_at=NOW - SECOND)
    new = make(Activity, state="published", published_at=NOW)
    assert list(Activity.objects.newest()) == [new, old, draft]


@pytest.mark.django_db
def test_titles_are_in_one_order_whatever_their_accents_and_capitals() -> None:
    right = [
        "Ábaco",
        "Abacus",
        "ärzte",
        "Ärztin",
        "Łódź",
        "Lodz 2",
        "øre",
        "Örebro",
        "„Quotes“",
        "Straße",
        "strasse b",
        "Zebra",
        "Αθήνα",
        "άθληση",
    ]
    for title in reversed(right):
        make(Activity, title=title)
    assert [activity.title for activity in Activity.objects.by_title()] == right


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("supervision", ["Supervision in teams", "Guide to peers"]),
        ("SUPERVISION", ["Supervision in teams", "Guide to peers"]),
        ("super vision", ["Supervision in teams", "Guide to peers"]),
        ("supervision teams", ["Supervision in teams"]),
        ("teams supervision", ["Supervision in teams"]),
        ("supervision nothing", []),
        ("  supervision\t\n teams ", ["Supervision in teams"]),
        ("100%", ["100% of us"]),
        ("0% o", ["100% of us"]),
        ("%", ["100% of us"]),
        ("_", ["snake_case"]),
        ("snake-case", []),
        ("\\", ["back\\slash"]),
        ("o'brien", ["O'Brien"]),
        ('"quoted"', ['A "quoted" word']),
        ("äRZTE", ["Ärzte und Peers"]),
        ("ärzte", ["Ärzte und Peers"]),
        ("ΑΘΉΝΑ", ["Αθήνα"]),
        ("supervision\x00teams", ["Supervision in teams"]),
        ("\u202eteams\u202c", ["Supervision in teams"]),
        ("[a-z]*", []),
        ("Ada", ["Guide to peers"]),
    ],
)
def test_every_word_must_match_and_stands_for_itself(query: str, found: list[str]) -> None:
    for title, summary, authors in (
        ("Supervision in teams", "Short.", []),
        ("Guide to peers", "About supervision.", ["Ada Byron"]),
        ("100% of us", "Short.", []),
        ("snake_case", "Short.", []),
        ("snakeXcase", "Short.", []),
        ("back\\slash", "Short.", []),
        ("O'Brien", "Short.", []),
        ('A "quoted" word', "Short.", []),
        ("Ärzte und Peers", "Short.", []),
        ("Αθήνα", "Short.", []),
    ):
        make(Resource, title=title, summary=summary, authors=authors)
    assert sorted(item.title for item in Item.objects.with_words(query)) == sorted(found)


@pytest.mark.django_db
def test_words_are_looked_for_in_the_columns_of_the_room() -> None:
    house = make(
        Organisation, name="House", acronym="QXZ", place="Cork", name_original="Σπίτι", name_original_language_id="el"
    )
    for word in ("qxz", "cork", "house", "ΣΠΊΤΙ"):
        assert list(Organisation.objects.with_words(word)) == [house], word


@pytest.mark.django_db
def test_a_question_is_bounded() -> None:
    make(Resource, title=" ".join(f"w{n}" for n in range(MAX_WORDS)))
    within = " ".join(f"w{n}" for n in range(MAX_WORDS))
    assert Item.objects.with_words(f"{within} beyond").count() == 1
    assert Item.objects.with_words(f"beyond {within}").count() == 0
    assert Item.objects.with_words("x" * 100_000).count() == 0
    assert Item.objects.with_words("w0 " + " " * 100_000 + "beyond").count() == 1
    assert len(str(Item.objects.with_words("y" * 100_000).query)) < MAX_QUERY * 20


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["", " ", "\x00", "\u202e"])
def test_no_word_leaves_nothing_out(query: str) -> None:
    make(Resource)
    assert Item.objects.with_words(query).count() == 1


@pytest.mark.django_db
def test_what_should_be_looked_at_again_is_found() -> None:
    day = datetime.timedelta(days=1)
    never, old, new = make(Activity), make(Activity), make(Activity)
    for thing, confirmed in ((old, NOW - day), (new, NOW + day)):
        Activity.objects.filter(pk=thing.pk).update(confirmed_at=confirmed)
    assert set(Activity.objects.confirmed_before(NOW)) == {never, old}
    Activity.objects.filter(pk=old.pk).update(review_due=NOW.date())
    Activity.objects.filter(pk=new.pk).update(review_due=NOW.date() + day)
    assert list(Activity.objects.for_review(NOW.date())) == [old]
    assert list(Activity.objects.for_review(NOW.date() - day)) == []


@pytest.mark.django_db
def test_the_catalogue_knows_each_detail() -> None:
    for model in PUBLISHABLES[:4]:
        thing = make(model)
        assert Item.objects.get(pk=thing.pk).detail == thing
    bare = Item.objects.create(slug="bare", title="Bare", kind="guide", summary="No detail row.")
    with pytest.raises(ObjectDoesNotExist):
        _ = bare.detail
    assert timezone.is_aware(bare.created_at)


@pytest.mark.django_db
@pytest.mark.parametrize("model", PUBLISHABLES)
def test_the_database_and_the_object_agree_on_what_nobody_has_confirmed_for_a_year(model: type[Publishable]) -> None:
    limit = stale_before(NOW)
    assert limit == NOW.replace(year=NOW.year - 1)
    moments = [None, limit - SECOND, limit, limit + SECOND, NOW]
    thing, found = published(model), set()
    for published_at in moments[1:]:
        for confirmed_at in moments:
            model._default_manager.filter(pk=thing.pk).update(published_at=published_at, confirmed_at=confirmed_at)
            thing.refresh_from_db()
            in_database = model._default_manager.filter(stale(NOW), pk=thing.pk).exists()
            assert thing.is_stale_at(NOW) == in_database, (published_at, confirmed_at)
            if in_database:
                found.add((published_at, confirmed_at))
    old = limit - SECOND
    assert found == {(old, None), *((published_at, old) for published_at in moments[1:])}
    assert build(model).is_stale is False


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Organisation, Activity])
def test_what_nobody_has_confirmed_for_a_year_stands_after_all_else_in_every_order(model: type[Publishable]) -> None:
    now = timezone.now()
    for name, days in (("a", 500), ("b", 10), ("c", 400), ("d", 20)):
        thing = published(model, **{model.title_field: name})
        model._default_manager.filter(pk=thing.pk).update(published_at=now - datetime.timedelta(days=days))
    names: Any = model._default_manager.published().values_list(model.title_field, flat=True)
    assert list(names.by_title()) == ["b", "d", "a", "c"]
    assert list(names.newest()) == ["b", "d", "c", "a"]
    model._default_manager.filter(**{model.title_field: "c"}).update(confirmed_at=now)
    assert list(names.by_title()) == ["b", "c", "d", "a"]


@pytest.mark.django_db
def test_library_keeps_its_order_whoever_confirmed_what() -> None:
    for name, days in (("a", 500), ("b", 10)):
        thing = published(Resource, title=name)
        Item.objects.filter(pk=thing.pk).update(published_at=timezone.now() - datetime.timedelta(days=days))
    assert list(Item.objects.by_title().values_list("title", flat=True)) == ["a", "b"]
