"""The page of a contribution for the person who sent it, and the links that lead there."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from library.models import Story
from organisations.models import Activity
from resource_centre.contributions import actions
from resource_centre.contributions.limits import STATUS
from resource_centre.contributions.models import Contribution, Ownership
from resource_centre.contributions.periods import UNCONFIRMED_DAYS
from resource_centre.mail.models import Letter, Link
from resource_centre.publishing.models import State
from tests.contributions.desk import acts
from tests.contributions.owners import Clock, letters
from tests.contributions.sent import EMAIL, sent
from tests.contributions.visitor import (
    CHECK,
    KINDS,
    MARKUP,
    empty,
    fill,
    kept,
    link,
    page_of,
    posted,
    problems,
    send,
    sent_by,
    status_of,
    title,
    value,
)
from tests.document import Document

pytestmark = pytest.mark.django_db


def lede(response: Any) -> str:
    return str(Document(response).main.all("p", class_="lede")[0].text)


def choices(response: Any) -> list[str]:
    return [entry.text for entry in Document(response).main.one("ul", class_="can").all("a")]


# Confirming


def test_a_scanner_that_opens_the_link_changes_nothing(client: Client) -> None:
    sent_by(client)
    address = link("confirm")
    for method in ("get", "head", "options", "get"):
        getattr(client, method)(address)
    assert (kept().state, acts(kept())) == ("unconfirmed", ["sent"])
    page = client.get(address)
    assert (page["Cache-Control"], page["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert page.cookies == {}


def test_the_button_confirms_once_and_the_second_click_is_told_that_it_is_done(client: Client) -> None:
    sent_by(client)
    address = link("confirm")
    response = client.post(address)
    assert (response.status_code, response["Location"][:14]) == (303, "/share/status/")
    assert client.get(response["Location"]).status_code == 200
    for again in (client.post(address), client.get(address)):
        assert (again.status_code, title(again)) == (200, "Your address is confirmed")
        assert "/share/status/" not in again.content.decode()
    assert (kept().state, acts(kept())) == ("waiting", ["sent", "confirmed"])
    assert len(letters()) == 1


def test_a_link_to_confirm_ends_with_what_it_confirms(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sent_by(client)
    address = link("confirm")
    clock = Clock(monkeypatch, kept().sent_at)  # type: ignore[arg-type]  # it was sent
    clock.forward(days=UNCONFIRMED_DAYS, seconds=5)
    assert client.post(address).status_code == 404
    assert kept().state == "unconfirmed"


def test_confirming_what_staff_put_away_changes_nothing_and_says_the_same(client: Client, maria: User) -> None:
    sent_by(client)
    address = link("confirm")
    actions.mark_as_spam(kept(), maria)
    assert title(client.post(address)) == "Your address is confirmed"
    assert kept().state == "spam"


@pytest.mark.parametrize("path", ["", "correct/", "withdraw/", "erase/", "everything.json"])
def test_a_link_for_one_purpose_opens_no_other_page(path: str, client: Client) -> None:
    sent_by(client)
    token = link("confirm").rstrip("/").rpartition("/")[2]
    for wrong in (token, token[:-1] + ("a" if token[-1] != "a" else "b"), "x" * 43, ""):
        assert client.get(f"/share/status/{wrong}/{path}").status_code == 404
        assert client.post(f"/share/status/{wrong}/{path}").status_code in {404, 405}
    assert kept().state == "unconfirmed"


# Where it stands

LEDES = {
    "unconfirmed": "We have it. Please confirm your e-mail address first: the link is in our letter.",
    "waiting": "We have it. One of us reads it within 10 working days.",
    "reading": "One of us is reading it.",
    "question": "We have a question for you.",
    "spam": "We have it. One of us reads it within 10 working days.",
    "withdrawn": "You took it back. It is not public.",
}


@pytest.mark.parametrize("state", LEDES)
def test_the_page_says_where_it_stands(state: str, client: Client) -> None:
    contribution = sent(state=state)
    page = client.get(page_of(contribution))
    assert (lede(page), Document(page).one("h1").text) == (LEDES[state], "Thursday Table")
    assert page["X-Robots-Tag"] == "noindex"
    open_ones = {"Correct what you sent", "Take it back"} if state != "withdrawn" else set()
    assert set(choices(page)) == open_ones | {"Download what we keep about this", "Erase everything"}


def test_what_is_not_sent_has_no_page(client: Client) -> None:
    contribution = sent(state="unfinished", sent_at=None, consent_at=None, verified_at=None)
    assert client.get(page_of(contribution)).status_code == 404


def test_a_published_one_shows_where_it_is_and_a_declined_one_why(client: Client, maria: User) -> None:
    one, other = sent(), sent()
    record: Any = actions.accept(one, maria, "Thank you for this.")
    page = client.get(page_of(one))
    assert lede(page) == "It is public."
    assert record.get_absolute_url() in Document(page).links
    assert "Thank you for this." in Document(page).main.text
    assert choices(page)[:2] == ["Change the page", "Take it off the site"]
    actions.decline(other, maria, "It is not about peer support.")
    page = client.get(page_of(other))
    assert lede(page) == "We have not published it."
    assert "It is not about peer support." in [words.text for words in Document(page).main.all("blockquote")]
    assert choices(page) == ["Download what we keep about this", "Erase everything"]


def test_the_history_is_told_in_plain_words_without_names_of_staff(client: Client, maria: User) -> None:
    contribution = sent()
    actions.open_for_reading(contribution, maria)
    actions.edit(contribution, maria, {**contribution.data, "place": ["Kraków"]})
    actions.ask(contribution, maria, "On which day?")
    page = client.get(page_of(contribution))
    said = [entry.one("b").text for entry in Document(page).main.one(class_="stations--read").all("li")]
    assert said == [
        "You sent it to us.",
        "One of us began to read it.",
        "We changed something in it before publishing.",
        "We asked you a question.",
        "Next: you answer. There is no hurry.",
    ]
    assert "maria" not in page.content.decode()


def test_an_answer_goes_back_to_staff_once(client: Client, maria: User) -> None:
    contribution = sent()
    actions.ask(contribution, maria, "On which day?")
    address = page_of(contribution)
    for _click in range(2):
        assert client.post(address, {"action": "answer", "text": "On Thursday."})["Location"] == address
    contribution.refresh_from_db()
    assert (contribution.state, acts(contribution)) == ("waiting", ["sent", "asked", "answered"])


def test_something_is_added(client: Client) -> None:
    contribution = sent()
    address = page_of(contribution)
    assert client.post(address, {"action": "add", "text": "And tea."})["Location"] == address
    assert acts(contribution) == ["sent", "added"]
    response = client.post(address, {"action": "add", "text": ""})
    assert (response.status_code, problems(response), title(response)[:6]) == (200, ["Write something first"], "Error:")
    long = client.post(address, {"action": "add", "text": "a" * 5001})
    assert (value(long, "text"), len(problems(long))) == ("a" * 5001, 1)


def test_nothing_is_added_to_what_is_decided(client: Client, maria: User) -> None:
    contribution = sent()
    address = page_of(contribution)
    actions.decline(contribution, maria, "No.")
    client.post(address, {"action": "add", "text": "Please."})
    client.post(address, {"action": "answer", "text": "Please."})
    assert acts(contribution) == ["sent", "declined"]


def test_danger_in_an_answer_shows_help_first_and_keeps_the_words(client: Client) -> None:
    contribution = sent()
    address = page_of(contribution)
    page = Document(client.post(address, {"action": "add", "text": "I want to die"})).main
    assert page.one("a", class_="call--big")["href"] == "tel:112"
    assert acts(contribution) == ["sent"]
    again = {element["name"]: element["value"] for element in page.all("input", type="hidden")}
    assert client.post(address, again)["Location"] == address
    contribution.refresh_from_db()
    assert (acts(contribution), contribution.read_first) == (["sent", "added"], True)


def test_beyond_the_allowance_the_words_stay(client: Client) -> None:
    contribution = sent()
    empty(STATUS, "127.0.0.1")
    response = client.post(page_of(contribution), {"action": "add", "text": "And tea."})
    assert (response.status_code, value(response, "text"), acts(contribution)) == (429, "And tea.", ["sent"])


# Withdrawing, downloading, erasing


def test_withdrawing_asks_once_and_the_page_is_gone_at_once(client: Client, maria: User) -> None:
    address = status_of(client)
    record: Any = actions.accept(kept(), maria)
    public = record.get_absolute_url()
    assert client.get(public).status_code == 200
    assert client.get(f"{address}withdraw/").status_code == 200
    assert client.get(public).status_code == 200
    for _click in range(2):
        assert client.post(f"{address}withdraw/")["Location"] == address
    assert client.get(public).status_code == 404
    for listing in ("/activities/", "/search/?q=Thursday", "/sitemap-activities.xml", "/countries/pl/"):
        assert "thursday-table" not in client.get(listing).content.decode()
    assert lede(client.get(address)) == LEDES["withdrawn"]


def test_the_file_holds_everything_but_the_names_of_staff(client: Client, maria: User) -> None:
    address = status_of(client)
    actions.add(kept(), "And tea.")
    actions.accept(kept(), maria, "Good.")
    response = client.get(f"{address}everything.json")
    assert response["Content-Disposition"] == 'attachment; filename="what-you-sent-us.json"'
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/json", "private, no-store")
    told = json.loads(response.content)
    assert (told["email"], told["answers"]["title"], told["state"]) == (EMAIL, ["Thursday Table"], "accepted")
    assert [step["what"] for step in told["steps"]] == ["sent", "confirmed", "added", "accepted"]
    assert [one["email"] for one in told["you_answer_for_the_page"]] == [EMAIL]
    assert "maria" not in response.content.decode()
    columns = {
        column.name for column in Contribution._meta.concrete_fields if column.get_internal_type() == "DateTimeField"
    }
    assert len(columns) == 7
    assert len([name for name, told_of in told.items() if isinstance(told_of, str) and told_of[:2] == "20"]) == 6


@pytest.mark.parametrize("kind", ["activity", "story"])
def test_erasing_asks_once_and_leaves_nothing_of_the_person(kind: str, client: Client, maria: User) -> None:
    address = status_of(client, kind)
    record: Any = actions.accept(kept(), maria)
    public = record.get_absolute_url()
    fill(client, kind, key="later-change")
    page = client.get(f"{address}erase/")
    assert page.status_code == 200
    assert Contribution.objects.count() == 2
    assert client.post(f"{address}erase/")["Location"] == "/share/erased/"
    assert (client.get(public).status_code, client.get(address).status_code) == (404, 404)
    assert [one.state for one in Contribution.objects.all()] == ["unfinished"]
    assert list(Link.objects.values_list("purpose", "content_type__model", "object_id")) == []
    assert Ownership.objects.count() == 0
    assert [letter.name for letter in Letter.objects.all()] == []
    if kind == "story":
        history: Any = Story.history
        assert (Story.objects.count(), history.count()) == (0, 0)
    else:
        assert Activity.objects.get().state == State.ARCHIVED
    assert client.get("/share/erased/").status_code == 200


def test_erasing_what_waits_leaves_what_is_public(client: Client, maria: User) -> None:
    address = status_of(client)
    record: Any = actions.accept(kept(), maria)
    client.post(f"{address}correct/", posted(key="the-change", title="Friday Table"))
    send(client, "the-change")
    client.post(f"{page_of(kept('the-change'))}erase/")
    assert client.get(record.get_absolute_url()).status_code == 200
    assert (Contribution.objects.count(), Ownership.objects.count()) == (1, 1)


@pytest.mark.parametrize("kind", KINDS)
def test_markup_in_every_answer_is_shown_as_text_on_the_page_and_in_letters(kind: str, client: Client) -> None:
    from resource_centre.contributions.doors import DOORS

    free = {name: [MARKUP] for name in (*DOORS[kind].form.told, "run_by", "authors")}
    contribution = sent(kind, "unconfirmed", free, verified_at=None, note=MARKUP)
    actions.confirm_address(contribution)
    actions.add(contribution, MARKUP)
    address = page_of(contribution)
    [letter] = letters()
    html = str(letter.alternatives[0][0])
    pages = [client.get(address + path).content.decode() for path in ("", "correct/", "withdraw/", "erase/")]
    for page in (*pages, html):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "alert(1)" in page
        Document(page)
    assert client.get(CHECK).status_code == 404
