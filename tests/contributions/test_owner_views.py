"""“This is ours: change it”: one answer for all, links that machines may open, and a change that waits for staff."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from library.models import CaseStudy, Resource
from organisations.models import Activity, Organisation
from resource_centre.contributions import actions
from resource_centre.contributions.doors import DOORS
from resource_centre.contributions.models import Contribution, Ownership, Report
from resource_centre.contributions.periods import CHANGE_LINK
from resource_centre.mail import links
from resource_centre.mail.models import Letter
from tests.contributions.owners import ANNA, letters, links_in, owner, sent, token_of
from tests.document import Document
from tests.factories import HIDDEN, make, published

pytestmark = pytest.mark.django_db

HOUSE = "https://peers.example.org/"


def ask(record: Any, email: str, kind: str = "organisation", **answers: Any) -> Any:
    return Client().post(f"/share/ours/{kind}/{record.slug}/", sent(email=email, **answers))


def link_for(record: Any, email: str = ANNA, kind: str = "organisation") -> str:
    ask(record, email, kind)
    [letter] = letters()
    [link] = links_in(letter)
    return link


def answers_on(page: Document) -> dict[str, Any]:
    """Return what a browser would post from the form of a page."""
    answers: dict[str, Any] = {}
    form = next(form for form in page.main.all("form") if form.all("input", name="stamp"))
    for field in form.walk():
        name = field.get("name")
        if not name or field.tag not in {"input", "textarea", "select"}:
            continue
        if field.get("type") in {"checkbox", "radio"} and "checked" not in field.attributes:
            continue
        value: str | None = field.get("value") or ""
        if field.tag == "textarea":
            value = "".join(str(child) for child in field.children).removeprefix("\n")
        if field.tag == "select":
            chosen = [option for option in field.all("option") if "selected" in option.attributes]
            value = chosen[0].get("value") if chosen else ""
        answers.setdefault(name, []).append(value)
    return answers


# The link


def test_answer_is_the_same_for_known_and_unknown_addresses_byte_for_byte_and_in_work() -> None:
    organisation = published(Organisation, website=HOUSE, contact_email="on-file@else.example")
    owner(organisation, "owner@else.example")
    seen = set()
    for number, email in enumerate(
        (ANNA, "on-file@else.example", "owner@else.example", "stranger@else.example", "x@gmail.com")
    ):
        with CaptureQueriesContext(connection) as queries:
            response = ask(organisation, email, stamp=sent(f"key-{number}")["stamp"])
        body = Client().get(response["Location"]).content
        seen.add((response.status_code, response["Location"], response.content, body, len(queries)))
    assert len(seen) == 1
    assert Letter.objects.filter(name="owner_link").count() == 5
    assert Ownership.objects.count() == 1  # nothing is looked up before the letter is written


@pytest.mark.parametrize(
    ("email", "proof", "leads_to"),
    [
        (ANNA, "domain", "change"),
        ("on-file@else.example", "address", "change"),
        ("stranger@else.example", "", "claim"),
        ("peers@gmail.com", "", "claim"),
    ],
)
def test_letter_holds_the_link_that_fits_the_address(email: str, proof: str, leads_to: str) -> None:
    organisation = published(Organisation, website=HOUSE, contact_email="on-file@else.example")
    link = link_for(organisation, email)
    assert link.split("/")[2] == leads_to
    found = Ownership.objects.get()
    assert (found.proof, found.granted_at, found.verified_at) == (proof, None, None)


def test_owner_gets_a_link_whatever_the_domain() -> None:
    resource = published(Resource)
    owner(resource, "ada@gmail.com")
    assert link_for(resource, "Ada@Gmail.com", "item").startswith("/share/change/")
    assert Ownership.objects.count() == 1


def test_name_of_an_entry_is_not_in_the_subject_and_makes_no_link_in_the_letter() -> None:
    organisation = published(Organisation, name="Visit www.evil.example now", website=HOUSE)
    ask(organisation, ANNA)
    [letter] = letters()
    assert "evil" not in letter.subject
    assert "www[.]evil[.]example" in letter.body


def test_second_click_posts_no_second_letter_and_spam_none() -> None:
    organisation = published(Organisation)
    first, second = ask(organisation, ANNA), ask(organisation, ANNA)
    machine = ask(organisation, "b@example.org", homepage="x")
    assert first["Location"] == second["Location"] == machine["Location"]
    assert Letter.objects.count() == 1


def test_one_address_gets_three_letters_a_day_at_most() -> None:
    organisation = published(Organisation)
    codes = [ask(organisation, ANNA, stamp=sent(f"key-{n}")["stamp"]).status_code for n in range(5)]
    assert (codes, Letter.objects.count()) == ([303, 303, 303, 429, 429], 3)
    assert ask(organisation, "other@example.org").status_code == 303


@pytest.mark.parametrize("state", HIDDEN)
def test_hidden_record_cannot_be_asked_for(state: str) -> None:
    organisation = make(Organisation)
    HIDDEN[state](organisation)
    assert Client().get(f"/share/ours/organisation/{organisation.slug}/").status_code == 404
    assert ask(organisation, ANNA).status_code == 404
    assert Letter.objects.count() == 0


def test_former_slug_leads_on_and_unknown_kinds_do_not() -> None:
    organisation = published(Organisation, slug="before")
    organisation.slug = "after"
    organisation.save()
    response = Client().get("/share/ours/organisation/before/")
    assert (response.status_code, response["Location"]) == (301, "/share/ours/organisation/after/")
    assert Client().get("/share/ours/page/after/").status_code == 404


def test_letter_about_a_record_that_went_is_not_sent() -> None:
    organisation = published(Organisation)
    ask(organisation, ANNA)
    Organisation.objects.update(state="archived")
    assert letters() == []


# Links that machines open


def test_opening_every_link_of_every_letter_changes_nothing() -> None:
    organisation, activity = published(Organisation, website=HOUSE), published(Activity)
    paths = [link_for(organisation), link_for(activity, "stranger@else.example", "activity")]
    owned = owner(activity, "owner@else.example")
    paths += [
        f"/share/still-right/{links.make('freshness', owned, CHANGE_LINK)}/?answer={a}" for a in ("right", "gone")
    ]
    before = [list(model.objects.order_by("pk").values()) for model in (Ownership, Organisation, Activity)]
    for path in paths:
        for method in ("get", "head", "options"):
            assert getattr(Client(), method)(path).status_code in {200, 405}, path
    after = [list(model.objects.order_by("pk").values()) for model in (Ownership, Organisation, Activity)]
    assert after == before
    assert Contribution.objects.count() == Report.objects.count() == 0


@pytest.mark.parametrize("page", ["change", "claim", "still-right"])
def test_guessed_and_foreign_links_open_nothing(page: str) -> None:
    organisation = published(Organisation)
    found = owner(organisation, proof="", granted_at=None, verified_at=None)
    granted = owner(published(Activity))
    purposes = {"change": "change", "claim": "claim", "still-right": "freshness"}
    foreign = [links.make(p, granted, CHANGE_LINK) for name, p in purposes.items() if name != page]
    for token in ["x", "A" * 43, *foreign, links.make("change", found, CHANGE_LINK)]:
        for response in (
            Client().get(f"/share/{page}/{token}/"),
            Client().post(f"/share/{page}/{token}/", {"answer": "right"}),
        ):
            assert response.status_code == 404, token
            assert response["Referrer-Policy"] == "no-referrer"
    organisation.refresh_from_db()
    assert organisation.confirmed_at is None


@pytest.mark.parametrize("page", ["change", "still-right"])
def test_private_pages_are_not_kept_and_send_no_referrer(page: str) -> None:
    found = owner(published(Organisation))
    token = links.make({"change": "change", "still-right": "freshness"}[page], found, CHANGE_LINK)
    response = Client().get(f"/share/{page}/{token}/")
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert response.cookies == {}
    assert Document(response).relation("canonical") == []


# Saying who one is


def test_claim_waits_for_staff_with_what_was_said() -> None:
    organisation = published(Organisation)
    link = link_for(organisation, "stranger@else.example")
    empty = Client().post(link, sent(text=" "))
    assert (empty.status_code, Ownership.objects.waiting().count()) == (200, 0)
    assert "Tell us who you are" in Document(empty).one(id="summary").text
    assert Client().post(link, sent(text="I founded it.")).status_code == 303
    found = Ownership.objects.waiting().get()
    assert (found.claim, found.record, found.granted_at) == ("I founded it.", organisation, None)
    again = Client().post(link, sent(text="Something else."))
    assert (again.status_code, Ownership.objects.get().claim) == (303, "I founded it.")
    assert "We have your message" in Document(Client().get(link)).main.text


# The change


def test_form_holds_what_is_public_and_sending_it_unchanged_changes_nothing() -> None:
    organisation = published(
        Organisation, website=HOUSE, how_to_join="<p>Come <strong>by</strong> train.</p>", languages=["en", "de"]
    )
    page = Document(Client().get(link_for(organisation)))
    answers = answers_on(page)
    assert answers["name"] == [organisation.name]
    assert answers["how_to_join"] == ["Come by train."]
    assert {code for code in answers["languages"] if code} == {"en", "de"}
    assert "email" not in answers
    form = DOORS["organisation"].form.with_answers(answers, ANNA, organisation)
    assert form.is_valid(), form.errors
    form.keep("en")
    organisation.refresh_from_db()
    assert organisation.how_to_join == "<p>Come <strong>by</strong> train.</p>"


def test_change_waits_for_staff_while_the_old_version_stays() -> None:
    organisation = published(Organisation, name="Before", website=HOUSE)
    link = link_for(organisation)
    answers = answers_on(Document(Client().get(link))) | sent(name="After", website="https://new.example.org/")
    response = Client().post(link, answers)
    assert response.status_code == 303
    assert response["Location"].startswith("/share/check/")
    change = Contribution.objects.get()
    assert (change.is_change, change.record, change.email, change.data["name"]) == (True, organisation, ANNA, ["After"])
    assert change.verified_at is not None
    assert Ownership.objects.granted().about(organisation).of_address(ANNA).exists()
    Client().post(link, answers)
    assert Contribution.objects.count() == 1
    actions.send(change)
    change.refresh_from_db()
    assert change.state == "waiting"
    Organisation.objects.update(website_checked_on=datetime.date(2026, 1, 2))
    assert Document(Client().get(organisation.get_absolute_url())).one("h1").text == "Before"
    assert "A change that you sent is with us" in Document(Client().get(link)).main.text
    actions.accept(change, User.objects.create_superuser("maria"))
    page = Document(Client().get(organisation.get_absolute_url()))
    assert page.one("h1").text == "After"
    assert "Confirmed by the people who run it on" in page.main.text
    assert "Website worked on" not in page.main.text  # nobody has seen the new address yet


def test_mistake_in_a_change_keeps_everything_typed_and_the_record() -> None:
    organisation = published(Organisation, name="Before", website=HOUSE)
    link = link_for(organisation)
    response = Client().post(link, answers_on(Document(Client().get(link))) | sent(name="", place="Cork"))
    page = Document(response)
    assert (response.status_code, Contribution.objects.count()) == (200, 0)
    assert page.one("input", name="place")["value"] == "Cork"
    assert "Tell us the name of the organisation" in page.one(id="summary").text
    assert Ownership.objects.get().granted_at is None


def test_record_without_a_form_takes_words_with_the_address_of_its_owner() -> None:
    study = published(CaseStudy)
    owner(study)
    link = link_for(study, kind="item")
    assert Client().post(link, sent(text="")).status_code == 200
    for _click in range(2):
        assert Client().post(link, sent(text="The house has moved.")).status_code == 303
    report = Report.objects.get()
    assert (report.record, report.email, report.text) == (study, ANNA, "The house has moved.")


# One button


def test_one_button_confirms_and_the_first_use_of_the_link_grants() -> None:
    organisation = published(Organisation, website=HOUSE)
    link = link_for(organisation)
    assert Client().post(link, {"answer": "right"}).status_code == 303
    organisation.refresh_from_db()
    assert organisation.confirmed_by == "owner"
    assert Ownership.objects.get().granted_at is not None


def test_entry_goes_after_one_more_button_and_with_it_the_address() -> None:
    organisation = published(Organisation, website=HOUSE)
    link = link_for(organisation)
    asked = Client().post(link, {"answer": "gone"})
    assert (asked.status_code, Organisation.objects.published().count()) == (200, 1)
    gone = Client().post(link, {"answer": "gone", "sure": "yes"})
    assert (gone.status_code, gone["Location"]) == (303, "/share/told/gone/")
    assert Client().get(organisation.get_absolute_url()).status_code == 404
    assert Ownership.objects.count() == 0
    again = Client().post(link, {"answer": "gone", "sure": "yes"})
    assert (again.status_code, again["Location"]) == (303, "/share/told/gone/")
    assert Client().get(link).status_code == 404


def test_owner_who_goes_leaves_the_entry() -> None:
    organisation = published(Organisation, website=HOUSE)
    link = link_for(organisation)
    assert Client().post(link, {"answer": "leave", "sure": "yes"})["Location"] == "/share/told/left/"
    assert (Organisation.objects.published().count(), Ownership.objects.count()) == (1, 0)


def test_link_to_an_archived_record_opens_nothing() -> None:
    organisation = published(Organisation, website=HOUSE)
    link = link_for(organisation)
    Organisation.objects.update(state="archived")
    assert Client().get(link).status_code == Client().post(link, {"answer": "right"}).status_code == 404


# The yearly question


def test_all_entries_of_an_owner_stand_on_one_page_and_each_has_its_answers() -> None:
    organisation, activity = published(Organisation), published(Activity)
    found, other = owner(organisation), owner(activity)
    stranger = owner(published(Activity), "b@example.org")
    page = f"/share/still-right/{links.make('freshness', found, CHANGE_LINK)}/"
    shown = [field["value"] for field in Document(Client().get(page)).all("input", name="entry")]
    assert shown == [str(found.pk), str(other.pk)]
    response = Client().post(page, {"answer": "right", "entry": str(other.pk)})
    assert (response.status_code, response["Location"]) == (303, page)
    assert "Thank you." in Document(Client().get(page)).main.text
    for record in (organisation, activity):
        record.refresh_from_db()
    assert (organisation.confirmed_by, activity.confirmed_by) == ("", "owner")
    Client().post(page, {"answer": "right", "entry": str(stranger.pk)})
    theirs: Any = stranger.record
    theirs.refresh_from_db()
    assert theirs.confirmed_by == ""
    change = Client().post(page, {"answer": "change", "entry": str(found.pk)})
    assert links.find("change", token_of(change["Location"])).about == found  # type: ignore[union-attr]  # it is there
    Client().post(page, {"answer": "all"})
    organisation.refresh_from_db()
    assert organisation.confirmed_by == "owner"


def test_entry_that_goes_leaves_the_page_for_the_others() -> None:
    organisation, activity = published(Organisation), published(Activity)
    found, other = owner(organisation), owner(activity)
    page = f"/share/still-right/{links.make('freshness', found, CHANGE_LINK)}/"
    assert Client().post(page, {"answer": "gone", "entry": str(found.pk)}).status_code == 200
    assert Organisation.objects.published().count() == 1
    response = Client().post(page, {"answer": "gone", "entry": str(found.pk), "sure": "yes"})
    assert (response["Location"], Organisation.objects.published().count()) == (page, 0)
    shown = [field["value"] for field in Document(Client().get(page)).all("input", name="entry")]
    assert shown == [str(other.pk)]
    last = Client().post(page, {"answer": "gone", "entry": str(other.pk), "sure": "yes"})
    assert (last["Location"], Ownership.objects.count()) == ("/share/told/gone/", 0)


@pytest.mark.parametrize("answer", ["right", "change", "gone"])
def test_link_of_the_letter_names_the_answer_and_its_button_leads(answer: str) -> None:
    found = owner(published(Organisation))
    page = f"/share/still-right/{links.make('freshness', found, CHANGE_LINK)}/"
    buttons = Document(Client().get(page, {"answer": answer})).main.all("button", name="answer")
    assert [button["value"] for button in buttons if "button--plain" not in button["class"]] == [answer]
