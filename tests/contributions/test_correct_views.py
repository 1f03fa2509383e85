"""Correcting what waits, and changing what is public."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from organisations.models import Activity
from resource_centre.contributions import actions
from tests.contributions.desk import acts
from tests.contributions.sent import ANSWERS, EMAIL, sent
from tests.contributions.visitor import KINDS, kept, page_of, posted, send, status_of, title, value
from tests.document import Document

pytestmark = pytest.mark.django_db


# Correcting


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("state", ["unconfirmed", "waiting", "question"])
def test_what_waits_is_corrected_in_place(kind: str, state: str, client: Client) -> None:
    contribution = sent(kind, state)
    address = page_of(contribution)
    page = client.get(f"{address}correct/")
    assert (title(page), value(page, "summary")) == ("Correct what you sent", ANSWERS[kind]["summary"][0])
    wrong = client.post(f"{address}correct/", posted(kind, url="::", website="::", summary="a" * 700))
    assert (value(wrong, "summary"), title(wrong)[:6]) == ("a" * 700, "Error:")
    for _click in range(2):
        response = client.post(f"{address}correct/", posted(kind, summary="New words.", email="mallory@example.org"))
        assert response["Location"] == address
    contribution.refresh_from_db()
    assert (contribution.data["summary"], contribution.state, contribution.email) == (["New words."], state, EMAIL)
    assert acts(contribution) == ["sent", "corrected"]


def test_a_correction_asks_about_what_is_new_and_private(client: Client) -> None:
    contribution = sent(answers={"place": ["Call 0171 234 5678"]}, privacy_asked=True)
    address = page_of(contribution)
    typed = posted(place="Call 0171 234 5678", summary="My psychiatrist comes. Tea.")
    page = Document(client.post(f"{address}correct/", typed)).main
    assert [part.text for part in page.all(class_="private-part__words")] == ["My psychiatrist comes."]
    assert acts(contribution) == ["sent"]
    again: dict[str, list[str]] = {}
    for element in page.all("input", type="hidden"):
        again.setdefault(element["name"], []).append(element["value"])
    [radio, *_more] = page.all("input", type="radio")
    response = client.post(f"{address}correct/", {**again, "action": "privacy", radio["name"]: "move"})
    assert response["Location"] == address
    contribution.refresh_from_db()
    assert (contribution.data["summary"], contribution.data["countries"]) == (["Tea."], ["PL"])
    assert contribution.note.endswith("My psychiatrist comes.")


def test_danger_in_a_correction_shows_help_first(client: Client) -> None:
    contribution = sent()
    address = f"{page_of(contribution)}correct/"
    page = Document(client.post(address, posted(summary="I want to die"))).main
    again: dict[str, list[str]] = {}
    for element in page.all("input", type="hidden"):
        again.setdefault(element["name"], []).append(element["value"])
    client.post(address, again)
    contribution.refresh_from_db()
    assert (contribution.data["summary"], contribution.read_first) == (["I want to die"], True)


def test_what_is_public_is_changed_by_a_contribution_that_waits(client: Client, maria: User) -> None:
    address = status_of(client)
    record: Any = actions.accept(kept(), maria)
    page = client.get(f"{address}correct/")
    assert (title(page), value(page, "title")) == ("Change the page", "Thursday Table")
    response = client.post(f"{address}correct/", posted(key="the-change", title="Friday Table"))
    assert response["Location"] == "/share/check/the-change/"
    assert send(client, "the-change")["Location"] == "/share/sent/"
    change = kept("the-change")
    assert (change.state, change.is_change, change.record, change.email) == ("waiting", True, record, EMAIL)
    assert Activity.objects.get().title == "Thursday Table"
    actions.accept(change, maria)
    assert Activity.objects.get().title == "Friday Table"


@pytest.mark.parametrize("state", ["withdrawn", "declined"])
def test_what_is_over_is_not_corrected(state: str, client: Client, maria: User) -> None:
    contribution = sent()
    address = page_of(contribution)
    if state == "declined":
        actions.decline(contribution, maria, "No.")
    else:
        actions.withdraw(contribution)
    assert client.get(f"{address}correct/")["Location"] == address
    assert client.post(f"{address}correct/", posted(title="New"))["Location"] == address
    assert client.get(f"{address}withdraw/")["Location"] == address
    contribution.refresh_from_db()
    assert (contribution.title, contribution.state) == ("Thursday Table", state)
