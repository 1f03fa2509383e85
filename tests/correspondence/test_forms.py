"""Whatever strangers type, the forms answer and keep half of nothing."""

import pytest
from django.test import Client

from resource_centre.correspondence.models import ContactMessage, Conversation, Message, Subscriber
from resource_centre.pages.models import EditorialPage
from tests.document import Document
from tests.factories import published
from tests.test_hostile import VALUES, check

from .post_office import SENDER, Clock, letters, links_in, open_organisation, send

pytestmark = pytest.mark.django_db
PAGES = ("/organisations/lighthouse/write/", "/contact/", "/news/")
FIELDS = ("name", "email", "text", "stamp", "homepage", "help_seen", "change")


@pytest.mark.parametrize("value", VALUES.values(), ids=list(VALUES))
def test_every_field_of_every_form_stands_any_value(value: str, client: Client, clock: Clock) -> None:
    open_organisation()
    published(EditorialPage, slug="contact")
    for page in PAGES:
        for answers in (dict.fromkeys(FIELDS, value), {"name": value, "text": value, "email": SENDER}):
            response = send(client, page, clock, **answers)
            check(response, page)
            assert response.status_code in {200, 429}
            Document(response)
    for message in letters():
        for link in links_in(message).values():
            check(client.get(link), link)
            Document(client.get(link))
    counts = (Conversation.objects.count(), Message.objects.count())
    assert counts[0] == counts[1]
    assert all(text == text.strip() and "\x00" not in text for text in Message.objects.values_list("text", flat=True))


@pytest.mark.parametrize("stamp", ["", "x", "1:2:3", "a" * 5000])
def test_form_with_a_stamp_that_is_not_ours_is_held_and_not_lost(stamp: str, client: Client, clock: Clock) -> None:
    published(EditorialPage, slug="contact")
    assert send(client, "/contact/", clock, stamp=stamp, email=SENDER, text="Hi").status_code in {
        200,
        303,
    }
    assert [message.state for message in ContactMessage.objects.all()] in ([], ["held"])
    assert letters() == []


def test_addresses_that_only_capitals_tell_apart_are_one_subscriber(client: Client, clock: Clock) -> None:
    for email in (SENDER, SENDER.upper(), f" {SENDER} "):
        send(client, "/news/", clock, email=email)
    assert Subscriber.objects.count() == 1


def test_signs_that_steer_the_direction_of_text_are_left_out(client: Client, clock: Clock) -> None:
    open_organisation()
    told = {"name": "A\u202ena\tB", "email": SENDER, "text": "One\u202e\n\ttwo\x07"}
    send(client, PAGES[0], clock, **told)
    assert (Conversation.objects.get().name, Message.objects.get().text) == ("A na B", "One\n\ttwo")
