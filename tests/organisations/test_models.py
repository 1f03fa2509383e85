"""The directory: what must be known of an organisation, and what follows from its statements."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from organisations.models import Activity, Organisation
from tests.factories import build, make, published

pytestmark = pytest.mark.django_db

WRONG: dict[str, dict[str, Any]] = {
    "no country and no reach": {"country_id": None, "reach": ""},
    "no country and a narrow reach": {"country_id": None, "reach": "national"},
    "an own name without its language": {"name_original": "Σπίτι", "name_original_language_id": None},
    "open to contact without an address": {"open_to_contact": True, "contact_email": ""},
}


@pytest.mark.parametrize("columns", WRONG.values(), ids=list(WRONG))
def test_the_database_and_the_form_refuse_organisations_whose_facts_disagree(columns: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.bulk_create([build(Organisation, **columns)])
    house = make(Organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(pk=house.pk).update(**columns)
    with pytest.raises(ValidationError):
        build(Organisation, **columns).full_clean()


@pytest.mark.parametrize(
    "columns",
    [
        {"country_id": None, "reach": "europe"},
        {"country_id": None, "reach": "international"},
        {"name_original": "Σπίτι", "name_original_language_id": "el"},
        {"open_to_contact": True, "contact_email": "a@example.org"},
        {"open_to_contact": False, "contact_email": "a@example.org"},
    ],
)
def test_what_is_known_well_enough_is_taken(columns: dict[str, Any]) -> None:
    house = build(Organisation, **columns)
    house.full_clean()
    house.save()


@pytest.mark.parametrize(
    ("statements", "label"),
    [
        ({}, "unknown"),
        ({"governed_by_peers": True, "support_by_peers_only": True}, "peer-run"),
        ({"governed_by_peers": True, "support_by_peers_only": True, "independent_of_clinic": True}, "peer-run"),
        ({"governed_by_peers": True, "support_by_peers_only": True, "independent_of_clinic": False}, "partnership"),
        ({"governed_by_peers": True}, "partnership"),
        ({"leaders_are_peers": True, "governed_by_peers": False}, "partnership"),
        ({"independent_of_clinic": False, "peers_are_paid": True}, "in-service"),
        ({"independent_of_clinic": False, "support_by_peers_only": True}, "in-service"),
        ({"governed_by_peers": False, "support_by_peers_only": False}, "professional"),
        ({"governed_by_peers": False}, "unknown"),
        ({"peers_are_paid": True}, "unknown"),
        ({"peers_supervise_peers": True}, "unknown"),
    ],
)
def test_the_label_of_peer_leadership_follows_from_the_statements(statements: dict[str, bool], label: str) -> None:
    assert build(Organisation, **statements).peer_leadership == label


@pytest.mark.parametrize(
    ("columns", "where"),
    [
        ({"country_id": "IE"}, "Ireland"),
        ({"country_id": "IE", "place": "Cork"}, "Cork, Ireland"),
        ({"country_id": None, "reach": "europe"}, "Europe"),
    ],
)
def test_an_organisation_stands_in_a_place_or_has_a_reach(columns: dict[str, Any], where: str) -> None:
    assert build(Organisation, **columns).where == where


def test_an_activity_is_in_its_own_countries_or_else_where_its_organisation_is() -> None:
    house = published(Organisation, country_id="IE")
    here = make(Activity, organisation=house)
    abroad = make(Activity, organisation=house, countries=["PL", "DE"])
    both = make(Activity, organisation=house, countries=["IE", "PL"])
    make(Activity)
    found = {
        code: sorted(activity.pk for activity in Activity.objects.in_country(code)) for code in ("IE", "PL", "DE", "FR")
    }
    assert found == {"IE": [here.pk, both.pk], "PL": [abroad.pk, both.pk], "DE": [abroad.pk], "FR": []}


def test_an_organisation_that_somebody_refers_to_cannot_be_deleted() -> None:
    house = make(Organisation)
    make(Activity, organisation=house)
    with pytest.raises(IntegrityError), transaction.atomic():
        house.delete()
    assert Organisation.objects.count() == 1


@pytest.mark.parametrize(
    ("model", "column", "value"),
    [
        (Organisation, "kind", "castle"),
        (Organisation, "website", "example"),
        (Organisation, "contact_email", "nobody"),
        (Organisation, "name", ""),
        (Activity, "kind", "party"),
        (Activity, "format", "by pigeon"),
        (Activity, "url", "javascript:evil()"),
    ],
)
def test_forms_are_told_which_field_is_wrong(model: Any, column: str, value: Any) -> None:
    with pytest.raises(ValidationError) as error:
        build(model, **{column: value}).full_clean()
    assert set(error.value.message_dict) == {column}
