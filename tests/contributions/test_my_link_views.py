"""Send me my link: the same answer and the same work for every address."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from resource_centre.contributions import actions
from resource_centre.contributions.limits import MY_LINKS_ADDRESS
from resource_centre.mail.models import Letter, address_digest
from tests.contributions.owners import letters, links_in
from tests.contributions.owners import sent as guarded
from tests.contributions.sent import EMAIL, sent
from tests.contributions.visitor import MARKUP, problems, sent_by, value

pytestmark = pytest.mark.django_db


MY_LINK = "/share/my-link/"


def test_every_address_gets_the_same_answer_and_the_same_work(client: Client) -> None:
    sent_by(client)
    Letter.objects.all().delete()
    client.post(MY_LINK, guarded(key="the first of this network", email="first@example.org"))
    answers, queries = [], []
    for address in (EMAIL.upper(), "nobody@example.org"):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as counted:
            response = client.post(MY_LINK, guarded(key=f"key-{address}", email=address))
        answers.append((response.status_code, response["Location"], response.content))
        queries.append([query["sql"].split(" ")[0] for query in counted.captured_queries])
    assert answers[0] == answers[1] == (303, "/share/my-link/sent/", b"")
    assert queries[0] == queries[1]
    assert [letter.to for letter in letters()] == [[EMAIL.upper()]]


def test_the_letter_leads_to_each_thing_at_its_stage(client: Client, maria: User) -> None:
    now = timezone.now()
    sent(state="unfinished", sent_at=None, consent_at=None, verified_at=None)
    sent(state="unconfirmed", verified_at=None)
    sent(state="spam", verified_at=None)
    sent(state="waiting", email="other@example.org")
    actions.accept(sent(sent_at=now), maria)
    letters()
    client.post(MY_LINK, guarded(email=EMAIL))
    [letter] = letters()
    found = links_in(letter)
    assert sorted(path.split("/")[2] for path in found) == ["change", "confirm", "go-on", "status"]
    for path in found:
        assert client.get(path).status_code == 200
    assert letter.subject == "Your links"
    assert letter.body.count("Thursday Table") == 2  # of what was confirmed: once as sent, once as public


@pytest.mark.parametrize("email", ["", "ana", "a" * 300 + "@example.org", MARKUP])
def test_what_is_no_address_comes_back(email: str, client: Client) -> None:
    response = client.post(MY_LINK, guarded(email=email))
    assert (response.status_code, value(response, "email"), len(problems(response))) == (200, email, 1)
    assert Letter.objects.count() == 0


def test_links_are_sent_so_often_and_a_double_click_counts_as_one_letter(client: Client) -> None:
    for _click in range(2):
        client.post(MY_LINK, guarded(email=EMAIL))
    assert Letter.objects.count() == 1
    assert MY_LINKS_ADDRESS.take(address_digest(EMAIL))
    response = client.post(MY_LINK, guarded(key="another", email=EMAIL))
    assert (response.status_code, value(response, "email")) == (429, EMAIL)


def test_spam_for_links_is_answered_like_the_rest(client: Client) -> None:
    assert client.post(MY_LINK, guarded(email=EMAIL, homepage="x"))["Location"] == "/share/my-link/sent/"
    assert Letter.objects.count() == 0
