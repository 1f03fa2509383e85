"""The queue, who may see and do what, and how things are shown on the desk of the letter box."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organisations.models import Activity
from resource_centre.contributions import actions
from resource_centre.contributions.doors import DOORS
from resource_centre.contributions.models import Contribution, Step
from tests.contributions.desk import QUEUE, acts, reviewer, screen, titles
from tests.contributions.sent import sent
from tests.controls import address, send
from tests.factories import published
from tests.test_staff_desk import limited

pytestmark = pytest.mark.django_db
Act = Step.Act


# The queue


def test_queue_shows_danger_first_then_the_oldest(desk: Client) -> None:
    now = timezone.now()
    for title, days, first in (("New", 0, False), ("Old", 9, False), ("Danger", 1, True)):
        moment = now - datetime.timedelta(days=days, hours=1)
        sent(answers={"title": [title]}, verified_at=moment, read_first=first)
    page = desk.get(QUEUE)
    assert titles(page) == ["Danger", "Old", "New"]
    text = page.content.decode()
    assert text.count("Read first</strong>") == 1
    assert text.index("9 days") > text.index("1 day<")


def test_queue_shows_each_stage_under_its_filter_and_nothing_unfinished(desk: Client, maria: User) -> None:
    for state in ("unfinished", "waiting", "reading", "question", "withdrawn", "unconfirmed", "spam"):
        sent(state=state, answers={"title": [f"Title {state}"]})
    stages = ("", "question", "unconfirmed", "accepted", "declined", "spam", "withdrawn", "nonsense")
    shown = {stage: titles(desk.get(QUEUE, {"stage": stage} if stage else {})) for stage in stages}
    assert shown == {
        "": ["Title waiting", "Title reading"],
        "question": ["Title question"],
        "unconfirmed": ["Title unconfirmed"],
        "accepted": [],
        "declined": [],
        "spam": ["Title spam"],
        "withdrawn": ["Title withdrawn"],
        "nonsense": ["Title waiting", "Title reading"],
    }


@pytest.mark.parametrize("state", ["unfinished", "unconfirmed", "withdrawn"])
def test_words_of_what_was_not_sent_or_was_taken_back_are_not_for_staff(state: str, desk: Client) -> None:
    contribution = sent(state=state, answers={"title": ["Canary"]}, note="Canary note")
    assert b"Canary" not in desk.get(QUEUE, {"stage": state}).content
    assert desk.get(screen(contribution)).status_code == 404
    assert desk.post(screen(contribution), {"_spam": "1"}).status_code == 404
    contribution.refresh_from_db()
    assert contribution.state == state


def test_queue_and_screen_take_as_many_queries_for_five_contributions_as_for_one(desk: Client, maria: User) -> None:
    counts = []
    contribution = sent(reader=maria, state="reading", reading_at=timezone.now())
    for number in (1, 4):
        for _each in range(number):
            sent(reader=maria, state="reading", reading_at=timezone.now())
            published(Activity, url="https://table.example.org/other", title="Thursday Table")
        for page in (QUEUE, screen(contribution)):
            desk.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(page).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


# Two people, and who may what


def test_second_reader_is_told_who_has_it_open_and_can_go_on(desk: Client, maria: User) -> None:
    contribution = sent()
    assert b"has this open too" not in desk.get(screen(contribution)).content
    jan, other = reviewer("jan")
    assert b"maria has this open too" in other.get(screen(contribution)).content
    assert b"jan has this open too" in desk.get(screen(contribution)).content
    send(other, screen(contribution), "_accept")
    contribution.refresh_from_db()
    assert (contribution.state, contribution.decided_by) == ("accepted", jan)


def test_two_who_read_an_asked_contribution_are_told_too(desk: Client) -> None:
    contribution = sent(state="question")
    desk.get(screen(contribution))
    _jan, other = reviewer("jan")
    assert b"maria has this open too" in other.get(screen(contribution)).content
    contribution.refresh_from_db()
    assert contribution.state == "question"


def test_who_opened_it_an_hour_ago_is_not_in_the_way(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    contribution = sent()
    desk.get(screen(contribution))
    later = timezone.now() + datetime.timedelta(minutes=31)
    monkeypatch.setattr(timezone, "now", lambda: later)
    _jan, other = reviewer("jan")
    assert b"has this open too" not in other.get(screen(contribution)).content


def test_a_look_by_who_may_only_look_notes_nothing_and_offers_nothing() -> None:
    client, contribution = limited("view_contribution"), sent(answers={"title": ["Canary"]})
    page = client.get(screen(contribution)).content.decode()
    assert ("Canary" in page, 'id="contribution_form"' in page) == (True, False)
    assert client.post(screen(contribution), {"_accept": "1"}).status_code == 403
    contribution.refresh_from_db()
    assert (contribution.state, acts(contribution)) == ("waiting", [Act.SENT])


def test_staff_without_permission_and_the_public_see_nothing() -> None:
    contribution = sent(answers={"title": ["Canary"]})
    user = User.objects.create_user("nobody", is_staff=True)
    client = Client()
    client.force_login(user)
    for page in (QUEUE, screen(contribution)):
        assert client.get(page).status_code == 403
        assert Client().get(page).status_code == 302
    assert Client().post(screen(contribution), {"_accept": "1"}).status_code == 302
    assert Activity.objects.count() == 0


def test_a_head_request_opens_nothing(desk: Client) -> None:
    contribution = sent()
    desk.head(screen(contribution))
    contribution.refresh_from_db()
    assert contribution.state == "waiting"


def test_nobody_adds_or_deletes_contributions_by_hand(maria: User) -> None:
    client, contribution = Client(), sent()
    client.force_login(User.objects.create_superuser("root"))
    assert client.get(address(Contribution, "add")).status_code == 403
    assert client.post(address(Contribution, "delete", contribution.pk), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [contribution.pk], "post": "yes"}
    client.post(QUEUE, chosen)
    assert Contribution.objects.count() == 1


# What is shown


@pytest.mark.parametrize("kind", DOORS)
def test_markup_in_every_field_is_shown_as_text(kind: str, desk: Client) -> None:
    nasty = '"><script>x()</script><b onclick=x()>'
    contribution = sent(kind, answers={name: [nasty] for name in DOORS[kind].form.answers_in(_All())}, note=nasty)
    actions.add(contribution, nasty)
    actions.ask(contribution, User.objects.get(username="maria"), nasty)
    actions.answer(contribution, nasty)
    sent(kind, answers={"title": [nasty], "name": [nasty]})
    for page in (QUEUE, screen(contribution)):
        text = desk.get(page).content.decode()
        assert ("<script>x" in text, "<b onclick" in text) == (False, False)
        assert "&lt;script&gt;x()" in text
    answer = send(desk, screen(contribution), "_decline", **{"decline-text": nasty})
    assert "<script>x" not in answer.content.decode()


class _All(dict[str, Any]):
    """What was posted, if every field was."""

    def __contains__(self, key: object) -> bool:
        return True

    def getlist(self, key: str) -> list[str]:
        return [""]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "http://[", "//x"])
def test_only_addresses_for_browsers_become_links(url: str, desk: Client) -> None:
    page = desk.get(screen(sent(answers={"url": [url]}))).content.decode()
    assert f'href="{url}' not in page
    good = desk.get(screen(sent(answers={"url": ["https://example.org/a?b=1&c"]}))).content.decode()
    assert 'href="https://example.org/a?b=1&amp;c" rel="noopener noreferrer nofollow"' in good


def test_read_first_says_calmly_what_to_do(desk: Client) -> None:
    contribution = sent(read_first=True, help_shown=True)
    page = desk.get(screen(contribution)).content.decode()
    assert 'id="read-first-heading"' in page
    assert "Before it was sent, the page showed whom to call." in page
    assert 'id="read-first-heading"' not in desk.get(screen(sent())).content.decode()


def test_no_style_or_script_of_its_own_stands_in_the_page(desk: Client) -> None:
    response = desk.get(screen(sent("story")))
    page = response.content.decode()
    assert ("style=" in page, "<style" in page, "onclick" in page) == (False, False, False)
    assert "unsafe" not in response["Content-Security-Policy"]
    assert page.count("<script") == page.count("<script src=")
