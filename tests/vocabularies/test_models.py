"""Lists that staff keep: numbers are shown while somebody's check of them holds, and the database holds its facts."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from resource_centre.vocabularies.codes import EUROPE, LANGUAGES
from resource_centre.vocabularies.models import Country, Helpline, Language, SupportType, Topic
from tests.factories import build, make

pytestmark = pytest.mark.django_db

CHECKED = datetime.date(2026, 3, 1)
UNTIL = CHECKED + datetime.timedelta(days=Helpline.VALID_DAYS)
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "is_shown"),
    [
        (CHECKED - DAY, False),
        (CHECKED, True),
        (CHECKED + 100 * DAY, True),
        (UNTIL, True),
        (UNTIL + DAY, False),
        (UNTIL + 1000 * DAY, False),
    ],
)
def test_a_number_is_shown_from_its_check_until_the_check_is_too_old(
    today: datetime.date, is_shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = make(Helpline, verified_on=CHECKED)
    noon = datetime.datetime.combine(today, datetime.time(12), tzinfo=datetime.UTC)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    assert list(Helpline.objects.valid()) == ([line] if is_shown else [])
    assert list(Helpline.objects.to_check()) == ([] if is_shown else [line])
    assert list(Helpline.objects.valid(today)) == list(Helpline.objects.valid())


def test_a_number_that_nobody_checked_is_never_shown() -> None:
    line = make(Helpline, verified_on=None, valid_until=UNTIL)
    assert (line.valid_until, list(Helpline.objects.to_check())) == (None, [line])
    assert [list(Helpline.objects.valid(day)) for day in (CHECKED, UNTIL, datetime.date.max)] == [[], [], []]


def test_the_day_begins_at_midnight_where_the_site_is(monkeypatch: pytest.MonkeyPatch) -> None:
    make(Helpline, verified_on=CHECKED, valid_until=CHECKED)
    found = []
    for hour, minute in ((22, 59), (23, 1)):
        moment = datetime.datetime(2026, 2, 28, hour, minute, tzinfo=datetime.UTC)
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        found.append(Helpline.objects.valid().count())
    assert found == [0, 1]


def test_the_end_of_validity_is_half_a_year_after_the_check_unless_staff_say_otherwise() -> None:
    assert make(Helpline, verified_on=CHECKED).valid_until == UNTIL
    assert make(Helpline, verified_on=CHECKED, valid_until=CHECKED + DAY).valid_until == CHECKED + DAY


WRONG_LINES: dict[str, dict[str, Any]] = {
    "an end without a check": {"verified_on": None, "valid_until": UNTIL},
    "a check without an end": {"verified_on": CHECKED, "valid_until": None},
    "an end before the check": {"verified_on": CHECKED, "valid_until": CHECKED - DAY},
    "somebody to talk to without a country": {"country_id": None, "kind": "listening"},
}


@pytest.mark.parametrize("columns", WRONG_LINES.values(), ids=list(WRONG_LINES))
def test_the_database_refuses_numbers_whose_facts_disagree(columns: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Helpline.objects.bulk_create([build(Helpline, **columns)])
    line = make(Helpline, valid_until=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Helpline.objects.filter(pk=line.pk).update(**columns)


def test_the_same_number_of_the_same_provider_is_listed_once_in_a_country_and_once_without() -> None:
    for columns in (
        {"name": "Listeners", "number": "116 123", "country_id": "IE"},
        {"name": "Emergency", "number": "112", "country_id": None, "kind": "emergency"},
    ):
        make(Helpline, **columns)
        with pytest.raises(IntegrityError), transaction.atomic():
            make(Helpline, **columns)
    make(Helpline, name="Listeners", number="116 123", country_id="PL")


@pytest.mark.parametrize("number", ["116 123", "112", "+353 1 234", "0800 1110111"])
def test_a_number_of_digits_and_blanks_is_taken_and_can_be_called(number: str) -> None:
    line = build(Helpline, number=number)
    line.full_clean()
    assert line.tel == f"tel:{number.replace(' ', '')}"


@pytest.mark.parametrize("number", ["", "call us", "112;ext=1", "112<script>", "++1", " 112", "٠٨٠٠", "116-123"])
def test_anything_else_is_no_number(number: str) -> None:
    with pytest.raises(ValidationError):
        build(Helpline, number=number).full_clean()


def test_a_new_database_holds_the_countries_and_languages_of_europe() -> None:
    assert set(Country.objects.filter(in_europe=True).values_list("pk", flat=True)) == set(EUROPE)
    assert set(Language.objects.values_list("pk", flat=True)) == set(LANGUAGES)
    assert (len(EUROPE), len(set(LANGUAGES))) == (50, len(LANGUAGES))


@pytest.mark.parametrize("code", ["ie", "IRL", "I", "", "I1", "ІЕ"])
def test_a_country_has_a_code_of_two_capital_letters(code: str) -> None:
    with pytest.raises(ValidationError):
        Country(code=code).full_clean()


@pytest.mark.parametrize("code", ["DE", "german", "", "d", "de_AT", "de-", "1x"])
def test_a_language_has_a_tag(code: str) -> None:
    with pytest.raises(ValidationError):
        Language(code=code).full_clean()


def test_the_title_of_peer_workers_has_a_language() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Country.objects.filter(code="PL").update(role_title="asystent zdrowienia")
    Country.objects.filter(code="PL").update(role_title="asystent zdrowienia", role_title_language_id="pl")


@pytest.mark.parametrize(("model", "columns"), [(SupportType, {"level": "kind"}), (Topic, {"group": "things"})])
def test_levels_and_groups_are_known_ones(model: Any, columns: dict[str, str]) -> None:
    record = make(model)
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.filter(pk=record.pk).update(**columns)


def test_the_next_topic_of_the_same_name_gets_a_slug_of_its_own() -> None:
    make(Topic, name="Rest", slug="")
    with pytest.raises(IntegrityError), transaction.atomic():
        make(Topic, name="Rest", slug="rest-2")
    assert Topic.objects.get().slug == "rest"


def test_countries_are_sorted_as_the_reader_sorts_them() -> None:
    assert [
        country.slug
        for country in sorted(Country.objects.filter(code__in=["AT", "IE", "AL"]), key=lambda c: c.sort_name)
    ] == [
        "al",
        "at",
        "ie",
    ]
