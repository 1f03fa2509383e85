"""Who answers for a record: the proofs, what staff decide, and how it ends."""

import datetime
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.utils import timezone

from events.models import Event
from library.models import Resource
from organisations.models import Activity, Organisation
from resource_centre.contributions import actions, ownership
from resource_centre.contributions.domains import same_house
from resource_centre.contributions.models import Contribution, Ownership
from resource_centre.contributions.querysets import about
from resource_centre.mail import links
from resource_centre.mail.models import Link
from tests.contributions.owners import ANNA, Clock, letters, links_in, owner
from tests.factories import make, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> User:
    return User.objects.create_superuser("maria")


@pytest.mark.parametrize(
    ("email", "website", "proves"),
    [
        ("anna@peers.example.org", "https://peers.example.org/", True),
        ("anna@peers.example.org", "https://www.peers.example.org/about?x=1", True),
        ("anna@example.org", "https://peers.example.org:443/", True),
        ("Anna@EXAMPLE.org ", "http://EXAMPLE.ORG", True),
        ("anna@bücher.example", "https://xn--bcher-kva.example/", True),
        ("anna@mail.example.org", "https://example.org/", False),
        ("anna@ample.org", "https://example.org/", False),
        ("anna@example.org.evil.net", "https://example.org/", False),
        ("anna@evil.net", "https://evil.net@example.org/", False),
        ("anna@org", "https://example.org/", False),
        ("anna@gmail.com", "https://gmail.com/", False),
        ("anna@wordpress.com", "https://peers.wordpress.com/", False),
        ("anna@peers.wordpress.com", "https://peers.wordpress.com/", False),
        ("anna@google.com", "https://sites.google.com/view/peers", False),
        ("anna@facebook.com", "https://www.facebook.com/peers", False),
        ("anna@org.uk", "https://peers.org.uk/", False),
        ("anna@peers.org.uk", "https://peers.org.uk/", True),
        ("anna@com.pl", "https://peers.com.pl/", False),
        ("anna@europa.eu", "https://health.ec.europa.eu/", False),
        ("anna@127.0.0.1", "http://127.0.0.1/", False),
        ("anna@example.org", "", False),
        ("anna@example.org", "https://[bad", False),
        ("anna", "https://example.org/", False),
        ("anna@", "https://example.org/", False),
        ("@example..org", "https://example..org/", False),
    ],
)
def test_domain_of_an_address_proves_what_stands_under_it(email: str, website: str, proves: bool) -> None:
    assert same_house(email, website) is proves


def test_address_on_file_proves_the_organisation_and_what_it_runs() -> None:
    organisation = published(Organisation, contact_email="Info@House.example", website="https://else.example/")
    for record in (
        organisation,
        published(Activity, organisation=organisation),
        published(Event, organiser=organisation),
    ):
        assert ownership.proof_of(record, " info@house.EXAMPLE") == "address"
        assert ownership.proof_of(record, "anna@else.example") == "domain"
        assert ownership.proof_of(record, "anna@house.example") == ""
    assert ownership.proof_of(published(Resource, organisations=[organisation]), "info@house.example") == ""


def test_owner_of_an_organisation_answers_for_its_activities() -> None:
    organisation = published(Organisation)
    activity = published(Activity, organisation=organisation)
    assert ownership.proof_of(activity, ANNA) == ""
    found = owner(organisation, granted_at=None)
    assert ownership.proof_of(activity, ANNA) == ""
    ownership.grant_by_link(found)
    assert ownership.proof_of(activity, ANNA) == "address"


def test_copy_at_somebody_elses_website_proves_nothing() -> None:
    resource = published(Resource, url="https://press.example/1")
    assert ownership.proof_of(resource, "anna@press.example") == "domain"
    resource.third_party_copy = True
    assert ownership.proof_of(resource, "anna@press.example") == ""


def test_ownership_without_a_proof_is_not_granted_by_a_link() -> None:
    found = owner(published(Organisation), proof="", granted_at=None, verified_at=None)
    with pytest.raises(ownership.NotProvedError):
        ownership.grant_by_link(found)
    found.refresh_from_db()
    assert found.granted_at is None


def test_staff_grant_a_claim_once_and_its_owner_gets_a_link(staff: User) -> None:
    organisation = published(Organisation)
    found = owner(organisation, proof="", granted_at=None, claim="I am the treasurer.")
    assert list(Ownership.objects.waiting()) == [found]
    ownership.grant(found, staff)
    with pytest.raises(ownership.NotProvedError):
        ownership.grant(found, staff)
    found.refresh_from_db()
    assert (found.proof, found.granted_by, found.claim) == ("staff", staff, "")
    [letter] = letters()
    assert (letter.to, letter.subject) == ([ANNA], "You can change your entry now")
    [link] = links_in(letter)
    assert link.startswith("/share/change/")
    assert LogEntry.objects.get().user == staff
    assert not Ownership.objects.waiting().exists()


def test_staff_refuse_a_claim_and_its_address_is_erased(staff: User) -> None:
    found = owner(published(Organisation), proof="", granted_at=None, claim="It is mine.")
    ownership.refuse(found, staff, "Please write from www.house.example")
    assert not Ownership.objects.exists()
    [letter] = letters()
    assert "www[.]house[.]example" in letter.body
    assert links_in(letter) == []


def test_address_that_is_not_confirmed_is_not_for_staff_to_decide(staff: User) -> None:
    found = owner(published(Organisation), proof="", granted_at=None, verified_at=None)
    with pytest.raises(ownership.NotProvedError):
        ownership.grant(found, staff)
    assert not Ownership.objects.granted().exists()


def test_withdrawing_takes_the_record_and_what_waits_about_it_off_the_site(staff: User) -> None:
    organisation = published(Organisation)
    found = owner(organisation)
    waiting = Contribution.objects.create(
        **about(organisation), is_change=True, kind="organisation", key_digest="k", email=ANNA, language="en",
        state="waiting", verified_at=timezone.now(), data={"name": ["Other"]},
    )  # fmt: skip
    ownership.withdraw_record(found)
    organisation.refresh_from_db()
    waiting.refresh_from_db()
    assert (organisation.state, waiting.state, Ownership.objects.count()) == ("archived", "withdrawn", 0)
    with pytest.raises(actions.WrongStageError):
        actions.accept(waiting, staff)
    [letter] = letters()
    assert letter.subject == "Your entry is off our site"


def test_change_by_somebody_who_no_longer_answers_is_not_accepted(staff: User) -> None:
    organisation = published(Organisation, name="Before")
    found = owner(organisation)
    change: Any = Contribution.objects.create(
        **about(organisation), is_change=True, kind="organisation", key_digest="k", email=ANNA, language="en",
        state="waiting", verified_at=timezone.now(),
        data={"name": ["After"], "kind": ["ngo"], "summary": ["What it does."], "where": ["IE"]},
    )  # fmt: skip
    ownership.end(found)
    with pytest.raises(actions.OwnerGoneError):
        actions.accept(change, staff)
    organisation.refresh_from_db()
    assert (organisation.name, Ownership.objects.count()) == ("Before", 0)
    owner(organisation)
    actions.accept(change, staff)
    organisation.refresh_from_db()
    assert (organisation.name, organisation.confirmed_by) == ("After", "owner")


def test_end_of_one_ownership_ends_its_links_and_keeps_the_question_about_others() -> None:
    first, second = owner(published(Organisation)), owner(published(Activity))
    day = datetime.timedelta(days=1)
    change, question = links.make("change", first, day), links.make("freshness", first, day)
    ownership.end(first)
    assert links.find("change", change) is None
    found = links.find("freshness", question)
    assert found is not None
    assert found.about == second
    ownership.end(second)
    assert Link.objects.count() == 0


def test_who_asked_and_did_not_go_on_is_forgotten_after_two_weeks(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch, timezone.now())
    kept = owner(published(Organisation), "kept@example.org")
    asked = owner(published(Organisation), "asked@example.org", granted_at=None, verified_at=None)
    claimed = owner(published(Organisation), "claimed@example.org", proof="", granted_at=None, claim="Me.")
    clock.forward(days=13)
    assert ownership.forget_unproved() == 0
    clock.forward(days=2)
    assert ownership.forget_unproved() == 1
    assert set(Ownership.objects.all()) == {kept, claimed}
    clock.forward(days=90)
    assert ownership.forget_unproved() == 1
    assert list(Ownership.objects.all()) == [kept]
    assert asked.pk not in Ownership.objects.values_list("pk", flat=True)


def test_one_address_answers_for_a_record_once_however_it_is_spelled() -> None:
    organisation = make(Organisation)
    first = ownership.look_up(organisation, "Anna@Example.org", "en")
    assert ownership.look_up(organisation, " anna@EXAMPLE.org", "de") == first
