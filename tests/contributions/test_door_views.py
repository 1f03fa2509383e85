"""From the first word to “Send it to us”, as a browser without scripts sees it."""

import itertools
import random
from typing import Any

import pytest
from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client

from resource_centre.contributions import form_pages
from resource_centre.contributions.doors import DOORS
from resource_centre.contributions.limits import DOORS as DOORS_ALLOWANCE
from resource_centre.contributions.models import Contribution
from resource_centre.mail.models import Letter
from tests.contributions.owners import letters, stamp, token_of
from tests.contributions.sent import ANSWERS, EMAIL
from tests.contributions.visitor import (
    CHECK,
    KEY,
    KINDS,
    NETWORK,
    empty,
    fill,
    kept,
    link,
    posted,
    problems,
    send,
    states,
    title,
    value,
)
from tests.document import Document

pytestmark = pytest.mark.django_db


# The form


def test_the_first_page_leads_to_every_door_and_says_how_long_each_takes(client: Client) -> None:
    page = Document(client.get("/share/"))
    found = {
        element.all("a")[0]["href"]: element.all(class_="door__note")[0].text for element in page.all(class_="door")
    }
    assert found == {f"/share/{kind}/": f"About {door.minutes} minutes" for kind, door in DOORS.items()}
    assert {"/share/my-link/", "/privacy/"} <= set(page.links)
    assert "within 10 working days" in page.main.text


@pytest.mark.parametrize("kind", KINDS)
def test_a_door_says_first_what_happens_and_who_sees_each_answer(kind: str, client: Client) -> None:
    response = client.get(f"/share/{kind}/")
    page = Document(response).main
    form = page.one("form", class_="form")
    notice = form.one("div", class_="notice")
    assert f"About {DOORS[kind].minutes} minutes" in notice.text
    assert "a person, reads it within 10 working days" in notice.text
    assert [link["href"] for link in page.one("ol", class_="stations").all("a")] == [
        f"#{part['id']}" for part in form.all("fieldset", class_="form__part")
    ]
    fields = len(form.all(class_="field")) if kind != "organisation" else len(form.all(class_="seen-by")) + 1
    assert len(form.all(class_="seen-by")) + (kind == "organisation") == fields
    assert [(button["name"], button["value"]) for button in form.all("button")] == [
        ("action", "look"),
        ("action", "later"),
    ]
    assert "novalidate" in form.attributes
    assert response.cookies == {}
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("kind", KINDS)
def test_errors_come_back_with_everything_typed_and_a_summary_that_takes_the_focus(kind: str, client: Client) -> None:
    name = "name" if kind == "organisation" else "title"
    response = fill(client, kind, **{name: "", "summary": "Kept words", "email": "ana"})
    assert (response.status_code, title(response)[:6]) == (200, "Error:")
    assert (value(response, "summary"), value(response, "email")) == ("Kept words", "ana")
    page = Document(response).main
    [first, *_more] = page.one(id="summary").all("a")
    assert "autofocus" in first.attributes
    for problem in page.one(id="summary").all("a"):
        assert len(page.all(id=problem["href"].removeprefix("#"))) == 1
    assert len(problems(response)) == 2
    assert Contribution.objects.count() == 0


@pytest.mark.parametrize("kind", KINDS)
def test_valid_answers_lead_to_the_preview_and_wait_there(kind: str, client: Client) -> None:
    response = fill(client, kind)
    assert (response.status_code, response["Location"]) == (303, CHECK)
    assert (kept().state, kept().data, kept().email, kept().language) == ("unfinished", ANSWERS[kind], EMAIL, "en")
    page = client.get(CHECK)
    assert page["Cache-Control"] == "private, no-store"
    assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("no-referrer", "noindex")
    assert Letter.objects.count() == 0


def test_a_double_click_a_reload_and_the_way_back_make_one_contribution(client: Client) -> None:
    for typed in ("First", "First", "Second"):
        assert fill(client, title=typed)["Location"] == CHECK
    assert (Contribution.objects.count(), kept().title) == (1, "Second")
    assert send(client)["Location"] == send(client)["Location"] == "/share/sent/"
    assert fill(client, title="Third")["Location"] == "/share/sent/"
    assert client.get(CHECK)["Location"] == "/share/sent/"
    assert (states(), kept().title, Letter.objects.count()) == (["unconfirmed"], "Second", 1)


def test_two_clicks_at_the_same_moment_make_one_contribution(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    fill(client)

    def too_late(**_columns: Any) -> Any:
        raise IntegrityError("the other one was quicker")

    monkeypatch.setattr(Contribution.objects, "get_or_create", too_late)
    assert fill(client, title="Other")["Location"] == CHECK
    assert (Contribution.objects.count(), kept().title) == (1, "Other")


def test_two_forms_make_two_contributions(client: Client) -> None:
    fill(client, key="one-form")
    fill(client, key="another-form")
    assert Contribution.objects.count() == 2


@pytest.mark.parametrize("bad", ["", "nonsense", "a" * 5000, "\x00"])
def test_a_stamp_that_is_not_ours_loses_nothing_and_is_replaced(bad: str, client: Client) -> None:
    response = fill(client, stamp=bad, title="")
    assert value(response, "stamp") not in {"", bad}
    assert value(response, "summary") == ANSWERS["activity"]["summary"][0]
    again = fill(client, stamp=bad)
    assert again.status_code == 303
    assert client.get(again["Location"]).status_code == 200


def test_the_key_in_the_address_is_not_in_the_database(client: Client) -> None:
    fill(client)
    [row] = [vars(one) for one in Contribution.objects.all()]
    assert KEY not in str(row)


# Save and go on later


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_saved_for_later_needs_an_address_alone_and_comes_back_as_it_was(kind: str, client: Client) -> None:
    name = "name" if kind == "organisation" else "title"
    wrong = {"url": "not an address", "website": "not an address", "start_date": "some day", "kind": "nothing"}
    typed = {name: "<b>Half", "summary": "a" * 2000, "email": EMAIL, "stamp": stamp(), "action": "later"}
    assert client.post(f"/share/{kind}/", {**wrong, **typed})["Location"] == "/share/later/"
    assert kept().state == "unfinished"
    address = link("go-on")
    client.head(address), client.get(address)  # a mail scanner
    page = client.get(address)
    assert (page.status_code, problems(page), title(page)) == (200, [], str(DOORS[kind].title))
    assert (value(page, name), value(page, "summary"), value(page, "email")) == ("<b>Half", "a" * 2000, EMAIL)
    response = client.post(address, posted(kind, key="the-key-of-the-new-page"))
    assert response["Location"] == f"/share/check/{token_of(address)}/"
    assert (Contribution.objects.count(), kept().data) == (1, ANSWERS[kind])
    assert send(client, token_of(address))["Location"] == "/share/sent/"
    assert client.get(address)["Location"] == client.get(CHECK)["Location"] == "/share/sent/"


@pytest.mark.parametrize("email", ["", "ana", "a@b"])
def test_saving_for_later_without_an_address_keeps_the_page(email: str, client: Client) -> None:
    response = fill(client, title="Half", summary=None, email=email, action="later")
    assert (response.status_code, value(response, "title"), len(problems(response))) == (200, "Half", 1)
    assert Contribution.objects.count() == 0


def test_saving_twice_sends_one_letter_and_again_after_it_has_left_another(client: Client) -> None:
    for _click in range(2):
        fill(client, action="later")
    assert len(letters()) == 1
    client.post(CHECK, {"action": "later", "note": "Half a note"})
    assert (len(letters()), kept().note) == (1, "Half a note")


# Abuse


def test_another_network_is_served_while_one_is_beyond_its_allowance(client: Client) -> None:
    empty(DOORS_ALLOWANCE, NETWORK)
    assert fill(client).status_code == 429
    assert client.post("/share/activity/", posted(), REMOTE_ADDR="198.51.100.7").status_code == 303


# Whatever comes


RUBBISH: list[Any] = [
    "", " ", "\x00", "a\x00b", "'", "<b>", "9" * 400, "-1", "1e9", "NaN", "٣", "²", "2031-02-30", "0001-01-01", "9999-12-31",
    "2031-03-04", "25:61", "10:00", "on", "true", "PL", "XX", "pl", "activity", "guide", "story", "europe", "online", "👩‍👧",
    "\u202e", "ﬀ", "\ufffe", "İ", "a@b.org", "a@b", "a@b.org\nBcc: c@d.org", "https://example.org", "example.org", "//",
    "javascript:alert(1)", "http://[", "http://a:99999", "Europe/Berlin", "Asia/Nowhere", "../../etc", "{}", "%s", "a" * 3000,
    "I want to die", "Call 0171 234 5678. My diagnosis.", ["a", "b"], ["PL", "PL"], ["1", "x"], ["2", "99999999999999999999"],
    ["", ""], ["IE"] * 70,
]  # fmt: skip


def rubbish(kind: str, chance: random.Random) -> dict[str, Any]:
    """Return something that nobody would type, in some of the fields of a door."""
    names = [name for _legend, names in DOORS[kind].form.parts for name in names]
    data = posted(kind, key=f"rubbish-{chance.random()}")
    for name in chance.sample([*names, "stamp", "homepage", "action", "topics", "state", "csrf"], chance.randint(1, 6)):
        data[name] = chance.choice(RUBBISH)
        if chance.random() < 0.2:
            del data[name]
    return data


@pytest.mark.long
def test_1000_malformed_submissions_break_nothing_and_leave_nothing_half_written(
    monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr("resource_centre.guard.buckets.Allowance.take", lambda *_arguments: True)
    pages, draw = itertools.count(), render
    # Drawing the page takes longest: one of seven is drawn, so that each door has its turn.
    monkeypatch.setattr(
        form_pages, "render", lambda *given, **more: draw(*given, **more) if next(pages) % 7 == 0 else HttpResponse()
    )
    chance = random.Random(3)  # noqa: S311 - the same rubbish every time
    answers: dict[int, int] = {}
    for number in range(1000):
        kind = KINDS[number % len(KINDS)]
        response = client.post(f"/share/{kind}/", rubbish(kind, chance))
        answers[response.status_code] = answers.get(response.status_code, 0) + 1
        if number % 20 == 0 and response.status_code == 303:
            assert client.get(response["Location"]).status_code in {200, 303}
    assert set(answers) == {200, 303}
    assert min(answers.values()) > 100
    assert set(states()) == {"unfinished"}
    for contribution in Contribution.objects.all():
        assert "@" in contribution.email
        assert set(contribution.data) <= {n for _l, names in DOORS[contribution.kind].form.parts for n in names}
    assert {door.model._default_manager.count() for door in DOORS.values()} == {0}
